"""Patterns for marks in titles that say nothing about the occupation: gender forms and requisition numbers.

The patterns work in `re` (verbose or not, case ignored) and in Polars, so they use no lookaround.
"""

_SEX = r"(?:[mwfdhvxkiang*]|div(?:ers|\.)?|gn|nb)"

GENDER = (
    rf"(?:[(\[]\s*{_SEX}(?:\s*[/|,;:.*+–-]\s*{_SEX}){{1,3}}\s*[)\]]"
    r"|[(\[]\s*(?:gn|a|mwd|d)\s*[)\]]"
    rf"|\b{_SEX}\s?[/|]\s?{_SEX}(?:\s?[/|]\s?{_SEX}){{0,2}}\b)"
)
"""(m/w/d), [H/F], (gn), m/f/x."""

REQUISITION = (
    r"(?:[\[(]\s*(?:\w+[\s:.\#-]+)?\#?\d{4,}\s*[\])]"
    r"|\#\s?\d+"
    r"|\b(?:req|job|id|ref|r|p|ro|kennziffer|nr|no)[\s\#:._-]*\d{3,}\b"
    r"|\bjr[\#:_-]?\d{3,}\b"
    r"|\b\d{3,}-\d{2,}\b"
    r"|\b(?:[013-9]\d{3}|2[1-9]\d{2}|\d{5,})\b"
    r"|\b(?:[a-z]{2,}\d[a-z]*\d[a-z]*\d|[a-z]\d[a-z]*\d[a-z]*\d[a-z]*\d)[a-z\d]*\b"
    r"|\b(?:\d{2,}[a-z]+\d|\d{3,}[a-z]{2})[a-z\d]*\b)"
)
"""(ID#10252), REQ 12345, JR25919, 2023-118; not a year, because two openings may differ only by their year."""
