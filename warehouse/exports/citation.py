"""Describes how to cite the export and its sources, in Citation File Format 1.2."""

from typing import Any

from warehouse.exports.contents import Exported, ExportedSource

FORMAT_VERSION = "1.2.0"


def describe_citation(exported: Exported) -> dict[str, Any]:
    """The content of CITATION.cff: the dataset, and each source as a reference."""
    card = exported.card
    return {
        "cff-version": FORMAT_VERSION,
        "type": "dataset",
        "message": "If you use this dataset, cite it with its version, and the sources your figures rest on.",
        "title": card.title,
        "abstract": exported.description,
        "version": exported.version,
        "date-released": card.published_on,
        "license": card.licence,
        "keywords": list(card.keywords),
        "authors": [{"name": card.creator}],
        "references": [_describe_source(source) for source in exported.sources],
    }


def _describe_source(source: ExportedSource) -> dict[str, Any]:
    return {
        "type": "data",
        "title": source.name,
        "authors": [{"name": source.publisher}],
        "notes": f"Licence as stated by the publisher: {source.licence}",
        **({"url": source.url} if source.url else {}),
    }


def cite(exported: Exported) -> str:
    """The citation in one line."""
    card = exported.card
    return f"{card.creator} ({card.published_on.year}). {card.title}, version {exported.version} [data set]."
