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

from pydantic_core import SchemaValidator
from pydantic_core.core_schema import ValidationInfo

from loaders.limits import LISTED

_Schema: TypeAlias = dict[str, Any]
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
    schema: _Schema


def checks(*names: str) -> Callable[[_T], _T]:
    """Let a class method of a record, of a value and pydantic-core's account, look at fields."""

    def mark(method: _T) -> _T:
        method.checks = names  # type: ignore[attr-defined]
        return method

    return mark


class Record:
    """What every record is; unknown fields are errors, and so is what :meth:`review` raises."""

    fields: ClassVar[Mapping[str, Field]] = {}
    _checks: ClassVar[tuple[tuple[str, str], ...]] = ()

    def __init__(self, **values: Any) -> None:
        vars(self).update(values)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        marked = ((n, check) for n, m in vars(cls).items() for check in getattr(m, "checks", ()))
        cls._checks = (*cls._checks, *marked)
        hints = get_annotations(cls, eval_str=True).items()
        own = {name: _field(cls, name, hint) for name, hint in hints if _is_field(hint)}
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
    def schema(cls) -> _Schema:
        """The record as pydantic-core is told it."""
        fields = {name: cls._checked(name, field) for name, field in cls.fields.items()}
        schema = {"type": "typed-dict", "fields": fields, "extra_behavior": "forbid"}
        return _function("function-after", "no-info", cls._made, schema=schema)

    @classmethod
    def _checked(cls, name: str, field: Field) -> _Schema:
        schema = field.schema
        for method in (method for method, checked in cls._checks if checked == name):
            checking = getattr(cls, method)
            schema = _function("function-after", "with-info", checking, schema=schema)
        told = {"schema": schema, "required": field.required, "validation_alias": field.written}
        return {"type": "typed-dict-field", **told}

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


def _is_field(hint: object) -> bool:
    return get_origin(hint) is not ClassVar


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


def _schema(hint: Any) -> _Schema:
    """How pydantic-core reads what an annotation allows."""
    of, inner = get_origin(hint), get_args(hint)
    if of is Annotated:
        match inner[1]:
            case Reader(parser):
                return _function("function-plain", "with-info", parser)
            case Listed(least):
                listed = {**_schema(inner[0]), "min_length": least}
                return _function("function-before", "no-info", one_or_many, schema=listed)
        return _schema(inner[0])
    if of in (Union, UnionType):
        return {"type": "nullable", "schema": _schema(inner[0])}
    if of is Literal:
        return {"type": "literal", "expected": list(inner)}
    if of is tuple:
        return {"type": "tuple", "items_schema": [_schema(inner[0])], "variadic_item_index": 0}
    if of is Mapping:
        return {"type": "dict", "keys_schema": {"type": "str"}, "values_schema": _schema(inner[1])}
    told: _Schema = hint.schema()
    return told


def _function(kind: str, told: str, function: Callable[..., Any], **more: Any) -> _Schema:
    return {"type": kind, "function": {"type": told, "function": function}, **more}
