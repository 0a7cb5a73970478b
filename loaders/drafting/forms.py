"""What each kind of fact may hold, field by field, so that a page can ask for it in a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from loaders.curation.cited import Cited
from loaders.curation.record import Field, Reader, Record
from loaders.curation.records import KINDS, SourceHead
from loaders.facts.writer import property_of
from ontology.terms import concepts

HEAD = "source"
"""What the form of a head is called, beside those of the kinds of facts."""
# Of the fields that all facts have, those that are used.
_SHARED = ("lines", "printed", "reading")
_UNMARKED = (*_SHARED, "sv", "en")


@dataclass(frozen=True)
class FormField:
    """A field of a form.

    Attributes:
        name: Its name in Python.
        written: Its name in files.
        means: The property that it tells, if it is one.
        needed: Whether it has to be there.
        many: Whether it takes several values.
        own: Whether it may be a curator's conclusion.
        values: The values that it takes, if it takes no others.
        kinds: The kinds of things that it names.
        example: A value, where its form is strict.
    """

    name: str
    written: str
    means: NamedNode | None
    needed: bool
    many: bool
    own: bool
    values: Mapping[str, NamedNode]
    kinds: tuple[str, ...]
    example: str


def forms() -> dict[str, tuple[FormField, ...]]:
    """The fields of each kind of fact, and of the head, in the order in which files have them."""
    records: dict[str, type[Record]] = {HEAD: SourceHead, **KINDS}
    return {
        kind: tuple(
            _field(kind, name, field)
            for name, field in record.fields.items()
            if name in _SHARED or name not in (*Cited.fields, "printed")
        )
        for kind, record in records.items()
    }


def _field(kind: str, name: str, field: Field) -> FormField:
    reader = field.reader or Reader.by(str)
    # An id, a title, words of ours are never a conclusion; a publisher or a day of a head may be.
    own = bool(reader.kinds or reader.example) if kind == HEAD else name not in _UNMARKED
    return FormField(
        name=name,
        written=field.written,
        means=_property(name, kind),
        needed=field.required,
        many=field.many or name == "lines",
        own=own,
        values=concepts(reader.scheme) if reader.scheme else {},
        kinds=reader.kinds,
        example=reader.example,
    )


def _property(name: str, kind: str) -> NamedNode | None:
    try:
        return property_of(name, kind)
    except KeyError:
        return None
