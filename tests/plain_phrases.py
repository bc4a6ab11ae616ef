"""A small, slow, obvious matcher: the boundaries, case and longest-match rules of docs/skill_matching.md alone."""

import re


def find_plainly(text, aliases):
    """Spans and values of the aliases (alias, value, is_case_bound) that stand between signs that end every alias.

    Leftmost first, at one place the longest. It knows no context, no address and no gap but white space and hyphens.
    """
    found, free = [], 0
    for start in range(len(text)):
        if start < free or (start and not ends_alias(text[start - 1])):
            continue
        fitting = [match for alias in aliases if (match := match_at(text, start, *alias))]
        if fitting:
            found.append(max(fitting, key=lambda match: (match[1], match[3])))
            free = found[-1][1]
    return [match[:3] for match in found]


def match_at(text, start, alias, value, is_case_bound):
    """Where an alias that begins at `start` ends, if it stands there."""
    pattern = r"(?:\s+|-)".join(map(re.escape, re.split(r"[\s-]+", alias)))
    match = re.compile(pattern, 0 if is_case_bound else re.IGNORECASE).match(text, start)
    if match is None or not ends_alias(text[match.end() : match.end() + 1]):
        return None
    return start, match.end(), value, is_case_bound


def ends_alias(sign):
    """Whether a sign beside an alias ends it in any case; other signs need more rules."""
    return sign == "" or sign.isspace() or sign in ",;()"
