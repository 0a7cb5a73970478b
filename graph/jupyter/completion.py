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
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from graph.base.languages import LANGS, in_lang
from graph.base.vocabulary import word
from graph.engines.sparql import parameters
from graph.jupyter.forms import FORMS
from graph.knowledge_graph import KnowledgeGraph
from graph.lookup.names import labels_of
from graph.networks.catalogue import NETWORKS
from graph.questions.catalogue import catalogue
from ontology import terms
from ontology.spelling import fold

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from graph.knowledge_graph import KnowledgeGraph

MOST = 60
_FRAGMENT = re.compile(r"[?$]?[\w:.\-]*$")
_CALL = re.compile(r"\.\s*(query|select|ask|answer|network|draw)\(\s*[rRfFbBuU]{0,2}$")
_OPTIONS = ("--as", "--into", "--as-of", "--known-at", "--lang", "--engine", "--overlay")
_KEYWORDS = (
    "ASK", "BIND", "BY", "CONSTRUCT", "COUNT", "DESCRIBE", "DESC", "DISTINCT", "EXISTS", "FILTER",
    "FROM", "GRAPH", "GROUP", "HAVING", "LIMIT", "MINUS", "NOT", "OFFSET", "OPTIONAL", "ORDER",
    "SELECT", "SUM", "UNION", "VALUES", "WHERE",
)  # fmt: skip
_VOCABULARIES: Mapping[str, terms.Vocabulary] = {
    "nhv": terms.NHV, "skos": terms.SKOS, "org": terms.ORG, "prov": terms.PROV,
    "dcterms": terms.DCTERMS, "rdf": terms.RDF, "rdfs": terms.RDFS, "xsd": terms.XSD,
    "foaf": terms.FOAF, "bibo": terms.BIBO, "geo": terms.GEO,
}  # fmt: skip


@dataclass(frozen=True)
class Suggestion:
    """What can be written, and what it is, in few words."""

    text: str
    about: str


@dataclass(frozen=True)
class Spot:
    """Where the cursor is: in a query, in the name of a question or network, or in options.

    Attributes:
        inside: ``"query"``, ``"ask"``, ``"network"`` or ``"options"``.
        fragment: What stands before the cursor and is to be completed.
        text: The whole query, or the line of options up to the cursor.
    """

    inside: str
    fragment: str
    text: str


def spot(text: str, offset: int) -> Spot | None:
    """Whether a cursor stands where this module completes.

    Args:
        text: The whole cell.
        offset: The cursor.

    Returns:
        The spot, or ``None`` for plain Python.

    Example:
        >>> spot('kg.query("SELECT ?a { ?a a nhv:Per', 34).fragment
        'nhv:Per'
    """
    before = text[:offset]
    fragment = _last(before)
    if text.lstrip().startswith("%%sparql"):
        head, newline, query = text.lstrip().partition("\n")
        if "\n" not in before.lstrip():
            return Spot("options", fragment, before.lstrip()) if " " in before.lstrip() else None
        return Spot("query", fragment, query if newline else head)
    start = _open_string(before)
    called = _CALL.search(before[:start]) if start is not None else None
    if start is None or called is None:
        return None
    inside = {"ask": "ask", "answer": "ask", "network": "network", "draw": "network"}
    quote = (
        before[start : start + 3] if before[start : start + 3] in ('"""', "'''") else before[start]
    )
    content = before[start + len(quote) :]
    if called[1] in inside:
        return Spot(inside[called[1]], content, content)
    rest = text[offset:].partition(quote)[0]
    return Spot("query", fragment if len(fragment) <= len(content) else content, content + rest)


def suggestions(
    place: Spot, kg: KnowledgeGraph | None = None, variables: Mapping[str, object] | None = None
) -> list[Suggestion]:
    """What can be written at a spot, the likeliest first.

    Args:
        place: The spot.
        kg: The graph whose things can be named; without one, terms only.
        variables: The notebook's variables, for ``$name``.

    Returns:
        At most :data:`MOST` suggestions.
    """
    lang = kg.lang if kg is not None else "sv"
    if place.inside == "options":
        found = _options(place)
    elif place.inside == "ask":
        found = (
            Suggestion(name, q.text(lang))
            for name, q in catalogue().items()
            if name.startswith(place.fragment)
        )
    elif place.inside == "network":
        found = _networks(place.fragment, lang)
    else:
        found = _in_query(place, kg, variables or {}, lang)
    unique = dict.fromkeys(found)
    return list(unique)[:MOST]


def register(shell: InteractiveShell) -> None:
    """Add the completion to IPython, once.

    Args:
        shell: The running IPython.
    """
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
        graph = _graph(shell.user_ns)
        found = suggestions(place, graph, shell.user_ns)
        return {
            "completions": [SimpleCompletion(s.text, type=s.about) for s in found],
            "matched_fragment": place.fragment,
            "ordered": True,
            # Python's own names mean nothing in a query.
            "suppress": bool(found) or place.inside == "query",
        }

    decorate: Callable[[Any], Any] = context_matcher(identifier="nhv", priority=1000)
    completer.custom_matchers.append(decorate(match))


def _graph(variables: Mapping[str, object]) -> KnowledgeGraph | None:
    """The notebook's graph; Tab opens none."""
    kg = variables.get("kg")
    if isinstance(kg, KnowledgeGraph):
        return kg
    return next((v for v in variables.values() if isinstance(v, KnowledgeGraph)), None)


def _last(before: str) -> str:
    match = _FRAGMENT.search(before)
    return match[0] if match else ""


def _open_string(before: str) -> int | None:
    """Where the string that is not closed yet begins; ``None`` outside of strings."""
    index, start, quote = 0, None, ""
    while index < len(before):
        if start is not None:
            if before[index] == "\\":
                index += 1
            elif before.startswith(quote, index):
                index += len(quote) - 1
                start = None
            elif before[index] == "\n" and len(quote) == 1:
                start = None
        elif before[index] == "#":
            index = before.find("\n", index)
            if index < 0:
                return None
        elif before[index] in "\"'":
            quote = before[index] * (3 if before.startswith(before[index] * 3, index) else 1)
            start = index
            index += len(quote) - 1
        index += 1
    return start


def _options(place: Spot) -> Iterator[Suggestion]:
    words = place.text.split()
    previous = words[-2] if place.fragment and len(words) > 1 else words[-1]
    values = {"--as": FORMS, "--lang": LANGS, "--engine": ("oxigraph", "memory")}
    for value in values.get(previous, _OPTIONS):
        if value.startswith(place.fragment):
            yield Suggestion(value, "option")


def _networks(fragment: str, lang: str) -> Iterator[Suggestion]:
    for name, kind in NETWORKS.items():
        if name.startswith(fragment):
            yield Suggestion(name, in_lang(lang, kind.sv, kind.en))


def _in_query(
    place: Spot, kg: KnowledgeGraph | None, variables: Mapping[str, object], lang: str
) -> Iterator[Suggestion]:
    fragment = place.fragment
    if fragment.startswith("$"):
        yield from _parameters(fragment, place.text, variables)
    elif fragment.startswith("?"):
        names = set(re.findall(r"\?(\w+)", place.text)) - {fragment[1:]}
        for name in sorted(n for n in names if n.startswith(fragment[1:])):
            yield Suggestion(f"?{name}", "variable")
    elif ":" in fragment:
        prefix, _, local = fragment.partition(":")
        if prefix in _VOCABULARIES:
            yield from _terms(prefix, local, lang)
        elif prefix == "overlay" and kg is not None:
            for joined in kg.overlays:
                for name in sorted(joined.columns()):
                    if name.startswith(local):
                        yield Suggestion(f"overlay:{name}", joined.name)
        elif prefix in terms.KINDS and kg is not None:
            yield from _things(prefix, local, kg)
    else:
        for prefix in terms.PREFIXES:
            if prefix.startswith(fragment):
                yield Suggestion(f"{prefix}:", "prefix")
        for keyword in _KEYWORDS:
            if fragment and keyword.startswith(fragment.upper()):
                yield Suggestion(keyword, "keyword")


def _parameters(fragment: str, query: str, variables: Mapping[str, object]) -> Iterator[Suggestion]:
    kinds = [kind.replace("-", "_") for kind in terms.KINDS]
    mine = [
        name
        for name, value in variables.items()
        if not name.startswith("_") and isinstance(value, str | int | float | date)
    ]
    about = {
        **dict.fromkeys(kinds, "a thing of this kind, by any of its names"),
        **dict.fromkeys(parameters(query) - {fragment[1:]}, "parameter of this query"),
        **dict.fromkeys(mine, "variable of the notebook"),
        "as_of": "the day that answers are for",
        "lang": "language of labels",
    }
    first = [*mine, "as_of", "lang"]
    for name in [*first, *sorted(set(about) - set(first))]:
        if name.startswith(fragment[1:]):
            yield Suggestion(f"${name}", about[name])


def _terms(prefix: str, local: str, lang: str) -> Iterator[Suggestion]:
    wanted = local.casefold()
    ranked: list[tuple[int, str, str]] = []
    for term in _VOCABULARIES[prefix]:
        name = terms.curie(term.value)
        labels = [word(term, lang), word(term, "en" if lang == "sv" else "sv")]
        rank = _rank(wanted, name.partition(":")[2], labels)
        if rank is not None:
            ranked.append(
                (rank, name, " / ".join(dict.fromkeys(labels) if labels[0] != name else []))
            )
    for _, name, about in sorted(ranked):
        yield Suggestion(name, about or "term")


def _things(kind: str, local: str, kg: KnowledgeGraph) -> Iterator[Suggestion]:
    home, wanted = terms.PREFIXES[kind], fold(local)
    ranks: dict[str, int] = {}
    for name, iri, _ in kg.names.of_kind(kind):
        rank = _rank(wanted, iri.removeprefix(home), [fold(name)])
        if rank is not None:
            ranks[iri] = min(rank, ranks.get(iri, rank))
    chosen = sorted(ranks, key=lambda iri: (ranks[iri], iri))[:MOST]
    labels = labels_of(kg.engine, chosen, kg.lang)
    for iri in chosen:
        yield Suggestion(terms.curie(iri), labels[iri])


def _rank(wanted: str, name: str, labels: Iterable[str]) -> int | None:
    """How well a beginning fits: 0 the name itself, 1 a label, 2 a word of one; else ``None``."""
    if name.casefold().startswith(wanted):
        return 0
    folded = [label.casefold() for label in labels]
    if any(label.startswith(wanted) for label in folded):
        return 1
    return 2 if any(f" {wanted}" in label for label in folded) else None
