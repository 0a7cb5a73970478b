"""Reading SPARQL just far enough to bind parameters and to refuse what cannot be meant.

The text of a query is cut into tokens by the grammar of SPARQL 1.1 (section
19.8), so that nothing inside a comment, a string or an IRI is ever taken for a
parameter, a keyword or a term.  The parsing proper is left to the engine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from graph.base.problems import QueryError
from ontology import terms
from ontology.spelling import did_you_mean

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

# The parsers of all engines are recursive: what nests deeper, or goes on for longer, would
# overflow the stack and end the process (Oxigraph 0.5: from some 300 levels, 10,000 words).
_DEEPEST = 64
_LONGEST = 5_000
_WIDEST = 160

Term = NamedNode | Literal


class Token(NamedTuple):
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
    return iter(read(sparql))


@lru_cache(maxsize=128)
def read(sparql: str) -> tuple[Token, ...]:
    """The tokens of a query (see :func:`tokens`), kept for the queries asked last."""
    found: list[Token] = []
    for match in _TOKEN.finditer(sparql):
        kind, text, start = match.lastgroup or "other", match.group(), match.start()
        if kind == "pname" and text.endswith("."):
            # A local name does not end in a dot: the dot ends the triple.
            bare = text.rstrip(".")
            found.append(Token(kind, bare, start))
            found.append(Token("other", text[len(bare) :], start + len(bare)))
        else:
            found.append(Token(kind, text, start))
    return tuple(found)


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
    if len(shown) > _WIDEST:
        start = max(column - _WIDEST // 2, 0)
        shown, column = shown[start : start + _WIDEST], column - start
    shown = "".join(c if c.isprintable() or c == "\t" else "\ufffd" for c in shown)
    caret = "".join("\t" if c == "\t" else " " for c in shown[: column - 1]) + "^"
    return f"\n    {shown}\n    {caret}"


def complain(sparql: str, offset: int, what: str) -> QueryError:
    """A :class:`QueryError` that points at a place in the query."""
    line, column = place(sparql, offset)
    return QueryError(f"line {line}, column {column}: {what}{pointed(sparql, line, column)}")


@lru_cache(maxsize=512)
def form(sparql: str) -> str:
    """Which of SELECT, ASK, CONSTRUCT and DESCRIBE a query is; empty if none."""
    for token in tokens(sparql):
        if token.kind == "word" and token.text.upper() in _FORMS:
            return token.text.upper()
    return ""


@lru_cache(maxsize=512)
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
    texts, names = _template(sparql)
    out = [texts[0]]
    for name, text in zip(names, texts[1:], strict=True):
        if name in values:
            out.append(str(values[name]))
        else:
            out.append(f"?{unset}{name}" if unset else f"${name}")
        out.append(text)
    return "".join(out)


@lru_cache(maxsize=512)
def _template(sparql: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The texts around the ``$name`` tokens of a query, and the names between them."""
    texts, names, begun = [], [], 0
    for token in read(sparql):
        if token.kind == "variable" and token.text[0] == "$":
            texts.append(sparql[begun : token.start])
            names.append(token.text[1:])
            begun = token.start + len(token.text)
    return (*texts, sparql[begun:]), tuple(names)


def parameters(sparql: str) -> frozenset[str]:
    """The names of all ``$name`` tokens of a query."""
    return frozenset(_template(sparql)[1])


_SERVICE = re.compile(r"(?<![\w-])SERVICE(?![\w-])", re.IGNORECASE)
_WEB = re.compile(r"<https?://", re.IGNORECASE)


def review(sparql: str, has_graph: Callable[[str], bool]) -> None:
    """Refuse a query that reaches outside, changes the graph or uses unknown terms.

    Args:
        sparql: The text of the query.
        has_graph: Whether a graph of this name is held locally.

    Raises:
        QueryError: With line, column and what to write instead.
    """
    for iri, offset in _graphs_named(sparql):
        if not _is_held(iri, has_graph):
            raise complain(sparql, offset, f"{_NO_FROM}; {iri} is not")


def _is_held(iri: str, has_graph: Callable[[str], bool]) -> bool:
    try:
        return has_graph(iri)
    except ValueError:  # a relative IRI: no graph has such a name
        return False


def _refuse_depth(sparql: str) -> None:
    """Refuse a query whose parsing would end the process; the rows of VALUES may be any number.

    Raises:
        QueryError: With the place from which it is too deep or too long.
    """
    depth = length = rows_from = 0
    before, awaits_rows = "", False
    for token in read(sparql):
        if token.kind in ("space", "comment"):
            continue
        text = token.text
        if text in "([{" or (text == before == "<"):
            depth += 1
            if text == "{" and awaits_rows:
                rows_from, awaits_rows = depth, False
        elif text in ")]}" or (text == before == ">"):
            if depth == rows_from:
                rows_from = 0
            depth -= 1
        elif token.kind == "word" and text.upper() == "VALUES":
            awaits_rows = not rows_from
        # Three signs in a row are two pairs for nobody.
        before = "" if text == before else text
        length += not rows_from
        if depth > _DEEPEST:
            what = f"nests more than {_DEEPEST} levels deep; split the query"
            raise complain(sparql, token.start, what)
        if length > _LONGEST:
            what = f"goes on for more than {_LONGEST:,} words; write many values as VALUES"
            raise complain(sparql, token.start, what)


@lru_cache(maxsize=512)
def _graphs_named(sparql: str) -> tuple[tuple[str, int], ...]:
    """Review all that depends on the text alone; what is left are the graphs that FROM names.

    Returns:
        Their names, and where each stands in the query.
    """
    _refuse_depth(sparql)
    words = [t for t in read(sparql) if t.kind not in ("space", "comment")]
    declared = dict(terms.PREFIXES)
    graphs: list[tuple[str, int]] = []
    for index, token in enumerate(words):
        if token.kind == "word":
            word = token.text.upper()
            if word == "PREFIX" and len(words) > index + 2:
                name, iri = words[index + 1 : index + 3]
                if name.kind == "pname" and iri.kind == "iri":
                    declared[name.text[:-1]] = iri.text[1:-1]
            elif word == "SERVICE":
                raise complain(sparql, token.start, _NO_SERVICE)
            elif word in _UPDATES and (index == 0 or words[index - 1].kind == "iri"):
                raise complain(sparql, token.start, f"{word} {_NO_UPDATE}")
            elif word == "FROM":
                graphs += _graph_named(words[index + 1 : index + 3], declared)
        elif token.kind == "pname" and not _is_declaration(words, index):
            _review_name(sparql, token, declared)
        elif token.kind == "iri":
            if _SERVICE.search(token.text) and not _WEB.match(token.text):
                # What reads as an IRI here may be a comparison and then SERVICE to a parser, as in
                # ``FILTER(?a<?b)SERVICE:x#>``; no comparison begins like a web address.
                what = "SERVICE can be read in this IRI; put a space after <"
                raise complain(sparql, token.start, what)
            _review_iri(sparql, token)
    return tuple(graphs)


def _is_declaration(words: list[Token], index: int) -> bool:
    return index > 0 and words[index - 1].text.upper() == "PREFIX"


def _graph_named(following: list[Token], declared: Mapping[str, str]) -> list[tuple[str, int]]:
    """The graph that the tokens after FROM name, if they name one."""
    if following and following[0].text.upper() == "NAMED":
        following = following[1:]
    if not following:
        return []
    token = following[0]
    iri = iri_of(token, declared)
    return [(iri, token.start)] if iri else []


def iri_of(token: Token, declared: Mapping[str, str]) -> str:
    """The IRI that a token stands for; empty if for none.

    Args:
        token: A token of a query.
        declared: The namespaces of prefixes.
    """
    if token.kind == "iri":
        return token.text[1:-1]
    if token.kind == "pname":
        prefix, _, local = token.text.partition(":")
        return declared.get(prefix, "") + local
    return ""


def _review_name(sparql: str, token: Token, declared: Mapping[str, str]) -> None:
    prefix, _, local = token.text.partition(":")
    if prefix not in declared:
        near = did_you_mean(prefix, declared, f"write PREFIX {prefix}: <…> before the query")
        raise complain(sparql, token.start, f"the prefix {prefix}: is not known; {near}")
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
    near = did_you_mean(f"{prefix}:{local}", known)
    raise complain(sparql, token.start, f"{prefix}:{local} is no term of the vocabulary; {near}")


def _is_standard(prefix: str, local: str) -> bool:
    """Whether a term that this project does not use is one of the standard all the same."""
    from rdflib.namespace import ORG, PROV, SKOS  # costly, and needed for such terms only

    standard = {"skos": SKOS, "org": ORG, "prov": PROV}[prefix]
    return local in standard
