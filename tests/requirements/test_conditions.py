"""Certifications, languages, clearances and statements on visas, by the words of `data/taxonomies`."""

import polars as pl
import pytest

from pipelines.requirements.conditions import ConditionRules, find_conditions
from schemas.conditions import ConditionWords, PostingConditions
from schemas.skills import SectionHeadings, SkillCues
from warehouse.settings import ROOT


def taxonomy(contract: type) -> pl.DataFrame:
    path = ROOT / "data" / "taxonomies" / f"{contract.table()}.csv"
    return contract.validate(pl.read_csv(path, schema=contract.polars_schema()))


RULES = ConditionRules(taxonomy(ConditionWords), taxonomy(SectionHeadings), taxonomy(SkillCues))


def find(*texts: str | None) -> pl.DataFrame:
    ids = [f"p{number}" for number in range(len(texts))]
    schema = {"posting_id": pl.String, "description": pl.String}
    found = find_conditions(pl.DataFrame({"posting_id": ids, "description": list(texts)}, schema), RULES)
    return PostingConditions.validate(found)


def stated(text: str) -> list[tuple[str, str]]:
    """The name and need of each condition."""
    return find(text).select("name", "need").rows()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Requirements:\n- AWS Certified Solutions Architect",
            [("AWS Certified Solutions Architect", "required")],
        ),
        ("Nice to have:\n- PMP or PRINCE2", [("PMP", "preferred"), ("PRINCE2", "preferred")]),
        ("A CISSP is a plus.", [("CISSP", "preferred")]),
        ("Benefits:\n- We pay for your AWS certification", [("AWS certification", "context")]),
        ("Must be a CPA, licensed in Texas", [("CPA", "required")]),
        ("Lower the CPA of our campaigns", []),
        ("Hold CFA, CPA or FRM credentials", [("CFA", "context"), ("CPA", "context"), ("FRM", "context")]),
        ("Our AWS certified partner sells pumps", []),
        ("Requirements:\n- PMP deals and programmatic buying", []),
        ("Requirements:\n- Inventory of private marketplaces (PMP)", []),
    ],
)
def test_certifications_are_told_by_their_names_and_doubtful_ones_by_words_near_them(text, expected):
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fluent in English and German", [("English", "required"), ("German", "required")]),
        ("Languages: professional English", [("English", "required")]),
        ("French is a plus, spoken or written", [("French", "preferred")]),
        ("Sehr gute Deutsch- und Englischkenntnisse", [("English", "required"), ("German", "required")]),
        ("Inglês - Nível Intermediário", [("English", "required")]),
        ("Знание английского языка", [("English", "required")]),
        ("You will:\n- Speak Dutch with our customers", [("Dutch", "context")]),
        ("Strong communication with the German market and a French bank", []),
        ("We polish our Danish design", []),
        ("All transcripts must be in English, written or oral", []),
    ],
)
def test_languages_are_asked_for_by_levels_and_verbs_of_speaking(text, expected):
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Active TS/SCI clearance with polygraph", [("Polygraph", "required"), ("TS/SCI", "required")]),
        ("A Secret clearance is preferred", [("Secret", "preferred")]),
        ("You must be SC cleared", [("SC (UK)", "required")]),
        ("No security clearance required", []),
        ("Clearance Required: None\nTravel: 10 %", []),
        ("Clearance required to start: N/A", []),
        ("Security clearance: No clearance", []),
        ("TS/SCI clearance not required", []),
        ("A security clearance is not required, but a plus.", [("security clearance", "preferred")]),
        (
            "Clearance required: Secret clearance",
            [("Secret", "required"), ("security clearance", "required")],
        ),
        (
            "Erweiterte Sicherheitsüberprüfung (Ü3)",
            [("security clearance", "required"), ("Ü3 (Germany)", "required")],
        ),
        ("You guard trade secrets and customs clearance", []),
    ],
)
def test_clearances_are_required_unless_the_text_says_otherwise(text, expected):
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We sponsor visas for this role.", [("sponsorship offered", "context")]),
        ("Visa sponsorship is not available.", [("sponsorship not offered", "required")]),
        ("We are unable to sponsor H-1B holders.", [("sponsorship not offered", "required")]),
        ("Applicants must be authorized to work in Canada.", [("work permit needed", "required")]),
        ("Gültige Arbeitserlaubnis", [("work permit needed", "required")]),
        ("U.S. citizenship is required.", [("citizenship or residence needed", "required")]),
        ("We cannot arrange a work permit for pilots.", [("sponsorship not offered", "required")]),
        ("Our team can provide work permits.", [("sponsorship offered", "context")]),
        ("We do not give visa assistance.", [("sponsorship not offered", "required")]),
        (
            "Nice to have:\n- Rust\nYou must be eligible to work in Kenya",
            [("work permit needed", "required")],
        ),
        ("A green card holder is preferred.", [("citizenship or residence needed", "preferred")]),
        ("You are legally authorized to access controlled pumps.", []),
        ("- Right to work in Ireland", [("work permit needed", "required")]),
        ("You must have the right to work.", [("work permit needed", "required")]),
        ("Equal opportunity notice\nRight to Work\nPay transparency", []),
        ("Offers follow right to work checks.", []),
        ("We use E-Verify, an employment authorization program.", []),
        ("Will you now or in the future require visa sponsorship?", []),
        (
            "All qualified applicants are considered without regard to race, citizenship or national origin.",
            [],
        ),
        ("We sponsor a football club.", []),
    ],
)
def test_statements_on_visas_are_told_from_questions_and_equal_opportunity(text, expected):
    assert stated(text) == expected


def test_a_condition_named_twice_has_its_strongest_need_and_its_first_words():
    found = find("You may hold a CISSP, which is a plus.\nRequirements:\nCISSP").row(0, named=True)
    assert found["need"] == "required"
    assert "You may hold a CISSP" in found["snippet"]
    assert found["start"] == len("You may hold a ")


def test_each_posting_with_a_text_has_its_own_rows():
    assert find("CISSP required", None, "CISSP required", "nothing").height == 2


def test_texts_that_name_nothing_leave_the_others_their_own_conditions():
    found = find("We bake bread.", "A CISSP is a plus.", "We bake rolls.", "Nice to have: PMP")
    assert found.select("posting_id", "name").rows() == [("p1", "CISSP"), ("p3", "PMP")]


def test_no_postings_have_no_conditions():
    assert find().height == find(None).height == 0
