"""Reading SPARQL just far enough to bind parameters and to refuse what cannot be meant.

The text of a query is cut into tokens by the grammar of SPARQL 1.1 (section
19.8), so that nothing inside a comment, a string or an IRI is ever taken for a
parameter, a keyword or a term.  The parsing proper is left to the engine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urljoin

from pyoxigraph import Literal, NamedNode

from graph.base.mistakes import mistake
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
OPENING, CLOSING = frozenset("({["), frozenset(")}]")
GRAPH_FORMS = ("CONSTRUCT", "DESCRIBE")
FORMS = ("SELECT", "ASK", *GRAPH_FORMS)
KEYWORDS = (
    "ASK", "BIND", "BY", "CONSTRUCT", "COUNT", "DESCRIBE", "DESC", "DISTINCT", "EXISTS", "FILTER",
    "FROM", "GRAPH", "GROUP", "HAVING", "LIMIT", "MINUS", "NOT", "OFFSET", "OPTIONAL", "ORDER",
    "SELECT", "SUM", "UNION", "VALUES", "WHERE",
)  # fmt: skip
"""What most queries are written with, for completion."""
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
CLOSED = {"nhv": terms.NHV, "skos": terms.SKOS, "org": terms.ORG, "prov": terms.PROV}
_SERVICE = re.compile(r"(?<![\w-])SERVICE(?![\w-])", re.IGNORECASE)
_WEB = re.compile(r"<https?://", re.IGNORECASE)

# The parsers of all engines are recursive: what nests deeper, or goes on for longer, would
# overflow the stack and end the process (Oxigraph 0.5: from some 300 levels, 10,000 words).
DEEPEST = 64
LONGEST = 5_000
WIDEST = 160

Term = NamedNode | Literal


class Token(NamedTuple):
    """A token of a query: its kind, its text and where it begins."""

    kind: str
    text: str
    start: int


@lru_cache(maxsize=128)
def tokens(sparql: str) -> tuple[Token, ...]:
    """The tokens of a query, which need not be correct; their texts joined give it again."""
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


@lru_cache(maxsize=128)
def words(sparql: str) -> tuple[Token, ...]:
    """The tokens that mean something: all but white space and comments."""
    return tuple([t for t in tokens(sparql) if t.kind not in ("space", "comment")])


def is_word(token: Token, *keywords: str) -> bool:
    """Whether a token is one of some keywords (in capitals)."""
    return token.kind == "word" and token.text.upper() in keywords


def has(sparql: str, *keywords: str) -> bool:
    """Whether one of these keywords (in capitals) stands anywhere in a query."""
    return any(is_word(token, *keywords) for token in tokens(sparql))


@lru_cache(maxsize=512)
def form(sparql: str) -> str:
    """Which of SELECT, ASK, CONSTRUCT and DESCRIBE a query is; empty if none."""
    return next((t.text.upper() for t in tokens(sparql) if is_word(t, *FORMS)), "")


def partner(tokens: Sequence[Token], opening: int) -> int:
    """Where the bracket closes that opens at an index; the last index if it does not."""
    depth = 0
    for index in range(opening, len(tokens)):
        depth += (tokens[index].text in OPENING) - (tokens[index].text in CLOSING)
        if depth == 0:
            return index
    return len(tokens) - 1


@lru_cache(maxsize=512)
def outside(sparql: str) -> frozenset[str]:
    """The keywords of a query, in capitals, that stand in no braces."""
    depth, found = 0, set()
    for token in tokens(sparql):
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0 and token.kind == "word":
            found.add(token.text.upper())
    return frozenset(found)


def declared(sparql: str) -> dict[str, str]:
    """The namespaces of prefixes: the project's, and those that a query declares."""
    found, every = dict(terms.PREFIXES), words(sparql)
    for keyword, name, iri in zip(every, every[1:], every[2:], strict=False):
        if is_word(keyword, "PREFIX") and name.kind == "pname" and iri.kind == "iri":
            found[name.text[:-1]] = iri.text[1:-1]
    return found


def iri_of(token: Token, namespaces: Mapping[str, str]) -> str:
    """The IRI that a token stands for; empty if for none."""
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return namespaces.get(prefix, "") + local if token.kind == "pname" else ""


class From(NamedTuple):
    """A graph that FROM or FROM NAMED names, and where in the query."""

    iri: str
    named: bool
    start: int


def graphs_from(sparql: str) -> list[From]:
    """The graphs that FROM and FROM NAMED name; a relative address goes on from BASE."""
    every, namespaces, found, base = words(sparql), declared(sparql), [], ""
    for index, token in enumerate(every):
        if is_word(token, "BASE"):
            base = "".join(following.text[1:-1] for following in every[index + 1 : index + 2])
        elif is_word(token, "FROM"):
            named = is_word(every[index + 1], "NAMED") if index + 1 < len(every) else False
            for graph in every[index + 1 + named : index + 2 + named]:
                if iri := iri_of(graph, namespaces):
                    found.append(From(urljoin(base, iri), named, graph.start))
    return found


def prefixed(sparql: str) -> str:
    """The query with the project's prefixes that it uses declared before it; its own win."""
    used = {t.text.partition(":")[0] for t in tokens(sparql) if t.kind == "pname"}
    lines = [f"PREFIX {p}: <{iri}>\n" for p, iri in terms.PREFIXES.items() if p in used]
    return "".join(lines) + sparql


@lru_cache(maxsize=512)
def prefixes_in(sparql: str) -> dict[str, str]:
    """The project's prefixes that may stand in a query, which the engine then need not all read.

    With a backslash in the query any prefix may be spelt in escapes.
    """
    escaped = "\\" in sparql
    return {p: iri for p, iri in terms.PREFIXES.items() if escaped or f"{p}:" in sparql}


def at(sparql: str, line: int, column: int, what: str) -> QueryError:
    """A :class:`QueryError` that shows a line (from 1) with a caret under a column (from 1)."""
    lines, said = sparql.splitlines(), mistake("place", line, column, what)
    if not 1 <= line <= len(lines):
        return QueryError(said)
    shown = lines[line - 1]
    if len(shown) > WIDEST:
        start = max(column - WIDEST // 2, 0)
        shown, column = shown[start : start + WIDEST], column - start
    shown = "".join(c if c.isprintable() or c == "\t" else "\ufffd" for c in shown)
    caret = "".join("\t" if c == "\t" else " " for c in shown[: column - 1]) + "^"
    return QueryError(f"{said}\n    {shown}\n    {caret}")


def complain(sparql: str, offset: int, what: str) -> QueryError:
    """A :class:`QueryError` that points at a place in the query."""
    before = sparql[:offset]
    return at(sparql, before.count("\n") + 1, offset - before.rfind("\n"), what)


def bind(sparql: str, values: Mapping[str, Term], unset: str = "") -> str:
    """Put terms in the place of ``$name`` tokens; one without a value stays a variable.

    ``unset`` is put before the name of such a variable, to keep it apart from a variable ``?name``
    of the same query.
    """
    texts, names = template(sparql)
    out = [texts[0]]
    for name, text in zip(names, texts[1:], strict=True):
        if name in values:
            out.append(str(values[name]))
        else:
            out.append(f"?{unset}{name}" if unset else f"${name}")
        out.append(text)
    return "".join(out)


@lru_cache(maxsize=512)
def template(sparql: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The texts around the ``$name`` tokens of a query, and the names between them.

    This is how parameters are bound wherever a query runs: a term stands between two texts.
    """
    texts, names, begun = [], [], 0
    for token in tokens(sparql):
        if token.kind == "variable" and token.text[0] == "$":
            texts.append(sparql[begun : token.start])
            names.append(token.text[1:])
            begun = token.start + len(token.text)
    return (*texts, sparql[begun:]), tuple(names)


def parameters(sparql: str) -> frozenset[str]:
    """The names of all ``$name`` tokens of a query."""
    return frozenset(template(sparql)[1])


def review(sparql: str, has_graph: Callable[[str], bool]) -> None:
    """Refuse a query that reaches outside, changes the graph or uses unknown terms.

    Raises QueryError with line, column and what to write instead.
    """
    for graph in _reviewed(sparql):
        try:
            held = has_graph(graph.iri)
        except ValueError:  # a relative IRI: no graph has such a name
            held = False
        if not held:
            raise complain(sparql, graph.start, mistake("from", graph.iri))


def _refuse_depth(sparql: str) -> None:
    """Refuse a query whose parsing would end the process; the rows of VALUES may be any number."""
    depth = length = rows_from = 0
    before, awaits_rows = "", False
    for token in words(sparql):
        text = token.text
        if text in "([{" or (text == before == "<"):
            depth += 1
            if text == "{" and awaits_rows:
                rows_from, awaits_rows = depth, False
        elif text in ")]}" or (text == before == ">"):
            if depth == rows_from:
                rows_from = 0
            depth -= 1
        elif is_word(token, "VALUES"):
            awaits_rows = not rows_from
        # Three signs in a row are two pairs for nobody.
        before = "" if text == before else text
        length += not rows_from
        if depth > DEEPEST:
            raise complain(sparql, token.start, mistake("deep", DEEPEST))
        if length > LONGEST:
            raise complain(sparql, token.start, mistake("long", f"{LONGEST:,}"))


def _refuse_in_every_graph(sparql: str) -> None:
    """Refuse what Oxigraph asks of all graphs at once where it stands within ``GRAPH ?g``."""
    every = words(sparql)
    around = [""]  # for each open brace, the variable of the GRAPH that it stands in
    graph: str | None = None
    for index, token in enumerate(every):
        if token.text == "{":
            around.append(around[-1] if graph is None else graph)
            graph = None
        elif token.text == "}" and len(around) > 1:
            around.pop()
        elif is_word(token, "GRAPH") and index + 1 < len(every):
            graph = every[index + 1].text[1:] if every[index + 1].kind == "variable" else ""
        elif around[-1] and is_word(token, "SELECT", "LIMIT", "OFFSET"):
            opening = next((i for i in range(index, len(every)) if every[i].text == "{"), index)
            columns = [t.text[1:] for t in every[index:opening] if t.kind == "variable"]
            if around[-1] not in columns or not is_word(token, "SELECT"):
                what = mistake("select_in_every_graph", around[-1])
                raise complain(sparql, token.start, what)
        elif around[-1] and is_word(token, "VALUES") and every[index - 1].text == "{":
            opening = next((i for i in range(index, len(every)) if every[i].text == "{"), index)
            if every[min(partner(every, opening) + 1, len(every) - 1)].text == "}":
                what = mistake("values_in_every_graph", around[-1])
                raise complain(sparql, token.start, what)


@lru_cache(maxsize=512)
def _reviewed(sparql: str) -> tuple[From, ...]:
    """Review all that depends on the text alone; what is left are the graphs that FROM names."""
    _refuse_depth(sparql)
    _refuse_in_every_graph(sparql)
    every, namespaces = words(sparql), declared(sparql)
    for index, token in enumerate(every):
        before = every[index - 1] if index else None
        if is_word(token, "SERVICE"):
            raise complain(sparql, token.start, mistake("service"))
        if is_word(token, *UPDATES) and (before is None or before.kind == "iri"):
            raise complain(sparql, token.start, mistake("update", token.text.upper()))
        if token.kind == "pname" and not (before and before.text.upper() == "PREFIX"):
            _review_name(sparql, token, namespaces)
        elif token.kind == "iri":
            if _SERVICE.search(token.text) and not _WEB.match(token.text):
                # What reads as an IRI here may be a comparison and then SERVICE to a parser, as in
                # ``FILTER(?a<?b)SERVICE:x#>``; no comparison begins like a web address.
                raise complain(sparql, token.start, mistake("hidden_service"))
            if token.text.startswith(f"<{terms.PREFIXES['nhv']}"):
                local = token.text[1:-1].removeprefix(terms.PREFIXES["nhv"])
                _review_term(sparql, token, "nhv", local)
    return tuple(graphs_from(sparql))


def _review_name(sparql: str, token: Token, namespaces: Mapping[str, str]) -> None:
    prefix, _, local = token.text.partition(":")
    if prefix not in namespaces:
        near = did_you_mean(prefix, namespaces, mistake("write_prefix", prefix))
        raise complain(sparql, token.start, mistake("prefix", prefix, near))
    if prefix in CLOSED and namespaces[prefix] == terms.PREFIXES[prefix]:
        _review_term(sparql, token, prefix, local)


def _review_term(sparql: str, token: Token, prefix: str, local: str) -> None:
    vocabulary = CLOSED[prefix]
    if not local or local in vocabulary or (prefix != "nhv" and local in standard_terms(prefix)):
        return
    known = [terms.curie(term.value) for term in vocabulary]
    near = did_you_mean(f"{prefix}:{local}", known)
    raise complain(sparql, token.start, mistake("term", prefix, local, near))


@lru_cache
def standard_terms(prefix: str) -> frozenset[str]:
    """The terms of a standard, those that this project does not use included."""
    from rdflib.namespace import ORG, PROV, SKOS  # costly, and needed for such terms only

    standard = {"skos": SKOS, "org": ORG, "prov": PROV}[prefix]
    return frozenset(term.removeprefix(str(standard)) for term in dir(standard))
