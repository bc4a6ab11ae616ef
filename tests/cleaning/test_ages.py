"""How long ago a posting appeared."""

import pytest

from pipelines.cleaning.ages import read_age


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("3 days ago", 3),
        ("Posted 1 day ago", 1),
        ("Posted3 days ago", 3),
        ("PostedPosted 3 days ago", 3),
        ("2 weeks ago", 14),
        ("1 month ago", 30),
        ("a year ago", 365),
        ("3d", 3),
        ("2w", 14),
        ("1mo", 30),
        ("48 hours ago", 2),
        ("an hour ago", 0),
        ("20 minutes ago", 0),
        ("Just posted", 0),
        ("Today", 0),
        ("PostedToday", 0),
        ("PostedJust posted", 0),
        ("yesterday", 1),
        ("a day ago", 1),
        ("last week", 7),
        ("vor 3 Tagen", 3),
        ("vor einem Monat", 30),
        ("vor 2 Wochen", 14),
        ("vor 5 Stunden", 0),
        ("gestern", 1),
        ("vorgestern", 2),
        ("heute", 0),
        ("il y a 3 jours", 3),
        ("il y a une semaine", 7),
        ("il y a 2 mois", 60),
        ("aujourd’hui", 0),
        ("hier", 1),
        ("hace 3 días", 3),
        ("hace 2 semanas", 14),
        ("hace un mes", 30),
        ("hoy", 0),
        ("há 3 dias", 3),
        ("há um mês", 30),
        ("ontem", 1),
        ("3 dagen geleden", 3),
        ("een week geleden", 7),
        ("gisteren", 1),
        ("3 giorni fa", 3),
        ("un'ora fa", 0),
        ("2 settimane fa", 14),
        ("ieri", 1),
        ("3 dni temu", 3),
        ("2 tygodnie temu", 14),
        ("miesiąc temu", 30),
        ("wczoraj", 1),
        ("przedwczoraj", 2),
        ("reposted", None),
        ("Hiring ongoing", None),
        ("Full day", None),
        ("soon", None),
    ],
)
def test_an_age_is_read_in_eight_languages(text, days):
    age = read_age(text)
    assert (age and age.days) == days
    assert age is None or not age.is_at_least


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("30+ days ago", 30),
        ("Posted30+ days ago", 30),
        ("vor 30+ Tagen", 30),
        ("vor mehr als 30 Tagen", 30),
        ("il y a plus de 30 jours", 30),
        ("hace más de 30 días", 30),
        ("há mais de 30 dias", 30),
        ("meer dan 30 dagen geleden", 30),
        ("più di 30 giorni fa", 30),
        ("30+ dni temu", 30),
        ("Active 3 days ago", 3),
        ("EmployerActive 2 days ago", 2),
    ],
)
def test_an_age_that_is_only_a_lower_bound_says_so(text, days):
    assert read_age(text) == (days, True)


def test_a_time_ahead_is_no_age():
    assert read_age("in 3 days") is None
    assert read_age("in 3 Tagen") is None
