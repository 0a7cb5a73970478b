"""The pages of the ontology's words: classes, properties, value lists, and words of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from graph.evidence.rules import BASES
from graph.site.lexicon import REUSED, Lexicon, anchor, local
from graph.site.links import between
from graph.site.page import Page
from graph.site.parts import Cell, Cells, Grid
from graph.site.words import say
from ontology.terms import DCTERMS, NHV, OWL, RDFS, SCHEMA, SH, SKOS, curie, expand, superclasses

_MATCHES = (
    (SKOS.closeMatch, "close_match"),
    (SKOS.relatedMatch, "related_match"),
    (RDFS.seeAlso, "see_also"),
)
_FEATURES = (
    (OWL.FunctionalProperty, "single"),
    (NamedNode(expand("owl:AsymmetricProperty")), "asymmetric"),
    (NamedNode(expand("owl:IrreflexiveProperty")), "irreflexive"),
    (OWL.ObjectProperty, "object"),
    (OWL.DatatypeProperty, "datatype"),
    (OWL.AnnotationProperty, "annotation"),
)


@dataclass(frozen=True)
class Around:
    """What stands on the pages of terms besides the ontology itself.

    Attributes:
        uses: The questions of the catalogue that name a term.
        asked: The wording of each question, by its name.
        counts: How many things are of a class, statements have a property, or facts a value.
        rules: Each rule by its short name, as :mod:`graph.evidence.rules` has it.
    """

    uses: Mapping[NamedNode, Sequence[str]]
    asked: Mapping[str, str]
    counts: Mapping[NamedNode, int]
    rules: Mapping[str, Mapping[str, object]]


def pages(lex: Lexicon, lang: str, around: Around) -> Iterator[Page]:
    """The pages of all terms in a language, lists of them included.

    Args:
        lex: The ontology.
        lang: ``"sv"`` or ``"en"``.
        around: What is known of the terms besides.
    """
    made = _Maker(lex, lang, around)
    for term in lex.classes:
        yield made.class_page(term)
    for term in lex.properties:
        yield made.property_page(term)
    for scheme in lex.schemes:
        yield made.scheme_page(scheme)
    yield made.list_page("class", "classes", lex.classes)
    yield made.list_page("property", "properties", lex.properties)
    yield made.list_page("scheme", "schemes", lex.schemes)
    yield made.reused_page()


class _Maker:
    """Makes the pages of terms in one language."""

    def __init__(self, lex: Lexicon, lang: str, around: Around) -> None:
        self.lex, self.lang, self.around = lex, lang, around

    def say(self, key: str, *values: object) -> str:
        return say(key, self.lang, *values)

    def cell(self, term: NamedNode) -> Cell:
        """A term by what it is called; a foreign one by its short name."""
        text = self.lex.label(term, self.lang)
        return Cell(text, term, form="code" if ":" in text else "")

    def cells(self, found: Iterable[NamedNode]) -> tuple[Cell, ...]:
        return tuple(self.cell(term) for term in self.lex.by_label(found, self.lang))

    def definition(self, term: NamedNode) -> str:
        return self.lex.text(term, SKOS.definition, self.lang)

    def class_page(self, term: NamedNode) -> Page:
        lex = self.lex
        parents = lex.values(term, RDFS.subClassOf)
        brought = lex.properties_of(term)
        rows: list[Sequence[Cells]] = [
            (self.cell(prop), Cell(self.definition(prop)), self.cell(above))
            for prop, above in brought
        ]
        grid = Grid(
            f"{self.say('has_properties')}: {lex.label(term, self.lang)}",
            [self.say("property"), self.say("definition"), self.say("from_class")],
            rows,
        )
        disjoint = {*lex.values(term, OWL.disjointWith), *lex.having(OWL.disjointWith, term)}
        facts = [
            ("is_a", self.cells({*parents, *superclasses(term)})),
            ("kinds_of_it", self.cells(lex.having(RDFS.subClassOf, term))),
            ("never_also", self.cells(disjoint)),
            ("demands", self.shapes(lex.having(SH.targetClass, term))),
        ]
        count = self.around.counts.get(term, 0)
        counted = self.say("in_data_class", count)
        return self.page(term, "class", facts, counted, grid=grid if brought else None)

    def property_page(self, term: NamedNode) -> Page:
        lex = self.lex
        on = [*lex.values(term, RDFS.domain), *lex.values(term, SCHEMA.domainIncludes)]
        has = [*lex.values(term, RDFS.range), *lex.values(term, SCHEMA.rangeIncludes)]
        features = [self.say(key) for kind, key in _FEATURES if lex.is_a(term, kind)]
        if lex.literals(term, NHV.derived):
            features.append(self.say("worked_out"))
        facts = [
            ("on_things", self.cells(on) or (Cell(self.say("anything")),)),
            ("has_values", self.cells(has)),
            ("listed_values", self.cells(lex.values(term, NHV.valuesFrom))),
            ("by_rule", self.cells(
                {*lex.having(NHV.derives, term),
                 *lex.having(NHV.namedBy, BASES.get(term, (term,))[0])})),
            ("above", self.cells(lex.values(term, RDFS.subPropertyOf))),
            ("below", self.cells(lex.having(RDFS.subPropertyOf, term))),
            ("features", tuple(map(Cell, features))),
            ("demands", self.shapes(lex.having(SH.path, term))),
        ]  # fmt: skip
        count = self.around.counts.get(term, 0)
        return self.page(term, "property", facts, self.say("in_data_property", count))

    def scheme_page(self, scheme: NamedNode) -> Page:
        concepts = [
            {
                "anchor": anchor(concept),
                "cell": Cell(self.lex.label(concept, self.lang)),
                "page": self._own_page(concept, scheme),
                "definition": self.definition(concept),
                "short": curie(concept.value),
                "notation": ", ".join(self.lex.literals(concept, SKOS.notation)),
                "also": ", ".join(
                    text
                    for prop in (SKOS.altLabel, SKOS.hiddenLabel)
                    for text in self.lex.literals(concept, prop)
                ),
                "elsewhere": self.elsewhere(concept),
                "count": self.around.counts.get(concept, 0),
                **self.rule(concept),
            }
            for concept in self.lex.concepts(scheme)
        ]
        facts = [("properties_of_list", self.cells(self.lex.having(NHV.valuesFrom, scheme)))]
        words = " ".join(
            f"{self.lex.label(concept, self.lang)} {', '.join(self.lex.literals(concept, prop))}"
            for concept in self.lex.concepts(scheme)
            for prop in (SKOS.altLabel, SKOS.hiddenLabel)
        )
        return self.page(scheme, "scheme", facts, "", concepts=concepts, words=words)

    def rule(self, concept: NamedNode) -> dict[str, object]:
        """Of a rule: what it works out, where it is named, how often it is used, an example."""
        facts = [
            (self.say(key), self.cells(self.lex.values(concept, prop)))
            for prop, key in ((NHV.derives, "works_out"), (NHV.namedBy, "named_by"))
        ]
        told = self.around.rules.get(next(iter(self.lex.literals(concept, SKOS.notation)), ""), {})
        if thing := told.get("thing"):
            example = Cell(str(told["example"]), NamedNode(expand(str(thing))))
            facts.append((self.say("example"), (example,)))
        found: dict[str, object] = {"facts": [(key, cells) for key, cells in facts if cells]}
        return found | ({"count": told["uses"]} if told.get("uses") is not None else {})

    def list_page(self, kind: str, key: str, found: Sequence[NamedNode]) -> Page:
        rows: list[Sequence[Cells]] = [
            (
                Cell(self.lex.label(term, self.lang), term),
                Cell(curie(term.value), form="code"),
                Cell(self.definition(term)),
            )
            for term in self.lex.by_label(found, self.lang)
        ]
        heads = [self.say("name"), self.say("short_name"), self.say("definition")]
        summary = self.say(f"about_list.{kind}")
        return Page(
            f"{kind}/index.html", self.say(key), summary, "listing.html",
            {"grid": Grid(f"{self.say(key)} ({len(rows)})", heads, rows)},
            kind=self.say("vocabulary"),
        )  # fmt: skip

    def reused_page(self) -> Page:
        rows: list[Sequence[Cells]] = []
        places: list[str] = []
        for term, users in self.lex.used().items():
            places.append(anchor(term))
            rows.append(
                (
                    Cell(curie(term.value), href=term.value, form="code"),
                    Cell(self.lex.label(term, self.lang)),
                    self.cells(users),
                    self.questions(term, REUSED),
                )
            )  # fmt: skip
        heads = [self.say(k) for k in ("short_name", "name", "used_in", "questions")]
        return Page(
            REUSED, self.say("reused"), self.say("about_list.reused"), "reused.html",
            {"heads": heads, "rows": list(zip(places, rows, strict=True))},
            kind=self.say("vocabulary"),
        )  # fmt: skip

    def page(
        self,
        term: NamedNode,
        kind: str,
        facts: Sequence[tuple[str, tuple[Cell, ...]]],
        counted: str,
        **more: object,
    ) -> Page:
        """The page of a term: definition, facts, questions, ties to other vocabularies."""
        lex, lang = self.lex, self.lang
        definition = self.definition(term)
        told = [(self.say(key), cells) for key, cells in facts if cells]
        other = lex.label(term, "en" if lang == "sv" else "sv")
        content: dict[str, object] = {
            "short": curie(term.value),
            "told": told,
            "comments": [Cell(c, lang="en") for c in lex.literals(term, RDFS.comment)],
            "sources": self.sources(term),
            "uses": self.questions(term, lex.paths()[term]),
            "elsewhere": self.elsewhere(term),
            "counted": counted,
            "grid": None,
            "concepts": (),
        }
        words = str(more.pop("words", ""))
        return Page(
            path=lex.paths()[term],
            title=lex.label(term, lang),
            summary=definition,
            template="term.html",
            content={**content, **more},
            thing=term,
            kind=self.say(kind),
            keywords=f"{curie(term.value)} {local(term)} {other} {words}".strip(),
        )

    def shapes(self, found: Sequence[NamedNode]) -> tuple[Cell, ...]:
        return tuple(Cell(local(shape), shape, form="code") for shape in found)

    def questions(self, term: NamedNode, frm: str) -> tuple[Cell, ...]:
        """The questions that name a term, linked from a page."""
        return tuple(
            Cell(self.around.asked[name], href=between(frm, f"question/{name}.html"))
            for name in self.around.uses.get(term, ())
        )

    def sources(self, term: NamedNode) -> list[Cell]:
        """Where a definition comes from: a law, a vocabulary."""
        addresses = self.lex.values(term, DCTERMS.source)
        texts = self.lex.literals(term, DCTERMS.source)
        return [
            *(Cell(text, lang="sv" if self.lang == "en" else "") for text in texts),
            *(Cell(curie(iri.value), href=iri.value, form="code") for iri in addresses),
        ]

    def elsewhere(self, term: NamedNode) -> list[tuple[str, Cell]]:
        """Terms of other vocabularies that mean much the same."""
        return [
            (self.say(key), Cell(curie(other.value), href=other.value, form="code"))
            for prop, key in _MATCHES
            for other in self.lex.values(term, prop)
        ]

    def _own_page(self, concept: NamedNode, scheme: NamedNode) -> NamedNode | None:
        """A concept that has a page of its own, as the steps have."""
        path = self.lex.paths().get(concept, "")
        return None if path.startswith(self.lex.paths()[scheme]) else concept
