"""Completion on Tab: terms, things, prefixes and parameters, wherever SPARQL is written.

That is in a cell of ``%%sparql`` and in the text of ``kg.query("…")``.  A thing is
found by the beginning of its short name or of any word of its labels, in either
language: ``area:limb`` becomes ``area:dysmeli``.  In ``kg.ask("…")`` and
``kg.network("…")`` the names of questions and networks are completed.

The matcher is one of IPython's (Matcher API v2), so that it works wherever IPython
completes: in the terminal, in JupyterLab and in VS Code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.base.languages import LANGS
from graph.base.vocabulary import VOCABULARIES, word
from graph.engines.sparql import KEYWORDS, parameters
from graph.knowledge_graph import KnowledgeGraph, catalogues
from ontology import terms
from ontology.spelling import fold

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

MOST = 60
FORMS = ("table", "network", "map", "graph")
"""How ``%%sparql --as`` shows an answer."""
_FRAGMENT = re.compile(r"[?$]?[\w:.\-]*$")
_CALL = re.compile(r"\.\s*(query|select|ask|answer|network|draw)\(\s*[rRfFbBuU]{0,2}$")
_NAMED = {"ask": "question", "answer": "question", "network": "network", "draw": "network"}
# Comments, and strings with their quote and, if they are closed, its second.
_STRINGS = re.compile(
    r"""#.*|(\"{3}|'{3})(?:\\[\s\S]|(?!\1)[\s\S])*(\1)?|(["'])(?:\\[\s\S]|(?!\3).)*(\3)?"""
)
_OPTIONS = ("--as", "--into", "--as-of", "--known-at", "--lang", "--engine", "--overlay")


class Suggestion(NamedTuple):
    """What can be written, and what it is, in few words."""

    text: str
    about: str


class Spot(NamedTuple):
    """Where the cursor is."""

    inside: str  # ``"query"``, ``"question"``, ``"network"`` or ``"options"``
    fragment: str  # what stands before the cursor and is to be completed
    text: str  # the whole query, or the line of options up to the cursor


def spot(text: str, offset: int) -> Spot | None:
    """Where in a cell a cursor stands; ``None`` for plain Python.

    Example:
        >>> spot('kg.query("SELECT ?a { ?a a nhv:Per', 34).fragment
        'nhv:Per'
    """
    before = text[:offset]
    fragment = _FRAGMENT.findall(before)[0]
    if text.lstrip().startswith("%%sparql"):
        line = before.lstrip()
        if "\n" in line:
            return Spot("query", fragment, text.lstrip().partition("\n")[2])
        return Spot("options", fragment, line) if " " in line else None
    string = max(_STRINGS.finditer(before), key=re.Match.start, default=None)
    if string is None or string.end() < len(before) or string[2] or string[4]:
        return None
    quote = string[1] or string[3] or ""
    called = _CALL.search(before[: string.start()])
    if not quote or called is None:
        return None
    content = string[0].removeprefix(quote)
    if inside := _NAMED.get(called[1]):
        return Spot(inside, content, content)
    rest = text[offset:].partition(quote)[0]
    return Spot("query", min(fragment, content, key=len), content + rest)


def suggestions(
    place: Spot, kg: KnowledgeGraph | None = None, variables: Mapping[str, object] | None = None
) -> list[Suggestion]:
    """What can be written at a spot, the likeliest first; without a graph, terms only."""
    lang = kg.lang if kg is not None else "sv"
    fragment = place.fragment
    if place.inside == "options":
        found = _options(place)
    elif place.inside == "query":
        found = _in_query(place, kg, variables or {}, lang)
    else:
        listed = catalogues()[place.inside]
        found = _begun(fragment, {name: entry.text(lang) for name, entry in listed.items()})
    return list(dict.fromkeys(found))[:MOST]


def _begun(
    fragment: str, known: Mapping[str, str] | Iterable[str], about: str = ""
) -> Iterator[Suggestion]:
    """Those of some names that begin so, with what is told of each, or the same of all."""
    told = known if isinstance(known, Mapping) else dict.fromkeys(known, about)
    return (Suggestion(name, what) for name, what in told.items() if name.startswith(fragment))


def register(shell: InteractiveShell) -> None:
    """Add the completion to IPython, once."""
    from IPython.core.completer import SimpleCompletion, context_matcher

    completer: Any = shell.Completer
    if any(getattr(m, "matcher_identifier", "") == "nhv" for m in completer.custom_matchers):
        return

    def match(context: Any) -> Any:
        lines = context.full_text.split("\n")
        offset = sum(len(line) + 1 for line in lines[: context.cursor_line])
        place = spot(context.full_text, offset + context.cursor_position)
        if place is None:
            return {"completions": []}
        # Tab opens no graph; the notebook's is called kg, or is some variable of it.
        mine = [shell.user_ns.get("kg"), *shell.user_ns.values()]
        kg = next((value for value in mine if isinstance(value, KnowledgeGraph)), None)
        found = suggestions(place, kg, shell.user_ns)
        return {
            "completions": [SimpleCompletion(s.text, type=s.about) for s in found],
            "matched_fragment": place.fragment,
            "ordered": True,
            # Python's own names mean nothing in a query.
            "suppress": bool(found) or place.inside == "query",
        }

    decorate: Callable[[Any], Any] = context_matcher(identifier="nhv", priority=1000)
    completer.custom_matchers.append(decorate(match))


def _options(place: Spot) -> Iterator[Suggestion]:
    words = place.text.split()
    previous = words[-2] if place.fragment and len(words) > 1 else words[-1]
    values = {"--as": FORMS, "--lang": LANGS, "--engine": ("oxigraph", "memory")}
    return _begun(place.fragment, values.get(previous, _OPTIONS), "option")


def _in_query(
    place: Spot, kg: KnowledgeGraph | None, variables: Mapping[str, object], lang: str
) -> Iterator[Suggestion]:
    fragment = place.fragment
    if fragment.startswith("$"):
        yield from _begun(fragment, _parameters(fragment, place.text, variables))
    elif fragment.startswith("?"):
        names = sorted(set(re.findall(r"\?\w+", place.text)) - {fragment})
        yield from _begun(fragment, names, "variable")
    elif ":" in fragment:
        prefix, _, local = fragment.partition(":")
        if prefix in VOCABULARIES:
            yield from _terms(prefix, local, lang)
        elif prefix == "overlay" and kg is not None:
            for joined in kg.overlays:
                columns = sorted(f"overlay:{name}" for name in joined.columns())
                yield from _begun(fragment, columns, joined.name)
        elif prefix in terms.KINDS and kg is not None:
            yield from _things(prefix, local, kg)
    else:
        yield from _begun(fragment, [f"{prefix}:" for prefix in terms.PREFIXES], "prefix")
        if fragment:
            yield from _begun(fragment.upper(), KEYWORDS, "keyword")


def _parameters(fragment: str, query: str, variables: Mapping[str, object]) -> dict[str, str]:
    """What can follow a dollar: first what is the notebook's own, then by alphabet."""
    mine = [
        name
        for name, value in variables.items()
        if not name.startswith("_") and isinstance(value, str | int | float | date)
    ]
    kinds = [kind.replace("-", "_") for kind in terms.KINDS]
    about = {
        **dict.fromkeys(kinds, "a thing of this kind, by any of its names"),
        **dict.fromkeys(parameters(query) - {fragment[1:]}, "parameter of this query"),
        **dict.fromkeys(mine, "variable of the notebook"),
        "as_of": "the day that answers are for",
        "lang": "language of labels",
    }
    return {f"${name}": about[name] for name in [*mine, "as_of", "lang", *sorted(about)]}


def _terms(prefix: str, local: str, lang: str) -> Iterator[Suggestion]:
    langs = (lang, *(other for other in LANGS if other != lang))
    words = {t.value: [word(t, each) for each in langs] for t in VOCABULARIES[prefix]}
    told = ((iri, label.casefold()) for iri, labels in words.items() for label in labels)
    for iri in _ranked(prefix, local.casefold(), told):
        name, labels = terms.curie(iri), words[iri]
        yield Suggestion(name, " / ".join(dict.fromkeys(labels)) if labels[0] != name else "term")


def _things(kind: str, local: str, kg: KnowledgeGraph) -> Iterator[Suggestion]:
    named = ((iri, fold(name)) for name, iri, _ in kg.names.of_kind(kind))
    chosen = _ranked(kind, fold(local), named)[:MOST]
    labels = kg.labels(chosen)
    return (Suggestion(terms.curie(iri), labels[iri]) for iri in chosen)


def _ranked(prefix: str, wanted: str, labelled: Iterable[tuple[str, str]]) -> list[str]:
    """The IRIs whose own name, a label, or a word of one begins so, in this order."""
    ranks: dict[str, int] = {}
    for iri, label in labelled:
        local = iri.removeprefix(terms.PREFIXES[prefix]).casefold()
        fits = (local.startswith(wanted), label.startswith(wanted), f" {wanted}" in label)
        if any(fits):
            ranks[iri] = min(fits.index(True), ranks.get(iri, 2))
    return sorted(ranks, key=lambda iri: (ranks[iri], iri))
