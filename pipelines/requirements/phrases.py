"""Finds phrases in one short passage as whole words: leftmost first, longest first."""

import re
from collections.abc import Callable, Iterable
from typing import Generic, NamedTuple, TypeVar

from pipelines.text.phrases import normal_gap

Value = TypeVar("Value")

_WORD = re.compile(r"[^\W_]+")


class Words(NamedTuple):
    """A text cut into words: runs of letters and digits, folded for comparison, with their offsets."""

    text: str
    folded: list[str]
    starts: list[int]
    ends: list[int]

    def gap_before(self, index: int) -> str:
        """What stands between a word and the one before it, as `normal_gap` gives it."""
        return normal_gap(self.text[self.ends[index - 1] : self.starts[index]])


class Found(NamedTuple, Generic[Value]):
    """A phrase found: its value, and the characters `start` to `end` of the text."""

    value: Value
    start: int
    end: int


class _Ending(NamedTuple, Generic[Value]):
    prefix: str
    suffix: str
    value: Value


class _Node(Generic[Value]):
    """A word of the tree: the words that go on from it, each by the gap before it, and what may end with it."""

    __slots__ = ("endings", "onward")

    def __init__(self) -> None:
        self.onward: dict[str, dict[str, _Node[Value]]] = {}
        self.endings: list[_Ending[Value]] = []


def split_words(text: str) -> Words:
    """Cuts a text into its words, compared without case (Unicode casefold)."""
    folded_text = text.casefold()
    spans = [match.span() for match in _WORD.finditer(text)]
    if len(folded_text) == len(text):
        folded = [folded_text[start:end] for start, end in spans]
    else:
        folded = [text[start:end].casefold() for start, end in spans]
    return Words(text, folded, [start for start, _ in spans], [end for _, end in spans])


class Phrases(Generic[Value]):
    """Phrases, each with a value, in a tree of words.

    Of phrases that are spelt alike but for case, the one added first is tried first.
    """

    def __init__(self, phrases: Iterable[tuple[str, Value]]) -> None:
        self._roots: dict[str, _Node[Value]] = {}
        for phrase, value in phrases:
            self._add(phrase, value)

    def _add(self, phrase: str, value: Value) -> None:
        words = split_words(phrase)
        if not words.folded:
            raise ValueError(f"a phrase needs a letter or digit: {phrase!r}")
        node = self._roots.setdefault(words.folded[0], _Node())
        for index in range(1, len(words.folded)):
            by_gap = node.onward.setdefault(words.folded[index], {})
            node = by_gap.setdefault(words.gap_before(index), _Node())
        ending = _Ending(phrase[: words.starts[0]].strip(), phrase[words.ends[-1] :].strip(), value)
        node.endings.append(ending)
        node.endings.sort(key=lambda ending: -len(ending.prefix) - len(ending.suffix))

    def find(
        self, words: Words, accept: Callable[[Value, int, int], bool] = lambda value, start, end: True
    ) -> list[Found[Value]]:
        """All phrases in a text, in order and without overlap.

        At each word the longest phrase wins that `accept(value, start, end)` takes.
        """
        found: list[Found[Value]] = []
        roots, folded, free = self._roots, words.folded, 0
        followed = [*folded[1:], None]
        for index in [index for index, word in enumerate(folded) if word in roots]:
            node = roots[folded[index]]
            if (followed[index] in node.onward or node.endings) and words.starts[index] >= free:
                longest = self._longest_at(words, index, free, accept)
                if longest is not None:
                    found.append(longest)
                    free = longest.end
        return found

    def _longest_at(
        self, words: Words, first: int, free: int, accept: Callable[[Value, int, int], bool]
    ) -> Found[Value] | None:
        text, folded, starts, ends = words
        node, last = self._roots[folded[first]], first
        reached = [(node.endings, first)]
        while last + 1 < len(folded) and folded[last + 1] in node.onward:
            gap = text[ends[last] : starts[last + 1]]
            last += 1
            onward = node.onward[folded[last]].get(gap if gap == " " else normal_gap(gap))
            if onward is None:
                break
            node = onward
            reached.append((node.endings, last))
        for endings, last in reversed(reached):
            for prefix, suffix, value in endings:
                start, end = starts[first] - len(prefix), ends[last] + len(suffix)
                if start < free or not text.startswith(suffix, ends[last]):
                    continue
                if text.startswith(prefix, start) and accept(value, start, end):
                    return Found(value, start, end)
        return None
