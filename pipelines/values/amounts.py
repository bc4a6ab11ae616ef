"""Reads amounts of money in a text: "$50-60K", "40.000 €", "12-18 LPA", "R$ 8.000,00", "年収600万円"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from pipelines.values.words import LETTER, Words, any_of

_GROUP_MARKS = " .,'’"
_GROUPED = rf"\d{{1,3}}(?:[{_GROUP_MARKS}]\d{{2,3}})*[{_GROUP_MARKS}]\d{{3}}(?!\d)(?:[.,]\d{{1,2}}(?!\d))?"
_DIGITS = rf"{_GROUPED}|\d+(?:[.,]\d+)?"
_NO_CENTS = r"(?:\s?(?:/-|,-+|\.-+|:-)(?!\d))?"
"""Suffixes of round amounts: "3.200,-" in Germany, "50,000/-" in India, "35000:-" in Sweden."""
_DASHES = frozenset({"-", "–", "—", "−", "--", "~", "〜", "- <", "– <", "— <"})
_BETWEEN_PIECES = r"[;|\n•+!()\[\]{}·]|,(?!\d)|(?<=[^\W\d_]{5})\.\s"


class Amount(NamedTuple):
    """A number in a text, with its position and the factor after it."""

    number: float
    factor: float
    start: int
    end: int
    is_marked: bool


@dataclass(frozen=True)
class Pay:
    """The pay in a text: its ends, and the words around it, nearest first."""

    low: float | None
    high: float | None
    beside: tuple[str, ...]


@dataclass(frozen=True)
class _Group:
    """One amount, or the two ends of a range."""

    amounts: tuple[Amount, ...]
    before: str
    behind: str
    low: bool = False
    high: bool = False
    is_benefit: bool = False


class AmountReader:
    """Finds the pay among the amounts of a text."""

    def __init__(self, words: Words) -> None:
        currency = words.pattern("currency")
        duration = words.pattern("duration")
        self._factors = words.finder("multiple")
        self._amount = re.compile(rf"(?<![\d.,])({_DIGITS})(?:\s*({words.pattern('multiple')}))?{_NO_CENTS}")
        self._currency_before = re.compile(rf"{currency}\s*\Z")
        self._currency_behind = re.compile(rf"\s*{currency}")
        self._word_behind = re.compile(
            rf"\s*{words.pattern('currency', 'period', 'join', 'up_to', 'at_least_behind', 'times')}"
        )
        self._other_figure = re.compile(
            r"401\s*\(?k\)?|\d+(?:[.,]\d+)?\s*%"
            r"|\b\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b"
            rf"|(?<![\d.,$€£¥₹])(?<![$€£¥₹]\s)\b\d{{1,2}}(?:[.,]\d+)?\s*-?\s*{duration}"
            rf"(?:\s*(?:/|{words.pattern('pay_word')})?\s*{words.pattern('period')})?"
        )
        self._known = re.compile(
            words.pattern("currency", "period", "base", "pay_word", "up_to", "up_to_behind")
            + "|"
            + words.pattern("at_least", "at_least_behind", "join", "between")
        )
        filler = rf"(?:[\s.:~(]|/|{words.pattern('currency', 'period', 'base', 'pay_word')})*"
        self._low_before, self._high_before = (
            re.compile(rf"{words.pattern(kind)}{filler}\Z") for kind in ("at_least", "up_to")
        )
        self._low_behind, self._high_behind = (
            re.compile(rf"{filler}(?:,\s*)?{words.pattern(kind)}(?!\s+{words.pattern('join')})")
            for kind in ("at_least_behind", "up_to_behind")
        )
        self._filling = re.compile(rf"{words.pattern('currency', 'period', 'base', 'pay_word')}|[\s.:/]+")
        kept = words.values("join")
        fillers = {word for kind in ("currency", "period", "base", "pay_word") for word in words.values(kind)}
        self._filling_but_joins = re.compile(rf"{any_of(fillers - kept.keys())}|[\s.:/]+")
        self._up_to, self._at_least, self._join, self._between, self._and = (
            re.compile(words.pattern(kind)) for kind in ("up_to", "at_least", "join", "between", "and")
        )
        self._plus = re.compile(rf"(?:\s*{currency})?(?P<gap>\s*)\+\s*(?P<rest>.*)", re.DOTALL)
        self._pieces = re.compile(rf"{_BETWEEN_PIECES}|{words.pattern('with')}")
        self._benefit = re.compile(words.pattern("benefit"))
        self._label = re.compile(f"(?P<benefit>{words.pattern('benefit')})|{words.pattern('base')}")
        self._period = re.compile(words.pattern("period"))
        self._base = re.compile(words.pattern("base"))

    def drop_other_figures(self, text: str) -> str:
        """The text without figures other than pay: shares, dates, working hours, contract lengths."""
        return self._other_figure.sub(" ", text)

    def read(self, text: str, thousands: str | None = None) -> Pay | None:
        """The pay in a plain text; None if there is none.

        Amounts named as a benefit do not count. Among the others, one with a currency or unit comes before a bare one.
        """
        text = self.drop_other_figures(text)
        amounts = list(self._find(text, thousands))
        groups = self._unite_ends(self._label_benefits(self._group(text, amounts)))
        stated = [group for group in groups if not group.is_benefit and self._is_pay(group)]
        if not stated:
            return None
        best = min(stated, key=self._rank)
        low, *others = _values(best.amounts)
        high = others[0] if others else low
        pieces = self._pieces.split(best.behind)[0], self._pieces.split(best.before)[-1]
        beside = (*pieces, best.behind)
        if others:
            return Pay(low, high, beside)
        return Pay(None if best.high else low, None if best.low and not best.high else high, beside)

    def first(self, text: str, thousands: str | None = None) -> float | None:
        """The first amount in a text that should have only one."""
        amounts = list(self._find(self.drop_other_figures(text), thousands))
        return next(iter(_values(tuple(amounts[:1]))), None)

    def _find(self, text: str, thousands: str | None) -> Iterator[Amount]:
        """Numbers that could be amounts, except those inside a code (E13, 2nd)."""
        for match in self._amount.finditer(text):
            before, behind = text[: match.start()], text[match.end() :]
            has_currency = bool(
                self._currency_before.search(before[-12:]) or self._currency_behind.match(behind)
            )
            glued_before = re.search(rf"(?:{LETTER}|_|#)\Z", before[-1:]) and before[-1:].isascii()
            glued_behind = (
                behind[:1].isalpha() and behind[:1].isascii() and not self._word_behind.match(behind)
            )
            if (glued_before and not self._currency_before.search(before[-12:])) or glued_behind:
                continue
            factor = float(self._factors.value(match[2])) if match[2] else 1.0
            number = read_number(match[1], thousands)
            yield Amount(number, factor, match.start(), match.end(), bool(match[2]) or has_currency)

    def _group(self, text: str, amounts: list[Amount]) -> list[_Group]:
        """Amounts in the order of the text; the two ends of a range are one group."""
        amounts = _add_up(text, amounts)
        groups: list[_Group] = []
        at, last_end = 0, 0
        while at < len(amounts):
            ends = amounts[at : at + 2]
            is_range = len(ends) == 2 and self._joins(text, last_end, *ends)
            taken = tuple(ends if is_range else ends[:1])
            at += len(taken)
            behind = text[taken[-1].end : amounts[at].start if at < len(amounts) else None]
            groups.append(_Group(taken, text[last_end : taken[0].start], behind))
            last_end = taken[-1].end
        return self._mark_open_ends(groups)

    def _joins(self, text: str, last_end: int, one: Amount, other: Amount) -> bool:
        """Whether a dash, a word such as "to", or "between … and …" joins two amounts."""
        gap = text[one.end : other.start].removeprefix("+")
        if self._between.search(text[last_end : one.start]) and self._and.search(gap):
            return not re.search(r"[;|\n,]", gap)
        ends_named = self._up_to.sub("<", self._at_least.sub(" ", gap))
        bare = " ".join(self._filling.sub(" ", ends_named).split())
        joined = " ".join(self._filling_but_joins.sub(" ", gap).split())
        return bare in _DASHES or bare == "<" or bool(self._join.fullmatch(joined))

    def _mark_open_ends(self, groups: list[_Group]) -> list[_Group]:
        marked = []
        for group in groups:
            before = re.split(_BETWEEN_PIECES, group.before)[-1]
            lower, upper = self._low_before.search(before), self._high_before.search(before)
            is_low = lower is not None and (upper is None or lower.start() < upper.start())
            marked.append(replace(group, low=is_low, high=upper is not None and not is_low))
        for at, group in enumerate(marked):
            named_next = at + 1 < len(marked) and (marked[at + 1].low or marked[at + 1].high)
            if not (group.low or group.high or named_next):
                low = bool(self._low_behind.match(group.behind)) or self._has_plus(group.behind)
                high = bool(self._high_behind.match(group.behind))
                marked[at] = replace(group, low=low, high=high and not low)
        return marked

    def _has_plus(self, behind: str) -> bool:
        """Whether the plus after an amount opens its upper end ("115K+") and adds no benefit ("50k + bonus")."""
        plus = self._plus.match(behind)
        if not plus or plus["rest"][:1].isdigit() or self._benefit.match(plus["rest"]):
            return False
        following = self._filling.sub(" ", self._pieces.split(plus["rest"])[0])
        return not plus["gap"] or not re.search(LETTER, following)

    def _label_benefits(self, groups: list[_Group]) -> list[_Group]:
        """Marks amounts named as a benefit, before or after the amount in the same piece of the text."""
        labelled: list[_Group] = []
        names_stand_before = False
        for group in groups:
            before, behind = self._pieces.split(group.before), self._pieces.split(group.behind)
            if len(before) > 1 or not labelled:
                names_stand_before = False
            label = next(reversed(list(self._label.finditer(before[-1]))), None)
            if label and (names_stand_before or len(before) > 1 or not labelled):
                names_stand_before = True
            else:
                label = self._label.search(behind[0])
            labelled.append(replace(group, is_benefit=bool(label and label["benefit"])))
        return labelled

    def _unite_ends(self, groups: list[_Group]) -> list[_Group]:
        """Joins a lower end and an upper end that are side by side into a range."""
        united: list[_Group] = []
        for group in groups:
            last = united[-1] if united else group
            are_single = len(last.amounts) == len(group.amounts) == 1
            are_ends = (last.low and group.high) or (last.high and group.low)
            if are_single and are_ends and not (last.is_benefit or group.is_benefit):
                ends = (*last.amounts, *group.amounts) if last.low else (*group.amounts, *last.amounts)
                united[-1] = _Group(ends, last.before, f"{group.behind} {last.behind}")
                continue
            united.append(group)
        return united

    def _is_pay(self, group: _Group) -> bool:
        """Whether a group is pay: bare numbers need words of pay around them, unlike "réf 24578" and "Level 5"."""
        if any(amount.is_marked for amount in group.amounts):
            return True
        beside = self._pieces.split(group.before)[-1], self._pieces.split(group.behind)[0]
        return not any(re.search(LETTER, self._known.sub(" ", words)) for words in beside)

    def _rank(self, group: _Group) -> tuple[bool, bool, bool, int]:
        beside = self._pieces.split(group.before)[-1] + " / " + self._pieces.split(group.behind)[0]
        return (
            not any(amount.is_marked for amount in group.amounts),
            not self._base.search(beside),
            not self._period.search(beside),
            group.amounts[0].start,
        )


def read_number(text: str, thousands: str | None = None) -> float:
    """A number read by its marks.

    A single mark before the last three digits groups thousands, unless the source names another mark in `thousands`.
    Groups have three digits, or two before the last three as in India.
    """
    digits = re.sub(r"[ '’]", "", text)
    marks = re.findall("[.,]", digits)
    mark = thousands if thousands in (".", ",") else None
    if mark and not re.fullmatch(rf"\d{{1,3}}(?:\{mark}\d{{2,3}})*\{mark}\d{{3}}(?:[.,]\d+)?", digits):
        mark = None
        is_grouped = len(marks) > 1
    else:
        is_grouped = bool(re.fullmatch(r"[1-9]\d{0,2}([.,])(?:\d{2,3}\1)*\d{3}", digits))
    if mark is None and marks:
        mark = marks[0] if is_grouped or len(set(marks)) == 2 else None
    return float((digits.replace(mark, "") if mark else digits).replace(",", "."))


def _add_up(text: str, amounts: list[Amount]) -> list[Amount]:
    """Joins amounts written as two numbers, such as 1억 2000만."""
    whole: list[Amount] = []
    for amount in amounts:
        last = whole[-1] if whole else None
        if last and last.factor > amount.factor >= 10_000 and not text[last.end : amount.start].strip():
            total = last.number * last.factor + amount.number * amount.factor
            whole[-1] = Amount(total, 1.0, last.start, amount.end, True)
        else:
            whole.append(amount)
    return whole


def _values(amounts: tuple[Amount, ...]) -> list[float]:
    """The amounts of a group; "50-60K", "50 - 60.000" and "90K - 110" have one unit for both ends."""
    numbers = [amount.number for amount in amounts]
    factors = [amount.factor for amount in amounts]
    if len(amounts) == 2 and factors[0] == 1 < factors[1] and numbers[0] <= numbers[1]:
        factors[0] = factors[1]
    elif len(amounts) == 2 and factors == [1, 1] and numbers[0] < 1_000:
        if numbers[1] >= 10_000 and numbers[0] * 1_000 <= numbers[1]:
            factors[0] = 1e3
    elif len(amounts) == 2 and factors[1] == 1 and numbers[0] <= numbers[1] < 1_000:
        factors[1] = factors[0]
    return [number * factor for number, factor in zip(numbers, factors, strict=True)]
