"""The rules by which answers follow from facts: each with its sentence, its uses and an example.

The rules are the concepts of ``nhv:Rules``; this is the one place that reads them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from pyoxigraph import Literal, NamedNode

from graph.base.vocabulary import word
from graph.base.words import words_of
from graph.engines.frames import Table, Term, swedish
from graph.evidence.tabled import Tabled, asked, cells, html_table
from graph.view.view import View
from ontology.terms import NHV, curie

_WORDS = words_of("graph.evidence")


@dataclass(frozen=True, repr=False)
class Rules(Tabled):
    """All rules.  Text by ``str()``, a table in a notebook, rows by ``frame()``.

    The table has a row per rule: its short name, its name, its wording, the properties that it
    gives or is named by, how many things it was used for (empty where no thing shows it), and one
    of them.
    """

    def __str__(self) -> str:
        return "\n".join(self._told(row) for row in self.rows)

    def _told(self, row: Mapping[str, object]) -> str:
        lines = [f"{row['name']} ({row['rule']})", f"  {row['sentence']}"]
        if row["uses"] is not None:
            times = _WORDS.say("rules.times" if row["uses"] != 1 else "rules.once", self.lang)
            such = _WORDS.say("rules.for_instance", self.lang)
            example = f"; {such} {row['example']}" if row["example"] else ""
            lines.append(f"  {row['applies_to']}: {row['uses']} {times}{example}")
        return "\n".join(lines) + "\n"

    def _repr_html_(self) -> str:
        title = _WORDS.say("rules.title", self.lang)
        return f"<h4>{escape(title)}</h4>{html_table(self.table)}"


def rules(kg: View) -> Rules:
    """Every rule of a view, with its uses in it."""
    properties: dict[str, set[str]] = {}
    told: dict[str, tuple[Term | None, ...]] = {}
    for rule, notation, name, sentence, prop, uses, example in asked(kg, "rules").rows:
        assert isinstance(rule, NamedNode)
        named = properties.setdefault(rule.value, set())
        if isinstance(prop, NamedNode):
            named.add(word(prop, kg.lang))
        told[rule.value] = (notation, name, sentence, uses, example)
    things = [example.value for *_, example in told.values() if isinstance(example, Literal)]
    labels = kg.labels(things)
    rows: list[tuple[Term | None, ...]] = []
    for iri, (notation, name, sentence, uses, example) in told.items():
        listed = ", ".join(sorted(properties[iri], key=swedish))
        thing = example.value if isinstance(example, Literal) else ""
        used = uses if thing else 0 if listed else None
        shown = (labels[thing], curie(thing)) if thing else (None, None)
        rows.append(cells(notation, name, sentence, listed or None, used, *shown))
    headings = _WORDS.section("rules.heading", kg.lang)
    return Rules(Table(list(headings), rows, headings).sorted_by(["rule"], ties=[]), kg.lang)


def derivers(kg: View) -> Mapping[NamedNode, NamedNode]:
    """For each property whose values a rule works out, that rule."""
    rows = kg.cached("derivers", lambda: sorted(asked(kg, "derives").rows, key=str))
    return {
        prop: rule
        for prop, rule in rows
        if isinstance(prop, NamedNode) and isinstance(rule, NamedNode)
    }


# What names the rule of a value, and what the value follows from, where a thing says it itself.
BASES: Mapping[NamedNode, tuple[NamedNode, NamedNode]] = {
    prop: (basis, premise)
    for basis, premise, props in (
        (NHV.startBasis, NHV.startPremise, (NHV.since, NHV.earliestStart, NHV.latestStart)),
        (NHV.endBasis, NHV.endPremise, (NHV.earliestEnd, NHV.latestEnd)),
        (NHV.resultBasis, NHV.resultPremise, (NHV.result, NHV.resultDay)),
    )
    for prop in (basis, premise, *props)
}
