"""Contacts and personal data, masked."""

import polars as pl
import pytest

from tests.one_value import readers


def mask(text):
    return readers().contacts.mask(pl.Series([text]))[0]


@pytest.mark.parametrize(
    "contact",
    [
        "jobs@example.com",
        "first.last+x@sub.example.co.uk",
        "(555) 555-0123",
        "555-555-0123",
        "555.555.0123",
        "+1 555 555 0123",
        "+49 (0)30 5550123",
        "+49 30 555 0123",
        "030 / 5550123",
        "089 12 34 56",
        "06 12 34 56 78",
        "98765 43210",
        "(5555550123)",
        "5555550123",
        "555/555-0123",
        "(555) 555- 0123",
        "(555)-555-0123",
        "+1 5555550123",
        "jobs (at) example.com",
        "name [at] example dot com",
    ],
)
def test_contacts_are_masked(contact):
    masked = mask(f"Write to {contact} today")
    assert "[email]" in masked or "[phone]" in masked
    assert not any(character.isdigit() or character in "@" for character in masked)


@pytest.mark.parametrize(
    "profile",
    [
        "@some_recruiter",
        "https://www.LinkedIn.com/in/some-recruiter-0a1b2c/",
        "linkedin.com/in/someone",
        "LINKEDIN.COM/IN/SOMEONE",
    ],
)
def test_profiles_of_persons_are_masked(profile):
    masked = mask(f"(ask {profile}) #ml")
    assert masked.endswith("[profile]) #ml")
    assert "some" not in masked.lower()


@pytest.mark.parametrize(
    "text", ["#LI-Remote", "@RISK and MATLAB", "at linkedin.com/company/example", "@Work: in Example City"]
)
def test_products_companies_and_words_are_no_profiles(text):
    assert mask(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "$120,000 - $150,000",
        "2019-2020",
        "401(k)",
        "24/7",
        "over 10,000 employees",
        "ISO 27001",
        "10.000 - 20.000 Euro",
        "160,000-200,000 USD",
        "Salary $139,000-180,000",
        "version 3.11.7",
        "10 000 000 rows",
        "2020 - 2024",
        "at 5 example companies",
    ],
)
def test_figures_are_not_taken_for_phone_numbers(text):
    assert mask(text) == text


@pytest.mark.parametrize(
    "text", ["call 555-555-0123’s desk", "Téléphone : 06 12 34 56 78…", "“555-555-0123”"]
)
def test_a_phone_number_beside_foreign_letters_is_masked(text):
    assert "[phone]" in mask(text)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Mail to kim＠example.com", "Mail to [email]"),
        ("kim {at} example.com", "[email]"),
        ("Chat: t.me/example_hr now", "Chat: [profile] now"),
        ("wa.me/4915550123", "[profile]"),
        ("Skype: live:kim.example", "Skype: [profile]"),
        ("Telegram: kim_example", "Telegram: [profile]"),
        ("Telegram: kím_example", "Telegram: [profile]"),
        ("Telegram: " + "kim_example" * 5, "Telegram: [profile]"),
        ("Пишите @kimexample", "Пишите [profile]"),
        ("Тел.: 8 (555) 555-01-23", "Тел.: [phone]"),
        ("電話：03-5550-1234", "電話：[phone]"),
        ("Fale pelo (11) 95555-0123", "Fale pelo [phone]"),
        ("Llámanos al 555 012 345", "Llámanos al [phone]"),
        ("WhatsApp 5550 1234 567", "WhatsApp [phone]"),
    ],
)
def test_contacts_in_other_scripts_and_messengers_are_masked(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Pay to DE89 3704 0044 0532 0130 00.", "Pay to [number]."),
        ("IBAN: FR1420041010050500013M02606", "IBAN: [number]"),
        ("card 4000 0012 3456 7899", "card [number]"),
        ("SSN 078-05-1120", "SSN [number]"),
        ("CPF 111.222.333-44", "CPF [number]"),
        ("NIE X1234567L", "NIE [number]"),
        ("RUT 12.345.678-k", "RUT [number]"),
        ("PESEL: 44051401359", "PESEL: [number]"),
        ("Passport number L1234567", "Passport number [number]"),
        ("Reisepass Nr. C01X00T478", "Reisepass Nr. [number]"),
        ("паспорт № 4500 123456", "паспорт № [number]"),
        ("身份证 110101199003070000", "身份证 [number]"),
        ("Date of birth: 7 May 1988", "Date of birth: [birth date]"),
        ("geboren am 07.05.1988", "geboren am [birth date]"),
        ("né le 7 mai 1988", "né le [birth date]"),
        ("生年月日：1988年5月7日", "生年月日：[birth date]"),
    ],
)
def test_numbers_of_persons_and_accounts_and_dates_of_birth_are_masked(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    "street",
    [
        "17 Elm Street",
        "501 Elm Dr",
        "4 North Mill Road",
        "12 Harbour Lane",
        "Musterweg 4a",
        "Lange Gasse 12",
        "Hauptstr. 7",
        "8 rue du Moulin",
        "3 bis, avenue Victor Exemple",
        "Calle del Molino, 8",
        "Rua das Oliveiras, nº 40",
        "Via Esempio 9",
        "Molenstraat 21",
        "ul. Młynowa 3",
        "ул. Мельничная, д. 8",
        "Jl. Contoh No. 5",
    ],
)
def test_streets_with_the_number_of_a_house_are_masked(street):
    assert mask(f"Visit us, {street}, any day") == "Visit us, [address], any day"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Please contact Ms Kim Example.", "Please contact Ms [name]."),
        ("Questions? Ask Mr. Example today", "Questions? Ask Mr. [name] today"),
        ("Frau Dr. Muster hilft", "Frau Dr. [name] hilft"),
        ("Contactez Madame Exemple", "Contactez [name]"),
        ("Neem contact op met mevrouw Voorbeeld", "Neem contact op met mevrouw [name]"),
        ("Reach out to Kim Example for more", "Reach out to [name] for more"),
        ("Recruiter: Kim Example", "Recruiter: [name]"),
        ("Ansprechpartnerin: Kim Muster", "Ansprechpartnerin: [name]"),
        ("Контактное лицо: Иван Примеров", "Контактное лицо: [name]"),
        ("联系人：王小明", "联系人：[name]"),
        ("Mit freundlichen Grüßen\nKim Muster", "Mit freundlichen Grüßen\n[name]"),
        ("Kim Example (kim@example.com)", "[name] ([email])"),
        ("ИП Примеров Иван Петрович", "ИП [name]"),
        ("Our CEO Kim Example writes", "Our CEO [name] writes"),
        ("Kim Example, our Founder, and Max Muster, CTO", "[name], our Founder, and [name], CTO"),
        ("A fund led by Kim Example.", "A fund led by [name]."),
        ("Ansprechpartner ist Kim Muster.", "Ansprechpartner ist [name]."),
        ("Kim van Example, Tel. +49 30 555 0123", "[name], Tel. [phone]"),
        ("²Recruiter: Kim Example", "²Recruiter: [name]"),
        ("½Frau Muster", "½Frau [name]"),
    ],
)
def test_a_name_is_known_by_what_stands_beside_it(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Ms Excel and Ms. Office",
        "don't miss AI events",
        "Use Telegram bots, Skype and Zoom",
        "Great Place to Work 2024",
        "via Python 3.8 and SQL 5",
        "10 data drives",
        "15.03.2024 - 20.04.2024",
        "Founded in 1998 in Lyon",
        "contact center software",
        "MS Sentinel and MS SQL",
        "Degree in Engineering 5+ years",
        "Vice President, Machine Learning",
        "Work with the Product Owner, CTO and ML team",
        "founded by Google Research",
        "ISO 27001:2013 and SOC 2",
        "salary 120000-150000 USD",
        "Kubernetes 1.28, Spark 3.5.1",
    ],
)
def test_what_only_looks_like_personal_data_stays(text):
    assert mask(text) == text


def test_pages_keep_their_numbers_and_lose_what_reaches_a_person():
    urls = pl.Series(
        [
            "https://example.com/jobs/4012345678?ref=5555550123",
            "mailto:kim@example.com",
            "https://example.com/apply?to=kim%40example.com",
            "tel:+495550123",
            "https://www.linkedin.com/in/kim-example",
            None,
        ]
    )
    assert readers().contacts.mask_addresses(urls).to_list() == [
        urls[0],
        "mailto:[email]",
        "https://example.com/apply?to=[email]",
        "tel:[phone]",
        "https://www.[profile]",
        None,
    ]


def test_texts_that_repeat_or_are_missing_keep_their_places():
    texts = pl.Series(["Ask Ms Example", None, "Ms Excel", "Ask Ms Example", ""])
    assert readers().contacts.mask(texts).to_list() == [
        "Ask Ms [name]",
        None,
        "Ms Excel",
        "Ask Ms [name]",
        "",
    ]


def test_control_characters_of_a_text_hide_no_name():
    assert (
        mask("\x02Ask Ms Example\x03 and \x03 Mr Example\x02, x\x03Tel: 5550123 y")
        == "\x02Ask Ms [name]\x03 and \x03 Mr [name]\x02, x\x03Tel: [phone] y"
    )


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("Contact: Kim Example Phone: 5550123", "Contact: [name]: [phone]"),
        ("Recruiter: Kim Example WhatsApp: 5550123", "Recruiter: [name]: [phone]"),
        ("Kontakt: Kim Muster Telefon 5550123", "Kontakt: [name] [phone]"),
        ("Kind regards, Kim Example Passport 5550123", "Kind regards, [name] [number]"),
        ("Contact: Phone Number: 5550 1234", "Contact: [name]: [phone]"),
        ("KIM EXAMPLE, CEO", "[name], CEO"),
        ("SSN: １２３４５６７８, 9", "SSN: [number], 9"),
        ("9 Elm Place\nLange Gasse 12", "[address]\n[address]"),
        ("3 Elm Dr.\n8 rue du Moulin", "[address]\n[address]"),
    ],
)
def test_all_is_masked_where_one_thing_follows_another(line, masked):
    assert mask(line) == masked


def test_a_chinese_word_behind_a_greeting_is_no_name():
    assert mask("Sincerely\n生日") == "Sincerely\n生日"
