"""Scores predictions against labelled words and labelled postings."""

import re

import polars as pl

from pipelines.text.phrases import phrase_key
from schemas.skills import NEEDS, TOOL_CATEGORIES

CONCEPTS = ("technique", "practice", "math")

_MARKED = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_BRACKETED = re.compile(r"\s*\([^)]*\)")


def unmark(gold: pl.DataFrame) -> pl.DataFrame:
    """The labelled words as plain texts: id, text, and the characters start to end of the word `[[marked]]` in it.

    Raises ValueError if a context has no mark.
    """
    rows = []
    for word_id, context in gold.select("id", "context").iter_rows():
        marked = _MARKED.search(context)
        if marked is None:
            raise ValueError(f"no [[marked]] word in {word_id}")
        start, end = marked.start(), marked.start() + len(marked[1])
        rows.append((word_id, context[: marked.start()] + marked[1] + context[marked.end() :], start, end))
    return pl.DataFrame(rows, schema=["id", "text", "start", "end"], orient="row")


def judge_mentions(
    gold: pl.DataFrame, mentions: pl.DataFrame, skills: pl.DataFrame, skill_aliases: pl.DataFrame
) -> pl.DataFrame:
    """Judges "this occurrence is the skill" of words whose meaning depends on their context.

    Gold has id, token, skill, context (the word in `[[ ]]`) and is_skill (0 or 1); mentions, found in the texts that
    `unmark` gives, have id, skill_id, start and end. A word counts as found if a mention overlaps it whose skill is
    the labelled one or belongs under it. What is found elsewhere in the text does not count. Out: gold, and the columns
    that `rate_groups` reads.
    """
    meanings = _SkillNames(skills, skill_aliases)
    found = (
        gold.select("id", "token", "skill", "is_skill")
        .join(unmark(gold).drop("text"), on="id")
        .join(mentions.select("id", "skill_id", begin="start", finish="end"), on="id")
        .filter(pl.col("begin") < pl.col("end"), pl.col("start") < pl.col("finish"))
        .join(broader_skills(skills), on="skill_id")
    )
    taken = {
        word_id
        for word_id, token, skill, broader_id in found.select(
            "id", "token", "skill", "broader_id"
        ).iter_rows()
        if broader_id in meanings.of(skill, token)
    }
    is_labelled, is_given = pl.col("is_skill") == 1, pl.col("id").is_in(sorted(taken))
    return gold.with_columns(is_labelled=is_labelled, is_given=is_given, is_right=is_labelled & is_given)


def score_mentions(judged: pl.DataFrame) -> dict[str, float]:
    """Precision and recall of judged words (see `judge_mentions`), and their number n."""
    labelled, given, right = judged.select(pl.sum("is_labelled", "is_given", "is_right")).row(0)
    return {"n": judged.height, "precision": _ratio(right, given), "recall": _ratio(right, labelled)}


def score_spans(
    postings: pl.DataFrame, spans: pl.DataFrame, mentions: pl.DataFrame, skills: pl.DataFrame
) -> dict[str, dict[str, float] | float]:
    """Scores the skills found in whole postings, apart for tools (language, library, tool, platform, database) and
    concepts (technique, practice, math).

    Postings have posting_id and description; spans have posting_id, surface (as the posting writes it), kind and
    need; mentions have posting_id, skill_id, start, end and need. `found` is the share of surfaces that a mention
    overlaps; `labelled` is the share of mentions of those categories that overlap a surface of any kind;
    `need_accuracy` compares the strongest need of the mentions that overlap a found surface with its label.
    """
    category = dict(skills.select("skill_id", "category").iter_rows())
    descriptions = dict(postings.select("posting_id", "description").iter_rows())
    found_in: dict[str, list[tuple[str, int, int, str]]] = {posting_id: [] for posting_id in descriptions}
    for posting_id, *mention in mentions.select("posting_id", "skill_id", "start", "end", "need").iter_rows():
        found_in[posting_id].append(tuple(mention))
    labelled_in: dict[str, list[tuple[int, int]]] = {posting_id: [] for posting_id in descriptions}
    surfaces, right_needs = [], []
    for posting_id, surface, kind, need in spans.select("posting_id", "surface", "kind", "need").iter_rows():
        places = _places(surface, descriptions[posting_id])
        labelled_in[posting_id] += places
        needs = [
            mention[3]
            for mention in found_in[posting_id]
            if any(mention[1] < end and start < mention[2] for start, end in places)
        ]
        surfaces.append((kind, bool(needs)))
        if needs:
            right_needs.append(min(needs, key=NEEDS.index) == need)
    overlaps = [
        (category[skill_id], any(begin < end and start < finish for start, end in labelled_in[posting_id]))
        for posting_id, found in found_in.items()
        for skill_id, begin, finish, _ in found
    ]
    return {
        name: {
            "found": _mean([is_found for kind, is_found in surfaces if kind in kinds]),
            "labelled": _mean([is_labelled for kind, is_labelled in overlaps if kind in kinds]),
        }
        for name, kinds in (("tools", TOOL_CATEGORIES), ("concepts", CONCEPTS))
    } | {"need_accuracy": _mean(right_needs)}


class _SkillNames:
    """Reads the free names of labelled skills, such as `Swift (programming language)` or `PyTorch / Torch`."""

    def __init__(self, skills: pl.DataFrame, skill_aliases: pl.DataFrame) -> None:
        names = skills.select("name", "skill_id")
        aliases = skill_aliases.filter(pl.col("rule") != "decoy").select(name="alias", skill_id="skill_id")
        self._skill_ids: dict[tuple[str, ...], set[str]] = {}
        for name, skill_id in pl.concat([names, aliases]).iter_rows():
            self._skill_ids.setdefault(phrase_key(name), set()).add(skill_id)

    def of(self, name: str, token: str) -> set[str]:
        """The skills of a free name: of the whole, of the name without brackets, of its parts between slashes; of the
        labelled token itself where none of them is known."""
        plain = _BRACKETED.sub("", name)
        known = [self._skill_ids.get(phrase_key(part), set()) for part in (name, plain, *plain.split(" / "))]
        return set().union(*known) or self._skill_ids.get(phrase_key(token), set())


def broader_skills(skills: pl.DataFrame) -> pl.DataFrame:
    """Each skill with itself and all that it belongs under, each once: skill_id, broader_id.

    Skills that are each other's parents, which the contract does not refuse, belong under each other.
    """
    parents = skills.select("skill_id", "parent_id").drop_nulls()
    found = level = skills.select("skill_id", broader_id="skill_id")
    while not level.is_empty():
        level = (
            level.join(parents, left_on="broader_id", right_on="skill_id")
            .select("skill_id", broader_id="parent_id")
            .join(found, on=found.columns, how="anti")
        )
        found = pl.concat([found, level])
    return found


def _places(surface: str, text: str) -> list[tuple[int, int]]:
    """Where a surface is in a text as whole words; anywhere, where it never does."""
    whole_words = re.compile(rf"(?<!\w){re.escape(surface)}(?!\w)")
    found = list(whole_words.finditer(text)) or list(re.finditer(re.escape(surface), text))
    return [match.span() for match in found]


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _mean(values: pl.Series | list[bool]) -> float:
    return _ratio(sum(values), len(values))
