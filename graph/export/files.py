"""Taking a view home: the suffix of the file decides the form.

======================  =======================================================
``.ttl``, ``.nt``       the resolved graph
``.trig``, ``.nq``      every source in its own graph, and the resolved graph
``.jsonld``             the resolved graph, as JSON-LD
``.rdf``                the resolved graph, as RDF/XML
``.graphml``, ``.gexf`` a network: the things and what ties them, or one given
``.csv``, ``.parquet``  a table: every statement of the resolved graph, or one given
``.csv`` of a network   its edges; its nodes are beside it in ``.nodes.csv``
======================  =======================================================

The same view gives the same bytes, and a file is there whole or not at all.

A cell of a table that a spreadsheet would take for a formula (it begins with ``=``, ``+``, ``-``
or ``@`` and is no number) has an apostrophe before it.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from importlib.util import find_spec
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from graph.base.files import write
from graph.base.problems import BadParameter, NotSupported
from graph.engines.frames import Table, frame, value
from graph.engines.oxigraph import OxigraphEngine
from graph.engines.values import text_of
from graph.export.network_files import edge_list, gexf, graphml, node_list
from graph.lookup.names import labels_of
from graph.networks.catalogue import network
from graph.view.answering import plainly_answered
from loaders.publishing.canonical_turtle import trig, turtle
from ontology import terms
from ontology.spelling import did_you_mean

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from graph.view.view import View

SUFFIXES = (
    ".csv", ".gexf", ".graphml", ".jsonld", ".nq", ".nt", ".parquet", ".rdf", ".trig", ".ttl",
)  # fmt: skip

# What spreadsheets compute, also behind a tab or a line end that they drop.
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")


def export(kg: View, path: str | Path, content: Any = None) -> Path:
    """Write a view to a file.

    Args:
        kg: The view.
        path: Where to; the suffix decides the form, see the module.
        content: For ``.graphml`` and ``.gexf`` a network or the name of one; for ``.csv``
            and ``.parquet`` a data frame, a table or the name of a question; for ``.csv`` also
            a network.

    Returns:
        The path written.

    Raises:
        BadParameter: If the suffix is not known, or the content does not fit it.
        NotSupported: If a package that the form needs is not there.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    writers: Mapping[str, Callable[[], bytes]] = {
        ".ttl": lambda: _turtle(kg),
        ".trig": lambda: _trig(kg),
        ".nt": lambda: _lines(_resolved(kg), RdfFormat.N_TRIPLES),
        ".nq": lambda: _lines(_all(kg), RdfFormat.N_QUADS),
        ".jsonld": lambda: jsonld(_resolved(kg), terms.PREFIXES),
        ".rdf": lambda: rdf_xml(_resolved(kg), terms.PREFIXES),
        ".graphml": lambda: graphml(_network(kg, content)),
        ".gexf": lambda: gexf(_network(kg, content)),
        ".csv": lambda: _csv(kg, content),
        ".parquet": lambda: _parquet(_table(kg, content)),
    }
    if suffix not in writers:
        near = did_you_mean(suffix, SUFFIXES, f"use one of {', '.join(SUFFIXES)}")
        raise BadParameter(f"the form of “{target.name}” is not known; {near}")
    if content is not None and suffix not in (".graphml", ".gexf", ".csv", ".parquet"):
        raise BadParameter(f"{suffix} holds the whole view; leave the content out")
    write(target, _noted(kg, target.name, suffix, writers[suffix]()))
    if suffix == ".csv" and hasattr(content, "adjacency"):
        write(target.with_suffix(".nodes.csv"), node_list(content))
    return target


def _csv(kg: View, content: Any) -> bytes:
    if hasattr(content, "adjacency"):
        return edge_list(content)
    table = _table(kg, content)
    table = table.rename(columns=_harmless_cell).map(_harmless_cell)
    return table.to_csv(index=False, lineterminator="\r\n").encode()


def _harmless_cell(cell: object) -> object:
    return harmless(cell) if isinstance(cell, str) else cell


def harmless(text: str) -> str:
    """A text as a cell of a table: no spreadsheet takes it for a formula.

    Args:
        text: Any text.

    Returns:
        The text, with an apostrophe before it where it would be computed; numbers stay.

    Example:
        >>> harmless("=1+1"), harmless("-5"), harmless("Region Skåne")
        ("'=1+1", '-5', 'Region Skåne')
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def comma_separated(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as CSV after RFC 4180, in UTF-8, every cell harmless.

    Args:
        rows: The cells of each row, the headings first.

    Returns:
        The bytes of the file.

    Example:
        >>> comma_separated([["id", "name"], ["1", "a, b"]]).split()
        [b'id,name', b'1,"a,', b'b"']
    """
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([harmless(c) for c in row] for row in rows)
    return out.getvalue().encode()


def _noted(kg: View, name: str, suffix: str, data: bytes) -> bytes:
    """Say of a view with a researcher's own files that it holds them."""
    from graph.view.overlay import note

    said = note(kg.overlays, kg.lang)
    if not said:
        return data
    sys.stderr.write(f"nhv: {name}: {said}\n")
    comment = f"# {said}\n".encode() if suffix in (".ttl", ".trig", ".nt", ".nq") else b""
    return comment + data


def _resolved(kg: View) -> list[Triple]:
    quads = kg.engine.store.quads_for_pattern(None, None, None, DefaultGraph())
    return sorted((quad.triple for quad in quads), key=str)


def _beside(kg: View) -> OxigraphEngine:
    """An engine on the statements that are here now, a service's fetched ones included."""
    return OxigraphEngine(kg.engine.store)


def _all(kg: View) -> list[Quad]:
    return sorted(kg.engine.quads(), key=str)


def _turtle(kg: View) -> bytes:
    return turtle(_resolved(kg), terms.PREFIXES)


def _trig(kg: View) -> bytes:
    return trig(_all(kg), terms.PREFIXES)


def _lines(statements: list[Triple] | list[Quad], form: RdfFormat) -> bytes:
    written = serialize(statements, format=form)
    assert written is not None
    return b"".join(sorted(written.splitlines(keepends=True)))


def rdf_xml(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Statements as RDF/XML, sorted.

    Args:
        triples: What to write.
        prefixes: Prefix to namespace.

    Returns:
        The bytes of the file.
    """
    out = BytesIO()
    serialize(sorted(triples, key=str), out, format=RdfFormat.RDF_XML, prefixes=dict(prefixes))
    return out.getvalue()


def jsonld(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Statements as JSON-LD 1.1 with prefixes of the reader's, a node per thing, sorted.

    Args:
        triples: What to write.
        prefixes: Prefix to namespace, the project's among them.

    Returns:
        The bytes of the file.
    """
    nodes: dict[str, dict[str, Any]] = {}
    for triple in sorted(triples, key=str):
        node = nodes.setdefault(_id(triple.subject), {"@id": _id(triple.subject)})
        if triple.predicate == terms.RDF.type:
            node.setdefault("@type", []).append(_id(triple.object))
        else:
            node.setdefault(_id(triple.predicate), []).append(_json_value(triple.object))
    context = {prefix: {"@id": iri, "@prefix": True} for prefix, iri in prefixes.items()}
    document = {"@context": context, "@graph": [nodes[name] for name in sorted(nodes)]}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _id(term: object) -> str:
    return terms.curie(term.value) if isinstance(term, NamedNode) else str(term)


def _json_value(term: object) -> Any:
    if not isinstance(term, Literal):
        return {"@id": _id(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype == terms.XSD.string:
        return {"@value": term.value}
    return {"@value": term.value, "@type": terms.curie(term.datatype.value)}


def _network(kg: View, content: Any) -> nx.Graph:
    if isinstance(content, str):
        return network(kg, content)
    if content is None:
        return _whole_network(kg)
    if not hasattr(content, "adjacency"):
        raise BadParameter("a network file holds a network; give one, or the name of one")
    given: nx.Graph = content
    return given


def _whole_network(kg: View) -> nx.MultiDiGraph:
    """Things as nodes, statements between them as edges; citations and classes left out."""
    import networkx as nx

    net = nx.MultiDiGraph()
    prefix = f"{terms.BASE}id/"
    citation = f"{prefix}citation/"
    ends: set[str] = set()
    edges: list[tuple[str, str, str]] = []
    for triple in _resolved(kg):
        s, o = triple.subject, triple.object
        if not (isinstance(s, NamedNode) and isinstance(o, NamedNode)):
            continue
        if all(
            end.value.startswith(prefix) and not end.value.startswith(citation) for end in (s, o)
        ):
            ends |= {s.value, o.value}
            edges.append((s.value, o.value, terms.curie(triple.predicate.value)))
    labels = labels_of(_beside(kg), sorted(ends), kg.lang)
    for iri in sorted(ends):
        short = terms.curie(iri)
        net.add_node(short, label=labels[iri], kind=short.partition(":")[0])
    for start, end, kind in sorted(edges):
        net.add_edge(terms.curie(start), terms.curie(end), key=kind, kind=kind)
    return net


def _table(kg: View, content: Any) -> pd.DataFrame:
    import pandas as pd

    if isinstance(content, pd.DataFrame):
        return content
    if isinstance(content, Table):
        return frame(content)
    if isinstance(content, str):
        return plainly_answered(kg, content, {}).frame()
    if content is not None:
        raise BadParameter(
            "a table file holds a table; give a data frame or the name of a question"
        )
    resolved = _resolved(kg)
    labels = labels_of(_beside(kg), {_iri(t.subject) for t in resolved}, kg.lang)
    rows = [
        (
            _id(triple.subject),
            labels[_iri(triple.subject)],
            _id(triple.predicate),
            str(value(triple.object)) if isinstance(triple.object, NamedNode | Literal) else "",
            terms.curie(triple.object.datatype.value) if isinstance(triple.object, Literal) else "",
            (triple.object.language or "") if isinstance(triple.object, Literal) else "",
        )
        for triple in resolved
    ]
    columns = ["subject", "label", "property", "value", "datatype", "language"]
    return pd.DataFrame(rows, columns=columns)


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _parquet(table: pd.DataFrame) -> bytes:
    if find_spec("pyarrow") is None:
        raise NotSupported("parquet needs the package pyarrow; pip install pyarrow, or export .csv")
    out = BytesIO()
    _of_one_type(table).to_parquet(out, index=False)
    return out.getvalue()


def _of_one_type(table: pd.DataFrame) -> pd.DataFrame:
    """A table whose columns of several types, or of too large numbers, are texts."""
    from pandas.api.types import is_object_dtype

    told = table.copy()
    for name in table.columns[[is_object_dtype(dtype) for dtype in table.dtypes]]:
        kinds = {type(cell) for cell in table[name] if cell is not None}
        if len(kinds) > 1 or kinds & {int, Decimal}:
            told[name] = [None if cell is None else text_of(cell) for cell in table[name]]
    return told
