"""Contacts and personal data, masked before a text is stored or shown: how people are reached, numbered and named."""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

import polars as pl

from pipelines.cleaning.repeated_texts import change_distinct
from pipelines.values.words import Words

_L = r"[A-Za-zÀ-ÖØ-öø-ɏ\u0300-\u036fḀ-ỿЀ-ԯ]"
"""Letters of Latin and Cyrillic, and accents: patterns of all letters take ten times as long to prepare."""
_UPPER = "[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĻŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŲŹŻŽƏА-ЯЁІЇЄҐҢҒҚҰҮӘ]"
_AT = r"(?:[@＠]|[\[({]\s?(?i:at|a|ät|@)\s?[\])}])"
_EMAIL = (
    rf"[\p{{L}}\d][\p{{L}}\d._%+-]*\s?{_AT}\s?"
    r"[\p{L}\d-]+(?:(?:\.|\s?[\[({](?i:dot|punkt)[\])}]\s?| dot )[\p{L}\d-]+)*"
    r"(?:\.| dot |\s?[\[({](?i:dot|punkt)[\])}]\s?)\p{L}{2,}"
)
_ENCODED_EMAIL = r"[\w.+-]+%40[\w-]+(?:\.[\w-]+)+"
_CALLS = ("tel", "sms", "phone", "mobile")
_CALLED = rf"((?:{'|'.join(_CALLS)})[:=])(?:\+|%2B)?[\d%.()-]{{6,}}"
_PHONE = (
    r"(^|[^\p{L}\d.,$€£-])(?-u:"
    r"\+\d{1,3}[ .\-/]?(?:\(0?\d{1,5}\)[ .\-/]?)?\d{1,5}(?:[ .\-/]\d{2,8}){1,4}"
    r"|\+\d{1,3} ?\d{7,14}"
    r"|(?:1[ .\-])?\(?\d{3}\)?[ .\-/]{0,2}\d{3}[ .\-]{0,2}\d{4}"
    r"|0[1-9]\d{1,3}[ /\-]{1,3}\d{3,8}(?:[ \-]\d{1,5}){0,2}"
    r"|0[1-9]\d{0,3}(?:[ .]\d{2,3}){3,4}|0\d{2,4} \d{3,4} ?\d{4}|07\d{3} \d{6}|0\d{1,3}-\d{3,4}-\d{4}"
    r"|[6-9]\d{4} \d{5}"
    r"|\(\d{2,3}\) ?9?\d{4}[ \-]\d{4}|\(?0\d{2}\)? ?\d{3}-\d{2}-\d{2}"
    r"|8[ \-]?\(?\d{3}\)?[ \-]\d{3}[ \-]\d{2}[ \-]\d{2}|1[3-9]\d[ \-]?\d{4}[ \-]?\d{4}"
    r")(?-u:\b)"
)
"""Digits and word boundary are of ASCII: to prepare those of Unicode takes 20 times as long, and a boundary that knows
Unicode makes the search as much slower in texts with a curly quote."""

_SITE = (
    r"t\.me|telegram\.me|wa\.me|chat\.whatsapp\.com|linkedin\.com/in|xing\.com/profile"
    r"|(?:m\.|www\.)?(?:facebook|instagram|twitter|vk|calendly)\.com"
)
_PROFILE = (
    r"@[A-Za-z\d]+_[A-Za-z\d_]+|#LI-[A-Z]{2}\d*(?-u:\b)"
    rf"|(?i-u:(?-u:\b)(?:{_SITE})/)[^\s<>()\[\],]+|(?i-u:skype:|(?-u:\b)live:)[A-Za-z\d._:-]{{3,}}"
)
"""A name after `@` counts only with an underscore: `@RISK` is a product, `@Work` a word.
`#LI-AE1` contains a recruiter's initials, `#LI-Remote` does not."""

_IBAN_COUNTRIES = (
    "AD|AE|AT|BE|BG|BR|CH|CY|CZ|DE|DK|EE|EG|ES|FI|FR|GB|GE|GR|HR|HU|IE|IL|IS|IT|KZ|LI|LT|LU|LV|MC|MT|NL|NO|PL|PT|RO|RS"
    "|SA|SE|SI|SK|TN|TR|UA"
)
_NUMBER = (
    r"(^|[^\p{L}\d.,/_=-])(?-u:"
    rf"(?:{_IBAN_COUNTRIES})\d{{2}}(?: ?[A-Z\d]{{4}}){{2,7}}(?: ?[A-Z\d]{{1,4}})?"  # IBAN
    r"|(?:\d{4}[ -]){3}\d{4}|3[47]\d{2}[ -]\d{6}[ -]\d{5}|[456]\d{15}"  # payment cards
    r"|\d{3}-\d{2}-\d{4}|[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]"  # US, GB
    r"|\d{3}\.\d{3}\.\d{3}-\d{2}|\d{1,2}\.\d{3}\.\d{3}-[\dkK]|\d{3}-\d{3}-\d{3} \d{2}"  # BR, CL, RU
    r"|[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]|[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d|[A-Z]{5}\d{4}[A-Z]"  # IT, MX, IN
    r"|[XYZ]-?\d{7}-?[A-Z]|\d{8}-?[A-HJ-NP-TV-Z]|[STFGM]\d{7}[A-Z]"  # ES, SG
    r"|[12] \d{2} \d{2} \d{2} \d{3} \d{3}(?: \d{2})?|\d{6}-[1-4]\d{6}"  # FR, KR
    r"|[1-6]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d{4}[\dXx]"  # CN
    r")(?-u:\b)"
)
"""Numbers that name a person or an account by their form alone; others by the word before them."""

_DIGIT = "[0-9０-９]"
_DIGITS = r"[0-9](?:[ ().\-/–]{0,3}[0-9]){6}"
_CODE = r"[0-9](?:[ .\-/]?[0-9A-Z]){4}"
_DATE = (
    r"(?:[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th|\.)? (?:de )?{_L}+\.?,? (?:de )?[0-9]{{4}}"
    rf"|{_L}+ [0-9]{{1,2}}(?:st|nd|rd|th)?,? [0-9]{{4}}|[0-9]{{4}}[年년] ?[0-9]{{1,2}}[月월] ?[0-9]{{1,2}}[日일]?)"
)
_WORD = rf"{_UPPER}{_L}*(?:['’-]{_UPPER}?{_L}+)*"
_NAME = rf"{_WORD}(?: {_UPPER}\.)?(?:[^\S\n](?:(?:von|van|de|da|dos|der|den|di|la|le|el|bin) ){{0,2}}{_WORD}){{1,2}}"
_REACHED = ("[email]", "[phone]", "[profile]")
_MASKED = rf"(?:{'|'.join(map(re.escape, _REACHED))})"
_BEGIN = r"(^|[^\w])"
_MARK, _MARKED = "${1}\ufdd0${2}\ufdd1", re.compile("\ufdd0([^\ufdd0\ufdd1]*)\ufdd1")
"""What stands around what Polars has found until `re` has read it: characters that no text has."""
_TITLED = ("name", "called", "holder")
_MASKS = {"birth": "[birth date]", "handle": "[profile]"} | dict.fromkeys(
    ("person", "chinese", *_TITLED), "[name]"
)
"""By group; the other groups have the name of their mask."""
_SHORT_TITLE = 4
_CHINESE = r"[\u4e00-\u9fff]"


class _Rule(NamedTuple):
    """What a pattern finds in the texts that the hint finds too becomes its replacement, as Polars writes it.

    A hint is quicker to look for: a pattern, or signs of which a text must contain one, in capitals or not. Of what is
    `marked`, the replacement only marks its place.
    """

    pattern: str
    replacement: str
    hint: str | tuple[str, ...] = ("",)
    marked: str = ""

    @classmethod
    def mark(cls, marked: str) -> "_Rule":
        """Masks the named group of a pattern that is found behind no letter or digit.

        Polars finds it ten times as fast as `re`, but cannot tell which group is there: `re` reads what Polars marks.
        """
        return cls(f"{_BEGIN}({marked})", _MARK, marked=marked)


_EMAIL_RULE = _Rule(_EMAIL, "[email]", _AT)
_PROFILE_RULE = _Rule(_PROFILE, "[profile]", ("@", "#li-", ".me/", ".com/", "skype:", "live:"))
_ADDRESS_RULES = (
    _EMAIL_RULE,
    _Rule(_ENCODED_EMAIL, "[email]", ("%40",)),
    _Rule(_CALLED, "${1}[phone]", tuple(f"{word}{sign}" for word in _CALLS for sign in ":=")),
    _PROFILE_RULE,
)


class ContactMasks:
    """Masks for contacts and personal data, by the words in the contract ValueWords."""

    def __init__(self, words: Words) -> None:
        kinds = _Kinds(words)
        self._rules = [
            _EMAIL_RULE,
            _PROFILE_RULE,
            _Rule.mark(_labelled(kinds)),
            _Rule.mark(_labelled_name(kinds)),
            _Rule(_NUMBER, "${1}[number]", _CODE),
            _Rule(_PHONE, "${1}[phone]", _DIGITS),
            *_street_rules(kinds),
            *_name_rules(kinds),
            _Rule.mark(_titled_name(kinds)),
        ]
        self._no_names = frozenset(words.values("no_name"))

    def mask(self, texts: pl.Series) -> pl.Series:
        """The texts with what reaches, numbers or names a person replaced: `[email]`, `[phone]`, `[profile]`,
        `[number]`, `[birth date]`, `[address]` and `[name]`."""
        return change_distinct(texts, partial(self._apply, self._rules))

    def mask_addresses(self, urls: pl.Series) -> pl.Series:
        """The addresses of pages with what reaches a person replaced; their other numbers are no phones and stay."""
        return change_distinct(urls, partial(self._apply, _ADDRESS_RULES))

    def _apply(self, rules: Iterable[_Rule], texts: pl.Series) -> pl.Series:
        masked, places = texts.clone(), dict[str | tuple[str, ...], pl.Series]()
        for rule in rules:  # no mask holds a hint that its text did not hold before
            if rule.hint not in places:
                places[rule.hint] = _find(rule.hint, masked)
            self._replace(masked, rule, places[rule.hint])
        return masked

    def _replace(self, texts: pl.Series, rule: _Rule, hinted: pl.Series) -> None:
        """Changes those of the texts at the hinted places that the rule finds."""
        some = texts.gather(hinted)
        found = some.str.contains(rule.pattern) if len(some) else some.is_null()
        if not found.any():
            return
        changed = some.filter(found).str.replace_all(rule.pattern, rule.replacement)
        if rule.marked:
            pattern = re.compile(rule.marked)
            changed = pl.Series([_MARKED.sub(partial(self._mask_group, pattern), text) for text in changed])
        texts.scatter(hinted.filter(found), changed)

    def _mask_group(self, pattern: re.Pattern[str], marked: re.Match[str]) -> str:
        """Masks what the named group found, unless that is a product (`Ms Excel`), or its title a verb (`miss AI`)."""
        found = pattern.fullmatch(marked[1])
        if found is None or found.lastgroup is None:
            return marked[1]
        text, kind = found[0], found.lastgroup
        title, words = found.groupdict().get("title") or "", {word.lower() for word in found[kind].split()}
        if kind in _TITLED and (_is_no_title(title.strip()) or words & self._no_names):
            return text
        return f"{text[: found.start(kind)]}{_MASKS.get(kind, f'[{kind}]')}{text[found.end(kind) :]}"


def _find(hint: str | tuple[str, ...], texts: pl.Series) -> pl.Series:
    """The places of the texts with a hint."""
    if isinstance(hint, str):
        return texts.str.contains(hint).arg_true()
    return texts.str.contains_any(list(hint), ascii_case_insensitive=True).arg_true()


def _is_no_title(word: str) -> bool:
    """Whether it is short and in small letters (`miss`), or an abbreviation in capitals (`MS SQL`)."""
    return word.isascii() and (word.isupper() or (word.islower() and len(word) <= _SHORT_TITLE))


class _Kinds:
    """Kinds of words as patterns."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def pattern(self, kind: str, capital: bool = False) -> str:
        """Any of the words, in any case or with a capital; one that ends in a full stop in either."""
        forms = self._words.values(kind).keys()
        if not capital:
            return f"(?i:{_either(forms)})"
        return f"(?:{_either({form for word in forms for form in _capitals(word)})})"

    def words(self, kind: str) -> tuple[str, ...]:
        """The words themselves."""
        return tuple(self._words.values(kind))


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _capitals(word: str) -> Iterable[str]:
    return (word, word.capitalize()) if word.endswith(".") else (word.capitalize(),)


def _labelled(kinds: _Kinds) -> str:
    """What follows a word that says what it is; the pattern is one for `re` too."""
    of, number, mark = kinds.pattern, kinds.pattern("id_number"), r"\s?[:：.]?\s?"
    return (
        rf"{of('id_label')}(?:[\s-]?{number}){{0,2}}{mark}"
        rf"(?P<number>{_L}{{0,3}}{_DIGIT}(?:[ ./-]?[A-Z0-9０-９]){{4,30}})"
        rf"|{of('birth_label')}{mark}(?P<birth>{_DATE})"
        rf"|{of('phone_label')}(?:\s?(?:{number}|/))?{mark}"
        rf"(?P<phone>[+(]{{0,2}}{_DIGIT}(?:[\s()./–-]{{0,2}}{_DIGIT}){{6,14}})"
        rf"|{of('profile_label')}\s?(?:[:：]|[-–] |@)\s?(?P<profile>@?[A-Za-z](?:{_L}|[0-9_.:-]){{3,}})"
        rf"|{of('handle_label')}(?: {_L}{{2,4}})?:? ?(?P<handle>@[A-Za-z](?:{_L}|[0-9_.]){{3,}})"
    )


def _labelled_name(kinds: _Kinds) -> str:
    """Names behind a greeting or a label, of the names that the other labels leave: a name would take their words."""
    label = rf"{kinds.pattern('name_label')}(?:\s?[:：]\s*| {kinds.pattern('name_is')} )"
    return (
        rf"(?:{kinds.pattern('name_sign')}[,.!]?\s+|{label})(?P<person>{_NAME})"
        rf"|{label}(?P<chinese>{_CHINESE}{{2,4}})"
    )


def _street_rules(kinds: _Kinds) -> Iterator[_Rule]:
    """A street with the number of a house."""
    house, number = "[0-9]{1,5}(?: ?[A-Za-z])?", kinds.pattern("street_number")
    name = rf"(?:(?:[NSEW]|North|South|East|West)\.? )?(?:{_WORD} ){{1,3}}"
    small = rf"(?:(?:{_L}{{1,4}}['’]?|{_WORD}) ?){{0,4}}{_WORD}"
    kind = kinds.pattern
    yield _Rule(
        rf"(^|[^\w$€£.,]){house} {name}{kind('street_ended')}\.?( ?[,;\n#]|$)",
        "${1}[address]${2}",
        tuple("0123456789"),
    )
    yield _Rule(
        rf"(^|[^\w$€£.,])(?:{house} {name}{kind('street_behind')}(?-u:\b)\.?"
        rf"|{_UPPER}{_L}*(?:-{_UPPER}?{_L}+)*[ -]?{kind('street_end')} {house}(?-u:\b)"
        rf"|{kind('street_before_name', capital=True)} ?{small},? ?(?:{number} ?)?{house}(?-u:\b)"
        rf"|{house}(?: {number})?,? {kind('street_behind_number')} {small})",
        "${1}[address]",
        tuple("0123456789"),
    )
    yield _Rule(r"\d{1,4}丁目(?:\d{1,4}(?:[番号-]\d{0,4}){0,3})?", "[address]", ("丁目",))
    yield _Rule(rf"{_CHINESE}{{2,8}}[路街道]\d{{1,5}}号", "[address]", ("号",))


def _name_rules(kinds: _Kinds) -> Iterator[_Rule]:
    """Names by what is next to them: `先生`, or how the person is reached."""
    behind = kinds.pattern("name_title_behind")
    yield _Rule(rf"{_CHINESE}{{1,2}}({behind})", "[name]${1}", kinds.words("name_title_behind"))
    yield _Rule(
        rf"{_NAME}(\s?(?:[,:(–-]|at|via|on|by|under)? ?(?:{kinds.pattern('phone_label')}:? ?)?{_MASKED})",
        "[name]${1}",
        _REACHED,
    )
    endings = kinds.pattern("patronymic_end")
    yield _Rule(rf"{_UPPER}{_L}+ {_UPPER}{_L}+ {_UPPER}{_L}+{endings}\b", "[name]", endings)
    yield _Rule(rf"{_NAME}(, \[name\])", "[name]${1}", ("[name]",))
    yield _Rule(rf"({_MASKED} ?\(){_NAME}(\))", "${1}[name]${2}", _REACHED)


def _titled_name(kinds: _Kinds) -> str:
    """Names behind `Ms` or `please contact`; the pattern is one for `re` too, which looks at the names found.

    It has no word boundary: one that knows Unicode makes the search 100 times slower.
    """
    titles, offices = rf"(?:{kinds.pattern('name_title')} )", kinds.pattern("name_office")
    return (
        rf"(?P<title>{titles}+)(?P<name>{_WORD}(?: {_UPPER}\.)?(?: {_WORD}){{0,2}})"
        rf"|(?:{kinds.pattern('name_call')}|{offices}) {titles}*(?P<called>{_NAME})"
        rf"|(?P<holder>{_NAME}) ?, (?:{kinds.pattern('name_of_office')} )?{offices}(?:[^\w]|$)"
    )
