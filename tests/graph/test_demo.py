"""The demonstration: it can ask every question and says what it made."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph import open_graph
from graph.demo import run
from graph.questions.catalogue import catalogue
from tests.support import built_graph


@pytest.mark.each
@pytest.mark.parametrize("question", catalogue())
def test_every_question_has_example_parameters(question: str) -> None:
    """What a question cannot do without, the demonstration knows an example of."""
    kg = open_graph(built_graph())
    for name, value in run.examples(question, kg).items():
        assert value, f"add an example for {name} to graph/questions/examples.toml"


@pytest.mark.parametrize(("kind", "name"), run.EXAMPLES.items())
def test_examples_exist(kind: str, name: str) -> None:
    """The things that the demonstration asks about are in the graph."""
    assert open_graph(built_graph()).find(name, kind) == name


def test_every_question_is_answered(tmp_path: Path) -> None:
    """Every question of the catalogue is answered into a file of its own."""
    said = run.answers(built_graph(), tmp_path)
    assert {file.stem for file in tmp_path.glob("*.csv")} == set(catalogue())
    assert said.startswith(f"{len(catalogue())} questions answered")
