"""Names and types of everything that is written or read: the one place they are declared."""

from typing import Literal, get_args

import pyarrow as pa

SCHEMA_VERSION = 1

Label = Literal["achievement", "plan", "problem", "other"]
EntityType = Literal[
    "PLACE",
    "PROGRAM",
    "COMPANY",
    "ORG",
    "FACILITY",
    "DOCUMENT",
    "EVENT",
    "PERSON",
    "TIFA",
]
Role = Literal["review", "plan", "problems", "front", "closing", "glossary"]
Level = Literal["national", "province", "city", "county"]

LABELS: tuple[Label, ...] = get_args(Label)
ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)
ROLES: tuple[Role, ...] = get_args(Role)
LEVELS: tuple[Level, ...] = get_args(Level)

_text, _int, _float = pa.string(), pa.int32(), pa.float32()


def _table(**columns: pa.DataType) -> pa.Schema:
    return pa.schema([pa.field(name, kind) for name, kind in columns.items()])


TABLES: dict[str, pa.Schema] = {
    "documents": _table(
        doc_id=_text,
        title=_text,
        place=_text,
        place_code=_text,
        level=_text,
        year=_int,
        date=_text,
        speaker=_text,
        meeting=_text,
        text=pa.large_string(),
        source_path=_text,
        source_sha256=_text,
        encoding=_text,
        format=_text,
        n_sentences=_int,
        n_tokens=_int,
        warnings=pa.list_(_text),
    ),
    "sections": _table(
        doc_id=_text,
        section_id=_int,
        parent_id=_int,
        level=_int,
        number=_text,
        heading=_text,
        role=_text,
        start=_int,
        end=_int,
    ),
    # A row for every sentence and, with a null label, for every heading, so that
    # the rows of a document together hold all of its text.
    "sentences": _table(
        doc_id=_text,
        sent_id=_int,
        section_id=_int,
        paragraph=_int,
        start=_int,
        end=_int,
        source_start=_int,
        source_end=_int,
        text=_text,
        label=_text,
        p_achievement=_float,
        p_plan=_float,
        p_problem=_float,
        p_other=_float,
    ),
    "tokens": _table(
        doc_id=_text,
        sent_id=_int,
        token_id=_int,
        start=_int,
        end=_int,
        text=_text,
        pos=_text,
    ),
    "entities": _table(
        doc_id=_text,
        sent_id=_int,
        entity_id=_int,
        start=_int,
        end=_int,
        text=_text,
        label=_text,
        canonical=_text,
        code=_text,
        by=_text,
        score=_float,
    ),
    "measures": _table(
        doc_id=_text,
        sent_id=_int,
        measure_id=_int,
        start=_int,
        end=_int,
        indicator=_text,
        indicator_id=_text,
        value=pa.float64(),
        value_max=pa.float64(),
        unit=_text,
        kind=_text,
        direction=_text,
        bound=_text,
        status=_text,
        period_start=_text,
        period_end=_text,
        place=_text,
        text=_text,
    ),
}
