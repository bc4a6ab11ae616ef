"""Describes the export in Croissant 1.1 (MLCommons), for mlcroissant and dataset search engines."""

from typing import Any

import pandera.polars as pa
import polars as pl

from schemas import TABLES
from warehouse.exports.contents import Exported, ExportedFile
from warehouse.exports.data_package import foreign_keys_of

CONFORMS_TO = ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"]
FORMATS = {"parquet": "application/x-parquet", "csv": "text/csv"}
"""Croissant uses the unregistered media type of Parquet; mlcroissant accepts no other."""

DATA_TYPES = {
    pl.String: "sc:Text",
    pl.Int64: "cr:Int64",
    pl.Float64: "cr:Float64",
    pl.Boolean: "sc:Boolean",
    pl.Date: "sc:Date",
}
CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "description": {"@container": "@language"},
    "name": {"@container": "@language"},
    **{
        term: f"cr:{term}"
        for term in (
            *("arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field"),
            *("fileObject", "fileProperty", "fileSet", "format", "includes", "isArray", "isLiveDataset"),
            *(
                "jsonPath",
                "key",
                "md5",
                "parentField",
                "path",
                "recordSet",
                "references",
                "regex",
                "repeated",
            ),
            *("replace", "samplingRate", "separator", "source", "subField", "transform"),
        )
    },
}
"""The context of the specification, verbatim, so that readers need no network."""


def describe_croissant(exported: Exported) -> dict[str, Any]:
    """The content of croissant.json: every file, and each table as a record set over its Parquet file."""
    card = exported.card
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": card.title,
        "description": exported.description,
        "version": exported.version,
        "datePublished": card.published_on.isoformat(),
        "license": card.licence_url,
        "url": "README.md",
        "keywords": list(card.keywords),
        "inLanguage": "en",
        "creator": {"@type": "sc:Organization", "name": card.creator},
        "citeAs": _cite(exported),
        "rai:personalSensitiveInformation": card.privacy,
        "rai:dataCollection": "; ".join(
            f"{source.name} ({source.publisher}, licence: {source.licence})" for source in exported.sources
        ),
        "distribution": [_describe_file(file) for file in exported.files],
        "recordSet": [_describe_table(file) for file in exported.of_format("parquet")],
    }


def _cite(exported: Exported) -> str:
    card = exported.card
    return (
        f"@misc{{{card.name}, title = {{{card.title}}}, author = {{{{{card.creator}}}}}, "
        f"year = {{{card.published_on.year}}}, version = {{{exported.version}}}}}"
    )


def _describe_file(file: ExportedFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "description": file.contract.__doc__,
        "contentUrl": file.path,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": FORMATS[file.format],
        "sha256": file.sha256,
    }


def _describe_table(file: ExportedFile) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": file.table,
        "name": file.table,
        "description": file.contract.__doc__,
        "key": [{"@id": f"{file.table}/{column}"} for column in file.contract.key()],
        "field": [_describe_column(file, *column) for column in file.contract.published_columns().items()],
    }


def _describe_column(file: ExportedFile, name: str, column: pa.Column) -> dict[str, Any]:
    dtype = column.dtype.type
    is_list = isinstance(dtype, pl.List)
    table = foreign_keys_of(file.contract).get(name)
    return {
        "@type": "cr:Field",
        "@id": f"{file.table}/{name}",
        "name": name,
        "description": column.description,
        "dataType": DATA_TYPES[(dtype.inner if is_list else dtype).base_type()],
        **({"isArray": True, "arrayShape": "-1"} if is_list else {}),
        "source": {"fileObject": {"@id": file.path}, "extract": {"column": name}},
        **({"references": {"field": {"@id": f"{table}/{TABLES[table].key()[0]}"}}} if table else {}),
    }
