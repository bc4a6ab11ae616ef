"""Describes the export in DCAT 3 (W3C, with the mandatory parts of DCAT-AP), for data catalogues."""

from typing import Any

from warehouse.exports.contents import MEDIA_TYPES, Exported, ExportedFile, ExportedSource

EU = "http://publications.europa.eu/resource/authority/"
FORMATS = {"parquet": f"{EU}file-type/PARQUET", "csv": f"{EU}file-type/CSV"}
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def describe_catalogue(exported: Exported) -> dict[str, Any]:
    """The content of dcat.jsonld: a catalogue of one dataset per table, each distributed as one or two files.

    Addresses are relative to the file, so the folder can be moved.
    """
    card = exported.card
    tables = dict.fromkeys(file.table for file in exported.files)
    return {
        "@context": CONTEXT,
        "@id": "dcat.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _text(card.title),
        "dct:description": _text(exported.description),
        "dct:identifier": f"{card.name}@{exported.version}",
        "dcat:version": exported.version,
        "dct:issued": _date(card.published_on.isoformat()),
        "dct:publisher": _agent(card.creator),
        "dct:creator": _agent(card.creator),
        "dct:language": {"@id": f"{EU}language/ENG", "@type": "dct:LinguisticSystem"},
        "dct:license": _licence(exported),
        "dct:rights": _rights(f"{card.licence_scope} {card.privacy}"),
        "foaf:homepage": {"@id": "README.md", "@type": "foaf:Document"},
        **_period(exported),
        "dct:source": [_describe_source(source) for source in exported.sources],
        "dcat:dataset": [_describe_table(exported, table) for table in tables],
    }


def _describe_table(exported: Exported, table: str) -> dict[str, Any]:
    card = exported.card
    files = exported.of_table(table)
    return {
        "@id": f"#table/{table}",
        "@type": "dcat:Dataset",
        "dct:title": _text(table.replace("_", " ")),
        "dct:description": _text(files[0].contract.__doc__ or ""),
        "dct:identifier": f"{card.name}@{exported.version}#{table}",
        "dcat:version": exported.version,
        "dct:issued": _date(card.published_on.isoformat()),
        "dct:publisher": _agent(card.creator),
        "dcat:keyword": [_text(keyword) for keyword in card.keywords],
        "dcat:theme": {"@id": f"{EU}data-theme/SOCI", "@type": "skos:Concept"},
        "dcat:distribution": [_describe_file(exported, file) for file in files],
    }


def _describe_file(exported: Exported, file: ExportedFile) -> dict[str, Any]:
    return {
        "@id": f"#file/{file.path}",
        "@type": "dcat:Distribution",
        "dct:title": _text(file.path),
        "dcat:accessURL": {"@id": file.path},
        "dcat:downloadURL": {"@id": file.path},
        "dct:format": {"@id": FORMATS[file.format], "@type": "dct:MediaTypeOrExtent"},
        "dcat:mediaType": {
            "@id": f"https://www.iana.org/assignments/media-types/{MEDIA_TYPES[file.format]}",
            "@type": "dct:MediaType",
        },
        "dcat:byteSize": {"@value": str(file.bytes), "@type": "xsd:nonNegativeInteger"},
        "dct:license": _licence(exported),
        "dct:rights": _rights(exported.card.licence_scope),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256", "@type": "spdx:ChecksumAlgorithm"},
            "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
        },
    }


def _describe_source(source: ExportedSource) -> dict[str, Any]:
    return {
        "@id": f"#source/{source.source_id}",
        "@type": "dcat:Dataset",
        "dct:title": _text(source.name),
        "dct:description": _text(f"{source.name}, as published by {source.publisher}."),
        "dct:publisher": _agent(source.publisher),
        "dct:rights": _rights(f"Licence as stated by the publisher: {source.licence}"),
        **({"dcat:landingPage": {"@id": source.url, "@type": "foaf:Document"}} if source.url else {}),
    }


def _period(exported: Exported) -> dict[str, Any]:
    if not exported.first_on or not exported.last_on:
        return {}
    return {
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _date(exported.first_on.isoformat()),
            "dcat:endDate": _date(exported.last_on.isoformat()),
        }
    }


def _licence(exported: Exported) -> dict[str, str]:
    return {"@id": exported.card.licence_url, "@type": "dct:LicenseDocument"}


def _agent(name: str) -> dict[str, Any]:
    return {"@type": "foaf:Agent", "foaf:name": _text(name)}


def _rights(text: str) -> dict[str, Any]:
    return {"@type": "dct:RightsStatement", "dct:description": _text(text)}


def _text(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "en"}


def _date(text: str) -> dict[str, str]:
    return {"@value": text, "@type": "xsd:date"}
