"""What the role articles say: from their parsed files to role definitions and skill claims."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

import polars as pl

from schemas.role_definitions import RoleDefinitions, RoleSkillClaims

STRENGTHS = ["required", "helpful"]
GENERAL_KEYS = {"education", "experience", *STRENGTHS}
ROLE_KEYS = {"heading", "role_id", "summary", "responsibilities", "example_projects", *GENERAL_KEYS}
ARTICLE_KEYS = {"title", "publisher", "author", "published_on", "all_roles", "roles"}


def list_role_definitions(articles: dict[str, dict[str, Any]], roles: pl.DataFrame) -> pl.DataFrame:
    """Every role that every article describes.

    `articles`: file name (`<article_id>.yml`) to the mapping parsed from it. `roles`: contract `Roles`.
    Returns contract `RoleDefinitions`, by file name and in the order of the file. What an article says under
    `all_roles` about education and experience follows what it says of the role itself.
    Raises ArticleError with file, heading, key and remedy where an article is malformed or its role unknown.
    """
    rows = [
        {
            "article_id": role.article_id,
            "heading": role.text("heading"),
            "role_id": role.known_id("role_id", roles["role_id"]),
            "article_title": article.text("title"),
            "publisher": article.text_or_none("publisher"),
            "author": article.text_or_none("author"),
            "published_on": article.day_or_none("published_on"),
            "summary": role.text("summary"),
            "responsibilities": role.texts("responsibilities"),
            "example_projects": role.texts("example_projects"),
            "education": role.texts("education") + general.texts("education"),
            "experience": role.texts("experience") + general.texts("experience"),
        }
        for article, general, role in _iterate_roles(articles)
    ]
    return pl.DataFrame(rows, schema=RoleDefinitions.polars_schema())


def list_role_skill_claims(
    articles: dict[str, dict[str, Any]], roles: pl.DataFrame, skills: pl.DataFrame
) -> pl.DataFrame:
    """Every skill that every article says a role needs, once per heading.

    `articles`: as for `list_role_definitions`. `roles`: contract `Roles`. `skills`: contract `Skills`.
    Returns contract `RoleSkillClaims`, by file name and in the order of the file. A claim under `all_roles`
    reaches every role of its article with scope `all_roles`, save where the role claims that skill itself.
    Raises ArticleError with file, heading, key and remedy where an article is malformed, names an unknown role
    or skill, or claims a skill twice in one place.
    """
    rows = []
    for _, general, role in _iterate_roles(articles):
        own = role.claims(skills["skill_id"])
        inherited = {
            skill_id: claim
            for skill_id, claim in general.claims(skills["skill_id"]).items()
            if skill_id not in own
        }
        for scope, claims in [("role", own), ("all_roles", inherited)]:
            rows += [
                {
                    "article_id": role.article_id,
                    "heading": role.text("heading"),
                    "role_id": role.known_id("role_id", roles["role_id"]),
                    "skill_id": skill_id,
                    "strength": strength,
                    "scope": scope,
                    "subject": subject,
                }
                for skill_id, (strength, subject) in claims.items()
            ]
    return pl.DataFrame(rows, schema=RoleSkillClaims.polars_schema())


class ArticleError(ValueError):
    """An article that has to be corrected; the message names the file, the place, the key and what to write."""


@dataclass(frozen=True)
class _Section:
    """One mapping of an article file, which knows where it stands so that its errors can say so."""

    file: str
    place: str
    mapping: dict[str, Any]

    @property
    def article_id(self) -> str:
        return self.file.removesuffix(".yml")

    def fail(self, key: str, problem: str, remedy: str) -> NoReturn:
        raise ArticleError(f"{self.file}: {self.place}: `{key}` {problem}. {remedy}")

    def only(self, keys: set[str]) -> "_Section":
        for key in self.mapping:
            if key not in keys:
                self.fail(key, "is not a key of this place", f"Use one of: {', '.join(sorted(keys))}.")
        return self

    def text(self, key: str) -> str:
        value = self.mapping.get(key)
        if not isinstance(value, str) or not value.strip():
            self.fail(key, "is missing or is not text", "Write a text, in quotes if it looks like a number.")
        return value

    def text_or_none(self, key: str) -> str | None:
        return None if self.mapping.get(key) is None else self.text(key)

    def day_or_none(self, key: str) -> date | None:
        value = self.mapping.get(key)
        if value is not None and type(value) is not date:
            self.fail(key, "is not a date", "Write it as YYYY-MM-DD, or leave the key out.")
        return value

    def known_id(self, key: str, known: pl.Series) -> str:
        value = self.text(key)
        if value not in known:
            self.fail(key, f"names {value}, which the taxonomy lacks", "Correct it, or add it to roles.csv.")
        return value

    def items(self, key: str) -> list[Any]:
        value = self.mapping.get(key) or []
        if not isinstance(value, list):
            self.fail(key, "is not a list", "Write one line per item, each with a leading dash.")
        return value

    def texts(self, key: str) -> list[str]:
        for item in self.items(key):
            if not isinstance(item, str) or not item.strip():
                self.fail(key, f"holds {item!r}, which is not text", "Put the item in quotes.")
        return self.items(key)

    def claims(self, known: pl.Series) -> dict[str, tuple[str, str]]:
        """Skill to strength and subject."""
        claims: dict[str, tuple[str, str]] = {}
        for strength in STRENGTHS:
            for item in self.items(strength):
                if not isinstance(item, dict) or len(item) != 1:
                    self.fail(strength, f"holds {item!r}", "Write each claim as `- skill_id: subject`.")
                ((skill_id, subject),) = item.items()
                if skill_id not in known:
                    remedy = "Correct it, or add it to skills.csv."
                    self.fail(strength, f"claims {skill_id}, which the taxonomy lacks", remedy)
                if skill_id in claims:
                    self.fail(strength, f"claims {skill_id} a second time", "Keep one claim on each skill.")
                if not isinstance(subject, str) or not subject.strip():
                    remedy = "Write what the article calls it, in quotes if it looks like a number."
                    self.fail(strength, f"claims {skill_id} without a subject", remedy)
                claims[skill_id] = (strength, subject)
        return claims


def _iterate_roles(articles: dict[str, dict[str, Any]]) -> Iterator[tuple[_Section, _Section, _Section]]:
    """The article, what it says of all roles, and one role: for each role of each article, by file name."""
    for file in sorted(articles):
        article = _open_section(file, "article", articles[file]).only(ARTICLE_KEYS)
        general = _open_section(file, "all_roles", article.mapping.get("all_roles", {})).only(GENERAL_KEYS)
        headings: set[str] = set()
        if not article.items("roles"):
            article.fail("roles", "is missing or empty", "Describe at least one role.")
        for number, mapping in enumerate(article.items("roles"), start=1):
            heading = _open_section(file, f"role {number}", mapping).text("heading")
            role = _open_section(file, heading, mapping).only(ROLE_KEYS)
            if heading in headings:
                role.fail("heading", "stands twice in this article", "Join the two roles, or rename one.")
            headings.add(heading)
            yield article, general, role


def _open_section(file: str, place: str, mapping: object) -> _Section:
    if not isinstance(mapping, dict):
        raise ArticleError(f"{file}: {place}: this is not a mapping. Write it as lines of `key: value`.")
    return _Section(file, place, mapping)
