"""Wrong use of every entry point is one clear sentence; an empty answer says why it is empty."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from graph import KnowledgeGraph, open_graph
from graph.base.problems import GraphError
from graph.cli import main as cli

_HELD = "SELECT ?permit { ?permit a nhv:Permit ; nhv:holder $holder }"
WRONG: list[tuple[str, Callable[[KnowledgeGraph], Any], str]] = [
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
    assert note.partition(".")[0] in repr(empty)


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
