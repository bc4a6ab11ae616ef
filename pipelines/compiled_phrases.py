"""Finds phrases among the words of a text, compiled: see `pipelines.phrases.Phrases`."""

from pipelines.characters import BESIDE
from pipelines.compiled import compiled, inlined
from pipelines.compiled_aliases import accepts_alias
from pipelines.compiled_lexicon import ALIASES, ANY_GAP
from pipelines.compiled_words import child_of, gap_between


@compiled
def find_phrases(text, phrase_list, lexicon, found):
    """Finds all phrases of a list, in order and without overlap, and returns how many; see `Phrases.find`.

    At each word the longest phrase wins; of aliases, the longest that the signs beside it let stand.
    """
    count, free = 0, 0
    for first in range(text.words.size):
        root = lexicon.roots[text.words[first].number, phrase_list]
        if (
            root >= 0
            and text.words[first].start >= free
            and _find_longest(text, first, root, free, phrase_list, lexicon, found[count])
        ):
            free = found[count].end
            count += 1
    return count


@inlined
def _find_longest(text, first, root, free, phrase_list, lexicon, phrase):
    node, last = root, first
    while lexicon.nodes[node].has_edges and last + 1 < text.words.size and text.words[last + 1].number:
        gap = gap_between(text, text.words[last].end, text.words[last + 1].start, lexicon)
        child = child_of(node, text.words[last + 1].number, gap, lexicon) if gap >= 0 else -1
        if child < 0:
            break
        node, last = child, last + 1
    while node >= 0:
        for index in range(lexicon.nodes[node].first_ending, lexicon.nodes[node].stop_ending):
            ending = lexicon.endings[index]
            start = text.words[first].start - (ending.prefix_stop - ending.prefix)
            end = text.words[last].end + (ending.suffix_stop - ending.suffix)
            phrase.value, phrase.start, phrase.end = ending.value, start, end
            phrase.first, phrase.last = first, last
            if (
                start >= free
                and end <= text.codes.size
                and _stands_at(text.codes, start, lexicon.letters, ending.prefix, ending.prefix_stop)
                and _stands_at(
                    text.codes, text.words[last].end, lexicon.letters, ending.suffix, ending.suffix_stop
                )
                and (phrase_list != ALIASES or accepts_alias(text, phrase, lexicon))
            ):
                return True
        node, last = lexicon.nodes[node].parent, last - 1
    return False


@inlined
def _stands_at(codes, start, letters, first, stop):
    for index in range(stop - first):
        if codes[start + index] != letters[first + index]:
            return False
    return True


@inlined
def begins_phrase(text, first, step, phrase_list, lexicon):
    """Whether the words from `first` on (step 1) or back (step -1) are a phrase, whatever stands between them."""
    if not 0 <= first < text.words.size:
        return False
    node, at = lexicon.roots[text.words[first].number, phrase_list], first
    while node >= 0:
        if lexicon.nodes[node].first_ending < lexicon.nodes[node].stop_ending:
            return True
        at += step
        if not 0 <= at < text.words.size:
            return False
        node = child_of(node, text.words[at].number, ANY_GAP, lexicon)
    return False


@compiled
def is_touched(text, phrase, before, after, lexicon):
    """Whether a cue of the lists `before` or `after` stands beside a phrase, with only light signs between them."""
    first, following = phrase.first, phrase.last + 1
    has_light_gap = first > 0 and _is_light(text.kinds, text.words[first - 1].end, phrase.start)
    if has_light_gap and begins_phrase(text, first - 1, -1, before, lexicon):
        return True
    if following < text.words.size and _is_light(text.kinds, phrase.end, text.words[following].start):
        return begins_phrase(text, following, 1, after, lexicon)
    return False


@inlined
def _is_light(kinds, start, end):
    for index in range(start, end):
        if not kinds[index] & BESIDE:
            return False
    return True
