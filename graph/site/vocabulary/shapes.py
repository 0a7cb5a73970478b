"""The pages of what data must meet: the shapes in SHACL, and the rules that need a query."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from importlib.resources import files

from pyoxigraph import Literal, NamedNode

from graph.base.vocabulary import word
from graph.site.lexicon import SHAPES, lexicon, local, shape_text
from graph.site.parts import Cell, Grid, Page, grid, listing
from graph.site.vocabulary.query_text import pieces
from graph.site.vocabulary.terms import shape_cells
from graph.site.words import WORDS, say
from ontology.terms import PREFIXES, SH, curie

_SH = PREFIXES["sh"]
_NUMBERS = ("minCount", "maxCount", "minInclusive", "maxInclusive", "minLength", "pattern")
_OF_VALUES = {
    "class": "class_of_value", "datatype": "datatype_of_value", "node": "node_of_value",
}  # fmt: skip
_RULE = re.compile(r"(?m)^# (severity|Problem|Why|Fix): ((?:.*)(?:\n#   .*)*)")


def pages(lang: str) -> Iterator[Page]:
    """The pages of all shapes in a language, and those that list shapes and rules."""
    made = _Maker(lang)
    for shape in lexicon().shapes:
        yield made.page(shape)
    yield made.list_page()
    yield _rules(lang)


class _Maker:
    """Makes the pages of shapes in one language."""

    def __init__(self, lang: str) -> None:
        self.lex, self.lang, self.say = lexicon(), lang, partial(say, lang=lang)

    def page(self, shape: NamedNode) -> Page:
        lex = self.lex
        parts = lex.nodes(shape, SH.property)
        fault, remedy = self.message(shape)
        severity = lex.node(shape, SH.severity) or SH.Violation
        facts = {
            "target_class": self.terms(lex.nodes(shape, SH.targetClass)),
            "target_subjects": self.terms(lex.nodes(shape, SH.targetSubjectsOf)),
            "part_of_shape": shape_cells(lex.holding(SH.property, shape)),
            "path": self.terms(lex.nodes(shape, SH.path)),
            "demand": self.demands(shape),
            "fault": (Cell(fault),) if fault else (),
            "remedy": (Cell(remedy),) if remedy else (),
            "severity": (Cell(self.say(curie(severity.value))),),
        }
        return Page(
            path=lex.paths[shape],
            title=local(shape),
            summary=self.summary(shape),
            template="shape.html",
            content={
                "short": f"shapes:{local(shape)}",
                "told": [(self.say(key), cells) for key, cells in facts.items() if cells],
                "grid": self.parts(shape, parts) if parts else None,
                "text": list(pieces(shape_text(local(shape)))),
            },
            thing=shape,
            kind=self.say("shape"),
            names=(f"shapes:{local(shape)}",),
            title_lang="zxx",
        )

    def summary(self, shape: NamedNode) -> str:
        """What a shape is for, in a sentence."""
        if fault := self.message(shape)[0]:
            return f"{fault}."
        on = [
            word(term, self.lang)
            for prop in (SH.targetClass, SH.targetSubjectsOf)
            for term in self.lex.nodes(shape, prop)
        ]
        listed = ", ".join(on)
        return say("demands_on", self.lang, listed) if on else self.say("value_shape")

    def message(self, shape: NamedNode) -> tuple[str, str]:
        """What is wrong where a shape is not met, and what to do; parted by a semicolon."""
        fault, _, remedy = self.lex.text(shape, SH.message, self.lang).partition("; ")
        return fault, remedy[:1].upper() + remedy[1:]

    def demands(self, shape: NamedNode) -> tuple[Cell, ...]:
        """What a shape asks of values, each demand in words."""
        lex, lang, found = self.lex, self.lang, list[Cell]()
        for name in _NUMBERS:
            for text in lex.literals(shape, NamedNode(_SH + name)):
                one = f"single_number.{name}"
                key = one if text == "1" and one in WORDS else name
                found.append(Cell(say(key, lang, text)))
        for name, key in _OF_VALUES.items():
            for term in lex.nodes(shape, NamedNode(_SH + name)):
                found.append(Cell(say(key, lang, self.name(term)), term))
        for term in lex.nodes(shape, SH.nodeKind):
            found.append(Cell(say("nodeKind", lang, self.say(curie(term.value)))))
        for name, key in (("languageIn", "languageIn"), ("in", "one_of"), ("or", "or")):
            if members := lex.members(shape, NamedNode(_SH + name)):
                found.append(Cell(say(key, lang, ", ".join(map(self.name, members)))))
        for name in ("uniqueLang", "closed"):
            if lex.literals(shape, NamedNode(_SH + name)):
                found.append(Cell(self.say(name)))
        return tuple(found)

    def name(self, term: NamedNode | Literal) -> str:
        """What a term is called within a sentence."""
        if isinstance(term, Literal):
            return term.value
        return local(term) if term.value.startswith(SHAPES) else word(term, self.lang)

    def parts(self, shape: NamedNode, parts: Sequence[NamedNode]) -> Grid:
        rows = (
            (Cell(local(part), part, form="code"), self.terms(self.lex.nodes(part, SH.path)),
             self.demands(part), Cell(self.message(part)[0]))
            for part in parts
        )  # fmt: skip
        caption = say("parts_of", self.lang, local(shape))
        return grid(self.lang, caption, ("shape", "path", "demand", "fault"), rows)

    def terms(self, found: Sequence[NamedNode]) -> tuple[Cell, ...]:
        return tuple(Cell(word(term, self.lang), term) for term in found)

    def list_page(self) -> Page:
        grids = []
        for kind, caption in (
            (SH.NodeShape, "demands_on_things"),
            (SH.PropertyShape, "demands_on_statements"),
        ):
            own = [shape for shape in self.lex.shapes if self.lex.is_a(shape, kind)]
            rows = (
                (Cell(local(shape), shape, form="code"), Cell(self.summary(shape))) for shape in own
            )
            caption = f"{self.say(caption)} ({len(own)})"
            anchors = list(map(local, own))
            grids.append(grid(self.lang, caption, ("shape", "checks_what"), rows, anchors))
        return Page(
            "shape/index.html", self.say("shapes"), self.say("about_list.shape"), "listing.html",
            {"grids": grids}, kind=self.say("vocabulary"),
        )  # fmt: skip


def _rules(lang: str) -> Page:
    """The rules that need more than a shape; they are written in English."""
    folder, foreign = files("ontology") / "checks", "en" if lang == "sv" else ""
    rules: list[Mapping[str, str]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".rq"):
            found = _RULE.finditer(entry.read_text(encoding="utf-8"))
            rules.append({m[1].lower(): re.sub(r"\n#\s+", " ", m[2]) for m in found})
    listed = tomllib.loads((folder / "rules.toml").read_text(encoding="utf-8")).values()
    rules += (rule for rule in listed if "why" in rule)
    rows = [
        (
            *(Cell(rule[said], lang=foreign) for said in ("problem", "why", "fix")),
            Cell(say(f"fault_is.{rule['severity']}", lang)),
        )
        for rule in rules
    ]
    heads = ("fault", "why", "remedy", "severity")
    return listing(lang, "rules.html", "checks", "checks", heads, rows, say("vocabulary", lang))
