"""Tables with what stands in them: as ``kg.table`` gives them and a release describes them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from graph.base.languages import in_lang
from graph.base.problems import BadParameter, GraphError
from graph.base.statements import Statements, Term
from graph.export.table_files import harmless
from graph.export.tables.fields import WORDS, Field
from graph.export.tables.tables import Table, tables, target
from graph.questions.parameter import member, values_of
from graph.view.view import View
from graph.view.whole import resolved
from ontology.terms import RDF, XSD, expand

if TYPE_CHECKING:
    from graph.engines.answer import Answer

# How a value is read, and what data frames call what it is; all others are texts.
_TYPES: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "integer": (int, "number"),
    "decimal": (float, "decimal"),
    "boolean": (lambda text: text in ("true", "1"), "truth"),
    "date": (date.fromisoformat, "day"),
}
HEAD = (
    "column", "datatype", "many", "property", "refers_to", "definition_sv", "definition_en",
)  # fmt: skip
"""What stands in the rows of a dictionary."""


@dataclass(frozen=True)
class Sheet:
    """A table with what stands in it, as texts."""

    table: Table
    fields: Sequence[Field]
    rows: Sequence[Sequence[list[str]]]
    # The columns whose cells are, in every row, the values of their property: literals of the
    # column's type and language; all others show them in another way.
    told: Collection[str]
    key: Sequence[str] = ("id",)  # the columns that tell a row from all others

    @classmethod
    def of(cls, table: Table, held: Statements) -> Sheet:
        """Fill a table from a view.

        Raises:
            GraphError: If a cell for one value has several; the table must say so.
        """
        fields, things = table.fields(), table.things(held)
        rows = [[field.read(held, thing) for field in fields] for thing in things]
        for row in rows:
            for field, values in zip(fields, row, strict=True):
                if len(values) > 1 and not field.many:
                    raise GraphError(
                        f"table {table.name}, column {field.name}: {row[0][0]} has "
                        f"{len(values)} values; put a star behind it in tables.toml"
                    )
        told = {
            field.name
            for i, field in enumerate(fields)
            if field.property
            and any(row[i] for row in rows)
            and all(
                _literals(field, row[i]) == _values_of(field, thing, held)
                for thing, row in zip(things, rows, strict=True)
            )
        }
        return cls(table, fields, rows, told)

    @classmethod
    def links(cls, held: Statements) -> Sheet:
        """Every statement whose value has an address, but for the class of a thing, as a table."""
        texts = {name: WORDS.pair(f"links.{name}") for name in ("thing", "property", "value")}
        fields = [Field(n, told, lambda *_: [], datatype="anyURI") for n, told in texts.items()]
        rows = [
            [[subject.value], [prop.value], [value.value]]
            for subject, prop, value in held
            if isinstance(value, NamedNode) and prop != RDF.type
        ]
        table = Table("links", "rdf:Statement", (), *WORDS.pair("links.title"))
        return cls(table, fields, rows, (), tuple(texts))

    def references(self, among: Sequence[Table]) -> dict[Field, Table]:
        """The columns that name rows of another table, if there is exactly one, and that table."""
        found = {field: target(field, among) for field in self.fields}
        return {field: table for field, table in found.items() if table is not None}

    def dictionary(self, among: Sequence[Table]) -> list[tuple[str, ...]]:
        """A row for each column (see :data:`HEAD`), which may name rows of tables among some."""
        keys = {field: table.name for field, table in self.references(among).items()}
        return [
            (f.name, f.datatype, str(f.many).lower(), f.property, keys.get(f, ""), *f.told)
            for f in self.fields
        ]

    def frame(self, lang: str) -> Answer:
        """The table as a data frame, headings and note in a language: what its files hold.

        Numbers, truths and days are typed as in answers, several values are lists; dates that may
        be coarser than a day are as their source has them (EDTF), with the precision beside.
        """
        from graph.engines.answer import framed

        columns: dict[str, list[Any]] = {}
        kinds: dict[str, str] = {}
        for i, field in enumerate(self.fields):
            read, kind = _TYPES.get(field.datatype, (str, "term"))
            cells = [[read(value) for value in row[i]] for row in self.rows]
            columns[field.name] = cells if field.many else [c[0] if c else None for c in cells]
            kinds[field.name] = "term" if field.many else kind
        headings = {field.name: in_lang(lang, *field.label()) for field in self.fields}
        meaning = in_lang(lang, *self.table.meaning())
        made = framed(columns, kinds, headings, f"{meaning} {WORDS.say('table.note', lang)}")
        made.attrs["table"] = self.table.name
        made.attrs["datatypes"] = {f.name: f.datatype + "*" * f.many for f in self.fields}
        return made


def table(kg: View, name: str | None = None, params: Mapping[str, object] | None = None) -> Answer:
    """A table of a view; see :meth:`graph.knowledge_graph.KnowledgeGraph.table`."""
    given = dict(params or {})
    if given.get("as_of") is not None:
        raise BadParameter(
            "a table has all things of a kind, whatever the day; leave as_of out, or ask a "
            'question for that day, such as kg.ask("holders", as_of=…)'
        )
    kg, rest = kg.viewed(given)
    values_of(f"table {name}", (), rest)
    if name is None:
        return _listed(kg)
    if not isinstance(name, str):
        raise BadParameter(f"a table has a name, no {type(name).__name__}; kg.table() lists them")
    known = {one.name.replace("_", "-"): one for one in tables(people=kg.people)}
    return Sheet.of(member("table", known, name), _held(kg)).frame(kg.lang)


def dictionary(kg: View, name: str) -> list[tuple[str, ...]]:
    """A row for each column of a table (see :data:`HEAD`)."""
    among = tables(people=kg.people)
    (one,) = (one for one in among if one.name == name)
    return Sheet.of(one, _held(kg)).dictionary(among)


def _held(kg: View) -> Statements:
    return kg.cached("tables", lambda: Statements(resolved(kg)))


def _listed(kg: View) -> Answer:
    """The tables by name, with what their rows are."""
    from graph.engines.answer import framed

    among = tables(people=kg.people)
    columns: dict[str, list[Any]] = {
        "name": [one.name for one in among],
        "title": [in_lang(kg.lang, one.sv, one.en) for one in among],
        "rows": [len(one.things(_held(kg))) for one in among],
        "meaning": [in_lang(kg.lang, *one.meaning()) for one in among],
    }
    return framed(columns, {}, {}, "")


def _literals(field: Field, cell: list[str]) -> list[Literal]:
    """What a cell says if it is taken at its word."""
    texts = map(harmless, cell)
    if field.lang:
        return [Literal(text, language=field.lang) for text in texts]
    return [Literal(text, datatype=getattr(XSD, field.datatype)) for text in texts]


def _values_of(field: Field, thing: NamedNode, held: Statements) -> list[Term]:
    """The values of the column's property; of one in a language, those in it."""
    values = held.objects(thing, NamedNode(expand(field.property)))
    if not field.lang:
        return list(values)
    return [v for v in values if isinstance(v, Literal) and v.language in (field.lang, None)]
