"""The pages of what data must meet: the shapes in SHACL, and the rules that need a query."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.resources import files

from pyoxigraph import BlankNode, Literal, NamedNode

from graph.site.lexicon import SHAPES, Lexicon, Node, local
from graph.site.page import Page
from graph.site.parts import Cell, Cells, Grid
from graph.site.turtle import shape_text
from graph.site.vocabulary.query_text import pieces
from graph.site.words import WORDS, say
from ontology.terms import PREFIXES, SH, curie

_SH = PREFIXES["sh"]
_NUMBERS = ("minCount", "maxCount", "minInclusive", "maxInclusive", "minLength", "pattern")
_RULE = re.compile(r"(?m)^# (severity|Problem|Why|Fix): ((?:.*)(?:\n#   .*)*)")


def pages(lex: Lexicon, lang: str) -> Iterator[Page]:
    """The pages of all shapes in a language, and those that list shapes and rules.

    Args:
        lex: The ontology.
        lang: ``"sv"`` or ``"en"``.
    """
    made = _Maker(lex, lang)
    for shape in lex.shapes:
        yield made.page(shape)
    yield made.list_page()
    yield _rules(lang)


class _Maker:
    """Makes the pages of shapes in one language."""

    def __init__(self, lex: Lexicon, lang: str) -> None:
        self.lex, self.lang = lex, lang

    def say(self, key: str, *values: object) -> str:
        return say(key, self.lang, *values)

    def page(self, shape: NamedNode) -> Page:
        lex = self.lex
        parts = lex.values(shape, SH.property)
        fault, remedy = self.message(shape)
        facts = [
            ("target_class", self.terms(lex.values(shape, SH.targetClass))),
            ("target_subjects", self.terms(lex.values(shape, SH.targetSubjectsOf))),
            ("part_of_shape", self.shapes(lex.having(SH.property, shape))),
            ("path", self.terms(lex.values(shape, SH.path))),
            ("demand", self.demands(shape)),
            ("fault", (Cell(fault),) if fault else ()),
            ("remedy", (Cell(remedy),) if remedy else ()),
            ("severity", (self.severity(shape),)),
        ]
        return Page(
            path=lex.paths()[shape],
            title=local(shape),
            summary=self.summary(shape, fault),
            template="shape.html",
            content={
                "short": f"shapes:{local(shape)}",
                "told": [(self.say(key), cells) for key, cells in facts if cells],
                "grid": self.parts(shape, parts) if parts else None,
                "text": list(pieces(shape_text(local(shape)))),
            },
            thing=shape,
            kind=self.say("shape"),
            keywords=f"shapes:{local(shape)} SHACL",
            title_lang="zxx",
        )

    def summary(self, shape: NamedNode, fault: str) -> str:
        """What a shape is for, in a sentence."""
        if fault:
            return f"{fault}."
        on = [
            self.lex.label(term, self.lang)
            for prop in (SH.targetClass, SH.targetSubjectsOf)
            for term in self.lex.values(shape, prop)
        ]
        return self.say("demands_on", ", ".join(on)) if on else self.say("value_shape")

    def message(self, shape: NamedNode) -> tuple[str, str]:
        """What is wrong where a shape is not met, and what to do; parted by a semicolon."""
        fault, _, remedy = self.lex.text(shape, SH.message, self.lang).partition("; ")
        return fault, remedy[:1].upper() + remedy[1:]

    def severity(self, shape: NamedNode) -> Cell:
        (found, *_) = self.lex.values(shape, SH.severity) or [SH.Violation]
        return Cell(self.say(curie(found.value)))

    def demands(self, shape: NamedNode) -> tuple[Cell, ...]:
        """What a shape asks of values, each demand in words."""
        lex = self.lex
        found: list[Cell] = []
        for name in _NUMBERS:
            for text in lex.literals(shape, NamedNode(_SH + name)):
                one = f"single_number.{name}"
                key = one if text == "1" and one in WORDS else name
                found.append(Cell(self.say(key, text)))
        for name, key in (
            ("class", "class_of_value"),
            ("datatype", "datatype_of_value"),
            ("node", "node_of_value"),
        ):
            for term in lex.values(shape, NamedNode(_SH + name)):
                found.append(Cell(self.say(key, self.name(term)), term))
        for term in lex.values(shape, SH.nodeKind):
            found.append(Cell(self.say("nodeKind", self.say(curie(term.value)))))
        for name, key in (("languageIn", "languageIn"), ("in", "one_of"), ("or", "or")):
            members = lex.members(shape, NamedNode(_SH + name))
            if members:
                found.append(Cell(self.say(key, ", ".join(map(self.name, members)))))
        if lex.literals(shape, SH.uniqueLang):
            found.append(Cell(self.say("uniqueLang")))
        if lex.literals(shape, NamedNode(_SH + "closed")):
            found.append(Cell(self.say("closed")))
        return tuple(found)

    def name(self, term: Node) -> str:
        """What a term is called within a sentence."""
        if isinstance(term, Literal | BlankNode):
            return term.value
        if term.value.startswith(SHAPES):
            return local(term)
        return self.lex.label(term, self.lang)

    def parts(self, shape: NamedNode, parts: Sequence[NamedNode]) -> Grid:
        rows: list[Sequence[Cells]] = [
            (
                Cell(local(part), part, form="code"),
                self.terms(self.lex.values(part, SH.path)),
                self.demands(part),
                Cell(self.message(part)[0]),
            )
            for part in parts
        ]
        heads = [self.say(key) for key in ("shape", "path", "demand", "fault")]
        return Grid(self.say("parts_of", local(shape)), heads, rows)

    def terms(self, found: Sequence[NamedNode]) -> tuple[Cell, ...]:
        return tuple(Cell(self.lex.label(term, self.lang), term) for term in found)

    def shapes(self, found: Sequence[NamedNode]) -> tuple[Cell, ...]:
        return tuple(Cell(local(shape), shape, form="code") for shape in found)

    def list_page(self) -> Page:
        title = self.say("shapes")
        grids = []
        for kind, caption in (
            (SH.NodeShape, "demands_on_things"),
            (SH.PropertyShape, "demands_on_statements"),
        ):
            rows: list[Sequence[Cells]] = [
                (
                    Cell(local(shape), shape, form="code"),
                    Cell(self.summary(shape, self.message(shape)[0])),
                )
                for shape in self.lex.shapes
                if self.lex.is_a(shape, kind)
            ]
            heads = [self.say("shape"), self.say("checks_what")]
            grids.append(Grid(f"{self.say(caption)} ({len(rows)})", heads, rows))
        summary = self.say("about_list.shape")
        return Page(
            "shape/index.html", title, summary, "listing.html",
            {"grids": grids}, kind=self.say("vocabulary"),
        )  # fmt: skip


def _rules(lang: str) -> Page:
    """The rules that need more than a shape; they are written in English."""
    rows: list[Sequence[Cells]] = []
    folder = files("ontology") / "checks"
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not entry.name.endswith(".rq"):
            continue
        text = entry.read_text(encoding="utf-8")
        told = {match[1]: re.sub(r"\n#\s+", " ", match[2]) for match in _RULE.finditer(text)}
        foreign = "en" if lang == "sv" else ""
        rows.append(
            (
                Cell(told.get("Problem", entry.name), lang=foreign),
                Cell(told.get("Why", ""), lang=foreign),
                Cell(told.get("Fix", ""), lang=foreign),
                Cell(say(f"fault_is.{told.get('severity', 'error')}", lang)),
            )
        )
    summary = say("about_list.checks", lang)
    heads = [say(key, lang) for key in ("fault", "why", "remedy", "severity")]
    grid = Grid(f"{say('checks', lang)} ({len(rows)})", heads, rows)
    return Page(
        "rules.html", say("checks", lang), summary, "listing.html",
        {"grid": grid}, kind=say("vocabulary", lang),
    )  # fmt: skip
