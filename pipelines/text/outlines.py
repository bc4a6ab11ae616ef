"""Reads the outline of texts: their sections, their sentences, and the need that their words state."""

import numpy as np

from pipelines.text.characters import ALNUM, LOWER, UPPER, Flags, is_any_of
from pipelines.text.clauses import ASKED, EFFECTS, PREFERRED, REQUIRED, Clauses, CueHits, next_from
from pipelines.text.cues import Cues
from pipelines.text.phrases import Hits, without_overlap
from pipelines.text.sections import (
    ABOUT,
    BENEFITS,
    NICE_TO_HAVE,
    REQUIREMENTS,
    RESPONSIBILITIES,
    UNKNOWN,
    Fillers,
    Found,
    Headings,
    Values,
    end_sections,
    find_headings,
    find_lead_ins,
    find_sections,
    find_unknown_headings,
    line_of,
)
from pipelines.text.sentences import continue_lines, find_lines, find_openers, find_points
from pipelines.text.text_rules import TextRules
from pipelines.text.unspaced_headings import find_unspaced_headings
from pipelines.text.words import Batch, Hashes, Positions, merge

_OF_OTHERS = [RESPONSIBILITIES, BENEFITS]
"""Sections in which only a sentence that begins with an ask counts: the heading before requirements is often not
recognised."""
NEEDS_STATED = [*EFFECTS[: REQUIRED + 1], "context"]
"""What can be stated of a phrase, by number: that of the effect of the cue that states it, or CONTEXT."""
CONTEXT = NEEDS_STATED.index("context")

_UNTOLD = [UNKNOWN, ABOUT, RESPONSIBILITIES]
"""Sections in which a list of demands may stand whose heading is not recognised."""
MIN_ASKS, MAX_GAP = 3, 1
"""Of such a list: the points that ask, and those in a row that do not."""
MIN_SENTENCES, MIN_WORDS, MAX_WORDS = 2, 25, 200
"""Of a paragraph in which the employer speaks: a shorter one is a point of a list, and a longer one a whole posting
that has lost its line breaks."""
BESIDE_SKILL = " \n-\"'\u201c\u201d\u2018\u2019():"
_QUOTES = '"\u201c\u201d\u201e'
_HYPHENS = "-\u2010\u2011\u2012\u2013"


class Outline:
    """The sections, sentences and cues of the texts of a batch; positions are characters of the batch."""

    def __init__(self, batch: Batch, rules: TextRules, employers: Hashes | None = None) -> None:
        """Takes the key of the first word of each text's employer, if it is known (0 if it has none)."""
        self.batch, self.rules = batch, rules
        self._employers = employers
        phrases = rules.phrases
        self.candidates = phrases.read(batch)
        self._is_link = phrases.is_kind(self.candidates.numbers, "links")
        cues = self._find_cues()
        points = find_points(batch)
        lines = find_lines(batch, points, self._are_abbreviated)
        fillers = Fillers(batch, phrases.is_kind(self.candidates.numbers, "filler"))
        hits = phrases.hits(batch, self.candidates, "headings")
        hits = without_overlap(hits.where(line_of(lines, hits.start) == line_of(lines, hits.end - 1)))
        found = Found(
            hits,
            line_of(lines, hits.start),
            rules.heading_section[hits.value],
            rules.heading_is_inline[hits.value],
        )
        headings = find_headings(batch, lines, found, fillers, rules.linking_words)
        headings = headings.with_others(find_unspaced_headings(batch, rules.unspaced_headings))
        effect, reach = rules.cue_effect[cues.value], rules.cue_reach[cues.value]
        leading = (effect == REQUIRED) | (effect == ASKED) | (effect == PREFERRED)
        leads = self._find_leads(fillers.colons)
        starts = np.concatenate([cues.start[leading], leads])
        effects = np.concatenate([effect[leading], np.full(len(leads), ASKED)])
        lead_ins = find_lead_ins(batch, lines, starts, effects == PREFERRED, fillers)
        demands = cues.start[effect == REQUIRED]
        is_cue = np.isin(headings.start, cues.start[effect == PREFERRED])
        self.section_starts, self.sections = find_sections(batch, headings, lead_ins, is_cue, demands)
        is_inside = (self.section(points) == NICE_TO_HAVE) & ~np.isin(points, self.section_starts)
        unknown = find_unknown_headings(batch, points, np.flatnonzero(is_inside[:-1]), cues)
        self.section_starts, self.sections = end_sections(self.section_starts, self.sections, unknown)
        openers = find_openers(batch, lambda words: self._begin(words, "openers"), rules.linking_words)
        asks = self._find_asks(cues, effect == ASKED)
        begun = np.concatenate([headings.start, batch.skip_space(headings.end)])
        goes_on = continue_lines(batch, lines, self._is_link) & ~np.isin(lines, begun)
        self.sentences = merge(lines[~goes_on], headings.start, headings.end, openers, asks)
        self._cues = Cues(batch, CueHits(cues, effect, reach), self._find_clauses())
        self._end_told()
        self._points, self._is_listed = points, self._find_lists(points)
        self._paragraphs, self._is_of_employer = self._find_paragraphs(points, headings)
        own = self._paragraphs[self._is_of_employer]
        before = line_of(self._paragraphs, batch.starts[batch.first_word(own) - 1])
        own = own[~np.isin(before, line_of(self._paragraphs, self.section_starts))]
        self.section_starts, self.sections = end_sections(self.section_starts, self.sections, own)

    def _find_cues(self) -> Hits:
        """The cues that state a need, but for words that ask behind those for what the work teaches (`deepen your
        knowledge of`) or the employer has (`our knowledge of`)."""
        phrases, numbers = self.rules.phrases, self.candidates.numbers
        cues = phrases.find(self.batch, self.candidates, "needs")
        learns, own = (phrases.is_kind(numbers, kind) for kind in ("learns", "employer_speaks"))
        learns = np.concatenate([[False, False], learns])
        is_told = learns[cues.first + 1] | learns[cues.first] | own[cues.first - 1]
        is_told &= self.batch.codes[cues.start - 1] == ord(" ")
        return cues.where(~is_told | (self.rules.cue_effect[cues.value] != ASKED))

    def _find_leads(self, colons: Positions) -> Positions:
        """The last words before colons that say that whoever is sought comes next (`people with:`)."""
        batch, leads = self.batch, self.rules.phrases.sequences("leads")
        words = batch.first_word(colons) - 1
        words = words[leads.end_at(batch, self.candidates.numbers, words)]
        result: Positions = batch.starts[words]
        return result

    def _are_abbreviated(self, words: Positions) -> Flags:
        """Which words, given by number, are in an abbreviation (`z. B.`)."""
        short = self.rules.phrases.sequences("abbreviations")
        numbers = self.candidates.numbers
        return short.end_at(self.batch, numbers, words) | short.begin_at(self.batch, numbers, words)

    def _find_asks(self, cues: Hits, asks: Flags) -> Positions:
        """Where words that ask, of which only the first has a capital, begin a point that has lost its line break, also
        behind a name (`services in Go Experience with Kafka`), if that is in no cue."""
        batch = self.batch
        asks = asks & (cues.last > cues.first) & batch.is_kind(cues.start, UPPER)
        asks &= (batch.codes[cues.start - 1] == ord(" ")) & batch.is_kind(cues.start - 2, ALNUM)
        some = cues.where(asks & batch.is_kind(batch.starts[cues.last], LOWER))
        begins = self._begin(some.first, "openers") & batch.is_kind(batch.starts[some.first - 1], UPPER)
        begins &= ~self._is_link[some.first - 1] & ~np.isin(some.first - 1, cues.last)
        result: Positions = some.start[begins]
        return result

    def _end_told(self) -> None:
        """Ends what is nice to have at a sentence that describes the employer or the work and asks for nothing, and
        requirements at one with no ask behind it."""
        sentences = self.sentences
        asks = self._cues.ask_in_sentences()
        section = line_of(self.section_starts, sentences)
        later = next_from(sentences[asks], sentences)
        ended = np.append(self.section_starts, len(self.batch.text))[section + 1]
        is_last = (self.sections[section] == REQUIREMENTS) & (later >= ended)
        may_end = (self.sections[section] == NICE_TO_HAVE) | is_last
        may_end &= ~asks & ~np.isin(sentences, self.section_starts)
        some = np.flatnonzero(may_end[:-1])
        some = some[self._begin(self.batch.first_word(sentences[some]), "describing")]
        self.section_starts, self.sections = end_sections(self.section_starts, self.sections, sentences[some])

    def _find_lists(self, points: Positions) -> Flags:
        """Which points are in a list of demands that no heading tells: outside of benefits and what is told, some
        begin with words that ask, and at most one in a row does not."""
        section = line_of(self.section_starts, points)
        words = self.batch.first_word(points)
        asks = self._begin(words, "asking")
        opening = np.zeros(len(self.batch.starts) + 2, np.bool_)
        opening[self._cues.open_asking()] = True
        size = np.diff(words, append=words[-1:])
        asks |= opening[words] | opening[words + 1] & (size > 1)
        asks &= np.isin(self.sections[section], _UNTOLD) & (size > 0)
        asking = np.flatnonzero(asks)
        goes_on = (np.diff(asking) <= MAX_GAP + 1) & (np.diff(section[asking]) == 0)
        run = np.concatenate([[0], np.cumsum(~goes_on)])[: len(asking)]
        goes_on &= (np.bincount(run)[run] >= MIN_ASKS)[:-1]
        # Each pair of points that go together begins and ends what is listed.
        begins, ends = np.zeros((2, len(points) + 1), np.int64)
        begins[asking[:-1][goes_on]] = 1
        np.add.at(ends, asking[1:][goes_on] + 1, 1)
        result: Flags = np.cumsum(begins - ends)[:-1] > 0
        return result

    def _find_paragraphs(self, points: Positions, headings: Headings) -> tuple[Positions, Flags]:
        """Where paragraphs begin, and which of them are of the employer: of several sentences, in the first of which it
        speaks of itself (`we`), not in quotes, and asks for nothing."""
        batch = self.batch
        paragraphs = merge(batch.origins, batch.stops, points, headings.start, headings.end)
        first = np.searchsorted(self.sentences, paragraphs)
        some = np.flatnonzero(np.diff(first) >= MIN_SENTENCES)
        words = batch.first_word(paragraphs[some + 1]) - batch.first_word(paragraphs[some])
        some = some[(words >= MIN_WORDS) & (words <= MAX_WORDS)]
        quotes = np.searchsorted(batch.find_signs(_QUOTES), self.sentences)
        some = some[quotes[first[some] + 1] == quotes[first[some]]]
        speaking = np.flatnonzero(self.rules.phrases.is_kind(self.candidates.numbers, "employer_speaks"))
        speaks = (
            np.isin(first[some], self.sentence(batch.starts[speaking]))
            & ~self._cues.ask_in_sentences()[first[some]]
        )
        is_own = np.zeros(len(paragraphs), np.bool_)
        is_own[some[speaks]] = True
        return paragraphs, is_own

    def _find_clauses(self) -> Clauses:
        """What parts the sentences: commas right before words such as `with`, and words such as `but`."""
        batch, phrases, numbers = self.batch, self.rules.phrases, self.candidates.numbers
        joins, grades = (phrases.is_kind(numbers, kind) for kind in ("joins", "grades"))
        joining = np.flatnonzero(joins)
        contrasts = joining[self._begin(joining, "contrasts")]
        commas = batch.starts[phrases.is_kind(numbers, "narrows")] - 2
        narrowing = commas[batch.codes[commas] == ord(",")]
        return Clauses(self.sentences, contrasts, narrowing, joins, grades)

    def section(self, positions: Positions) -> Values:
        """The part of the posting that contains each position: a place in `schemas.skills.SECTIONS`."""
        return self.sections[line_of(self.section_starts, positions)]

    def ask_in_sentence(self, at: Positions) -> Flags:
        """Whether the sentence that each position is in holds a cue that asks or states a need."""
        return self._cues.ask_in_sentences()[self.sentence(at)]

    def sentence(self, positions: Positions) -> Positions:
        """The number of the sentence, line or point of a list that contains each position."""
        return line_of(self.sentences, positions)

    def need(self, start: Positions, end: Positions, may_be_studied: Flags) -> Values:
        """The need stated of what stands from `start` to `end`, a place in NEEDS_STATED.

        The nearest cue of the sentence decides, then the section; where neither says anything, words that ask for
        what follows them. What may be studied (a tool may not) is asked for by nothing if it is the field of a degree.
        """
        section, sentence = self.section(start), self.sentence(start)
        words = self.batch.first_word(self.sentences[sentence])
        is_duty = np.isin(section, _OF_OTHERS)
        is_duty |= self._begin(words, "duties") & (section != REQUIREMENTS) & (section != NICE_TO_HAVE)
        places = self._cues.places(start, end)
        stated, is_asked = self._cues.reaching(places, is_duty)
        is_described = self._begin(words, "describing") | self._are_employer(words)
        is_described |= self._is_of_employer[line_of(self._paragraphs, start)]
        is_asked |= self._begin(words, "asking") & (section != BENEFITS)
        is_asked &= ~self._begin(words, "offering")
        need = np.full(len(start), CONTEXT)
        is_listed = (section == REQUIREMENTS) | self._is_listed[line_of(self._points, start)]
        need[is_asked | is_listed & ~is_described] = REQUIRED
        need[(section == NICE_TO_HAVE) & (is_asked | ~is_described)] = PREFERRED
        need = np.where(stated >= 0, stated, need)
        need[may_be_studied & self._cues.are_studied(places)] = CONTEXT
        return need

    def stated_need(self, start: Positions, end: Positions) -> Values:
        """The need that a cue states of what stands from `start` to `end`, whatever the section and words that ask."""
        stated, _ = self._cues.reaching(self._cues.places(start, end), np.zeros(len(start), np.bool_))
        return np.where(stated >= 0, stated, CONTEXT)

    def _begin(self, words: Positions, sequences: str) -> Flags:
        """Whether words of that effect begin at words, given by number."""
        return self.rules.phrases.sequences(sequences).begin_at(self.batch, self.candidates.numbers, words)

    def _are_employer(self, words: Positions) -> Flags:
        """Whether words, given by number, are the first of the employer's name, if they are in no phrase."""
        if self._employers is None:
            return np.zeros(len(words), np.bool_)
        is_own = self.batch.keys[words] == self._employers[self.batch.text_of[words]]
        result: Flags = is_own & (self.candidates.numbers[words] == 0)
        return result

    def touches_confirming_cue(self, hits: Hits) -> Flags:
        """Whether the word before or after a phrase says that it is a skill."""
        return self.has_confirming_tail(hits) | self._touches(hits, "skill")

    def has_confirming_tail(self, hits: Hits) -> Flags:
        """Whether the word that a phrase is hyphenated to says that it is a skill (`Go-based`)."""
        return is_any_of(self.batch.codes[hits.end], _HYPHENS) & self.is_tail_behind(hits)

    def is_tail_behind(self, hits: Hits) -> Flags:
        """Whether a word that says that what is hyphenated to it is a skill stands one character after a phrase."""
        following = np.minimum(hits.last + 1, len(self.batch.starts) - 1)
        is_tail = self.rules.phrases.is_kind(self.candidates.numbers[following], "tail")
        result: Flags = is_tail & (self.batch.starts[following] == hits.end + 1)
        return result

    def touches_employer_cue(self, hits: Hits) -> Flags:
        """Whether the word before or after a phrase says that it is the employer."""
        return self._touches(hits, "employer")

    def is_denied(self, hits: Hits) -> Flags:
        """Whether the words before a phrase say that it is not what the posting is about (`not a Java shop`)."""
        batch = self.batch
        denied = self.rules.phrases.sequences("before_denied").end_at(
            batch, self.candidates.numbers, hits.first - 1
        )
        denied &= batch.codes[batch.ends[hits.first - 1]] == ord(" ")
        result: Flags = denied & (batch.ends[hits.first - 1] + 1 == hits.start)
        return result

    def _touches(self, hits: Hits, of: str) -> Flags:
        batch, numbers = self.batch, self.candidates.numbers
        before = self.rules.phrases.sequences(f"before_{of}").end_at(batch, numbers, hits.first - 1)
        after = self.rules.phrases.sequences(f"after_{of}").begin_at(batch, numbers, hits.last + 1)
        for touching, first, last in (
            (before, batch.ends[hits.first - 1], hits.start),
            (after, hits.end, batch.starts[np.minimum(hits.last + 1, len(batch.starts) - 1)]),
        ):
            some = np.flatnonzero(touching)
            touching[some] = [not gap.strip(BESIDE_SKILL) for gap in batch.cut(first[some], last[some])]
        return before | after
