"""Whether a posting is stated to be remote."""

import pytest

from tests.one_value import is_remote, work_mode_of


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        ("true", True),
        ("100", True),
        ("100.0", True),
        ("1", True),
        ("Fully remote", True),
        ("Télétravail total", True),
        ("praca zdalna", True),
        ("50", False),
        ("0.0", False),
        ("No", False),
        ("Hybrid", False),
        ("presencial", False),
        ("REMOTE", True),
        ("FULLY_REMOTE", True),
        ("fullyRemote", True),
        ("OnSite", False),
        ("ONSITE", False),
        ("on-site", False),
        ("IN_OFFICE", False),
        ("in_person", False),
        ("HYBRID", False),
        ("hybrid_remote", False),
        ("PartiallyRemote", False),
        ("partially_remote", False),
        ("NOT_REMOTE", False),
        ("no_remote", False),
        ("remote_possible", None),
        ("TELEWORK", True),
        ("wfh", True),
        ("WFO", False),
        ("ja", True),
        ("Nein", False),
        ("oui", True),
        ("non", False),
        ("sí", True),
        ("não", False),
        ("да", True),
        ("нет", False),
        ("はい", True),
        ("いいえ", False),
        ("예", True),
        ("100%", True),
        ("50%", False),
        ("0%", False),
        ("0", False),
        ("Remoto", True),
        ("Híbrido", False),
        ("Presencial", False),
        ("удаленная работа", True),
        ("віддалена робота", True),
        ("гибрид", False),
        ("в офисе", False),
        ("フルリモート", True),
        ("リモート可", None),
        ("出社", False),
        ("在宅勤務", True),
        ("재택근무", True),
        ("재택 가능", None),
        ("远程办公", True),
        ("混合办公", False),
        ("坐班", False),
        ("từ xa", True),
        ("tại văn phòng", False),
        ("jarak jauh", True),
        ("på distans", True),
        ("delvis distans", None),
        ("remote_first", True),
        ("remote_option", None),
        ("Flexible", None),
        ("unknown", None),
        ("2 days remote", None),
        ("remote 3 days per week", None),
        ("hybrid/remote", None),
        ("Telecommute only", True),
        ("home_office", True),
        ("kein_homeoffice", False),
        ("not stated", None),
    ],
)
def test_the_sources_marker_is_a_flag_a_share_or_words_also_of_a_machine(marker, expected):
    assert is_remote(marker) is expected


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("Remote - US", True),
        ("United States (Remote)", True),
        ("Anywhere", True),
        ("En remoto, España", True),
        ("Berlin (Homeoffice)", True),
        ("Hybrid remote in Austin, TX", False),
        ("Warszawa, praca hybrydowa", False),
        ("Paris (présentiel)", False),
        ("Hybrid", False),
        ("In-Office", False),
        ("Hybrid or Remote", None),
        ("Hamburg, vor Ort oder remote", None),
        ("San Francisco or Remote", True),
        ("Temporarily remote in Boston, MA", None),
        ("Berlin, Homeoffice möglich", None),
        ("Madrid", None),
        (None, None),
    ],
)
def test_else_the_place_says_it(location, expected):
    assert is_remote(location=location) is expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Data Engineer (Teletrabajo)", True),
        ("Data Engineer - 100% remote", True),
        ("Data Engineer (Hybrid)", False),
        ("Hybrid Remote Data Engineer", False),
        ("Data Engineer, no remote", False),
        ("Remote Sensing Scientist", None),
        ("Remote Sensing Scientist (Remote)", True),
        ("Hybrid Cloud Engineer", None),
        ("Hybrid Senior Market Manager", False),
        ("Data Lead (Hybrid/Remote)", None),
        ("Remote Infrastructure Engineer", None),
        ("Remote Pilot", None),
        ("Remote Patient Monitoring Data Scientist", None),
        ("Hybrid Vehicle Engineer", None),
        ("Remote Data Analyst", True),
        ("Remote Senior ML Engineer", True),
        ("Data Engineer (Remote)", True),
        ("Remote Banking Analyst - Remote", True),
        ("Data Scientist - Remote, US", True),
        ("Remote Deposit Capture Analyst", None),
        ("Remote Support Engineer", None),
        ("Data Analyst (Hybrid)", False),
        ("Дата-инженер (удаленно)", True),
        ("データサイエンティスト(フルリモート)", True),
        ("Data Engineer – Teilremote", False),
        ("Remote Desktop Engineer (On-site)", False),
        ("Anywhere Data Engineer", True),
        ("Hybrid ML Engineer", None),
        ("Data Engineer (remote opportunity)", True),
        ("Data Engineer - Opportunity for Working Remotely", None),
        ("Data Engineer (Some Telework Capability)", None),
        ("Data Engineer, 50 % Home-Office", None),
        ("Data Engineer - Telecommute", True),
        ("Senior Software Engineer - Distributed Systems", None),
        ("IT on-site Supporter", None),
        ("Data Engineer", None),
    ],
)
def test_else_the_title_says_it(title, expected):
    assert is_remote(title=title) is expected


def test_a_marker_wins_over_the_place():
    assert is_remote("0", "Remote") is False


@pytest.mark.parametrize(
    ("marker", "location", "title", "expected"),
    [
        ("false", None, "Data Engineer", "not_remote"),
        ("0", "Berlin", "Data Engineer", "not_remote"),
        ("false", "Berlin (Hybrid)", "Data Engineer", "hybrid"),
        ("false", "Remote", "Data Engineer", "not_remote"),
        ("50", None, "Data Engineer", "hybrid"),
        ("OnSite", "Remote", "Data Engineer", "on_site"),
        ("Hybrid", None, "Data Engineer", "hybrid"),
        (None, "In-Office", "Data Engineer", "on_site"),
        (None, None, "Data Engineer (Hybrid)", "hybrid"),
        (None, None, "Data Engineer (Remote)", "remote"),
        (None, "Berlin", "Data Engineer", None),
    ],
)
def test_the_mode_is_as_exact_as_what_is_said(marker, location, title, expected):
    assert work_mode_of(marker, location, title) == expected
