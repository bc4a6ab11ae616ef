"""Values and tables in Markdown."""

from collections.abc import Iterable, Sequence


def write_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """The lines of a Markdown table, values as `write_value` writes them."""
    return [
        f"| {' | '.join(header)} |",
        f"|{' --- |' * len(header)}",
        *(f"| {' | '.join(_escape(write_value(value)) for value in row)} |" for row in rows),
    ]


def write_value(value: object) -> str:
    """A value in one line: nothing for null, four digits of a fraction, the items of a list."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float():
            return f"{value:.4g}" if abs(value) < 10_000 else f"{value:.0f}"
        case list():
            return ", ".join(map(write_value, value))
    return " ".join(str(value).split())


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
