"""Contracts of conditions that postings name: certifications, languages, clearances and rights to work."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.languages import LANGUAGES
from schemas.market import Shares, period, share_of
from schemas.skills import NEEDS

CONDITION_KINDS = ["certification", "clearance", "language", "visa"]
SIGN_RULES = ["confirms", "denies", "about_visas", "refuses", "offers", "not_stated"]
SPONSORSHIP_OFFERED, SPONSORSHIP_REFUSED = "sponsorship offered", "sponsorship not offered"
KIND = (
    "certification (or licence); clearance: a security clearance; language: one to speak or write; visa: the right to "
    "work in a country, and whether the employer sponsors it."
)


class ConditionWords(Contract, group="skills", published=False):
    """One row per spelling of a condition, or word that tells something about the conditions near it."""

    word: str = pa.Field(description="The word or phrase.")
    kind: str = pa.Field(nullable=True, isin=CONDITION_KINDS, description=KIND + " Empty for a decoy.")
    name: str = pa.Field(
        nullable=True, description="The condition it names, in English; empty for words that name none."
    )
    rule: str = pa.Field(
        isin=["word", "exact_case", "needs_context", "decoy", "sponsors", *SIGN_RULES],
        description="word: in any case; exact_case: in this case; needs_context: in this case if it is of capitals, "
        "else with its capital, near a word that confirms it or in a list with one; decoy: hides a shorter word. "
        "confirms: makes a name near it in its sentence one; denies: the name it touches is none (`a German bank`). "
        "sponsors: says in a sentence about visas (about_visas) whether the employer sponsors them: not with a word "
        "that refuses, else with one that offers. not_stated: its sentence asks the applicant, or speaks of equal "
        "opportunity or others.",
    )
    language: str = pa.Field(isin=LANGUAGES, description="Language of the word (ISO 639-1).")

    class Config:
        unique = ["word", "rule", "kind"]


class PostingConditions(Contract, group="skills"):
    """One row per posting and certification, language, clearance or statement on visas that its text names."""

    posting_id: str = refers_to("postings", description="The posting.")
    kind: str = pa.Field(isin=CONDITION_KINDS, description=KIND)
    name: str = pa.Field(
        description="The condition, in English. Of visas: work permit needed, citizenship or residence needed, "
        "sponsorship offered or sponsorship not offered."
    )
    need: str = pa.Field(
        isin=NEEDS,
        description="Strongest need stated: required, preferred or context. A clearance, a right to work, and a "
        "language outside of duties and benefits are required unless the text says otherwise; sponsorship is no need.",
    )
    snippet: str = pa.Field(
        str_length={"max_value": 120},
        description="The words around the first mention, at most 120 characters.",
    )
    start: pl.Int64 = pa.Field(ge=0, description="Character offset of the first mention in the cleaned text.")

    class Config:
        unique = ["posting_id", "kind", "name"]


class _ConditionOfRole(Contract):
    period: str = period()
    role_id: str = refers_to("roles", other_values=["all"], description="The role; all: any of them.")
    kind: str = pa.Field(isin=CONDITION_KINDS, description=KIND)
    name: str = pa.Field(
        description="The condition, as in `posting_conditions`; any: at least one of its kind (not of visas, whose "
        "statements contradict each other)."
    )
    named_postings: pl.Int64 = pa.Field(ge=1, description="Unique postings whose text names it.")
    asked_postings: pl.Int64 = pa.Field(
        ge=0,
        description="Those of them that require or prefer it; that no visa is sponsored counts as required.",
    )
    required_postings: pl.Int64 = pa.Field(ge=0, description="Those of them that require it.")


class RoleConditions(Shares, _ConditionOfRole, group="comparisons"):
    """One row per period, role and condition that its postings name: how many name, ask for and require it."""

    largest_employer_share: float = share_of(
        "Of the postings that name it, the part from the employer with the most; empty if none names its employer.",
        nullable=True,
    )
    is_small_sample: bool = pa.Field(
        description="Whether postings_with_text is below 30 or named_postings below 5: do not quote the share."
    )

    class Config:
        unique = ["period", "role_id", "kind", "name"]
