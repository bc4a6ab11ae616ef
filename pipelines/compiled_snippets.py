"""Cuts mentions and the words around them out of texts, compiled: see `pipelines.skills.cut_snippet`."""

from pipelines.characters import SPACE
from pipelines.compiled import compiled
from pipelines.mentions import MAX_SNIPPET

MAX_SNIPPET_BYTES = 4 * MAX_SNIPPET


@compiled
def write_text(codes, start, end, utf8, at):
    """Writes characters as UTF-8 from byte `at` on; returns the byte after them."""
    for index in range(start, end):
        at = _write_code(codes[index], utf8, at)
    return at


@compiled
def write_snippet(text, start, end, utf8, at):
    """Writes the snippet around the characters `start` to `end` as UTF-8 from byte `at` on; returns where it ends."""
    codes, kinds, size = text.codes, text.kinds, text.codes.size
    room = max(0, MAX_SNIPPET - (end - start)) // 2
    first, last = max(0, start - room), min(size, end + room)
    if first > 0 and not kinds[first - 1] & SPACE:
        while first < start and not kinds[first] & SPACE:
            first += 1
    if last < size and not kinds[last] & SPACE:
        while last > end and not kinds[last - 1] & SPACE:
            last -= 1
    written, is_apart = 0, False
    for index in range(first, last):
        if kinds[index] & SPACE:
            is_apart = written > 0
            continue
        if is_apart and written < MAX_SNIPPET:
            at = _write_code(ord(" "), utf8, at)
            written += 1
        if written == MAX_SNIPPET:
            break
        at = _write_code(codes[index], utf8, at)
        written, is_apart = written + 1, False
    return at


@compiled
def _write_code(code, utf8, at):
    if code < 0x80:
        utf8[at] = code
        return at + 1
    if code < 0x800:
        utf8[at] = 0xC0 | code >> 6
        utf8[at + 1] = 0x80 | code & 0x3F
        return at + 2
    if code < 0x10000:
        utf8[at] = 0xE0 | code >> 12
        utf8[at + 1] = 0x80 | code >> 6 & 0x3F
        utf8[at + 2] = 0x80 | code & 0x3F
        return at + 3
    utf8[at] = 0xF0 | code >> 18
    utf8[at + 1] = 0x80 | code >> 12 & 0x3F
    utf8[at + 2] = 0x80 | code >> 6 & 0x3F
    utf8[at + 3] = 0x80 | code & 0x3F
    return at + 4
