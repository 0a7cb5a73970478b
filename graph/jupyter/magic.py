"""The cell magic ``%%sparql``: a query alone in a cell, its answer below.

    %load_ext graph

    %%sparql --into permits --as-of 2024-06-12 --lang en
    SELECT ?permit ?area WHERE { ?permit a nhv:Permit ; nhv:holder $region ; nhv:area ?area }

``$region`` takes the value of the notebook's variable ``region``, as a term: a name such as
``"Region Skåne"`` or ``"region:region-skane"``, a number, a date. ``{limit}`` puts the variable's
text into the query as it is, where SPARQL allows no term (``LIMIT {limit}``). A ``$name`` that is
no variable of the notebook is refused, unless the query selects it (``SELECT $s``); variables of
SPARQL are best written ``?name``.

``--as network`` draws an edge per row, ``--as graph`` the triples of a CONSTRUCT or DESCRIBE,
``--as map`` rows that name a county, region or hospital. ``--overlay my.csv`` joins a file of your
own for this cell. Terms, things and parameters are completed on Tab
(:mod:`graph.jupyter.completion`).

The graph asked is the notebook's variable ``kg`` where there is one, else the built graph.
"""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from pyoxigraph import NamedNode

from graph.base.languages import LANGS
from graph.base.problems import BadParameter, GraphError
from graph.base.vocabulary import word
from graph.base.words import words_of
from graph.engines.frames import Table, value
from graph.engines.sparql import GRAPH_FORMS, parameters, tokens
from graph.engines.sparql import form as query_form
from graph.jupyter.completion import FORMS
from graph.jupyter.completion import register as register_completion
from graph.knowledge_graph import KnowledgeGraph, open_graph
from graph.pictures.map.regions import of_table
from graph.pictures.sheet.drawing import Illustration
from graph.pictures.sheet.palette import KINDS
from ontology.terms import curie

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from IPython.core.interactiveshell import InteractiveShell


MOST_TRIPLES = 300
_TRIPLE = ["subject", "predicate", "object"]
_PLAIN = "other"
_PLACED = ("county", "region", "hospital")


def network(answer: pd.DataFrame) -> nx.MultiDiGraph:
    """An answer as a network: each row is an edge from its first to its second column.

    The other columns become attributes of the edge.

    Raises:
        BadParameter: If the table has fewer than two columns.
    """
    import networkx as nx

    columns = [str(name) for name in answer.columns]
    if len(columns) < 2:
        raise BadParameter(
            "--as network needs two columns, the ends of each edge; SELECT ?from ?to ..."
        )
    ends = columns[:2]
    rows = answer.set_axis(columns, axis="columns").dropna(subset=ends)
    rows = rows.assign(**{end: rows[end].map(str) for end in ends})
    net = nx.from_pandas_edgelist(rows, *ends, columns[2:] or None, nx.MultiDiGraph)
    nx.set_node_attributes(net, {node: node for node in net}, "label")
    return net


def triples(answer: Table, kg: KnowledgeGraph) -> nx.MultiDiGraph:
    """The answer to a CONSTRUCT or DESCRIBE as a network of its triples.

    Things are nodes under their labels, each value is a node of its own; there is an edge per
    triple, named by its property.

    Raises:
        BadParameter: If the answer holds no triples, or more than can be read in a picture.
    """
    import networkx as nx

    if answer.columns != _TRIPLE:
        raise BadParameter(
            "--as graph draws the triples of CONSTRUCT and DESCRIBE; --as network draws rows"
        )
    if len(answer.rows) > MOST_TRIPLES:
        raise BadParameter(
            f"{len(answer.rows):,} triples are too many for a picture; LIMIT {MOST_TRIPLES} at most"
        )
    things = {term for row in answer.rows for term in row if isinstance(term, NamedNode)}
    labels = kg.labels(thing.value for thing in things)
    # What has no label in the graph may have one in the vocabulary.
    called = {
        value(thing): word(thing, kg.lang) if label == curie(thing.value) else label
        for thing in things
        for label in (labels[thing.value],)
    }
    title = words_of("graph.jupyter").say("triples", kg.lang)
    net = nx.MultiDiGraph(name="triples", title=f"{len(answer.rows)} {title}", lang=kg.lang)
    for row, (tail, prop, head) in zip(answer.rows, answer.values(), strict=True):
        if not isinstance(row[2], NamedNode):
            # The same text said of two things is no tie between them.
            head, shown = f"{tail} {prop} {head}", str(head)
            net.add_node(head, label=shown if len(shown) <= 60 else f"{shown[:59]}…", kind=_PLAIN)
        for node in (tail, head):
            if node not in net:
                kind = str(node).partition(":")[0]
                kind = kind if kind in KINDS else _PLAIN
                net.add_node(node, label=called.get(node, node), kind=kind)
        # Named by its label, not by its kind: there are too many properties for a legend.
        net.add_edge(tail, head, key=prop, label=called[prop])
    return net


def on_map(answer: pd.DataFrame, kg: KnowledgeGraph) -> Illustration:
    """The rows of an answer on the map of counties, by its first column of places.

    Raises:
        BadParameter: If no column has places, or a place has several numbers.
    """
    for kind in _PLACED:
        for name in answer.columns:
            cells = [cell for cell in answer[name] if cell is not None]
            if cells and all(str(cell).startswith(f"{kind}:") for cell in cells):
                return of_table(kg, answer, str(name))
    raise BadParameter(
        "--as map needs a column of counties, regions or hospitals as things; "
        "SELECT ?region ?number, not their labels"
    )


_VIEW = ("as_of", "known_at", "lang", "engine", "overlay")


class SparqlError(Exception):
    """A cell that cannot be answered; a notebook shows its one message and no traceback."""

    def _render_traceback_(self) -> list[str]:
        return [f"%%sparql: {self}"]


class _Options(argparse.ArgumentParser):
    """The magic's options; a mistake is an error of the cell, not the end of the process."""

    def error(self, message: str) -> NoReturn:
        raise BadParameter(f"{message}; {self.format_usage().strip()}")


def _options() -> _Options:
    options = _Options(prog="%%sparql", add_help=False)
    options.add_argument("--into", metavar="NAME")
    options.add_argument("--as", dest="form", choices=FORMS, default="table")
    options.add_argument("--as-of", metavar="DATE")
    options.add_argument("--known-at", metavar="DATE")
    options.add_argument("--lang", choices=LANGS)
    options.add_argument("--engine", choices=("oxigraph", "memory"))
    options.add_argument("--overlay", metavar="FILE", action="append")
    return options


def sparql(line: str, cell: str, variables: dict[str, Any]) -> Any:
    """Answer a cell.

    Args:
        line: The options behind ``%%sparql``.
        cell: The query.
        variables: The notebook's variables; ``--into`` writes the answer here.

    Returns:
        The answer as a data frame, of CONSTRUCT and DESCRIBE as a graph, or its picture with
        ``--as``; None with ``--into``. An empty answer says why, whatever the form.

    Raises:
        SparqlError: If the options, a parameter or the query is wrong; its text says what to do.
    """
    try:
        options = _options().parse_args(shlex.split(line))
        if options.into and not options.into.isidentifier():
            raise BadParameter(f"“{options.into}” cannot name a variable; use letters and _")
        query = _with_texts(cell, variables)
        values = {name: variables[name] for name in parameters(query) if name in variables}
        kg = _view(options, variables)
        made = query_form(query) in GRAPH_FORMS
        answer: Any = (kg.construct if made else kg.query)(query, **values)
        form = options.form if len(answer) or options.into else "table"
        if form == "map":
            answer = on_map(answer, kg)
        elif form in ("network", "graph"):
            rows = kg.select(query, **values)
            answer = triples(rows, kg) if form == "graph" else network(rows.frame())
            answer = answer if options.into else kg.draw(answer)
    except (GraphError, ValueError) as error:
        raise SparqlError(str(error)) from None
    if options.into:
        variables[options.into] = answer
        return None
    return answer


def _with_texts(cell: str, variables: Mapping[str, Any]) -> str:
    """Put the text of variables in the place of ``{name}``.

    A group of SPARQL never holds a bare word alone, so ``{name}`` cannot mean anything else.
    """
    out: list[str] = []
    for token in tokens(cell):
        out.append(token.text)
        if token.text != "}" or len(out) < 3 or out[-3] != "{" or not out[-2].isidentifier():
            continue
        name = out[-2]
        if name not in variables:
            raise BadParameter(f"{{{name}}} is no variable of this notebook; set {name} first")
        out[-3:] = [str(variables[name])]
    return "".join(out)


def _view(options: argparse.Namespace, variables: Mapping[str, Any]) -> KnowledgeGraph:
    """Return the notebook's graph, or the built one, at the times that the options ask for."""
    kg = variables.get("kg")
    if not isinstance(kg, KnowledgeGraph):
        kg = open_graph()
    wanted = {n: given for n in _VIEW if (given := getattr(options, n)) is not None}
    return kg.at(**wanted) if wanted else kg


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Make ``%%sparql`` and its completion known to IPython; called by ``%load_ext graph``."""

    def cell_magic(line: str, cell: str) -> Any:
        return sparql(line, cell, shell.user_ns)

    # IPython types this method by its decorator, not by how it is called.
    register: Any = shell.register_magic_function
    register(cell_magic, magic_kind="cell", magic_name="sparql")
    register_completion(shell)
