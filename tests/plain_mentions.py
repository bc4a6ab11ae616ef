"""Skills named in a text, found in plain Python by the first rules of docs/skill_matching.md: enough for the sample."""

import ast
import csv
import html
import re

TOKEN = re.compile(r"\w+|[^\w\s]")
NEGATED = re.compile(r"\bno $", re.IGNORECASE)
BULLET = re.compile(r"[\s•*\-]*")
ASKED_FOR = re.compile(r"\b(in|of|and) $")
COLLEAGUES = re.compile(r"\btogether with $")
TEAM = re.compile(r" (team|group)\b")


def plain_text(stored):
    """A description without the list of lines, the tags and the entities in which it was stored."""
    if stored.startswith("["):
        stored = " ".join(ast.literal_eval(stored))
    return html.unescape(re.sub(r"<[^>]*>", "\n", stored))


class PlainMatcher:
    """Aliases by their words; the longest that fits at a place wins, decoys included."""

    def __init__(self, aliases_csv):
        self.aliases = {}
        with aliases_csv.open(newline="") as file:
            for alias in csv.DictReader(file):
                words = tuple(word for word, _, _ in split(alias["alias"]))
                self.aliases.setdefault(words, []).append(alias)
        for rivals in self.aliases.values():
            rivals.sort(key=lambda alias: not is_bound_to_case(alias))
        self.longest = max(map(len, self.aliases))

    def skills(self, text):
        """The skills a text names."""
        words, at, found = split(text), 0, set()
        while at < len(words):
            for length in range(min(self.longest, len(words) - at), 0, -1):
                start, end = words[at][1], words[at + length - 1][2]
                alias = self.fitting(tuple(word for word, _, _ in words[at : at + length]), text, start, end)
                if alias:
                    is_left_out = is_negated(text, start, end) or is_department(text, start, end)
                    if alias["rule"] != "decoy" and not is_left_out:
                        found.add(alias["skill_id"])
                    at += length
                    break
            else:
                at += 1
        return found

    def fitting(self, words, text, start, end):
        """The alias of these words that the signs and letters at the place allow, if any."""
        before, after = text[max(0, start - 1) : start], text[end : end + 2]
        if before in ("@", "#", "_") or after[:1] == "#" or after == "++" or re.match(r"\.\w", after):
            return None
        for alias in self.aliases.get(words, []):
            if is_bound_to_case(alias) and loosen(alias["alias"]) != loosen(text[start:end]):
                continue
            is_fragile = len(alias["alias"]) == 1 or alias["rule"] == "needs_context"
            if is_fragile and {before, after[:1]} & set("&+'-"):
                return None
            if alias["rule"] == "needs_context" and not is_confirmed(text, start, end):
                return None
            return alias
        return None


def split(text):
    """Words and signs, folded, with where they stand; a hyphen between two words is left out."""
    return [
        (token[0].casefold(), token.start(), token.end())
        for token in TOKEN.finditer(text)
        if not re.fullmatch(r"\w[-–]\w", text[max(0, token.start() - 1) : token.end() + 1])
    ]


def loosen(text):
    return re.sub(r"[\s-]+", " ", text)


def is_bound_to_case(alias):
    return alias["rule"] in ("exact_case", "needs_context")


def is_confirmed(text, start, end):
    """Whether a word that may be ordinary is the skill: a name inside a line, asked for, or one of two."""
    line = text[:start].rpartition("\n")[2]
    is_name = text[start].isupper()
    return (
        (is_name and not BULLET.fullmatch(line))
        or (is_name and text[end:].startswith(" and "))
        or bool(ASKED_FOR.search(line))
    )


def is_negated(text, start, end):
    return bool(NEGATED.search(text[:start])) and text[end:].startswith(" required")


def is_department(text, start, end):
    """Whether a word names colleagues; a machine learning team is called by what it does."""
    is_team = TEAM.match(text[end:]) and text[start:end].casefold() != "machine learning"
    return bool(is_team or COLLEAGUES.search(text[:start]))
