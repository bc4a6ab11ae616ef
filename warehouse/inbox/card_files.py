"""Drafted source cards as files: YAML with remarks, for a maintainer to complete."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import yaml

from schemas.layouts import FILL_IN, Layout

_OF_THE_PUBLISHER = {
    "name": f"{FILL_IN}: name and period of the data",
    "publisher": f"{FILL_IN}: who published the file",
    "page": f"{FILL_IN}: the address of its description",
    "licence": f"{FILL_IN}: as the publisher states it, none stated where they do not",
}
_ON_LINES_OF_THEIR_OWN = ("columns", "sections", "strip", "constants", "sha256")


def write_card(path: Path, card: str) -> bool:
    """Writes a card's text to a file that does not exist yet, whole or not at all; returns whether it did."""
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".") as file:
        file.write(card)
        file.flush()
        try:
            path.hardlink_to(file.name)  # unlike a rename it replaces nothing; a run never reads half a card
        except FileExistsError:
            return False
    path.chmod(0o644)
    return True


def render_card(layout: Layout, remarks: dict[str, str]) -> str:
    """A drafted card as YAML; default values are left out, and a remark follows its key.

    A remark's key is a key of the card, or `columns.<raw column>`. What only the publisher can say is marked FILL IN:
    no file is read by the card until it is filled in.
    """
    found = layout.model_dump(exclude_defaults=True, mode="json")
    found = {"source_id": found.pop("source_id"), **_OF_THE_PUBLISHER, "kind": layout.kind, **found}
    lines = []
    for key, value in found.items():
        if key in _ON_LINES_OF_THEIR_OWN:
            lines.append(f"{key}:{_remark(remarks, key)}")
            lines += [
                f"  {_flow(name)}: {_flow(item)}{_remark(remarks, f'{key}.{name}')}"
                for name, item in value.items()
            ]
        else:
            lines.append(f"{key}: {_flow(value)}{_remark(remarks, key)}")
    unused = [f"# {key}: {text}" for key, text in remarks.items() if key.partition(".")[0] not in found]
    return "\n".join([*lines, *unused]) + "\n"


def _remark(remarks: dict[str, str], key: str) -> str:
    return f"  # {remarks[key]}" if key in remarks else ""


def _flow(value: Any) -> str:
    """One value in one line."""
    style = '"' if "\n" in "".join([value] if isinstance(value, str) else map(str, value or ())) else None
    text = yaml.safe_dump(
        [value],
        default_flow_style=True,
        default_style=style,
        allow_unicode=True,
        width=10**6,
        sort_keys=False,
    )
    return text[1:-2]
