"""Tells where an alias stands for its skill by its case and by the signs beside it."""

import re

import numpy as np

from pipelines.skills.lexicon import DECOY, NEEDS_CONTEXT, WORD, SkillLexicon
from pipelines.text.characters import ALNUM, LOWER, SPACE, UPPER, Flags, is_any_of
from pipelines.text.outlines import Outline
from pipelines.text.phrases import Hits, without_overlap
from pipelines.text.words import Batch, Positions

_APOSTROPHES = "'’"
_GLUE = "&+#" + _APOSTROPHES
_GLUE_BETWEEN = ".-‑–"
TOP_LEVEL_DOMAINS = ["com", "org", "edu", "gov", "io", "ai", "AI", "dev", "co", "de", "fr", "es", "nl", "eu"]
_ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+|[\w-]+(?:\.[\w-]+)*"
    rf"\.(?:{'|'.join(TOP_LEVEL_DOMAINS)})\b(?:/\S*)?"
)


def find_aliases(outline: Outline, lexicon: SkillLexicon) -> Hits:
    """The aliases in a batch, leftmost and longest first, decoys left out, before any rule of context."""
    batch = outline.batch
    hits = lexicon.text_rules.phrases.hits(batch, outline.candidates, "aliases")
    hits = hits.where(_stand_alone(outline, hits, lexicon))
    hits = hits.where(_have_their_case(batch, hits, lexicon))
    hits = without_overlap(batch, hits.where(~_are_in_address(batch, hits)))
    return hits.where(lexicon.rule[hits.value] != DECOY)


def _stand_alone(outline: Outline, hits: Hits, lexicon: SkillLexicon) -> Flags:
    """Whether the signs beside an alias end it there; see docs/skill_matching.md, Boundaries."""
    codes, kinds, start, end = outline.batch.codes, outline.batch.kinds, hits.start, hits.end
    left, right = codes[start - 1], codes[end]
    goes_on_left, goes_on_right = kinds[start - 2] & ALNUM > 0, kinds[end + 1] & ALNUM > 0
    ends = (kinds[start - 1] | kinds[end]) & ALNUM == 0
    ends &= ~is_any_of(left, "_@") & ~is_any_of(right, "_#")
    ends &= (right != ord("+")) | (codes[end + 1] != ord("+"))

    is_letter = end - start == 1
    opens_sentence = (kinds[end + 1] & UPPER > 0) & (kinds[end + 2] & LOWER > 0)
    is_domain = (right == ord(".")) & goes_on_right & ~opens_sentence
    is_domain |= (left == ord(".")) & goes_on_left & (kinds[start] & LOWER > 0)

    fragile = np.flatnonzero(ends & ((lexicon.rule[hits.value] == NEEDS_CONTEXT) | is_letter))
    ends &= ~is_domain | is_letter
    # French and Italian elide before a name: `d'Oracle`, `dell'Oracle`.
    left, right, goes_on_left, goes_on_right = (column[fragile] for column in (left, right, goes_on_left, goes_on_right))
    is_elided = is_any_of(left, _APOSTROPHES) & ~is_letter[fragile]
    glued = is_any_of(right, _GLUE) | (is_any_of(left, _GLUE) & ~is_elided)
    glued |= goes_on_left & is_any_of(left, _GLUE_BETWEEN)
    glued_right = goes_on_right & is_any_of(right, _GLUE_BETWEEN)
    is_confirmed = (right != ord(".")) & outline.is_tail_behind(hits.where(fragile))
    ends[fragile] = ~glued & (~glued_right | is_confirmed)
    return ends


def _have_their_case(batch: Batch, hits: Hits, lexicon: SkillLexicon) -> Flags:
    """Whether the letters of an alias that is bound to its case are written so."""
    rule = lexicon.rule[hits.value]
    fits = np.ones(len(rule), np.bool_)
    bound = np.flatnonzero((rule != WORD) & (rule != DECOY))
    written = batch.cut(hits.start[bound], hits.end[bound])
    aliases = [lexicon.aliases[value] for value in hits.value[bound].tolist()]
    fits[bound] = [
        one == other or list(filter(str.isalnum, one)) == list(filter(str.isalnum, other))
        for one, other in zip(written, aliases, strict=True)
    ]
    return fits


def _are_in_address(batch: Batch, hits: Hits) -> Flags:
    """Whether an alias is part of an e-mail address, a URL or a domain and not the whole of it."""
    start, end, size = _addresses(batch)
    at = np.searchsorted(start, hits.start, "right") - 1
    return (at >= 0) & (hits.end <= end[at]) & (hits.end - hits.start < size[at])


def _addresses(batch: Batch) -> tuple[Positions, Positions, Positions]:
    """Start and end of each address in a batch, and its size without the signs that end a sentence or bracket."""
    is_space = batch.is_kind(SPACE)
    dots = np.flatnonzero(batch.codes == ord("."))
    marks = np.flatnonzero(batch.codes == ord("@"))
    schemes = np.flatnonzero(batch.codes == ord(":"))
    schemes = schemes[(batch.codes[schemes + 1] == ord("/")) & (batch.codes[schemes + 2] == ord("/"))]
    inside = np.sort(np.concatenate([dots[~is_space[dots + 1]], marks, schemes]))
    edges = np.flatnonzero(is_space)
    behind = np.searchsorted(edges, inside)
    found = [(0, -1, 0)]
    for first, last in zip(*np.unique([np.append(edges, -1)[behind - 1] + 1, np.append(edges, len(is_space))[behind]], axis=1).tolist(), strict=True):
        found += [
            (match.start(), match.end(), len(match[0].rstrip(".,;:)")))
            for match in _ADDRESS.finditer(batch.text, first, last)
        ]
    return tuple(np.array(found, np.int64).T)
