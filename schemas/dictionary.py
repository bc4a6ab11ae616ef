"""The data dictionary, written from the contracts."""

from schemas import TABLES, Contract


def write_dictionary() -> str:
    """The text of docs/data_dictionary.md: every published table, its grain, key and columns."""
    published = [contract for contract in TABLES.values() if contract.is_published()]
    kept = [contract for contract in TABLES.values() if not contract.is_published()]
    lines = [
        "# Data dictionary",
        "",
        "Written from the contracts in `schemas/` by `make dictionary`; the same words are comments in the database.",
        "",
        *(f"- [{contract.table()}](#{contract.table()}): {contract.__doc__}" for contract in published),
        "",
        "Kept in the lake and never published: "
        + ", ".join(f"`{contract.table()}` ({(contract.__doc__ or '').rstrip('.')})" for contract in kept)
        + ".",
    ]
    for contract in published:
        lines += ["", *_describe(contract)]
    return "\n".join(lines) + "\n"


def _describe(contract: type[Contract]) -> list[str]:
    columns = contract.to_schema().columns
    references = {reference.column: reference.table for reference in contract.references()}
    lines = [
        f"## {contract.table()}",
        "",
        contract.__doc__ or "",
        "",
        f"Key: `{'`, `'.join(contract.key())}`.",
        "",
    ]
    lines += ["| column | type | null | meaning |", "| --- | --- | --- | --- |"]
    for name, dtype in contract.polars_schema().items():
        if name in contract.private_columns():
            continue
        meaning = contract.descriptions()[name].replace("|", "\\|")
        if name in references:
            meaning += f" → [{references[name]}](#{references[name]})"
        lines.append(f"| `{name}` | {dtype} | {'yes' if columns[name].nullable else ''} | {meaning} |")
    return lines


if __name__ == "__main__":
    print(write_dictionary(), end="")
