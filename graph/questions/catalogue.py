"""The catalogue of questions: finding them by name and by words in either language.

The questions are the files of ``graph/questions``; their format is in
:mod:`graph.questions.question`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from graph.base.files import text_beside
from graph.base.problems import as_text
from graph.engines.sparql import tokens
from graph.questions.parameter import member
from graph.questions.question import Question, parse
from ontology.spelling import fold
from ontology.terms import PREFIXES

if TYPE_CHECKING:
    import pandas as pd

_FOLDER = Path(__file__).parent


class Questions(list[Question]):
    """A list of questions that shows itself as a table, in a language."""

    def __init__(self, questions: Iterable[Question], lang: str = "sv") -> None:
        super().__init__(questions)
        self.lang = lang

    def frame(self) -> pd.DataFrame:
        """The questions as a data frame: name, wording, parameters."""
        import pandas as pd

        rows = [(q.name, q.text(self.lang), " ".join(map(str, q.params))) for q in self]
        return pd.DataFrame(rows, columns=["name", "question", "parameters"])

    def __repr__(self) -> str:
        return "\n".join(one.described(self.lang) for one in self) or "no question"

    def _repr_html_(self) -> str:
        return self.frame().to_html(index=False, border=0)


@cache
def catalogue() -> Mapping[str, Question]:
    """All questions by name, in the order of their names; ValueError if a header is not in form."""
    return {name: _parsed(name) for name in _listed()}


@cache
def _listed() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.rq")))


@cache
def _parsed(name: str) -> Question:
    """One question; who asks one need not wait for all to be read."""
    return parse((_FOLDER / f"{name}.rq").read_text(encoding="utf-8"), name)


def question(name: str) -> Question:
    """The question of a name, an underscore being a hyphen; UnknownName if there is none."""
    known = {listed: listed for listed in _listed()}
    return _parsed(member("question", known, name, lambda: _similar(name)))


def _similar(name: str) -> str:
    """What to do with a name that is like no other: its words may fit all the same."""
    similar = search(name) if name.strip() else []
    lists = "nhv questions lists them all, in Python kg.questions()"
    return f"did you mean {similar[0].name}?" if similar else lists


def search(text: str | None = None) -> list[Question]:
    """Questions that a text in either language fits, best first; without one, all.

    Names, wordings, keywords and headings are looked through for all words; if no question has all,
    for any of them: ``underleverantör`` finds ``suppliers``.
    """
    every = list(catalogue().values())
    words = fold(as_text("what to search for", text or "")).split()
    if not words:
        return every
    scored = [
        (sum(_score(q, w) for w in words), all(_score(q, w) for w in words), q) for q in every
    ]
    complete = any(all_words for _, all_words, _ in scored)
    hits = [(s, q) for s, all_words, q in scored if s and (all_words or not complete)]
    return [q for _, q in sorted(hits, key=lambda hit: (-hit[0], hit[1].name))]


def _score(asked: Question, word: str) -> int:
    if word in asked.name.split("-"):
        return 8
    keywords = {fold(k) for k in asked.keywords}
    if word in keywords:
        return 6
    if word in asked.name or any(word in k for k in keywords):
        return 4
    if any(word in fold(text) for text in asked.wording):
        return 3
    headings = " ".join(f"{c.sv} {c.en}" for c in asked.columns)
    return 1 if word in fold(headings) else 0


@cache
def examples() -> Mapping[str, Sequence[str]]:
    """What questions are asked about where they are shown, by the kind of a parameter."""
    return tomllib.loads(text_beside("graph.questions", "examples.toml"))


@cache
def uses() -> Mapping[NamedNode, tuple[str, ...]]:
    """The questions that use each term: every class, property, concept and other thing."""
    found: dict[NamedNode, list[str]] = {}
    for name, question in catalogue().items():
        for term in terms_in(question.sparql):
            found.setdefault(term, []).append(name)
    return {term: tuple(found[term]) for term in sorted(found, key=lambda term: term.value)}


def terms_in(sparql: str) -> frozenset[NamedNode]:
    """The terms that a query names; what stands in a comment or a text is none."""
    found = set()
    for token in tokens(sparql):
        if token.kind == "pname":
            prefix, _, local = token.text.partition(":")
            if local and prefix in PREFIXES:
                found.add(NamedNode(PREFIXES[prefix] + local))
        elif token.kind == "iri":
            found.add(NamedNode(token.text[1:-1]))
    return frozenset(found)
