"""The commands and code that README.md and docs/ show, and what they say comes out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TIME = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d( [+-]\d{4})?"
BUILD = r"\d{8}T\d{6}\.\d{3}-[0-9a-f]{12}"
"""What differs from run to run; `…` in a shown line stands for any text, as a line of its own for any lines."""


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, and its text; `line` is the first of the text."""

    page: Path
    line: int
    language: str
    text: str


@dataclass(frozen=True)
class Command:
    """What is typed at a prompt, what is typed into the program it starts, and the output that is shown."""

    text: str
    typed: str
    shown: str


def list_blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page that name a language."""
    text = page.read_text()
    for found in re.finditer(r"^```(\w+)\n(.*?)^```$", text, re.M | re.S):
        yield Block(page, text.count("\n", 0, found.start()) + 2, found[1], found[2])


def list_commands(block: Block) -> Iterator[Command]:
    """The commands of a console block, `$ command`; lines `D …` after one are typed into DuckDB."""
    for part in re.split(r"^\$ ", block.text, flags=re.M)[1:]:
        text, *lines = part.splitlines()
        typed = [line.removeprefix("D ") for line in lines if line.startswith("D ")]
        shown = [line for line in lines if not line.startswith("D ")]
        yield Command(text, "\n".join(typed), "\n".join(shown).strip("\n"))


def is_shown(shown: str, output: str) -> bool:
    """Whether an output is as shown: everything of it, but for times, names of builds, and what `…` stands for."""
    lines = []
    for line in _level(shown).splitlines():
        words = ".*".join(re.escape(part.rstrip()) for part in line.split("…"))
        lines.append(r"(.*\n)*?" if line.strip() == "…" else rf"{words}[ \t]*\n")
    return re.fullmatch("".join(lines), _level(output).strip("\n") + "\n") is not None


def list_missing(shown: str, output: str) -> list[str]:
    """The shown lines that no line of an output is like."""
    lines = output.splitlines()
    return [
        one
        for one in shown.splitlines()
        if one.strip() != "…" and not any(is_shown(one, line) for line in lines)
    ]


def _level(text: str) -> str:
    return re.sub(BUILD, "<build>", re.sub(TIME, "<time>", text))
