"""Completion on Tab, through IPython's own completer and without a kernel."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

from graph import KnowledgeGraph
from graph.jupyter.completion import Spot, spot, suggestions


@pytest.fixture(scope="module")
def shell(kg: KnowledgeGraph) -> Any:
    """IPython (untyped) with the extension loaded and a graph open."""
    untyped: Any = InteractiveShell
    made = untyped()
    made.user_ns.update(kg=kg, area="Dysmeli")
    made.run_line_magic("load_ext", "graph")
    made.run_line_magic("reload_ext", "graph")
    return made


def completed(shell: Any, text: str) -> dict[str, str]:
    """What Tab offers at the end of a text: the whole text that each makes, and what it is."""
    with provisionalcompleter(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = list(shell.Completer.completions(text, len(text)))
    return {text[: c.start] + c.text + text[c.end :]: c.type for c in found}


CELL = "%%sparql --lang en\n"


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        (CELL + "SELECT ?p { ?p a nhv:Perm", "SELECT ?p { ?p a nhv:Permit"),
        (CELL + "SELECT ?p { ?p a nhv:tillst", "SELECT ?p { ?p a nhv:Permit"),
        (CELL + "SELECT ?p { ?p nhv:area area:dysm", "SELECT ?p { ?p nhv:area area:dysmeli"),
        (CELL + "SELECT ?p { ?p nhv:area area:limb", "SELECT ?p { ?p nhv:area area:dysmeli"),
        (CELL + "SELECT ?p { ?p nhv:area $ar", "SELECT ?p { ?p nhv:area $area"),
        (CELL + "SELECT ?p { ?p nhv:firstDay $as", "SELECT ?p { ?p nhv:firstDay $as_of"),
        (CELL + "SELECT ?permit { ?pe", "SELECT ?permit { ?permit"),
        (CELL + "SELECT ?p { ?p a heal", "SELECT ?p { ?p a healthcare-region:"),
        (CELL + "DESC", "DESCRIBE"),
        ("%%sparql --as ne", "%%sparql --as network"),
        ("%%sparql --kno", "%%sparql --known-at"),
        ('kg.query("SELECT ?x { ?x a nhv:Perm', 'kg.query("SELECT ?x { ?x a nhv:Permit'),
        ("x = kg.query('''\nSELECT ?x {\n  ?x a nhv:Perm", "  ?x a nhv:Permit"),
        ('kg.at(lang="en").query(r"DESCRIBE area:dysm', "DESCRIBE area:dysmeli"),
        ('kg.ask("hold', 'kg.ask("holders'),
        ('kg.network("co-a', 'kg.network("co-applicants'),
    ],
)
def test_tab_completes(shell: Any, text: str, offers: str) -> None:
    """Terms by name or label, things by label in either language, parameters, names, options."""
    assert any(made.endswith(offers) for made in completed(shell, text)), completed(shell, text)


def test_terms_come_with_their_labels(shell: Any) -> None:
    """Beside a term stands what it means, in both languages."""
    assert completed(shell, "%%sparql\nSELECT ?p { ?p a nhv:Permit")[
        "%%sparql\nSELECT ?p { ?p a nhv:Permit"
    ] == ("Tillstånd / Permit")


@pytest.mark.parametrize("text", ['x = "nhv:Perm', "nhv = 1; kg.na", "# kg.query('nhv:Perm", ""])
def test_python_is_left_alone(text: str) -> None:
    """Outside of queries this completion has nothing to say."""
    assert spot(text, len(text)) is None


@pytest.mark.slow
def test_python_still_completes(shell: Any) -> None:
    """IPython's own completion works where there is no query."""
    assert any(made.endswith("kg.names") for made in completed(shell, "kg.nam"))


def test_loading_twice_registers_once(shell: Any) -> None:
    """`%reload_ext graph` does not offer everything twice."""
    assert len(shell.Completer.custom_matchers) == 1


def test_without_a_graph_there_are_terms() -> None:
    """Tab opens no graph; terms and prefixes need none."""
    assert suggestions(Spot("query", "nhv:Perm", ""))[0].text == "nhv:Permit"
    assert suggestions(Spot("query", "area:dys", "")) == []


@pytest.mark.slow
def test_columns_of_own_files_are_completed(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """`overlay:` offers the columns of the joined files."""
    path = tmp_path / "my.csv"
    path.write_text("region,population\nRegion Skåne,7\n", encoding="utf-8")
    found = suggestions(Spot("query", "overlay:po", ""), kg.at(overlay=path))
    assert [(s.text, s.about) for s in found] == [("overlay:population", "my.csv")]
