"""Which graphs a query is asked of, and the name of the resolved graph.

In the store the resolved graph is the default graph and has no name; the world knows it as
``https://w3id.org/nhv/graph/resolved``.  Here that name is put in the place it means:

* ``FROM <…/resolved>`` and ``default-graph-uri`` choose the store's default graph;
* ``GRAPH <…/resolved> { … }`` becomes ``{ … }`` wherever that is the same, that is where the
  default graph is the resolved graph alone and no other ``GRAPH`` stands around it.

What cannot be put so is refused, never answered with something else.  ``GRAPH ?g`` ranges over
the sources and registers, as it does for :meth:`graph.knowledge_graph.KnowledgeGraph.query`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, NamedNode

from graph.base.problems import QueryError
from graph.engines import sparql as language
from graph.engines.sparql import Token
from ontology import terms

RESOLVED = terms.RESOLVED_GRAPH.value


@dataclass(frozen=True)
class Graphs:
    """The graphs that a dataset is described by, as in SPARQL 1.1 Protocol, 2.1.4.

    Attributes:
        default: IRIs of the graphs that are merged as default graph.
        named: IRIs of the named graphs.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default or self.named)


@dataclass(frozen=True)
class Arranged:
    """A query ready for the store.

    Attributes:
        text: The query; every token stands at the line and column where it stood.
        default: The store's graphs that make the default graph; ``None`` for the store's own.
        named: The store's named graphs that can be asked; ``None`` for all.
    """

    text: str
    default: list[NamedNode | BlankNode | DefaultGraph] | None
    named: list[NamedNode | BlankNode] | None


def arranged(sparql: str, asked: Graphs, held: frozenset[str]) -> Arranged:
    """Review a query and put the resolved graph's name in its place.

    Args:
        sparql: The query.
        asked: Graphs that the request names; they go before those of the query.
        held: IRIs of all named graphs of the store.

    Returns:
        The query for the store.

    Raises:
        QueryError: If it reaches outside, changes something, or names a graph that is not held.
    """
    every = list(language.tokens(sparql))
    language.review(sparql, lambda iri: iri == RESOLVED or iri in held)
    for iri in (*asked.default, *asked.named):
        if iri != RESOLVED and iri not in held:
            raise QueryError(
                f"{iri} is no graph of this dataset; ask for {RESOLVED} or for a graph that "
                "SELECT DISTINCT ?g { GRAPH ?g {} } lists"
            )
    words = [t for t in every if t.kind not in ("space", "comment")]
    declared = _declared(words)
    graphs = asked or _from_clauses(words, declared)
    text = _without_name(sparql, words, declared, graphs)
    if not graphs:
        return Arranged(text, None, None)
    named = set(graphs.named) - {RESOLVED}
    return Arranged(
        text,
        [DefaultGraph() if iri == RESOLVED else NamedNode(iri) for iri in graphs.default],
        None if named == held else [NamedNode(iri) for iri in sorted(named)],
    )


def _declared(words: list[Token]) -> Mapping[str, str]:
    found = dict(terms.PREFIXES)
    for one, two, three in zip(words, words[1:], words[2:], strict=False):
        if one.text.upper() == "PREFIX" and two.kind == "pname" and three.kind == "iri":
            found[two.text[:-1]] = three.text[1:-1]
    return found


def _from_clauses(words: list[Token], declared: Mapping[str, str]) -> Graphs:
    default: list[str] = []
    named: list[str] = []
    for index, token in enumerate(words):
        if token.kind != "word" or token.text.upper() != "FROM":
            continue
        rest = words[index + 1 : index + 3]
        into = default
        if rest and rest[0].text.upper() == "NAMED":
            into, rest = named, rest[1:]
        if rest and (iri := language.iri_of(rest[0], declared)):
            into.append(iri)
    return Graphs(tuple(default), tuple(named))


def _without_name(
    sparql: str, words: list[Token], declared: Mapping[str, str], graphs: Graphs
) -> str:
    """The query with ``GRAPH <…/resolved>`` blanked out where ``{ … }`` alone means the same."""
    can_be_asked = not graphs or RESOLVED in graphs.named
    is_default = not graphs or set(graphs.default) == {RESOLVED}
    if not can_be_asked:
        return sparql
    out = list(sparql)
    around: list[bool] = []  # for each open brace, whether it opens the pattern of another graph
    other = False
    for index, token in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else None
        if token.kind == "other" and token.text == "{":
            around.append(other)
            other = False
        elif token.kind == "other" and token.text == "}" and around:
            around.pop()
        elif token.kind == "word" and token.text.upper() == "GRAPH" and following is not None:
            if language.iri_of(following, declared) != RESOLVED:
                if following.kind == "variable" and RESOLVED in graphs.named:
                    raise language.complain(
                        sparql,
                        token.start,
                        f"GRAPH ?variable does not range over the resolved graph; write "
                        f"GRAPH <{RESOLVED}>, or leave that FROM NAMED out",
                    )
                other = True
                continue
            if not is_default or any(around):
                raise language.complain(
                    sparql,
                    token.start,
                    "the resolved graph is the default graph here; ask it beside other GRAPH "
                    f"patterns, not within them, and with FROM <{RESOLVED}> if there is any FROM",
                )
            for part in (token, following):
                end = part.start + len(part.text)
                out[part.start : end] = " " * len(part.text)
    return "".join(out)
