"""What a source file says of its document, before the facts."""

from __future__ import annotations

from typing import Annotated

from pydantic import ValidationInfo, field_validator
from pyoxigraph import NamedNode

from loaders.curation.cited import Many, Organ, Record
from loaders.curation.fields import Address, Date, Day, Id, Text, concept_of
from loaders.dates import When, in_order


class SourceHead(Record):
    """What a source file says of its document.

    Attributes:
        id: Short identifier; the file's name without ``.yaml``.
        also: Other identifiers under which the document is known.
        kind: ``slides``, ``web-page``, ``press`` …
        read_on: The day on which a curator read it; by then it existed.
        not_before: A day before which it cannot have been written.
        locator: The locator of facts that give none, such as ``whole page``.
    """

    id: Id
    also: Many[Text] = ()
    title: Text
    title_en: Text
    kind: Annotated[NamedNode, concept_of("sourceKind")]
    publisher: Organ
    date: Date | None = None
    date_note: Text | None = None
    url: Address | None = None
    read_on: Day | None = None
    not_before: Day | None = None
    inferred: Many[Text] = ()
    reading: Text | None = None
    locator: Text | None = None
    note: Text | None = None

    @field_validator("read_on")
    @classmethod
    def _written_before_read(cls, value: When | None, said: ValidationInfo) -> When | None:
        in_order(said.data.get("date"), value, "date", "read_on")
        return value

    @field_validator("not_before")
    @classmethod
    def _not_before_it_was_there(cls, value: When | None, said: ValidationInfo) -> When | None:
        for name in ("date", "read_on"):
            in_order(value, said.data.get(name), "not_before", name)
        return value
