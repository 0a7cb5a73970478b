"""Wrong use of every entry point is one clear sentence; an empty answer says why it is empty."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from graph import KnowledgeGraph, open_graph
from graph.base.problems import GraphError
from graph.cli import main as cli

_HELD = "SELECT ?permit { ?permit a nhv:Permit ; nhv:holder $holder }"
_OPEN: Any = open_graph  # to call it as nobody should
WRONG: list[tuple[str, Callable[[Any], Any], str]] = [
    ("unknown question", lambda kg: kg.ask("holdrs"), "did you mean holders"),
    ("unknown area", lambda kg: kg.ask("holders", area="Dysmelli"), "did you mean Dysmeli"),
    ("unknown parameter", lambda kg: kg.ask("holders", aera="x"), "did you mean area"),
    ("missing parameter", lambda kg: kg.ask("members"), "needs body"),
    ("wrong as_of", lambda kg: kg.ask("holders", as_of="12/6 2024"), "2026-06-02"),
    ("wrong known_at", lambda kg: kg.ask("holders", known_at="yesterday"), "known_at is a date"),
    ("wrong lang", lambda kg: kg.ask("holders", lang="de"), "sv or en"),
    ("counted evidence", lambda kg: kg.ask("permits-by-region", evidence=True), "counts"),
    ("unknown term", lambda kg: kg.query("SELECT ?x { ?x a nhv:Permitt }"), "did you mean"),
    ("unknown prefix", lambda kg: kg.query("SELECT ?x { ?x a nhw:Permit }"), "did you mean"),
    ("no query", lambda kg: kg.query("hello"), "SELECT, ASK, CONSTRUCT or DESCRIBE"),
    ("broken query", lambda kg: kg.query("SELECT ?x { ?x a "), "line 1, column"),
    (
        "unknown thing in a query",
        lambda kg: kg.construct("DESCRIBE $area", area="Dysmelli"),
        "meli",
    ),
    ("unknown network", lambda kg: kg.network("supliers"), "did you mean suppliers"),
    ("unknown network to draw", lambda kg: kg.draw("supliers"), "did you mean suppliers"),
    ("wrong level", lambda kg: kg.network("co-holders", level="town"), "region, hospital"),
    ("wrong day of a network", lambda kg: kg.network("suppliers", as_of="x"), "is no date"),
    ("unknown thing", lambda kg: kg.explain("Dysmelli"), "did you mean Dysmeli"),
    ("unknown label", lambda kg: kg.label("area:dysmelli"), "there is no|no thing"),
    ("wrong days", lambda kg: kg.compare("x", "2024"), "is no date"),
    ("wrong comparison", lambda kg: kg.compare("2023", "2024", by="day"), "known_at"),
    ("wrong suffix", lambda kg: kg.export("x.tttl"), "did you mean .ttl"),
    ("content that fits not", lambda kg: kg.export("x.graphml", content=5), "network"),
    ("no overlay", lambda kg: kg.at(overlay="none.csv"), "none.csv:1:1 -: no such file"),
    (
        "names of overlays",
        lambda kg: kg.at(overlay={"beds": 1}),
        "not dict; .* to name a data frame",
    ),
    ("empty list", lambda kg: kg.ask("holders", area=[]), "area is an empty list; leave it out"),
    ("list of days", lambda kg: kg.ask("decisions", until=["2024"]), "until takes one value"),
    ("no single value", lambda kg: kg.ask("holders", area={"a": 1}), "one value, not of type dict"),
    ("missing value", lambda kg: kg.ask("holders", area=pd.NA), "area is missing"),
    ("not a number", lambda kg: kg.ask("holders", area=float("nan")), "area is missing"),
    ("not a time", lambda kg: kg.ask("decisions", until=pd.NaT), "until is missing"),
    ("list for a network", lambda kg: kg.network("suppliers", area=["dysmeli"]), "one value here"),
    ("list for a map", lambda kg: kg.map("access", area=["dysmeli", "psc"]), "one value here"),
    ("misspelt in a list", lambda kg: kg.ask("holders", area=["dysmelli"]), "did you mean Dysmeli"),
    (
        "parameter left out",
        lambda kg: kg.query(_HELD),
        r"needs \$holder; add holder=…, or write \?",
    ),
    ("parameter of None", lambda kg: kg.query(_HELD, holder=None), r"needs \$holder"),
    ("misspelt holder", lambda kg: kg.query(_HELD, holder="Region Skane län"), "no thing called"),
    ("list in a query", lambda kg: kg.query(_HELD, holder=["a", "b"]), "one value, not a list"),
    ("NA in a query", lambda kg: kg.query(_HELD, holder=pd.NA), "holder is missing"),
    ("no graph there", lambda _: open_graph("no-such-folder"), "no graph in no-such-folder; look"),
    ("wrong engine", lambda kg: kg.at(engine="jena"), "oxigraph or memory"),
    ("no name of a question", lambda kg: kg.ask(None), "name of a question is a text"),
    ("a list of questions", lambda kg: kg.ask(["holders"]), "is a text, not of type list"),
    ("bytes for a question", lambda kg: kg.ask(b"holders"), "is a text, not of type bytes"),
    ("an empty name", lambda kg: kg.ask(""), "nhv questions lists them all"),
    ("a query as a question", lambda kg: kg.ask("SELECT ?x { ?x a nhv:Area }"), r"kg\.query"),
    ("CONSTRUCT as a question", lambda kg: kg.ask("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"), "kg.con"),
    ("CONSTRUCT for rows", lambda kg: kg.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"), "kg.con"),
    ("SELECT for statements", lambda kg: kg.construct("SELECT ?x { ?x a ?y }"), "kg.query"),
    ("a question as a query", lambda kg: kg.query("holders"), "SELECT, ASK"),
    ("a path as a query", lambda kg: kg.query(Path("my.rq")), "a query is a text, not of type"),
    ("an update", lambda kg: kg.query("DELETE WHERE { ?s ?p ?o }"), "read only"),
    ("a region as an area", lambda kg: kg.ask("holders", area="Region Skåne"), "no care area"),
    ("bytes as an area", lambda kg: kg.ask("holders", area=b"dysmeli"), "not of type bytes"),
    ("a function as an area", lambda kg: kg.ask("holders", area=len), "one value, not of type"),
    ("None in a list", lambda kg: kg.ask("holders", area=[None]), "a list with None in it"),
    ("a list in a list", lambda kg: kg.ask("holders", area=[["psc"]]), "one value, not a list"),
    ("a list of days", lambda kg: kg.ask("holders", as_of=["2024", "2025"]), "not a list"),
    ("no day", lambda kg: kg.ask("holders", as_of=pd.NaT), "as_of is missing"),
    ("no such day", lambda kg: kg.ask("holders", as_of="2023-02-29"), "no day of the calendar"),
    ("a truth as a day", lambda kg: kg.ask("holders", as_of=True), "'True' is no date"),
    ("a day of a service", lambda kg: kg.at(known_at=pd.NaT), "known_at is missing"),
    ("neither yes nor no", lambda kg: kg.at(people="some"), "people is true or false"),
    ("evidence of a kind", lambda kg: kg.ask("holders", evidence="all"), "evidence is true or"),
    ("unknown column", lambda kg: kg.ask("suppliers")["suplier"], "did you mean supplier"),
    ("unknown columns of others", lambda kg: kg.ask("suppliers")["xqzw"], "the columns are "),
    ("a number as a network", lambda kg: kg.network(3), "name of a network is a text"),
    ("unknown parameter of a network", lambda kg: kg.network("bodies", bdy="B2"), "mean body"),
    ("wrong programme", lambda kg: kg.network("suppliers", programme="nvh"), "did you mean nhv"),
    ("a table to draw", lambda kg: kg.draw(kg.ask("suppliers")), "not of type Answer"),
    ("numbers to draw", lambda kg: kg.draw(nx.path_graph(3)), "are texts"),
    ("unknown area to draw", lambda kg: kg.draw("suppliers", area="xqzw"), "no care area"),
    ("unknown option of a picture", lambda kg: kg.draw("suppliers", hight=9), "no parameter hight"),
    ("no height", lambda kg: kg.draw("suppliers", height=-5), "number of pixels"),
    ("unknown area of a map", lambda kg: kg.map("access", area="xqzw"), "no care area"),
    ("map without area", lambda kg: kg.map("access"), "needs area"),
    ("a day to explain", lambda kg: kg.explain(pd.Timestamp("2024-01-01")), "of a thing is a text"),
    ("nothing to explain", lambda kg: kg.explain(float("nan")), "of a thing is a text"),
    ("days the wrong way", lambda kg: kg.compare("2025", "2024"), "swap them"),
    ("parameters of nothing to cite", lambda kg: kg.cite(area="dysmeli"), "belongs to a question"),
    ("an explanation to cite", lambda kg: kg.cite(kg.explain("dysmeli")), "cannot be cited"),
    ("a phrase with parameters", lambda kg: kg.ask("who holds it", area="psc"), "takes no area"),
    ("a phrase with ids", lambda kg: kg.ask("who holds it", ids=True), "takes no ids"),
    ("neither yes nor no to explore", lambda kg: kg.explore(possible="some"), "is true or false"),
    ("unknown look", lambda kg: kg.explore(dya="2024"), "did you mean day"),
    ("unknown level to explore", lambda kg: kg.explore(level="town"), "region, healthcare-region"),
    ("unknown area to explore", lambda kg: kg.explore(area="dysmelli"), "did you mean Dysmeli"),
    ("a kind as a table", lambda kg: kg.table("permit"), "did you mean permits"),
    ("a number as a table", lambda kg: kg.table(3), "a table has a name"),
    ("no columns in LaTeX", lambda kg: kg.export("x.tex", pd.DataFrame()), "has no columns"),
    ("part of a class", lambda kg: kg.part("nhv:Permit"), "there is no thing called"),
    ("part of nothing at all", lambda kg: kg.part(None), "of a thing is a text"),
    ("nothing to cite", lambda kg: kg.cite(""), "there is no thing called"),
    ("a number to cite", lambda kg: kg.cite(4), "cannot be cited"),
    ("a strange table to cite", lambda kg: kg.cite(pd.DataFrame({"a": [1]})), "evidence=True"),
    ("a strange network to cite", lambda kg: kg.cite(nx.path_graph(3)), "cite one that kg.network"),
    ("citation of a kind", lambda kg: kg.cite().save("x.bibb"), r"\.bib, \.json"),
    ("no file", lambda kg: kg.export(None), "named by a text or a path"),
    ("no suffix", lambda kg: kg.export("graph"), "use one of .csv"),
    ("a question as a network", lambda kg: kg.export("x.gexf", "holders"), "did you mean"),
    ("a picture as a table", lambda kg: kg.export("x.csv", kg.map("holders")), "holds a table"),
    ("no picture file", lambda kg: kg.map("holders").save(None), "named by a text or a path"),
    ("wrong suffix of a picture", lambda kg: kg.map("holders").save("x.jpg"), "one of .html, .svg"),
    ("half a step", lambda kg: kg.part("dysmeli", depth=1.5), "whole number from 0"),
    ("part of nothing", lambda kg: kg.part([]), "empty list"),
    ("unknown kind", lambda kg: kg.find("dysmeli", "areaa"), "did you mean area"),
    ("a number to search", lambda kg: kg.questions(5), "what to search for is a text"),
    ("a number to open", lambda kg: open_graph(kg.as_of), "named by a text or a path"),
    ("a table of a day", lambda kg: kg.table("permits", as_of="2024"), "leave as_of out, or ask"),
    ("a table of an area", lambda kg: kg.table("permits", area="psc"), "has no parameter area"),
    ("misspelt view", lambda kg: kg.at(asof="2024"), "kg.at has no parameter asof; did you mean"),
    ("a view without a name", lambda kg: kg.at("2024"), "parameter '2024' is, as in as_of=…"),
    ("an area without a name", lambda kg: kg.ask("holders", "dysmeli"), "is, as in area=…"),
    ("a network's area", lambda kg: kg.network("suppliers", "psc"), "'psc' is, as in area=…"),
    ("no question", lambda kg: kg.ask(), "kg.ask needs name; add name=…"),
    ("a question twice", lambda kg: kg.ask("holders", name="x"), "given name twice"),
    ("one day to compare", lambda kg: kg.compare("2024"), "kg.compare needs later"),
    ("status of a day", lambda kg: kg.status(as_of="2024"), r"write kg.at\(as_of=…\).status"),
    ("too much of a part", lambda kg: kg.part("psc", 1, 2), "leave out 2"),
    ("misspelt kind of a name", lambda kg: kg.find("psc", kinds="area"), "did you mean kind"),
    ("misspelt opening", lambda _: _OPEN(lnag="en"), "open_graph has no parameter lnag"),
    ("a page to open", lambda _: open_graph("README.md"), "look for a misspelling|is no graph"),
]


@pytest.mark.parametrize(("use", "says"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_wrong_use_is_one_clear_message(
    kg: KnowledgeGraph, use: Callable[[KnowledgeGraph], Any], says: str
) -> None:
    """Every entry point answers a mistake with an error of this package that helps on."""
    with pytest.raises(GraphError, match=says) as caught:
        use(kg)
    message = str(caught.value)
    assert "Traceback" not in message
    assert len(message.splitlines()[0]) < 400, "say it in one sentence"


@pytest.mark.parametrize(
    "day",
    [
        2024, "2024", np.int64(2024), pd.Timestamp("2024-12-31 10:00", tz="UTC"),
        np.datetime64("2024-12-31"), pd.Period("2024"), pd.Period("2024-12"),
    ],
    ids=repr,
)  # fmt: skip
def test_days_of_pandas_and_numpy_are_days(kg: KnowledgeGraph, day: Any) -> None:
    """A day is what it says, whatever holds it, and nothing else is taken for one."""
    assert kg.at(as_of=day).as_of.isoformat() == "2024-12-31"


@pytest.mark.parametrize("said", [False, "false", "no", "nej", 0, np.bool_(False)], ids=repr)
def test_no_is_no(kg: KnowledgeGraph, said: Any) -> None:
    """A word that says no is never taken for a yes."""
    assert not kg.at(people=said).people
    assert list(kg.ask("suppliers", evidence=said, ids=said)) == list(kg.ask("suppliers"))


def test_a_day_beyond_the_sources_is_told(kg: KnowledgeGraph) -> None:
    """An answer for a day that no source reaches says how far they reach."""
    reached = kg.as_of.isoformat()
    assert f"The sources reach {reached}" in kg.at(lang="en").ask("holders", as_of="2099").note
    assert reached not in kg.at(lang="en").ask("holders", as_of="2024").note


def test_every_catalogue_refuses_in_the_same_words(kg: KnowledgeGraph) -> None:
    """An unknown name, an unknown and a missing parameter have one sentence each."""
    asked: dict[str, Callable[..., Any]] = {
        "question": kg.ask, "network": kg.network, "map": kg.map, "chart": kg.chart,
    }  # fmt: skip
    known = {"question": "members", "network": "bodies", "map": "access", "chart": "timeline"}
    for noun, ask in asked.items():
        with pytest.raises(GraphError, match=f"there is no {noun} called “xqzw”; .*{noun}s"):
            ask("xqzw")
        name = known[noun]
        with pytest.raises(GraphError, match=f"the {noun} {name} has no parameter xqzw; it takes"):
            ask(name, xqzw=1)
        if noun != "network":  # networks need nothing
            with pytest.raises(GraphError, match=rf"the {noun} {name} needs (\w+) \(.*; add \1=…"):
                ask(name)


def test_what_is_switched_off_is_off(kg: KnowledgeGraph) -> None:
    """A word that says no is none, and no day is the day of the view, for the explorer, too."""
    look = kg.explore(possible="no", day=None).state
    assert (look.possible, look.day) == (False, kg.as_of.isoformat())


def test_a_part_ends_where_all_is_in_it(kg: KnowledgeGraph) -> None:
    """A depth beyond the graph costs nothing more."""
    assert len(kg.part("dysmeli", depth=10**9)) == len(kg.part("dysmeli", depth=50))


def test_nothing_given_is_as_if_it_were_left_out(kg: KnowledgeGraph) -> None:
    """None for a day or a parameter means the same for every catalogue."""
    assert kg.network("suppliers", as_of=None, area=None).edges == kg.network("suppliers").edges
    assert kg.ask("suppliers", as_of=None, area=None).equals(kg.ask("suppliers"))
    assert kg.map("holders", as_of=None, programme=None).rows == kg.map("holders").rows


def test_a_notebook_shows_the_message_alone(
    kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]
) -> None:
    """IPython shows errors of this package without a traceback."""
    untyped: Any = InteractiveShell
    shell = untyped()
    shell.user_ns["kg"] = kg
    assert not shell.run_cell('kg.ask("holders", area="Dysmelli")').success
    shown = capsys.readouterr()
    assert "did you mean Dysmeli" in shown.out + shown.err
    assert "Traceback" not in shown.out + shown.err
    assert "nhv.py" not in shown.out + shown.err


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("ask holdrs", "did you mean holders"),
        ("ask nosuch", "nhv questions lists them all"),
        ("ask holders area=Dysmelli", "did you mean Dysmeli"),
        ("ask holders --as-of 12/6", "is no date"),
        ("query --text 'SELECT ?x { ?x a nhv:Permitt }'", "did you mean"),
        ("network supliers", "did you mean suppliers"),
        ("explain Dysmelli", "did you mean Dysmeli"),
        ("compare 2023 yesterday", "is no date"),
        ("export nhv.tttl", "did you mean .ttl"),
        ("ask holders --overlay none.csv", "none.csv:1:1 -: no such file"),
        ("ask holders area=", "there is no care area called"),
        ("ask holders area", "NAME=VALUE|name=value"),
        ("ask 'SELECT ?x { ?x a nhv:Area }'", "nhv query"),
        ("ask holders --lang de", "invalid choice|sv or en"),
        ("query no-such-file.rq", "no-such-file.rq"),
        ("network suppliers --out x.jpg", "the form of “x.jpg” is not known"),
        ("map access", "needs area"),
        ("chart timelin", "did you mean timeline"),
        ("draw suppliers", "invalid choice"),
        ("cite xqzw", "there is no thing called"),
        ("compare 2025 2024", "swap them"),
    ],
)
def test_the_command_line_says_the_same(
    built: Path, command: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistake ends in status 1 or 2 with a sentence on standard error and no traceback."""
    assert cli.main([*shlex.split(command), "--build-dir", str(built)]) in (1, 2)
    told = capsys.readouterr()
    assert re.search(says, told.err)
    assert "Traceback" not in told.err
    assert told.out == ""


def test_an_empty_answer_says_what_was_asked_and_why(kg: KnowledgeGraph) -> None:
    """The day is named, and the day on which there is an answer."""
    empty: Any = kg.ask("holders", area="dysmeli", as_of="2001-01-01", lang="en")
    assert empty.empty
    note = empty.attrs["note"]
    assert "area dysmeli" in note
    assert "as of 2001-01-01" in note
    assert re.search(r"As of 2026-\d\d-\d\d there are \d rows; try another day", note)
    assert note.partition(".")[0] in empty._repr_html_()
    assert note.partition(".")[0] in " ".join(repr(empty).split())


def test_an_empty_view_of_the_past_says_so(kg: KnowledgeGraph) -> None:
    """Where only later sources have the answer, the note says how much they have."""
    asked = "SELECT ?p { ?p a nhv:Permit ; nhv:area area:dysmeli }"
    past = kg.at(known_at="2019-12", lang="en").query(asked)
    assert "sources that certainly existed by 2019-12" in past.attrs["note"]
    assert re.search(r"With all sources there are \d+ rows", past.attrs["note"])


def test_an_empty_query_names_things_that_are_not_there(kg: KnowledgeGraph) -> None:
    """A misspelt thing is never a silent empty table."""
    empty = kg.at(lang="en").query("SELECT ?p { ?p nhv:area area:dysmelii }")
    assert "area:dysmelii is not in this view; did you mean area:dysmeli" in empty.attrs["note"]


def test_an_empty_network_says_why(kg: KnowledgeGraph) -> None:
    """The sentence stands under the picture too."""
    net = kg.network("suppliers", as_of="1990", lang="en")
    assert "the network suppliers (as of 1990-12-31)" in net.graph["note"]
    assert "No rows: the network suppliers" in kg.draw(net)._repr_html_()


@pytest.mark.parametrize(
    "command",
    [
        "ask holders area=dysmeli --as-of 2001-01-01",
        "query --text 'SELECT ?p { ?p nhv:area area:dysmelii }'",
        "network suppliers --as-of 1990",
    ],
)
def test_the_command_line_says_why_it_is_empty(
    built: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The note goes to standard error; the table stays clean."""
    assert cli.main([*shlex.split(command), "--lang", "en", "--build-dir", str(built)]) == 0
    told = capsys.readouterr().err
    note = next(line for line in told.splitlines() if line.startswith("note: "))
    assert "No rows: " in note, "an empty answer says why"
