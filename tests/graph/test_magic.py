"""The cell magic: parameters from the notebook, answers into it, one message for a mistake."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from graph import KnowledgeGraph, open_graph
from graph.base.problems import BadParameter
from graph.jupyter import magic
from graph.jupyter.completion import FORMS
from tests.support import small_graph

HOLDERS = (
    "SELECT ?holder { ?p a nhv:Permit ; nhv:area $area ; nhv:holder ?holder } ORDER BY ?holder"
)


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The small graph."""
    return open_graph(small_graph(tmp_path_factory.mktemp("magic")))


@pytest.fixture
def variables(kg: KnowledgeGraph) -> dict[str, Any]:
    """The variables of a notebook that has opened the small graph."""
    return {"kg": kg, "area": "Dysmeli"}


def test_a_cell_is_a_query(variables: dict[str, Any]) -> None:
    """The cell's text is the query, its value the answer as a data frame."""
    answer = magic.sparql("", "SELECT ?r { ?r a nhv:Region } ORDER BY ?r", variables)
    assert isinstance(answer, pd.DataFrame)
    assert list(answer["r"]) == ["region:region-skane", "region:region-uppsala"]


def test_dollar_takes_a_variable_as_a_term(variables: dict[str, Any]) -> None:
    """`$area` is the thing that the notebook's variable names."""
    answer = magic.sparql("", HOLDERS, variables)
    assert list(answer["holder"]) == ["region:region-skane", "region:region-uppsala"]


def test_dollar_without_a_variable_stays_a_variable_of_sparql(kg: KnowledgeGraph) -> None:
    """`$name` means what SPARQL says where the query selects it, and is refused elsewhere."""
    with pytest.raises(magic.SparqlError, match=r"the query needs \$r; add r=…, or write \?r"):
        magic.sparql("", "SELECT ?s { ?s nhv:holder $r }", {"kg": kg})
    answer = magic.sparql("", "SELECT $r { $r a nhv:Region }", {"kg": kg})
    assert list(answer.columns) == ["r"]


def test_braces_take_a_variable_as_text(variables: dict[str, Any]) -> None:
    """`{limit}` puts text where SPARQL allows no term; groups and strings are left alone."""
    variables["limit"] = 1
    cell = 'SELECT ?s { {?s a nhv:Region} FILTER("{limit}" != "x") } ORDER BY ?s LIMIT {limit}'
    assert len(magic.sparql("", cell, variables)) == 1


def test_into_names_the_answer(variables: dict[str, Any]) -> None:
    """`--into` writes the answer to a variable and shows nothing."""
    assert magic.sparql("--into holders", HOLDERS, variables) is None
    assert len(variables["holders"]) == 2


def test_options_choose_the_view(variables: dict[str, Any]) -> None:
    """`--as-of` and `--lang` are the view's, for this cell only."""
    cell = "SELECT ($as_of AS ?day) ($lang AS ?l) {}"
    answer = magic.sparql("--as-of 2020-01-31 --lang en", cell, variables)
    assert answer.iloc[0].tolist() == [pd.Timestamp("2020-01-31"), "en"]
    assert magic.sparql("", cell, variables).iloc[0].tolist() == [pd.Timestamp("2024-06-12"), "sv"]


def test_both_engines_answer(variables: dict[str, Any]) -> None:
    """`--engine memory` asks rdflib's own engine; the answer is the same."""
    ours = magic.sparql("", HOLDERS, variables)
    pd.testing.assert_frame_equal(ours, magic.sparql("--engine memory", HOLDERS, variables))


def test_a_table_becomes_a_network(kg: KnowledgeGraph) -> None:
    """Each row is an edge from its first to its second column; the others are its attributes."""
    table = kg.query(
        "SELECT ?holder ?area ?p { ?p a nhv:Permit ; nhv:area ?area ; nhv:holder ?holder }"
        " ORDER BY ?holder"
    )
    net = magic.network(table)
    assert isinstance(net, nx.MultiDiGraph)
    assert [(tail, head, data["p"]) for tail, head, data in net.edges(data=True)] == [
        ("region:region-skane", "area:dysmeli", "permit:dysmeli-region-skane"),
        ("region:region-uppsala", "area:dysmeli", "permit:dysmeli-region-uppsala"),
    ]
    with pytest.raises(BadParameter, match="two columns"):
        magic.network(table[["holder"]])


def test_as_network_draws(variables: dict[str, Any]) -> None:
    """`--as network` shows the answer as a picture, and with `--into` keeps the network."""
    cell = "SELECT ?holder ?area { ?p a nhv:Permit ; nhv:area ?area ; nhv:holder ?holder }"
    picture = magic.sparql("--as network", cell, variables)
    assert "region:region-skane" in picture._repr_html_()
    assert magic.sparql("--as network --into net", cell, variables) is None
    assert variables["net"].number_of_edges() == 2


def test_as_graph_draws_triples(variables: dict[str, Any]) -> None:
    """`--as graph` shows things under their labels, values as nodes of their own."""
    cell = "CONSTRUCT WHERE { ?p nhv:holder ?h ; nhv:area $area }"
    assert "Dysmeli" in magic.sparql("--as graph", cell, variables)._repr_html_()
    cell = "DESCRIBE region:region-skane"
    assert magic.sparql("--as graph --into net", cell, variables) is None
    net = variables["net"]
    assert net.nodes["region:region-skane"]["label"] == "Region Skåne"
    values = [n for n, data in net.nodes(data=True) if data["label"] == "Region Skåne"]
    assert len(values) == 2, "a value is no thing, even where it is the thing's own label"


def test_as_map_places_rows(built: Path) -> None:
    """`--as map` shades counties by the number of a region's row, or by the number of rows."""
    variables: dict[str, Any] = {"kg": open_graph(built)}
    cell = "SELECT ?region (COUNT(?p) AS ?permits) { ?p a nhv:Permit ; nhv:holder ?region . "
    cell += "?region a nhv:Region } GROUP BY ?region ORDER BY ?region"
    drawn = magic.sparql("--as map", cell, variables)
    table = magic.sparql("", cell, variables)
    assert sorted(int(number) for _, number in drawn.rows) == sorted(table["permits"])
    assert "&lt;svg" in drawn._repr_html_()
    double = "SELECT ?region ?n { ?region a nhv:Region VALUES ?n { 1 2 } }"
    with pytest.raises(magic.SparqlError, match="several rows"):
        magic.sparql("--as map", double, variables)


def test_an_empty_answer_says_why_in_every_form(variables: dict[str, Any]) -> None:
    """Nothing to draw is told as text, with the nearest name of a thing that is not there."""
    for form in FORMS:
        answer = magic.sparql(
            f"--as {form}", "SELECT ?p ?q { ?p nhv:area area:dismeli, ?q }", variables
        )
        assert "area:dysmeli" in answer._repr_html_()


def test_a_file_can_be_joined_for_one_cell(variables: dict[str, Any], tmp_path: Path) -> None:
    """`--overlay` joins a file for this cell only."""
    path = tmp_path / "my.csv"
    path.write_text("region,n\nRegion Skåne,7\n", encoding="utf-8")
    cell = "SELECT ?n { region:region-skane overlay:n ?n }"
    assert list(magic.sparql(f"--overlay '{path}'", cell, variables)["n"]) == [7]
    with pytest.raises(magic.SparqlError, match="no file is joined"):
        magic.sparql("", cell, variables)


@pytest.mark.parametrize(
    ("line", "cell", "says"),
    [
        ("--as graph", "SELECT ?x ?y { ?x a ?y }", "CONSTRUCT and DESCRIBE"),
        ("--as map", "SELECT ?x ?y { ?x a ?y }", "counties, regions or hospitals"),
        ("--overlay none.csv", "ASK {}", "none.csv:1:1 -: no such file"),
        ("", "SELECT ?x { ?x a nhv:Permitt }", "did you mean"),
        ("", "SELECT ?x { ?x a ", "line 1"),
        ("--into 2nd", "ASK {}", "cannot name a variable"),
        ("--shiny", "ASK {}", "--shiny"),
        ("--as picture", "ASK {}", "table"),
        ("--as-of tomorrow", "ASK {}", "date"),
        ("--into 'open", "ASK {}", "quot"),
        ("", "SELECT * { ?s ?p ?o } LIMIT {many}", "many"),
    ],
)
def test_a_mistake_is_one_message(
    line: str, cell: str, says: str, variables: dict[str, Any]
) -> None:
    """Whatever is wrong in the cell, its error is one message that says what."""
    with pytest.raises(magic.SparqlError, match=says) as caught:
        magic.sparql(line, cell, variables)
    assert caught.value._render_traceback_() == [f"%%sparql: {caught.value}"]


@pytest.fixture
def shell(kg: KnowledgeGraph) -> Any:
    """IPython (untyped) without a kernel, with the extension loaded as a notebook does."""
    untyped: Any = InteractiveShell
    made = untyped()
    made.user_ns.update(kg=kg, area="Dysmeli")
    made.run_line_magic("load_ext", "graph")
    return made


def test_the_extension_is_loaded_by_name(shell: Any) -> None:
    """`%load_ext graph` makes `%%sparql` known, and it sees the notebook's variables."""
    result = shell.run_cell(f"%%sparql --into holders\n{HOLDERS}")
    assert result.success
    assert len(shell.user_ns["holders"]) == 2


def test_a_notebook_shows_no_traceback(shell: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """A failing cell fails, so that a run stops, and shows its message alone."""
    result = shell.run_cell("%%sparql\nSELECT ?x { ?x a nhv:Permitt }")
    assert isinstance(result.error_in_exec, magic.SparqlError)
    shown = capsys.readouterr()
    assert "did you mean" in shown.out + shown.err
    assert "Traceback" not in shown.out + shown.err


def test_without_a_graph_in_the_notebook_the_built_one_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A notebook need not open the graph to ask it in a cell."""
    monkeypatch.setenv("NHV_BUILD", str(small_graph(tmp_path)))
    assert len(magic.sparql("", HOLDERS, {"area": "area:dysmeli"})) == 2
