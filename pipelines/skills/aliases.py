"""Decides by case and adjacent signs where an alias stands for its skill."""

import re

import numpy as np

from pipelines.skills.lexicon import DECOY, EXACT_CASE, NEEDS_CONTEXT, SkillLexicon
from pipelines.text.characters import ALNUM, LOWER, SPACE, UPPER, Flags, is_any_of
from pipelines.text.outlines import Outline
from pipelines.text.phrases import Hits, without_overlap
from pipelines.text.words import Batch, Positions, merge

_APOSTROPHES = "'’"
_GLUE = "&+#" + _APOSTROPHES
_GLUE_BETWEEN = ".-‑–"
TOP_LEVEL_DOMAINS = ["com", "org", "edu", "gov", "io", "ai", "AI", "dev", "co", "de", "fr", "es", "nl", "eu"]
_DOMAIN_INITIALS = "".join({domain[0] for domain in TOP_LEVEL_DOMAINS})
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
    hits = without_overlap(hits.where(~_are_in_address(batch, hits)))
    return hits.where(lexicon.rule[hits.value] != DECOY)


def _stand_alone(outline: Outline, hits: Hits, lexicon: SkillLexicon) -> Flags:
    """Whether the signs next to an alias end it there; see docs/skill_matching.md, Boundaries."""
    batch, start, end = outline.batch, hits.start, hits.end
    codes, is_kind = batch.codes, batch.is_kind
    left, right = codes[start - 1], codes[end]
    goes_on_left, goes_on_right = is_kind(start - 2, ALNUM), is_kind(end + 1, ALNUM)
    ends = ~is_kind(start - 1, ALNUM) & ~is_kind(end, ALNUM)
    ends &= ~is_any_of(left, "_@") & ~is_any_of(right, "_#")
    ends &= (right != ord("+")) | (codes[end + 1] != ord("+"))

    is_letter = end - start == 1
    opens_sentence = is_kind(end + 1, UPPER) & is_kind(end + 2, LOWER)
    is_domain = (right == ord(".")) & goes_on_right & ~opens_sentence
    is_domain |= (left == ord(".")) & goes_on_left & is_kind(start, LOWER)

    fragile = np.flatnonzero(ends & ((lexicon.rule[hits.value] == NEEDS_CONTEXT) | is_letter))
    ends &= ~is_domain | is_letter
    # French and Italian elide before a name: `d'Oracle`, `dell'Oracle`.
    left, right = left[fragile], right[fragile]
    goes_on_left, goes_on_right = goes_on_left[fragile], goes_on_right[fragile]
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
    is_bound = (rule == EXACT_CASE) | (rule == NEEDS_CONTEXT)
    fits: Flags = ~is_bound | (lexicon.first_letter[hits.value] == batch.codes[batch.starts[hits.first]])
    bound = np.flatnonzero(is_bound & fits)
    written = batch.cut(hits.start[bound], hits.end[bound])
    aliases = list(map(lexicon.aliases.__getitem__, hits.value[bound].tolist()))
    same = np.fromiter(map(str.__eq__, written, aliases), np.bool_, len(bound))
    for at in np.flatnonzero(~same).tolist():
        same[at] = _letters(written[at]) == _letters(aliases[at])
    fits[bound] = same
    return fits


def _letters(text: str) -> list[str]:
    return list(filter(str.isalnum, text))


def _are_in_address(batch: Batch, hits: Hits) -> Flags:
    """Whether an alias is part of an e-mail address, a URL or a domain and not the whole of it."""
    start, end, size = _addresses(batch)
    at = np.searchsorted(start, hits.start, "right") - 1
    return (at >= 0) & (hits.end <= end[at]) & (hits.end - hits.start < size[at])


def _addresses(batch: Batch) -> tuple[Positions, Positions, Positions]:
    """Start and end of each address in a batch, and its size without the signs that end a sentence or bracket."""
    dots, colons = batch.find_sign("."), batch.find_sign(":")
    codes = batch.codes
    is_host = is_any_of(codes[dots - 1], "wW") & is_any_of(codes[dots - 2], "wW")
    dots = dots[is_host | is_any_of(codes[dots + 1], _DOMAIN_INITIALS)]
    schemes = colons[(batch.codes[colons + 1] == ord("/")) & (batch.codes[colons + 2] == ord("/"))]
    found = [(0, -1, 0)]
    for first, last in _tokens(batch, np.concatenate([dots, schemes, batch.find_sign("@")])):
        found += [
            (match.start(), match.end(), len(match[0].rstrip(".,;:)")))
            for match in _ADDRESS.finditer(batch.text, first, last)
        ]
    start, end, size = np.array(found, np.int64).T
    return start, end, size


def _tokens(batch: Batch, signs: Positions) -> list[tuple[int, int]]:
    """Start and end of each run without white space that contains any of the signs."""
    spaces = merge(batch.find_kind(SPACE), batch.origins - 1)
    behind = np.searchsorted(spaces, signs)
    places = zip(signs.tolist(), spaces[behind - 1].tolist(), spaces[behind].tolist(), strict=True)
    tokens = set()
    for sign, space, next_space in places:
        blank, next_blank = batch.text.rfind(" ", space, sign), batch.text.find(" ", sign, next_space)
        tokens.add((max(blank, space) + 1, next_space if next_blank < 0 else next_blank))
    return sorted(tokens)
