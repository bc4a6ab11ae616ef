"""Text as published to text that can be read."""

import polars as pl
import pytest

from pipelines.cleaning.texts import clean_description, clean_line, hash_words
from tests.one_value import employer_of, readers, tags_of


def series(*texts):
    return pl.Series("text", texts, dtype=pl.String)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("['Tasks', '\\xa0', 'SQL']", "Tasks\n\nSQL"),
        ("['Auto req ID:', ' 207072BR', 'It\\'s us']", "Auto req ID:\n207072BR\nIt's us"),
        ("<p>We use <b>SQL</b></p><ul><li>R&amp;D</li></ul>", "We use SQL\n\nR&D"),
        ("<P>We use<BR>SQL</P>", "We use\nSQL"),
        ("&lt;p&gt;We use SQL&lt;/p&gt;", "We use SQL"),
        ("&amp;lt;p&amp;gt;R&amp;amp;amp;D&amp;lt;/p&amp;gt;", "R&D"),
        ("<p>A <code>List&lt;String&gt;</code></p>", "A List<String>"),
        (
            "<div class='x'><!-- note --><h2>Skills</h2><script>var a = 1 < 2;</script>SQL</div>",
            "Skills\nSQL",
        ),
        ("A List<String> of R&D", "A List<String> of R&D"),
        ("Apply at example.com/?a=1&region=2", "Apply at example.com/?a=1&region=2"),
        ("youâ€™ll work", "you’ll work"),
        ("znajomoÅ›Ä‡ jÄ™zyka", "znajomość języka"),
        ("São Paulo, Łódź, Ålesund", "São Paulo, Łódź, Ålesund"),
        ('["We use SQL", "and Python"]', "We use SQL\nand Python"),
        ("('We use SQL', 'and Python')", "We use SQL\nand Python"),
        (
            "{'About': 'We build', 'skills': ['SQL', 'Python'], 'pay': None}",
            "About: We build\nskills:\nSQL\nPython",
        ),
        ('[{"title": "Tasks", "years": 3}]', "title: Tasks\nyears: 3"),
        ("[Urgent] We use 'SQL'", "[Urgent] We use 'SQL'"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\u00a0b\u200bc", "a bc"),
        ("for x < 5 and y > 3", "for x < 5 and y > 3"),
        ("Requirements    Python", "Requirements    Python"),
        ("  \n ", None),
        (None, None),
    ],
)
def test_a_description_is_made_readable(raw, clean):
    assert clean_description(series(raw))[0] == clean


@pytest.mark.parametrize(
    ("joined", "parted"),
    [
        ("We are one teamRequirements:Python", "We are one team\nRequirements:Python"),
        ("Live in productionNice to have: Docker", "Live in production\nNice to have: Docker"),
        ("Make a plan.Preferred Qualifications: Java", "Make a plan.\nPreferred Qualifications: Java"),
        ("Write typeScript: x, JavaScript: y and mongoDB: z", None),
        ("Call our teamAnna and others", None),
    ],
)
def test_a_heading_that_a_source_has_joined_to_a_point_is_parted(joined, parted):
    assert clean_description(pl.Series([joined])).item() == (parted or joined)


def test_points_that_a_source_has_joined_are_parted():
    joined = "Build toolsOwn the teamsWrite docs.What we need to see:5 yearsExperience in C.Deep thought4+ years of SQL"
    (text,) = clean_description(pl.Series([joined]))
    assert text.split("\n") == [
        "Build tools",
        "Own the teams",
        "Write docs.",
        "What we need to see:5 years",
        "Experience in C.",
        "Deep thought",
        "4+ years of SQL",
    ]


def test_names_are_not_parted():
    names = "Use typeScript with Node.Js and reactNative at anna.Schmidt@example.org or www.example.Com now"
    assert clean_description(pl.Series([names])).to_list() == [names]
    many = "We use toolsOwn the teamsWrite docsMore text, Node.Js and ASP.Net , mail anna.Schmidt@example.org here"
    (text,) = clean_description(pl.Series([many]))
    assert {"Node.Js", "ASP.Net", "anna.Schmidt@example.org"} <= set(text.split())


def test_a_list_that_cannot_be_read_stays_as_it_is():
    assert clean_description(series("['open, 'list"))[0] == "['open, 'list"


def test_a_title_becomes_one_line():
    assert clean_line(series(" Data\u202fScientist\u2028 (m/w/d)\n"))[0] == "Data Scientist (m/w/d)"


def test_tags_are_split_whether_listed_or_separated():
    assert readers().tags.split_tags(
        series("['python', 'sql']", "a, b,,a", "a; b|c • d", ",,", None)
    ).to_list() == [
        ["python", "sql"],
        ["a", "b"],
        ["a", "b", "c", "d"],
        [],
        None,
    ]


def test_tags_that_stand_for_something_else_are_left_out():
    assert readers().tags.split_tags(series("express, sql", "express"), ["express"]).to_list() == [
        ["sql"],
        [],
    ]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("{'programming': ['python', 'sql'], 'cloud': ['aws']}", ["python", "sql", "aws"]),
        ("{'python': 5, 'sql': True}", ["python", "sql"]),
        ('["python", null, "sql"]', ["python", "sql"]),
        ("('python',)", ["python"]),
        ("""['R', "O'Example", 'it\\'s']""", ["R", "O'Example", "it's"]),
        ("{'python'}", ["python"]),
        ("{'sql', 'r', 'python', \"go\"}", ["go", "python", "r", "sql"]),
        ('[{"name": "python"}, {"name": "sql"}]', ["python", "sql"]),
    ],
)
def test_tags_in_collections_are_unpacked(text, tags):
    assert readers().tags.split_tags(series(text))[0].to_list() == tags


def test_layout_and_case_make_no_difference_to_the_hash_of_a_text():
    one, other, third = hash_words(series("Python,  SQL\n", "python sql", "python r"))
    assert one == other != third


def test_what_is_never_closed_is_dropped_to_the_end():
    assert clean_description(series("<p>SQL</p>" + "<!--" * 12_000))[0] == "SQL"
    assert clean_line(series("<b>SQL</b>" + "<script>" * 12_000))[0] == "SQL"


def test_endless_space_in_tags_is_read():
    assert readers().tags.split_tags(series(" " * 50_000 + "x")).to_list() == [["x"]]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("Python, SQL, and Tableau", ["Python", "SQL", "Tableau"]),
        ("Python, SQL und Tableau", ["Python", "SQL", "Tableau"]),
        ("Python; SQL; et Tableau", ["Python", "SQL", "Tableau"]),
        ("Python, R y SQL", ["Python", "R", "SQL"]),
        ("Java, Scala & NumPy", ["Java", "Scala", "NumPy"]),
        ("Excel, SQL oraz R", ["Excel", "SQL", "R"]),
        ("Excel, SQL и R", ["Excel", "SQL", "R"]),
        ("Banking, Health and Safety", ["Banking", "Health and Safety"]),
        ("Banking, Training and Development", ["Banking", "Training and Development"]),
        ("Research and Development", ["Research and Development"]),
        ("Android, Andes", ["Android", "Andes"]),
        ("Excel, R & D", ["Excel", "R & D"]),
        ("['Python' 'SQL' 'R']", ["Python", "SQL", "R"]),
        ('["Python"\n "SQL"]', ["Python", "SQL"]),
        ("{Python,SQL}", ["Python", "SQL"]),
        ('{Python,"Power BI"}', ["Python", "Power BI"]),
        ("[Python, SQL]", ["Python", "SQL"]),
        ("(Python, SQL)", ["Python", "SQL"]),
        ("<python><sql>", ["python", "sql"]),
        ("Python · SQL · Spark", ["Python", "SQL", "Spark"]),
        ("Python、SQL、機械学習", ["Python", "SQL", "機械学習"]),
        ("Python / SQL / Spark", ["Python", "SQL", "Spark"]),
        ("CI/CD, Python", ["CI/CD", "Python"]),
        ("CI / CD, C / C++, PL / SQL", ["CI / CD", "C / C++", "PL / SQL"]),
        ("CI / CD", ["CI / CD"]),
        ("C++, C# and F#", ["C++", "C#", "F#"]),
    ],
)
def test_lists_of_tags_are_split_however_they_are_written(text, tags):
    assert tags_of(text) == tags


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Example  -", "Example"),
        ("Example Labs |", "Example Labs"),
        ("- Example", "Example"),
        ("Example ,", "Example"),
        ("Example-Labs", "Example-Labs"),
        ("Example\n4.1", "Example"),
        ("Yahoo!", "Yahoo!"),
        ("Example – ", "Example"),
        ("Example - Labs", "Example - Labs"),
        ("Studio 3", "Studio 3"),
    ],
)
def test_an_employer_has_no_loose_dash_around_its_name(text, name):
    assert employer_of(text) == name


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"C\+\+ and day\-to\-day \*work\*", "C++ and day-to-day *work*"),
        (r"Tasks:\n\nla suite\nNext", "Tasks:\nla suite\nNext"),
        (r"\u00e9t\u00e9 \ud83d\ude00", "été 😀"),
        (r"install to C:\new and D:\tools", r"install to C:\new and D:\tools"),
        ("&amp;amp; &amp;#8211;", "& –"),
    ],
)
def test_escapes_that_nothing_has_read_are_read(text, plain):
    assert clean_description(series(text))[0] == plain


def test_a_printed_list_is_one_line():
    assert clean_line(series("['Bonn', 'Graz']"))[0] == "Bonn; Graz"
