"""What the columns of a table are: how each is read from the graph, typed and explained.

A column is explained by the ontology's own definition of its property; only columns that are no
property (``id``, ``certainty`` …) and terms of other vocabularies are explained here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from graph.base.languages import LANGS
from graph.base.statements import Term
from graph.base.vocabulary import word
from graph.release.statements import Released
from ontology.terms import (
    BIBO,
    NHV,
    PROV,
    RDF,
    RDFS,
    SKOS,
    XSD,
    curie,
    expand,
    superclasses,
)  # fmt: skip

Pair = tuple[str, str]
Read = Callable[[Released, NamedNode], list[str]]

BETWEEN = " | "
"""Stands between the values of one cell; it stands in no short name and no name of the graph."""

_NAMES = ("svenska", "Swedish"), ("engelska", "English")
_PRECISIONS = {XSD.date: "day", XSD.gYearMonth: "month", XSD.gYear: "year"}
_CERTAINTIES: Mapping[Term, str] = {NHV.Stated: "stated", NHV.Inferred: "inferred"}
_DATATYPES = {"thing": "string", "ref": "string", "date": "string", "day": "date"}
# Of other vocabularies, in our own words.
_REUSED: Mapping[str, Pair] = {
    "bibo:locator": ("Stället i källan: rad, sida, avsnitt.", "The place in the source."),
    "dcterms:description": ("Vad författningen handlar om.", "What the statute is about."),
    "dcterms:date": ("Datum för författningen.", "Date of the statute."),
    "dcterms:publisher": ("Den som har gett ut källan.", "Who published the source."),
    "dcterms:title": ("Källans titel.", "The title of the source."),
    "eli:first_date_entry_in_force": ("Dag för ikraftträdande.", "Day of entry into force."),
    "foaf:based_near": ("Orten i GeoNames.", "The town in GeoNames."),
    "foaf:page": ("Webbadress.", "Web address."),
    "geo:lat": ("Latitud, WGS 84, i grader.", "Latitude, WGS 84, in degrees."),
    "geo:long": ("Longitud, WGS 84, i grader.", "Longitude, WGS 84, in degrees."),
    "org:hasMember": ("Medlemmarna.", "The members."),
    "org:member": ("Personen på platsen.", "The person on the seat."),
    "org:organization": ("Organet som platsen finns i.", "The body that the seat is in."),
    "org:postIn": ("Organet som platsen finns i.", "The body that the seat is in."),
    "prov:entity": ("Källan som hänvisningen gäller.", "The source that is cited."),
    "prov:hadPrimarySource": ("Källan som säger det.", "The source that says so."),
    "schema:dissolutionDate": ("När organisationen upphörde.", "When the organisation ended."),
    "schema:foundingDate": ("När organisationen bildades.", "When the organisation was founded."),
    "skos:altLabel": ("Andra namn, som de har tryckts.", "Other names, as printed."),
    "skos:broader": ("Området som detta är en del av.", "The area that this is a part of."),
    "skos:definition": ("Vad ordet betyder.", "What the word means."),
    "skos:inScheme": ("Listan som värdet hör till.", "The list that the value belongs to."),
    "skos:notation": ("Kod eller beteckning.", "Code or designation."),
}


@dataclass(frozen=True)
class Field:
    """A column of a table.

    Attributes:
        name: Its heading.
        datatype: ``string``, ``integer``, ``decimal``, ``boolean``, ``date`` or ``anyURI``.
        many: Whether a cell can hold several values, with :data:`BETWEEN` between them.
        told: What it holds, in Swedish and English.
        read: Gives the values of a row's thing, as text.
        property: The property that it shows, as a short name; empty where it is none.
        target: The class of the things that it names; None where it names none.
    """

    name: str
    datatype: str
    many: bool
    told: Pair
    read: Read
    property: str = ""
    target: NamedNode | None = None


@dataclass(frozen=True)
class Column:
    """A property as one or more columns.

    Attributes:
        short: The property's short name.
        form: ``thing`` (a short name with its labels), ``ref`` (a short name), ``date`` (in the
            precision of the source), ``day``, ``text`` (in two languages), or a datatype.
        many: Whether it can have several values.
    """

    short: str
    form: str
    many: bool

    def fields(self, ontology: Released) -> list[Field]:
        """The columns, explained by the ontology.

        Args:
            ontology: Its statements.
        """
        prop = NamedNode(expand(self.short))
        name, told = snake(prop.value), explained(prop, ontology)
        first = Field(
            name,
            _DATATYPES.get(self.form, self.form),
            self.many,
            told,
            lambda held, row: [plain(v) for v in held.objects(row, prop)],
            self.short,
            _range(prop, ontology) if self.form in ("thing", "ref") else None,
        )
        if self.form == "text":
            return [_text(name, prop, told, i) for i in range(2)]
        if self.form == "thing":
            return [first, *(_named(name, prop, self.many, i) for i in range(2))]
        if self.form == "date":
            return [first, _precision(name, prop, self.many)]
        return [first]


def columns(form: str, names: str) -> list[Column]:
    """Several properties of one form.

    Args:
        form: See :class:`Column`.
        names: Short names, ``nhv:`` left out; a star behind one that can have several values.

    Example:
        >>> columns("ref", "call joins*")[1]
        Column(short='nhv:joins', form='ref', many=True)
    """
    found = []
    for written in names.split():
        short = written.rstrip("*")
        found.append(Column(short if ":" in short else f"nhv:{short}", form, written != short))
    return found


def snake(name: str) -> str:
    """The heading for a term.

    Example:
        >>> snake("https://w3id.org/nhv/ontology#validFrom")
        'valid_from'
    """
    local = re.split(r"[/#]", name)[-1]
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", local).lower()


def explained(term: NamedNode, ontology: Released) -> Pair:
    """What a term means, in Swedish and English."""
    short = curie(term.value)
    if short in _REUSED:
        return _REUSED[short]
    sv, en = (
        ontology.text(term, SKOS.definition, lang) or word(term, lang).capitalize() + "."
        for lang in LANGS
    )
    return sv, en


def plain(value: Term) -> str:
    """A value as text: things by their short names."""
    return curie(value.value) if isinstance(value, NamedNode) else value.value


def identity(table_cls: str) -> list[Field]:
    """The first column of every table."""
    told = (
        f"Kortnamn, unikt i hela grafen ({table_cls}); kolumnen iri har hela namnet.",
        f"Short name, unique in the whole graph ({table_cls}); the column iri has all of it.",
    )
    return [Field("id", "string", False, told, lambda _, row: [curie(row.value)])]


def address() -> list[Field]:
    """The last column of every table."""
    told = ("Hela namnet (IRI).", "The whole name (IRI).")
    return [Field("iri", "anyURI", False, told, lambda _, row: [row.value])]


def labels() -> list[Field]:
    """What the thing is called."""

    def made(i: int) -> Field:
        told = (f"Namn på {_NAMES[i][0]}.", f"Name in {_NAMES[i][1]}.")
        return Field(
            f"label_{LANGS[i]}", "string", False, told, lambda h, row: _some(h.label(row, LANGS[i]))
        )

    return [made(0), made(1)]


def evidence() -> list[Field]:
    """How the row is known: one entry of each for every citation, in one order."""

    def cited(held: Released, row: NamedNode) -> list[NamedNode]:
        return [
            v for v in held.objects(row, PROV.qualifiedPrimarySource) if isinstance(v, NamedNode)
        ]

    def of_citations(prop: NamedNode) -> Read:
        return lambda h, row: [
            BETWEEN.join(map(plain, h.objects(c, prop))) or "–" for c in cited(h, row)
        ]

    def certainty(held: Released, row: NamedNode) -> list[str]:
        return [_CERTAINTIES[v] for v in held.objects(row, NHV.certainty) if v in _CERTAINTIES]

    def otherwise(held: Released, row: NamedNode) -> list[str]:
        props = (NHV.inferredProperty, NHV.statedProperty)
        return [plain(v) for prop in props for v in held.objects(row, prop)]

    return [
        Field(
            "certainty",
            "string",
            False,
            (
                "stated om källor säger allt som definierar saken, annars inferred.",
                "stated if sources say all that defines the thing, else inferred.",
            ),
            certainty,
            "nhv:certainty",
        ),
        Field(
            "otherwise",
            "string",
            True,
            (
                "Egenskaper som är tolkade där saken är stated, eller angivna där den är inferred.",
                "Properties that are inferred where the thing is stated, or the other way round.",
            ),
            otherwise,
        ),
        Field(
            "stated_by",
            "string",
            True,
            (
                "Hänvisningarna som säger allt som definierar saken, utan tolkning.",
                "The citations that say all that defines the thing, without interpretation.",
            ),
            lambda h, row: [plain(v) for v in h.objects(row, NHV.statedBy)],
            "nhv:statedBy",
        ),
        Field(
            "citations",
            "string",
            True,
            ("Hänvisningarna (tabellen citations).", "The citations (table citations)."),
            lambda h, row: [curie(c.value) for c in cited(h, row)],
        ),
        Field(
            "sources",
            "string",
            True,
            (
                "Källan för varje hänvisning, i samma ordning (tabellen sources).",
                "The source of each citation, in the same order (table sources).",
            ),
            of_citations(PROV.entity),
        ),
        Field(
            "places",
            "string",
            True,
            (
                "Stället i källan för varje hänvisning (rad, bild, avsnitt), i samma ordning.",
                "The place in the source of each citation (line, slide …), in the same order.",
            ),
            of_citations(BIBO.locator),
        ),
    ]


def kind() -> list[Field]:
    """The most specific class of the thing, for tables of several classes."""

    def read(held: Released, row: NamedNode) -> list[str]:
        own = {
            v
            for v in held.objects(row, RDF.type)
            if isinstance(v, NamedNode) and v.value.startswith(str(NHV))
        }
        above = {cls for v in own for cls in superclasses(v)}
        return sorted(plain(v) for v in own - above)

    told = ("Slag, som klass i ontologin.", "Kind, as a class of the ontology.")
    return [Field("kind", "string", False, told, read, "rdf:type")]


def owner(said: str, ontology: Released) -> list[Field]:
    """Of a thing without a name of its own: what it belongs to.

    Args:
        said: The heading of the column and the property by which that names the thing, with a star
            if several can; empty for no column.
        ontology: The statements of the ontology.
    """
    if not said:
        return []
    name, _, names = said.partition(" ")
    (column,) = columns("ref", names)
    prop = NamedNode(expand(column.short))
    word_sv, word_en = (word(prop, lang) for lang in LANGS)
    told = (
        f"Vad raden hör till (det omvända av {word_sv}).",
        f"What the row belongs to (the inverse of {word_en}).",
    )
    domain = ontology.objects(prop, RDFS.domain)
    target = domain[0] if len(domain) == 1 and isinstance(domain[0], NamedNode) else None

    def read(held: Released, row: NamedNode) -> list[str]:
        return [curie(subject.value) for subject in held.subjects(prop, row)]

    return [Field(name, "string", column.many, told, read, "", target)]


def _range(prop: NamedNode, ontology: Released) -> NamedNode | None:
    found = ontology.objects(prop, RDFS.range)
    return found[0] if len(found) == 1 and isinstance(found[0], NamedNode) else None


def _text(name: str, prop: NamedNode, told: Pair, i: int) -> Field:
    said = (f"{told[0]} På {_NAMES[i][0]}.", f"{told[1]} In {_NAMES[i][1]}.")
    return Field(
        f"{name}_{LANGS[i]}",
        "string",
        False,
        said,
        lambda held, row: _some(held.text(row, prop, LANGS[i])),
        curie(prop.value),
    )


def _named(name: str, prop: NamedNode, many: bool, i: int) -> Field:
    told = (f"Namnet på {name}, på {_NAMES[i][0]}.", f"The name of {name}, in {_NAMES[i][1]}.")

    def read(held: Released, row: NamedNode) -> list[str]:
        return [
            (held.label(v, LANGS[i]) or plain(v)) if isinstance(v, NamedNode) else plain(v)
            for v in held.objects(row, prop)
        ]

    return Field(f"{name}_{LANGS[i]}", "string", many, told, read, curie(prop.value))


def _precision(name: str, prop: NamedNode, many: bool) -> Field:
    told = (
        f"Hur noggrant {name} är angivet i källan: day, month, year eller interval (EDTF).",
        f"How exactly the source gives {name}: day, month, year or interval (EDTF).",
    )

    def read(held: Released, row: NamedNode) -> list[str]:
        return [
            _PRECISIONS.get(v.datatype, "interval")
            for v in held.objects(row, prop)
            if isinstance(v, Literal)
        ]

    return Field(f"{name}_precision", "string", many, told, read, curie(prop.value))


def _some(text: str) -> list[str]:
    return [text] if text else []
