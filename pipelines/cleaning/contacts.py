"""Contacts and personal data, masked before a text is stored or shown: how people are reached, numbered and named."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import polars as pl

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
_CALLED = r"((?:tel|sms|phone|mobile)[:=])(?:\+|%2B)?[\d%.()-]{6,}"
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

_DIGITS = r"[0-9０-９](?:[ ().\-/–]{0,3}[0-9０-９]){6}"
_BIRTH_YEAR = r"(?:19[3-9]|200)[0-9]"
_CODE = r"[0-9](?:[ .\-/]?[0-9A-Z]){4}"
_DATE = (
    r"(?:[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th|\.)? (?:de )?{_L}+\.?,? (?:de )?[0-9]{{4}}"
    rf"|{_L}+ [0-9]{{1,2}}(?:st|nd|rd|th)?,? [0-9]{{4}}|[0-9]{{4}}[年년] ?[0-9]{{1,2}}[月월] ?[0-9]{{1,2}}[日일]?)"
)
_WORD = rf"{_UPPER}{_L}*(?:['’-]{_UPPER}?{_L}+)*"
_NAME = rf"{_WORD}(?: {_UPPER}\.)?(?:[^\S\n](?:(?:von|van|de|da|dos|der|den|di|la|le|el|bin) ){{0,2}}{_WORD}){{1,2}}"
_MASKED = r"\[(?:email|phone|profile)\]"
_MARKED = re.compile("\x02([^\x02\x03]*)\x03")
"""A name behind a title, until it is decided whether it is one."""
_SHORT_TITLE = 4
_CHINESE = r"[\u4e00-\u9fff]"


class _Rule(NamedTuple):
    """What a pattern finds in the texts that the hint finds too becomes its replacement, as Polars writes it.

    Rules are few and hints alike because each pattern is prepared anew for each part of a table.
    """

    pattern: str
    replacement: str
    hint: str = ""


class ContactMasks:
    """Masks for contacts and personal data, by the words in the contract ValueWords."""

    def __init__(self, words: Words) -> None:
        kinds = _Kinds(words)
        self._rules = [
            _Rule(_EMAIL, "[email]", _AT),
            _Rule(_PROFILE, "[profile]", r"@|#LI-|\.(?:me|com)/|kype:|live:"),
            *_label_rules(kinds),
            _Rule(_NUMBER, "${1}[number]", _CODE),
            _Rule(_PHONE, "${1}[phone]", _DIGITS),
            *_street_rules(kinds),
            *_name_rules(kinds),
        ]
        titled = _titled_name(kinds)
        self._rules.append(_Rule(titled, "\x02$0\x03"))
        self._titled = re.compile(titled)
        self._no_names = frozenset(words.values("no_name"))

    def mask(self, texts: pl.Series) -> pl.Series:
        """The texts with what reaches, numbers or names a person replaced: `[email]`, `[phone]`, `[profile]`,
        `[number]`, `[birth date]`, `[address]` and `[name]`."""
        distinct = texts.drop_nulls().unique()
        masked, places = distinct.clone(), dict[str, pl.Series]()
        for rule in self._rules:
            _replace(masked, rule, places)
        marked = masked.str.contains("\x02", literal=True).arg_true()
        masked.scatter(marked, [_MARKED.sub(self._mask_name, text) for text in masked.gather(marked)])
        changed = masked != distinct
        return texts.replace(distinct.filter(changed), masked.filter(changed))

    def mask_columns(self, texts: pl.DataFrame) -> pl.DataFrame:
        """The same of every column, at once: to prepare the patterns costs as much as to search megabytes."""
        masked = self.mask(pl.concat(column.alias("text") for column in texts))
        return pl.DataFrame(
            masked.slice(number * texts.height, texts.height).alias(name)
            for number, name in enumerate(texts.columns)
        )

    def mask_addresses(self, urls: pl.Series) -> pl.Series:
        """The addresses of pages with what reaches a person replaced; their other numbers are no phones and stay."""
        for pattern, replacement in (
            (_EMAIL, "[email]"),
            (_ENCODED_EMAIL, "[email]"),
            (_CALLED, "${1}[phone]"),
            (_PROFILE, "[profile]"),
        ):
            urls = urls.str.replace_all(pattern, replacement)
        return urls

    def _mask_name(self, marked: re.Match[str]) -> str:
        """The name left out, unless its title is part of a product's name (`Ms Excel`) or a verb (`miss AI`)."""
        found = self._titled.fullmatch(marked[1])
        if found is None:
            return marked[1]
        kind = next(kind for kind in ("name", "called", "holder") if found[kind])
        words = {word.lower() for word in found[kind].split()}
        if _is_no_title((found["title"] or "").strip()) or words & self._no_names:
            return found[0]
        return f"{found[0][: found.start(kind)]}[name]{found[0][found.end(kind) :]}"


def _replace(texts: pl.Series, rule: _Rule, places: dict[str, pl.Series]) -> None:
    """Changes the texts that the rule finds, among those that its hint finds at little cost, whose places are kept."""
    if rule.hint not in places:
        places[rule.hint] = texts.str.contains(rule.hint).arg_true()
    hinted = places[rule.hint]
    if hinted.is_empty():
        return
    some = texts.gather(hinted)
    found = some.str.contains(rule.pattern)
    if found.any():
        texts.scatter(
            hinted.filter(found), some.filter(found).str.replace_all(rule.pattern, rule.replacement)
        )


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


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _capitals(word: str) -> Iterable[str]:
    return (word, word.capitalize()) if word.endswith(".") else (word.capitalize(),)


def _label_rules(kinds: _Kinds) -> Iterator[_Rule]:
    """What follows a word that says what it is."""
    begin, mark = r"((?:^|[^\w])", r"\s?[:：.]?\s?"
    number, of = kinds.pattern("id_number"), kinds.pattern
    yield _Rule(
        rf"{begin}{of('id_label')}(?:[\s-]?{number}){{0,2}}{mark}){_L}{{0,3}}[0-9](?:[ ./-]?[A-Z0-9]){{4,30}}",
        "${1}[number]",
        _CODE,
    )
    yield _Rule(rf"{begin}{of('birth_label')}{mark}){_DATE}", "${1}[birth date]", _BIRTH_YEAR)
    yield _Rule(
        rf"{begin}{of('phone_label')}(?:\s?(?:{number}|/))?{mark})[+(]{{0,2}}\d(?:[\s()./–-]{{0,2}}\d){{6,14}}",
        "${1}[phone]",
        _DIGITS,
    )
    yield _Rule(
        rf"{begin}{of('profile_label')}\s?(?:[:：]|[-–] |@)\s?)@?[A-Za-z][\w.:-]{{3,}}",
        "${1}[profile]",
    )
    yield _Rule(
        rf"{begin}{of('handle_label')}(?: {_L}{{2,4}})?:? ?)@[A-Za-z][\w.]{{3,}}", "${1}[profile]", "@"
    )


def _street_rules(kinds: _Kinds) -> Iterator[_Rule]:
    """A street with the number of a house."""
    house, number = "[0-9]{1,5}(?: ?[A-Za-z])?", kinds.pattern("street_number")
    name = rf"(?:(?:[NSEW]|North|South|East|West)\.? )?(?:{_WORD} ){{1,3}}"
    small = rf"(?:(?:{_L}{{1,4}}['’]?|{_WORD}) ?){{0,4}}{_WORD}"
    kind = kinds.pattern
    yield _Rule(
        rf"(^|[^\w$€£.,])(?:{house} {name}(?:{kind('street_behind')}(?-u:\b)\.?"
        rf"|{kind('street_ended')}\.?( ?[,;\n#]|$))"
        rf"|{_UPPER}{_L}*(?:-{_UPPER}?{_L}+)*[ -]?{kind('street_end')} {house}(?-u:\b)"
        rf"|{kind('street_before_name', capital=True)} ?{small},? ?(?:{number} ?)?{house}(?-u:\b)"
        rf"|{house}(?: {number})?,? {kind('street_behind_number')} {small})",
        "${1}[address]${2}",
        "[0-9]",
    )
    yield _Rule(r"\d{1,4}丁目(?:\d{1,4}(?:[番号-]\d{0,4}){0,3})?", "[address]", "丁目")
    yield _Rule(rf"{_CHINESE}{{2,8}}[路街道]\d{{1,5}}号", "[address]", "号")


def _name_rules(kinds: _Kinds) -> Iterator[_Rule]:
    """Names by what is next to them: a greeting, `Recruiter:`, or how the person is reached."""
    signs, labels = kinds.pattern("name_sign"), kinds.pattern("name_label")
    yield _Rule(
        rf"((?:^|[^\w])(?:{signs}[,.!]?\s+|{labels}(?:\s?[:：]\s*| {kinds.pattern('name_is')} )))"
        rf"(?:{_NAME}|{_CHINESE}{{2,4}})",
        "${1}[name]",
    )
    behind = kinds.pattern("name_title_behind")
    yield _Rule(rf"{_CHINESE}{{1,2}}({behind})", "[name]${1}", behind)
    yield _Rule(
        rf"{_NAME}(\s?(?:[,:(–-]|at|via|on|by|under)? ?(?:{kinds.pattern('phone_label')}:? ?)?{_MASKED})",
        "[name]${1}",
        _MASKED,
    )
    endings = kinds.pattern("patronymic_end")
    yield _Rule(rf"{_UPPER}{_L}+ {_UPPER}{_L}+ {_UPPER}{_L}+{endings}\b", "[name]", endings)
    yield _Rule(rf"{_NAME}(, \[name\])", "[name]${1}", r"\[name")
    yield _Rule(rf"({_MASKED} ?\(){_NAME}(\))", "${1}[name]${2}", _MASKED)


def _titled_name(kinds: _Kinds) -> str:
    """Names behind `Ms` or `please contact`; the pattern is one for `re` too, which looks at the names found.

    It has no word boundary: one that knows Unicode makes the search 100 times slower.
    """
    titles, offices = rf"(?:{kinds.pattern('name_title')} )", kinds.pattern("name_office")
    return (
        rf"(?:^|[^\w])(?:(?P<title>{titles}+)(?P<name>{_WORD}(?: {_UPPER}\.)?(?: {_WORD}){{0,2}})"
        rf"|(?:{kinds.pattern('name_call')}|{offices}) {titles}*(?P<called>{_NAME})"
        rf"|(?P<holder>{_NAME}) ?, (?:{kinds.pattern('name_of_office')} )?{offices}(?:[^\w]|$))"
    )
