"""Reading SPARQL just far enough to bind parameters and to refuse what cannot be meant.

The text of a query is cut into tokens by the grammar of SPARQL 1.1 (section
19.8), so that nothing inside a comment, a string or an IRI is ever taken for a
parameter, a keyword or a term.  The parsing proper is left to the engine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from graph.problems import QueryError, did_you_mean
from ontology import terms

_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n\r]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>\"{3}(?:(?:\"|\"\")?(?:[^"\\]|\\.))*\"{3}
               | '{3}(?:(?:'|'')?(?:[^'\\]|\\.))*'{3}
               | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<blank>_:[\w.-]+)
    | (?P<pname>(?:[^\W\d_][\w.-]*)?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[^\w\s])
        (?:[\w:.-]|%[0-9A-Fa-f]{2}|\\[^\w\s])*)?)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<word>[A-Za-z_][\w-]*)
    | (?P<space>\s+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_CLOSED: Mapping[str, terms.Vocabulary] = {
    "nhv": terms.NHV,
    "skos": terms.SKOS,
    "org": terms.ORG,
    "prov": terms.PROV,
}

_NO_SERVICE = (
    "SERVICE would ask another machine; this graph answers only from itself, "
    "so leave the SERVICE block out"
)
_NO_UPDATE = (
    "would change the graph, which is read only; add knowledge as a file in loaders/curated/sources"
)
_NO_FROM = (
    "nothing is fetched from the web: FROM can name only a graph that is held here, "
    "such as source:<id of a source>"
)

Term = NamedNode | Literal


@dataclass(frozen=True)
class Token:
    """A token of a query: its kind, its text and where it begins."""

    kind: str
    text: str
    start: int


def tokens(sparql: str) -> Iterator[Token]:
    """Cut a query into tokens, white space and comments included.

    Args:
        sparql: The text of the query; it need not be correct.

    Yields:
        The tokens in order; their texts joined give the query again.
    """
    for match in _TOKEN.finditer(sparql):
        kind = match.lastgroup or "other"
        text = match.group()
        if kind == "pname" and text.endswith("."):
            # A local name does not end in a dot: the dot ends the triple.
            bare = text.rstrip(".")
            yield Token(kind, bare, match.start())
            yield Token("other", text[len(bare) :], match.start() + len(bare))
        else:
            yield Token(kind, text, match.start())


def place(sparql: str, offset: int) -> tuple[int, int]:
    """The line and column (both from 1) of an offset in a text."""
    before = sparql[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def pointed(sparql: str, line: int, column: int) -> str:
    """The offending line with a caret under the offending column.

    Args:
        sparql: The text of the query.
        line: Its line, from 1.
        column: Its column, from 1.

    Returns:
        Two indented lines, or an empty string if there is no such line.
    """
    lines = sparql.splitlines()
    if not 1 <= line <= len(lines):
        return ""
    shown = lines[line - 1]
    caret = "".join("\t" if c == "\t" else " " for c in shown[: column - 1]) + "^"
    return f"\n    {shown}\n    {caret}"


def complain(sparql: str, offset: int, what: str) -> QueryError:
    """A :class:`QueryError` that points at a place in the query."""
    line, column = place(sparql, offset)
    return QueryError(f"line {line}, column {column}: {what}{pointed(sparql, line, column)}")


def form(sparql: str) -> str:
    """Which of SELECT, ASK, CONSTRUCT and DESCRIBE a query is; empty if none."""
    for token in tokens(sparql):
        if token.kind == "word" and token.text.upper() in _FORMS:
            return token.text.upper()
    return ""


def groups(sparql: str) -> bool:
    """Whether a query has a GROUP BY anywhere."""
    return any(t.kind == "word" and t.text.upper() == "GROUP" for t in tokens(sparql))


def bind(sparql: str, values: Mapping[str, Term], unset: str = "") -> str:
    """Put terms in the place of ``$name`` tokens.

    A ``$name`` without a value stays what SPARQL says it is, a variable.

    Args:
        sparql: The text of the query.
        values: The term of each parameter.
        unset: Put before the name of a parameter without a value, to keep it apart from
            a variable ``?name`` of the same query.

    Returns:
        The query with the terms written out.

    Example:
        >>> bind("SELECT ?s { ?s ?p $o } # $o", {"o": Literal("a")})
        'SELECT ?s { ?s ?p "a" } # $o'
    """
    out: list[str] = []
    for token in tokens(sparql):
        name = token.text[1:]
        if token.kind == "variable" and token.text[0] == "$":
            if name in values:
                out.append(str(values[name]))
                continue
            if unset:
                out.append(f"?{unset}{name}")
                continue
        out.append(token.text)
    return "".join(out)


def spelled_out(sparql: str) -> str:
    """The query with full IRIs in the place of short names that hold dots.

    Oxigraph 0.5 ends a short name at its second dot; citations have several
    (``citation:rv-hsn-2026-06.permit.dysmeli.l1``), which SPARQL allows (PN_LOCAL).

    Args:
        sparql: The text of the query, already reviewed.

    Returns:
        The query; the same text if it has no such name.
    """
    declared = dict(terms.PREFIXES)
    out: list[str] = []
    seen: list[Token] = []
    for token in tokens(sparql):
        prefix, colon, local = token.text.partition(":")
        if token.kind == "iri" and len(seen) > 1 and seen[-2].text.upper() == "PREFIX":
            declared[seen[-1].text[:-1]] = token.text[1:-1]
        if token.kind == "pname" and colon and "." in local and prefix in declared:
            out.append(f"<{declared[prefix]}{local}>")
        else:
            out.append(token.text)
        if token.kind not in ("space", "comment"):
            seen.append(token)
    return "".join(out)


def parameters(sparql: str) -> frozenset[str]:
    """The names of all ``$name`` tokens of a query."""
    return frozenset(
        t.text[1:] for t in tokens(sparql) if t.kind == "variable" and t.text[0] == "$"
    )


def review(sparql: str, has_graph: Callable[[str], bool]) -> None:
    """Refuse a query that reaches outside, changes the graph or uses unknown terms.

    Args:
        sparql: The text of the query.
        has_graph: Whether a graph of this name is held locally.

    Raises:
        QueryError: With line, column and what to write instead.
    """
    words = [t for t in tokens(sparql) if t.kind not in ("space", "comment")]
    declared = dict(terms.PREFIXES)
    for index, token in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else None
        if token.kind == "word":
            word = token.text.upper()
            if word == "PREFIX" and following is not None and following.kind == "pname":
                value = words[index + 2] if index + 2 < len(words) else None
                if value is not None and value.kind == "iri":
                    declared[following.text[:-1]] = value.text[1:-1]
            elif word == "SERVICE":
                raise complain(sparql, token.start, _NO_SERVICE)
            elif word in _UPDATES and (index == 0 or words[index - 1].kind == "iri"):
                raise complain(sparql, token.start, f"{word} {_NO_UPDATE}")
            elif word == "FROM":
                _review_from(sparql, words[index + 1 : index + 3], declared, has_graph)
        elif token.kind == "pname" and not _is_declaration(words, index):
            _review_name(sparql, token, declared)
        elif token.kind == "iri":
            _review_iri(sparql, token)


def _is_declaration(words: list[Token], index: int) -> bool:
    return index > 0 and words[index - 1].text.upper() == "PREFIX"


def _review_from(
    sparql: str,
    following: list[Token],
    declared: Mapping[str, str],
    has_graph: Callable[[str], bool],
) -> None:
    if following and following[0].text.upper() == "NAMED":
        following = following[1:]
    if not following:
        return
    token = following[0]
    iri = token.text[1:-1] if token.kind == "iri" else ""
    if token.kind == "pname":
        prefix, _, local = token.text.partition(":")
        iri = declared.get(prefix, "") + local
    if iri and not has_graph(iri):
        raise complain(sparql, token.start, f"{_NO_FROM}; {iri} is not")


def _review_name(sparql: str, token: Token, declared: Mapping[str, str]) -> None:
    prefix, _, local = token.text.partition(":")
    if prefix not in declared:
        hint = did_you_mean(prefix, declared)
        raise complain(sparql, token.start, f"the prefix {prefix}: is not known{hint}")
    closed = _CLOSED.get(prefix)
    if closed is None or declared[prefix] != terms.PREFIXES[prefix] or not local:
        return
    _review_term(sparql, token, prefix, local)


def _review_iri(sparql: str, token: Token) -> None:
    iri = token.text[1:-1]
    namespace = terms.PREFIXES["nhv"]
    if iri.startswith(namespace) and len(iri) > len(namespace):
        _review_term(sparql, token, "nhv", iri[len(namespace) :])


def _review_term(sparql: str, token: Token, prefix: str, local: str) -> None:
    vocabulary = _CLOSED[prefix]
    if local in vocabulary or (prefix != "nhv" and _is_standard(prefix, local)):
        return
    known = [terms.curie(term.value) for term in vocabulary]
    hint = did_you_mean(f"{prefix}:{local}", known)
    raise complain(sparql, token.start, f"{prefix}:{local} is no term of the vocabulary{hint}")


def _is_standard(prefix: str, local: str) -> bool:
    """Whether a term that this project does not use is one of the standard all the same."""
    from rdflib.namespace import ORG, PROV, SKOS  # costly, and needed for such terms only

    standard = {"skos": SKOS, "org": ORG, "prov": PROV}[prefix]
    return local in standard
