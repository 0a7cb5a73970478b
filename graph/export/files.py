"""Taking a view home: the suffix of the file decides the form. ``README.md`` lists the forms.

Without a content all is written: statements, things and what ties them, or a row for each
statement. The answer of a question, given by its name, has the id of each thing beside its name; in
``.tex`` it has footnotes instead. The same view gives the same bytes, and a file is there whole or
not at all.

A cell of a table that a spreadsheet would take for a formula (it begins with ``=``, ``+``, ``-``
or ``@`` and is no number) has an apostrophe before it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from graph.base.files import as_path, write
from graph.base.problems import BadParameter
from graph.engines.frames import Table, value
from graph.engines.oxigraph import OxigraphEngine
from graph.export.network_files import edge_list, gexf, graphml, node_link, node_list
from graph.export.notes import about
from graph.export.statement_files import FORMS, lines
from graph.export.table_files import parquet, plain_csv, swedish_csv
from graph.export.workbook import workbook
from graph.lookup.names import labels_of
from graph.networks.catalogue import network
from graph.questions.catalogue import question
from graph.questions.question import ENTITY
from graph.view.answering import Cells, answered, plainly_answered
from graph.view.citations import with_evidence
from graph.view.overlay import note
from graph.view.view import View
from graph.view.whole import quads, resolved, texts
from ontology import terms
from ontology.spelling import did_you_mean

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import rdflib


def export(kg: View, path: str | Path, content: Any = None, *, excel: bool = False) -> Path:
    """Write a view to a file; see :meth:`graph.knowledge_graph.KnowledgeGraph.export`.

    Raises:
        BadParameter: If the suffix is not known, or the content does not fit it.
        NotSupported: If a package that the form needs is not there.
    """
    target = as_path(path)
    suffix = target.suffix.lower()
    if suffix not in SUFFIXES:
        near = did_you_mean(suffix, SUFFIXES, f"use one of {', '.join(SUFFIXES)}")
        raise BadParameter(f"the form of “{target.name}” is not known; {near}")
    if excel and suffix != ".csv":
        raise BadParameter(f"excel=True is for .csv; {suffix} is the same for every program")
    given_network, given_graph = hasattr(content, "adjacency"), hasattr(content, "subject_objects")
    if content is not None and suffix in _OF_TRIPLES and not given_graph:
        remedy = "leave the content out, or give a graph such as kg.part(…)"
        raise BadParameter(f"{suffix} holds statements; {remedy}")
    if suffix in _OF_TRIPLES:
        data = _graph(content, suffix) if given_graph else _whole(kg, suffix)
    elif suffix in _NETWORKS:
        data = _NETWORKS[suffix](_network(kg, content))
    elif suffix == ".csv" and given_network and not excel:
        data = edge_list(content)
    elif excel:
        data = swedish_csv(_table(kg, content))
    else:
        data = _TABLES[suffix](kg, _table(kg, content, footnotes=suffix == ".tex"))
    write(target, noted(kg, target.name, data))
    if suffix == ".csv" and given_network:
        write(target.with_suffix(".nodes.csv"), node_list(content))
    return target


def _whole(kg: View, suffix: str) -> bytes:
    """All that is resolved, and of forms that have several graphs those of sources too."""
    match suffix:
        case ".ttl":
            return texts(kg).turtle
        case ".trig":
            return texts(kg).trig
        case ".nq":
            return lines(quads(kg), RdfFormat.N_QUADS)
    return _OF_TRIPLES[suffix](resolved(kg), terms.PREFIXES)


def _graph(graph: rdflib.Graph, suffix: str) -> bytes:
    from graph.engines.rdf import triples_of

    triples = sorted(triples_of(graph), key=str)
    if any(isinstance(term, BlankNode) for triple in triples for term in triple):
        what = "the graph has blank nodes, which no other file can refer to"
        raise BadParameter(f"{what}; give them IRIs, such as <urn:x:1>")
    own = {prefix: str(iri) for prefix, iri in graph.namespaces() if prefix}
    return _OF_TRIPLES[suffix](triples, {**own, **terms.PREFIXES})


def noted(kg: View, name: str, data: bytes) -> bytes:
    """A file of this name; in one of a view with a researcher's own files it is said that it is."""
    said = note(kg.overlays, kg.lang)
    if not said:
        return data
    sys.stderr.write(f"nhv: {name}: {said}\n")
    is_commented = name.lower().endswith((".ttl", ".trig", ".nt", ".nq"))
    return f"# {said}\n".encode() + data if is_commented else data


def _id(term: object) -> str:
    return terms.curie(term.value) if isinstance(term, NamedNode) else str(term)


def _network(kg: View, content: Any) -> nx.Graph[str]:
    if isinstance(content, str):
        return network(kg, content)
    if content is None:
        return _whole_network(kg)
    if not hasattr(content, "adjacency"):
        raise BadParameter("a network file holds a network; give one, or the name of one")
    given: nx.Graph[str] = content
    return given


def _whole_network(kg: View) -> nx.MultiDiGraph[str]:
    """Things as nodes, statements between them as edges; citations and classes left out."""
    import networkx as nx

    things, citations = f"{terms.BASE}id/", f"{terms.BASE}id/citation/"
    edges = sorted(
        (s.value, o.value, terms.curie(triple.predicate.value))
        for triple in resolved(kg)
        if isinstance(s := triple.subject, NamedNode) and isinstance(o := triple.object, NamedNode)
        if all(e.value.startswith(things) and not e.value.startswith(citations) for e in (s, o))
    )
    net: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    ends = sorted({end for *pair, _ in edges for end in pair})
    labels = labels_of(OxigraphEngine(kg.engine.store), ends, kg.lang)
    for iri in ends:
        short = terms.curie(iri)
        net.add_node(short, label=labels[iri], kind=short.partition(":")[0])
    for start, end, kind in edges:
        net.add_edge(terms.curie(start), terms.curie(end), key=kind, kind=kind)
    return net


def _table(kg: View, content: Any, *, footnotes: bool = False) -> pd.DataFrame:
    import pandas as pd

    if isinstance(content, pd.Series):
        content = content.to_frame()
    if isinstance(content, pd.DataFrame):
        # What was grouped by, or made the index, is part of the table.
        is_named = any(name is not None for name in content.index.names)
        return content.reset_index() if is_named else content
    if isinstance(content, Table):
        return content.frame()
    if isinstance(content, str):
        return _answer(kg, content, footnotes=footnotes)
    if content is not None:
        raise BadParameter(
            "a table file holds a table; give a data frame or the name of a question"
        )
    statements = resolved(kg)
    # The store has what is here now, a service's fetched statements included.
    subjects = {t.subject.value for t in statements if isinstance(t.subject, NamedNode)}
    labels = labels_of(OxigraphEngine(kg.engine.store), subjects, kg.lang)
    rows = []
    for s, p, o in statements:
        label = labels[s.value] if isinstance(s, NamedNode) else str(s)
        text = str(value(o)) if isinstance(o, NamedNode | Literal) else ""
        kind = (_id(o.datatype), o.language or "") if isinstance(o, Literal) else ("", "")
        rows.append((_id(s), label, _id(p), text, *kind))
    columns = ["subject", "label", "property", "value", "datatype", "language"]
    return pd.DataFrame(rows, columns=columns)


def _answer(kg: View, name: str, *, footnotes: bool) -> pd.DataFrame:
    """The answer of a question by its name, with ids, or with what footnotes say where it lists."""
    asked = question(name)
    if footnotes and ENTITY in (table := answered(kg, name, {})).columns:
        made = with_evidence(kg, table, asked.cites).frame()
    else:
        made = plainly_answered(kg, name, {}, Cells(ids=not footnotes)).frame()
    made.attrs["asked"] = {"question": asked.name}
    return made


def _as_latex(kg: View, table: pd.DataFrame) -> bytes:
    from graph.export.latex import booktabs  # loads pandas

    return booktabs(table, about(kg, table), kg.lang)


# A graph of triples alone has no graphs to tell apart.
_OF_TRIPLES = {f".{suffix}": form for suffix, form in FORMS.items()}
_OF_TRIPLES |= {".trig": FORMS["ttl"], ".nq": FORMS["nt"]}
_NETWORKS = {".graphml": graphml, ".gexf": gexf, ".json": node_link}
_TABLES: Mapping[str, Callable[[View, pd.DataFrame], bytes]] = {
    ".csv": lambda _, table: plain_csv(table),
    ".parquet": lambda _, table: parquet(table),
    ".xlsx": lambda kg, table: workbook(table, about(kg, table), kg.lang),
    ".tex": _as_latex,
}
SUFFIXES = tuple(sorted((*_OF_TRIPLES, *_NETWORKS, *_TABLES)))
