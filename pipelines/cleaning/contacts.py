"""Contacts and personal data, masked before a text is stored or shown: how people are reached, numbered and named."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

import polars as pl

from pipelines.cleaning.words import Words

_L = r"[^\W\d_]"
_UPPER = "[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĻŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŲŹŻŽƏА-ЯЁІЇЄҐҢҒҚҰҮӘ]"
_EMAIL = (
    r"[\p{L}\d][\p{L}\d._%+-]*\s?(?:[@＠]|[\[({]\s?(?i:at|a|ät|@)\s?[\])}])\s?"
    r"[\p{L}\d-]+(?:(?:\.|\s?[\[({](?i:dot|punkt)[\])}]\s?| dot )[\p{L}\d-]+)*"
    r"(?:\.| dot |\s?[\[({](?i:dot|punkt)[\])}]\s?)\p{L}{2,}"
)
_ENCODED_EMAIL = r"[\w.+-]+%40[\w-]+(?:\.[\w-]+)+"
_CALLED = r"((?:tel|sms|phone|mobile)[:=])(?:\+|%2B)?[\d%.()-]{6,}"
_PHONE = (
    r"(^|[^\p{L}\d.,$€£-])(?:"
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
"""The boundary is ASCII's: a Unicode one makes the search twenty times slower in every text with a curly quote."""

_SITE = (
    r"t\.me|telegram\.me|wa\.me|chat\.whatsapp\.com|linkedin\.com/in|xing\.com/profile"
    r"|(?:m\.|www\.)?(?:facebook|instagram|twitter|vk|calendly)\.com"
)
_PROFILE = (
    r"@[A-Za-z\d]+_[A-Za-z\d_]+|#LI-[A-Z]{2}\d*(?-u:\b)"
    rf"|(?i-u:(?-u:\b)(?:{_SITE})/)[^\s<>()\[\],]+|(?i-u:skype:|(?-u:\b)live:)[A-Za-z\d._:-]{{3,}}"
)
"""A name after `@` counts only with an underscore: `@RISK` is a product, `@Work` a word.
`#LI-AE1` stands for the initials of a recruiter, `#LI-Remote` for none."""

_IBAN_COUNTRIES = (
    "AD|AE|AT|BE|BG|BR|CH|CY|CZ|DE|DK|EE|EG|ES|FI|FR|GB|GE|GR|HR|HU|IE|IL|IS|IT|KZ|LI|LT|LU|LV|MC|MT|NL|NO|PL|PT|RO|RS"
    "|SA|SE|SI|SK|TN|TR|UA"
)
_NUMBER = (
    r"(^|[^\p{L}\d.,/_=-])(?:"
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

_DATE = (
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}(?:st|nd|rd|th|\.)? (?:de )?[^\W\d_]+\.?,? (?:de )?\d{4}"
    r"|[^\W\d_]+ \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{4}[年년] ?\d{1,2}[月월] ?\d{1,2}[日일]?)"
)
_WORD = rf"{_UPPER}[^\W\d_'’-]*(?:['’-]{_UPPER}?[^\W\d_]+)*"
_NAME = rf"{_WORD}(?: {_UPPER}\.)?(?:[^\S\n](?:(?:von|van|de|da|dos|der|den|di|la|le|el|bin) ){{0,2}}{_WORD}){{1,2}}"
_MASKED = r"\[(?:email|phone|profile)\]"
_SHORT_TITLE = 4
_CHINESE = r"[\u4e00-\u9fff]"


class _Rule(NamedTuple):
    """What a pattern finds becomes its replacement, as Polars writes it; the pattern is one for `re` too."""

    pattern: str
    replacement: str


class ContactMasks:
    """Masks for contacts and personal data, by the words in the contract ValueWords."""

    def __init__(self, words: Words) -> None:
        def any_of(kind: str, capital: bool = False) -> str:
            found = {word for word in words.values(kind) if not capital or word.endswith(".")}
            found |= {word.capitalize() for word in words.values(kind) if capital}
            either = "|".join(re.escape(word) for word in sorted(found, key=len, reverse=True))
            return f"(?:{either})" if capital else f"(?i:{either})"

        self._rules = [
            _Rule(_EMAIL, "[email]"),
            _Rule(_NUMBER, "${1}[number]"),
            _Rule(_PHONE, "${1}[phone]"),
            _Rule(_PROFILE, "[profile]"),
            *_label_rules(any_of),
            *_street_rules(any_of),
        ]
        titles, calls = any_of("name_title"), any_of("name_call")
        self._named = _Rule(
            rf"(?:^|[^\w])(?:(?P<title>{titles}(?: {titles})?) (?P<name>{_WORD}(?: {_UPPER}\.)?(?: {_WORD}){{0,2}})"
            rf"|{calls} (?P<called>{_NAME}))",
            "",
        )
        self._named_rule = re.compile(self._named.pattern)
        self._no_names = frozenset(words.values("no_name"))
        self._signed = [
            _Rule(rf"((?:^|[^\w]){any_of('name_sign')}[,.!]?\s+){_NAME}", "${1}[name]"),
            _Rule(rf"((?:^|[^\w]){any_of('name_label')}\s?[:：]\s*){_NAME}", "${1}[name]"),
            _Rule(rf"((?:^|[^\w]){any_of('name_label')}\s?[:：]\s*){_CHINESE}{{2,4}}", "${1}[name]"),
            _Rule(rf"{_CHINESE}{{1,2}}({any_of('name_title_behind')})", "[name]${1}"),
            _Rule(
                rf"{_NAME}(\s?(?:[,:(–-]|at|via|on|by|under)? ?(?:{any_of('phone_label')}:? ?)?{_MASKED})",
                "[name]${1}",
            ),
            _Rule(rf"({_MASKED} ?\(){_NAME}(\))", "${1}[name]${2}"),
        ]

    def mask(self, texts: pl.Series) -> pl.Series:
        """The texts with what reaches, numbers or names a person replaced: `[email]`, `[phone]`, `[profile]`,
        `[number]`, `[birth date]`, `[address]` and `[name]`."""
        for rule in self._rules:
            texts = texts.str.replace_all(rule.pattern, rule.replacement)
        is_named = texts.str.contains(self._named.pattern).fill_null(False).arg_true()
        if len(is_named):
            named = [self._named_rule.sub(self._mask_name, text) for text in texts.gather(is_named)]
            texts = texts.scatter(is_named, named)
        for rule in self._signed:
            texts = texts.str.replace_all(rule.pattern, rule.replacement)
        return texts

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

    def _mask_name(self, found: re.Match[str]) -> str:
        """The name left out, unless its title is part of a product's name (`Ms Excel`) or a verb (`miss AI`)."""
        title, name = found["title"] or "", found["name"] or found["called"]
        is_verb = title.isascii() and title.islower() and len(title) <= _SHORT_TITLE
        if is_verb or name.split()[0].lower() in self._no_names:
            return found[0]
        return found[0].removesuffix(name) + "[name]"


def _label_rules(any_of: Callable[..., str]) -> Iterable[_Rule]:
    """What stands behind a word that says what it is."""
    begin, mark = r"((?:^|[^\w])", r"\s?[:：.]?\s?"
    number = any_of("id_number")
    yield _Rule(
        rf"{begin}{any_of('id_label')}(?:[\s-]?{number}){{0,2}}{mark}){_L}{{0,3}}\d(?:[ ./-]?[A-Z\d]){{4,22}}",
        "${1}[number]",
    )
    yield _Rule(rf"{begin}{any_of('birth_label')}{mark}){_DATE}", "${1}[birth date]")
    yield _Rule(
        rf"{begin}{any_of('phone_label')}(?:\s?(?:{number}|/)){{0,1}}{mark})[+(]{{0,2}}\d(?:[\s()./–-]{{0,2}}\d){{6,14}}",
        "${1}[phone]",
    )
    yield _Rule(
        rf"{begin}{any_of('profile_label')}\s?(?:[:：]|[-–] |@)\s?)@?[A-Za-z][\w.:-]{{3,40}}", "${1}[profile]"
    )
    yield _Rule(
        rf"{begin}{any_of('handle_label')}(?: {_L}{{2,4}})?:? ?)@[A-Za-z][\w.]{{3,40}}", "${1}[profile]"
    )


def _street_rules(any_of: Callable[..., str]) -> Iterable[_Rule]:
    """A street with the number of a house."""
    begin, house = r"(^|[^\w$€£.,])", r"\d{1,5}(?: ?[A-Za-z])?"
    name = rf"(?:(?:[NSEW]|North|South|East|West)\.? )?(?:{_WORD} ){{1,3}}"
    yield _Rule(rf"{begin}{house} {name}{any_of('street_behind')}(?-u:\b)\.?", "${1}[address]")
    yield _Rule(rf"{begin}{house} {name}{any_of('street_ended')}\.?([,;\n]|$)", "${1}[address]${2}")
    behind = rf",? ?(?:{any_of('street_number')} ?)?{house}(?-u:\b)"
    yield _Rule(
        rf"{begin}{_UPPER}[^\W\d_-]*(?:-{_UPPER}?[^\W\d_]+)*(?:[ -]?{any_of('street_end')}) {house}(?-u:\b)",
        "${1}[address]",
    )
    small = rf"(?:(?:{_L}{{1,4}}['’]?|{_WORD})[ ]?){{0,4}}{_WORD}"
    yield _Rule(rf"{begin}{any_of('street_before_name', capital=True)} ?{small}{behind}", "${1}[address]")
    yield _Rule(
        rf"{begin}{house}(?: {any_of('street_number')})?,? {any_of('street_behind_number')} {small}",
        "${1}[address]",
    )
    yield _Rule(r"\d{1,4}丁目(?:\d{1,4}(?:[番号-]\d{0,4}){0,3})?", "[address]")
    yield _Rule(rf"{_CHINESE}{{2,8}}[路街道]\d{{1,5}}号", "[address]")
