"""Parts sentences into clauses, points and asides around the cues that state needs."""

from typing import NamedTuple

import numpy as np

from pipelines.text.characters import ALNUM, BREAK, DIGIT, LOWER, SPACE, UPPER, Flags
from pipelines.text.phrases import Hits
from pipelines.text.sections import Values, line_of
from pipelines.text.sentences import SPACED_DASHES
from pipelines.text.words import Batch, Positions, merge
from schemas.skills import CUE_REACHES

EFFECTS = [
    "negated",
    "preferred",
    "required",
    "asked",
    "negating",
    "grades",
    "graded",
    "studied",
    "none",
]
NEGATED, PREFERRED, REQUIRED, ASKED, NEGATING, GRADES, GRADED, STUDIED, NO_EFFECT = range(len(EFFECTS))
"""Effects of cues on needs: of two cues at the same distance, the first decides."""

BEFORE, AFTER, BOTH = map(CUE_REACHES.index, ("before", "after", "both"))

MAX_WORDS_TO_ASK = 2
"""Between a comma and a cue that begins a clause, such as `and good`."""
MAX_WORDS_OF_ITEM = 3
"""Between the one comma behind a demand and a cue that speaks only of what stands between (`good Python, R a plus`)."""
MIN_WORDS_OF_CONTRAST = 3
"""So many words or a capital behind a word such as `but` are a clause of their own: `but it is a plus` has none."""
MIN_WORDS_OF_OTHERS = 2
"""So many words beside a cue in a bracket are what it speaks of: `(coding skills are a plus)`, `(2 years required)`."""
NEVER = 1 << 40
"""A place behind all texts, and a distance that nothing reaches over."""
_LONGEST_BRACKET = 80


class CueHits(NamedTuple):
    """Cues found, and the effect (a place in EFFECTS) and reach (a place in CUE_REACHES) of each."""

    hits: Hits
    effect: Values
    reach: Values

    def where(self, chosen: Flags) -> "CueHits":
        """Some of the cues."""
        return CueHits(self.hits.where(chosen), self.effect[chosen], self.reach[chosen])


class Clauses(NamedTuple):
    """What parts the sentences of a batch.

    sentences: where they begin. contrasts: words such as `but`, by number. narrowing: commas before words such as
    `with` that begin a clause. is_joining: of each word, whether it joins what stands before it to what follows;
    is_grading: whether it grades (`solid`).
    """

    sentences: Positions
    contrasts: Positions
    narrowing: Positions
    is_joining: Flags
    is_grading: Flags


def last_before(marks: Positions, at: Positions) -> Positions:
    """The last of the marks before each place; -1 where there is none."""
    return np.append(marks, -1)[np.searchsorted(marks, at) - 1]


def next_from(marks: Positions, at: Positions) -> Positions:
    """The first of the marks from each place on; NEVER where there is none."""
    return np.append(marks, NEVER)[np.searchsorted(marks, at)]


def begin_clauses(batch: Batch, found: CueHits, clauses: Clauses) -> Flags:
    """Which contrasts begin a clause about something else (`but Python is required`), and not one about what stands
    before them (`but it is a plus`): behind a comma or a cue, they name something before the next cue."""
    start = batch.ends[clauses.contrasts]
    stating = found.hits.where(found.effect <= REQUIRED)
    ended = next_from(clauses.sentences, start)
    end = np.minimum(np.minimum(next_from(stating.start, start), ended), len(batch.text))
    words = batch.first_word(end) - clauses.contrasts - 1
    result: Flags = (end < ended) & (words >= MIN_WORDS_OF_CONTRAST)
    result |= np.array([any(map(str.isupper, clause)) for clause in batch.cut(start, end)], np.bool_)
    is_apart = batch.codes[batch.starts[clauses.contrasts] - 2] == ord(",")
    result &= is_apart | np.isin(clauses.contrasts - 1, stating.last)
    return result


def are_taken_back(batch: Batch, found: CueHits, contrasts: Positions) -> Flags:
    """Which cues deny a need, and one of the contrasts right behind says what it is (`not required but a plus`)."""
    result: Flags = (found.effect == NEGATED) & np.isin(found.hits.last + 1, contrasts)
    result &= ~batch.is_kind(found.hits.end, BREAK)
    return result


def before_asks(batch: Batch, found: CueHits, begun: Positions) -> Positions:
    """The commas and dashes that a clause with an ask of its own follows (`, good knowledge of`)."""
    asking = (found.effect == ASKED) | (found.effect == GRADES)
    cues = found.hits.where(asking)
    signs = batch.find_signs("," + SPACED_DASHES)
    is_apart = batch.is_kind(signs - 1, SPACE) & batch.is_kind(signs + 1, SPACE)
    sign = last_before(signs[is_apart | (batch.codes[signs] == ord(","))], cues.start)
    is_near = (cues.first - batch.first_word(sign) <= MAX_WORDS_TO_ASK) & (sign >= begun[asking])
    result: Positions = sign[is_near]
    return result


def before_items(batch: Batch, found: CueHits, clauses: Clauses) -> Positions:
    """The commas between a demand and the one item that a cue behind it speaks of (`solid Python skills, R a plus`),
    and the dashes before one.

    Without a noun that ends the demand, `solid Python, R and Julia a plus` may be a list.
    """
    cues, effect, reach = found
    demands = (effect == GRADES) | (effect == REQUIRED) & (reach != BEFORE)
    is_counted = batch.is_kind(batch.starts[cues.first - 1], DIGIT) & batch.is_kind(cues.start - 1, SPACE)
    demands |= (effect == ASKED) & (is_counted | clauses.is_grading[cues.first])
    commas, dashes = batch.find_sign(","), batch.find_signs(SPACED_DASHES)
    dashes = dashes[batch.is_kind(dashes - 1, SPACE) & batch.is_kind(dashes + 1, SPACE)]
    signs = merge(commas, dashes)
    chosen = np.flatnonzero((effect == PREFERRED) & (reach != AFTER))
    sign, first = last_before(signs, cues.start[chosen]), cues.first[chosen]
    words = batch.first_word(sign)
    demand = last_before(cues.start[demands], sign)
    sentence = clauses.sentences[line_of(clauses.sentences, cues.start[chosen])]
    begun = np.maximum(sentence, last_before(batch.find_sign(";"), cues.start[chosen]))
    is_item = (demand >= begun) & (last_before(signs, sign) < demand)
    joins = np.concatenate([[0], np.cumsum(clauses.is_joining)])
    is_item &= (joins[first] == joins[words]) | np.isin(sign, cues.end[effect == GRADED])
    is_item |= np.isin(sign, dashes) & (sign >= begun) & (last_before(dashes, sign) < begun)
    is_item &= (first > words) & (first - words <= MAX_WORDS_OF_ITEM)
    opened, closed = (last_before(batch.find_sign(bracket), sign) for bracket in "()")
    is_item &= (opened <= closed) | (opened < sentence)
    result: Positions = sign[is_item]
    return result


def begin_points(batch: Batch, found: CueHits, begun: Positions) -> Flags:
    """Which cues begin a sentence, but for a number and words that grade, or begin with a capital in it."""
    cues, effect, _ = found
    first = batch.first_word(begun)
    begins: Flags = cues.first <= first + batch.is_kind(batch.starts[first], DIGIT)
    begins |= batch.is_kind(cues.start, UPPER)
    is_graded = (effect[:-1] == GRADES) & (cues.first[1:] == cues.last[:-1] + 1)
    # In order, because `deep, advanced knowledge of` begins with its first word.
    for at in np.flatnonzero(is_graded).tolist():
        begins[at + 1] |= begins[at]
    return begins


def end_points(batch: Batch, found: CueHits) -> Flags:
    """Which cues of both sides stand between a word and a capital in running text, where they end a point that has lost
    its line break (`Tableau preferred AWS certified`)."""
    start, end = found.hits.start, found.hits.end
    ends = (found.reach == BOTH) & batch.is_kind(start, LOWER) & batch.is_kind(start - 2, ALNUM)
    ends &= (batch.codes[start - 1] == ord(" ")) & (batch.codes[end] == ord(" "))
    result: Flags = ends & batch.is_kind(end + 1, UPPER)
    return result


def begin_asides(batch: Batch, found: CueHits, is_joining: Flags) -> Flags:
    """Which cues of both sides stand between a comma and a name, of which they speak (`Excel, desirable SAP`)."""
    result: Flags = (found.reach == BOTH) & (batch.codes[found.hits.start - 2] == ord(","))
    result &= _are_followed(batch, found.hits, ALNUM, is_joining)
    return result


def are_bracketed(batch: Batch, cues: Hits, begun: Positions) -> Flags:
    """Which cues stand alone in brackets, with something before them in their sentence."""
    result: Flags = (batch.codes[cues.start - 1] == ord("(")) & (batch.codes[cues.end] == ord(")"))
    result &= batch.skip_space(begun) < cues.start - 1
    return result


def brackets_of_others(batch: Batch, cues: Hits, sentences: Positions) -> tuple[Positions, Positions]:
    """The bracket that each cue stands in with a name that it speaks of (`Python (Spark preferred)`), beyond which it
    states nothing; -1 and NEVER for the other cues."""
    opens, closes = batch.find_sign("("), batch.find_sign(")")
    opened, closed = last_before(opens, cues.start), next_from(closes, cues.start)
    sentence = line_of(sentences, cues.start)
    is_inside = (opened >= sentences[sentence]) & (opened > last_before(closes, cues.start))
    some = np.flatnonzero(is_inside)
    sentence_end = np.append(sentences, len(batch.text))[sentence[some] + 1]
    stop = np.minimum(np.minimum(closed[some], sentence_end), cues.end[some] + _LONGEST_BRACKET)
    before = batch.cut(opened[some], cues.start[some])
    behind = batch.cut(cues.end[some], stop)
    is_inside[some] = [any(map(str.isupper, one + other)) for one, other in zip(before, behind, strict=True)]
    words = np.concatenate([[0], np.cumsum(cues.last + 1 - cues.first)])
    of_cues = words[np.searchsorted(cues.start, stop)] - words[np.searchsorted(cues.start, opened[some])]
    of_bracket = batch.first_word(stop) - batch.first_word(opened[some])
    is_inside[some] |= of_bracket - of_cues >= MIN_WORDS_OF_OTHERS
    return np.where(is_inside, opened, -1), np.where(is_inside, closed, NEVER)


def are_attributes(batch: Batch, found: CueHits, is_joining: Flags) -> Flags:
    """Which cues that speak of what stands before them are an adjective of the noun after them (`useful stories`)."""
    result: Flags = (found.effect == PREFERRED) & (found.hits.first == found.hits.last)
    result &= (found.reach == BEFORE) & _are_followed(batch, found.hits, LOWER, is_joining)
    return result


def _are_followed(batch: Batch, hits: Hits, kind: int, is_joining: Flags) -> Flags:
    """Which phrases a word that begins with a kind of character follows, other than one that joins."""
    result: Flags = (batch.codes[hits.end] == ord(" ")) & batch.is_kind(hits.end + 1, kind)
    result &= ~np.append(is_joining, False)[hits.last + 1]
    return result
