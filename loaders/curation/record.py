"""Records: what a row of a curated file holds, field by field, and how each field is read.

A class's annotations are its fields.  pydantic-core reads a row by them, and tells all that is
wrong with it, each by the path of its field.  What a value may be its reader alone says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from inspect import get_annotations
from types import UnionType
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    NamedTuple,
    Self,
    TypeAlias,
    TypeVar,
    Union,
    get_args,
    get_origin,
)

from pydantic_core import SchemaValidator, core_schema
from pydantic_core.core_schema import CoreSchema, ValidationInfo

from loaders.limits import LISTED

_T = TypeVar("_T")


@dataclass(frozen=True)
class Reader:
    """How the value of a field is read from a tree of text: ``Annotated[int, Reader.by(int)]``.

    The parser takes what stands in the file, and pydantic-core's account with the registers as its
    context; it raises ``ValueError("what is wrong; what to do")``.  A form offers the values of the
    ``scheme``, names of things of the ``kinds``, or an ``example``.
    """

    parser: Callable[[Any, ValidationInfo], Any]
    scheme: str = ""
    kinds: tuple[str, ...] = ()
    example: str = ""

    @classmethod
    def by(cls, parser: Callable[[Any], Any]) -> Reader:
        """Read by a parser that needs no registers."""
        return cls(lambda value, _: parser(value))


@dataclass(frozen=True)
class Listed:
    """One value, or a list of at least so many."""

    least: int = 0


Many: TypeAlias = Annotated[tuple[_T, ...], Listed()]
Some: TypeAlias = Annotated[tuple[_T, ...], Listed(1)]


@dataclass(frozen=True)
class Written:
    """The name by which files call a field that Python calls otherwise."""

    name: str


class Field(NamedTuple):
    """A field: its name in files, whether it has to be there, whether it takes several values."""

    written: str
    required: bool
    many: bool
    reader: Reader | None
    schema: CoreSchema


class Record:
    """What every record is; unknown fields are errors, and so is what :meth:`review` raises.

    A class method ``check_date`` takes the value of the field ``date`` and pydantic-core's account,
    which has the fields before it, and gives the value or raises ``ValueError``.
    """

    fields: ClassVar[Mapping[str, Field]] = {}

    def __init__(self, **values: Any) -> None:
        vars(self).update(values)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        hints: dict[str, Any] = get_annotations(cls, eval_str=True)
        told = (name for name, hint in hints.items() if get_origin(hint) is not ClassVar)
        own = {name: _field(cls, name, hints[name]) for name in told}
        # Its own come first, then those that it shares: so files have them, and messages list them.
        cls.fields = {**own, **cls.fields, **own}

    @classmethod
    def read(cls, values: Any, registers: object = None) -> Self:
        """Read a row; raises pydantic-core's ``ValidationError`` with all that is wrong."""
        record: Self = cls._validator().validate_python(values, context=registers)
        return record

    def review(self) -> None:
        """Raise ``ValueError`` if fields that are right by themselves do not agree."""

    @classmethod
    def schema(cls) -> CoreSchema:
        """The record as pydantic-core is told it."""
        fields = {}
        for name, (written, required, _, _, schema) in cls.fields.items():
            if check := getattr(cls, f"check_{name}", None):
                schema = core_schema.with_info_after_validator_function(check, schema)
            fields[name] = core_schema.typed_dict_field(
                schema, required=required, validation_alias=written
            )
        row = core_schema.typed_dict_schema(fields, extra_behavior="forbid")
        return core_schema.no_info_after_validator_function(cls._made, row)

    @classmethod
    def _made(cls, values: dict[str, Any]) -> Self:
        record = cls(**values)
        record.review()
        return record

    @classmethod
    @cache
    def _validator(cls) -> SchemaValidator:
        return SchemaValidator(cls.schema())


def one_or_many(value: Any) -> list[Any]:
    """A list stays, anything else becomes a list of one; a long list is refused."""
    values = value if isinstance(value, list) else [value]
    if len(values) > LISTED:
        raise ValueError(f"{len(values):,} values are too many; write at most {LISTED}")
    return values


def _field(cls: type[Record], name: str, hint: Any) -> Field:
    base, *marks = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    written = next((mark.name for mark in marks if isinstance(mark, Written)), name)
    many = get_origin(base) is tuple
    return Field(written, name not in vars(cls), many, _reader(hint), _schema(hint))


def _reader(hint: Any) -> Reader | None:
    """What reads a value, or each of several."""
    if isinstance(hint, Reader):
        return hint
    return next(filter(None, map(_reader, get_args(hint))), None)


def _schema(hint: Any) -> CoreSchema:
    """How pydantic-core reads what an annotation allows."""
    of, inner = get_origin(hint), get_args(hint)
    if of is Annotated:
        match inner[1]:
            case Reader(parser):
                return core_schema.with_info_plain_validator_function(parser)
            case Listed(least):
                listed = _tuple(inner[0], least)
                return core_schema.no_info_before_validator_function(one_or_many, listed)
        return _schema(inner[0])
    if of in (Union, UnionType):
        return core_schema.nullable_schema(_schema(inner[0]))
    if of is Literal:
        return core_schema.literal_schema(list(inner))
    if of is tuple:
        return _tuple(hint)
    if of is Mapping:
        return core_schema.dict_schema(core_schema.str_schema(), _schema(inner[1]))
    told: CoreSchema = hint.schema()
    return told


def _tuple(hint: Any, least: int | None = None) -> CoreSchema:
    items = [_schema(get_args(hint)[0])]
    return core_schema.tuple_schema(items, variadic_item_index=0, min_length=least)
