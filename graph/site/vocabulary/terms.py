"""The pages of the ontology's words: classes, properties, value lists, and words of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from pyoxigraph import NamedNode

from graph.base.vocabulary import word
from graph.evidence.rules import BASES
from graph.knowledge_graph import KnowledgeGraph
from graph.questions.catalogue import catalogue, uses
from graph.site.frame import between
from graph.site.lexicon import REUSED, anchor, lexicon, local
from graph.site.parts import Cell, Page, grid, listing
from graph.site.words import OTHER, say
from ontology.terms import DCTERMS, NHV, OWL, RDFS, SH, SKOS, curie, expand, superclasses

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
_ALSO = (SKOS.altLabel, SKOS.hiddenLabel)
Facts = Mapping[str, tuple[Cell, ...]]


def pages(kg: KnowledgeGraph, counted: Mapping[NamedNode, int]) -> Iterator[Page]:
    """The pages of all terms in the language of the view, lists of them included.

    Args:
        kg: The view.
        counted: What :func:`counts` gives.
    """
    made, lex = _Maker(kg, counted), lexicon()
    for term in lex.classes:
        yield made.class_page(term)
    for term in lex.props:
        yield made.property_page(term)
    for scheme in lex.schemes:
        yield made.scheme_page(scheme)
    yield made.list_page("class", "classes", lex.classes)
    yield made.list_page("property", "properties", lex.props)
    yield made.list_page("scheme", "schemes", lex.schemes)
    yield made.reused_page()


class _Maker:
    """Makes the pages of terms in one language."""

    def __init__(self, kg: KnowledgeGraph, counted: Mapping[NamedNode, int]) -> None:
        self.lex, self.lang, self.counted = lexicon(), kg.lang, counted
        self.asked = {q.name: q.text(kg.lang) for q in catalogue().values()}
        self.rules = {str(row["rule"]): row for row in kg.rules().rows}
        self.say = partial(say, lang=kg.lang)

    def cell(self, term: NamedNode) -> Cell:
        """A term by what it is called; a foreign one by its short name."""
        text = word(term, self.lang)
        return Cell(text, term, form="code" if ":" in text else "")

    def cells(self, found: Iterable[NamedNode]) -> tuple[Cell, ...]:
        return tuple(self.cell(term) for term in self.lex.by_label(found, self.lang))

    def definition(self, term: NamedNode) -> str:
        return self.lex.text(term, SKOS.definition, self.lang)

    def class_page(self, term: NamedNode) -> Page:
        lex = self.lex
        brought = lex.properties_of(term)
        table = grid(
            self.lang, f"{self.say('has_properties')}: {word(term, self.lang)}",
            ("property", "definition", "from_class"),
            ((self.cell(p), Cell(self.definition(p)), self.cell(above)) for p, above in brought),
        )  # fmt: skip
        disjoint = {*lex.nodes(term, OWL.disjointWith), *lex.subjects(OWL.disjointWith, term)}
        facts = {
            "is_a": self.cells({*lex.nodes(term, RDFS.subClassOf), *superclasses(term)}),
            "kinds_of_it": self.cells(lex.subjects(RDFS.subClassOf, term)),
            "never_also": self.cells(disjoint),
            "demands": shape_cells(lex.holding(SH.targetClass, term)),
        }
        return self.page(term, "class", facts, grid=table if brought else None)

    def property_page(self, term: NamedNode) -> Page:
        lex = self.lex
        features = [self.say(key) for kind, key in _FEATURES if lex.is_a(term, kind)]
        if lex.literals(term, NHV.derived):
            features.append(self.say("worked_out"))
        by = {*lex.subjects(NHV.derives, term),
              *lex.subjects(NHV.namedBy, BASES.get(term, (term,))[0])}  # fmt: skip
        facts = {
            "on_things": self.cells(lex.domain(term)) or (Cell(self.say("anything")),),
            "has_values": self.cells(lex.range(term)),
            "listed_values": self.cells(lex.nodes(term, NHV.valuesFrom)),
            "by_rule": self.cells(by),
            "above": self.cells(lex.nodes(term, RDFS.subPropertyOf)),
            "below": self.cells(lex.subjects(RDFS.subPropertyOf, term)),
            "features": tuple(map(Cell, features)),
            "demands": shape_cells(lex.holding(SH.path, term)),
        }
        return self.page(term, "property", facts)

    def scheme_page(self, scheme: NamedNode) -> Page:
        lex, found = self.lex, self.lex.concepts(scheme)
        facts = {"properties_of_list": self.cells(lex.subjects(NHV.valuesFrom, scheme))}
        words = " ".join(
            f"{word(concept, self.lang)} {', '.join(lex.literals(concept, prop))}"
            for concept in found for prop in _ALSO
        )  # fmt: skip
        concepts = [self.concept(concept, lex.paths[scheme]) for concept in found]
        return self.page(scheme, "scheme", facts, words, concepts=concepts)

    def concept(self, concept: NamedNode, home: str) -> dict[str, object]:
        """A value of a list; of a rule also what it works out, its uses and an example."""
        lex, notations = self.lex, self.lex.literals(concept, SKOS.notation)
        rule = self.rules.get(notations[0] if notations else "", {})
        facts = {
            key: self.cells(lex.nodes(concept, prop))
            for prop, key in ((NHV.derives, "works_out"), (NHV.namedBy, "named_by"))
        }
        if thing := rule.get("thing"):
            facts["example"] = (Cell(str(rule["example"]), NamedNode(expand(str(thing)))),)
        count = rule.get("uses")
        return {
            "anchor": anchor(concept),
            # The steps have pages of their own.
            "name": Cell(
                word(concept, self.lang),
                None if lex.paths.get(concept, "").startswith(home) else concept,
            ),
            "definition": self.definition(concept),
            "short": curie(concept.value),
            "notation": ", ".join(notations),
            "also": ", ".join(text for prop in _ALSO for text in lex.literals(concept, prop)),
            "elsewhere": self.elsewhere(concept),
            "count": self.counted.get(concept, 0) if count is None else count,
            "facts": [(self.say(key), cells) for key, cells in facts.items() if cells],
        }

    def list_page(self, kind: str, key: str, found: Sequence[NamedNode]) -> Page:
        rows = (
            (Cell(word(term, self.lang), term), Cell(curie(term.value), form="code"),
             Cell(self.definition(term)))
            for term in self.lex.by_label(found, self.lang)
        )  # fmt: skip
        heads = ("name", "short_name", "definition")
        path, above = f"{kind}/index.html", self.say("vocabulary")
        return listing(self.lang, path, key, kind, heads, rows, above)

    def reused_page(self) -> Page:
        used, heads = self.lex.used(), ("short_name", "name", "used_in", "questions")
        rows = (
            (_abroad(term), Cell(word(term, self.lang)), self.cells(users),
             self.questions(term, REUSED))
            for term, users in used.items()
        )  # fmt: skip
        above, anchors = self.say("vocabulary"), list(map(anchor, used))
        return listing(self.lang, REUSED, "reused", "reused", heads, rows, above, anchors)

    def page(
        self, term: NamedNode, kind: str, facts: Facts, words: str = "", **more: object
    ) -> Page:
        """The page of a term: definition, facts, questions, ties to other vocabularies."""
        lex, lang = self.lex, self.lang
        definition, count = self.definition(term), self.counted.get(term, 0)
        content: dict[str, object] = {
            "short": curie(term.value),
            "told": [(self.say(key), cells) for key, cells in facts.items() if cells],
            "comments": [Cell(c, lang="en") for c in lex.literals(term, RDFS.comment)],
            "sources": self.sources(term),
            "uses": self.questions(term, lex.paths[term]),
            "elsewhere": self.elsewhere(term),
            "counted": "" if kind == "scheme" else say(f"in_data_of.{kind}", lang, count),
            "grid": None,
            "concepts": (),
        }
        other = word(term, OTHER[lang])
        return Page(
            path=lex.paths[term],
            title=word(term, lang),
            summary=definition,
            template="term.html",
            content={**content, **more},
            thing=term,
            kind=self.say(kind),
            names=(curie(term.value), local(term), other),
            said=words,
        )

    def questions(self, term: NamedNode, frm: str) -> tuple[Cell, ...]:
        """The questions that name a term, linked from a page."""
        return tuple(
            Cell(self.asked[name], href=between(frm, f"question/{name}.html"))
            for name in uses().get(term, ())
        )

    def sources(self, term: NamedNode) -> list[Cell]:
        """Where a definition comes from: a law, a vocabulary."""
        foreign = "sv" if self.lang == "en" else ""
        return [
            *(Cell(text, lang=foreign) for text in self.lex.literals(term, DCTERMS.source)),
            *map(_abroad, self.lex.nodes(term, DCTERMS.source)),
        ]

    def elsewhere(self, term: NamedNode) -> list[tuple[str, Cell]]:
        """Terms of other vocabularies that mean much the same."""
        return [
            (self.say(key), _abroad(other))
            for prop, key in _MATCHES
            for other in self.lex.nodes(term, prop)
        ]


def shape_cells(found: Iterable[NamedNode]) -> tuple[Cell, ...]:
    """Shapes by their names, linked."""
    return tuple(Cell(local(shape), shape, form="code") for shape in found)


def _abroad(term: NamedNode) -> Cell:
    return Cell(curie(term.value), href=term.value, form="code")
