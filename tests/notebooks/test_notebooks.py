"""The notebooks: kept without outputs, run from top to bottom, and pages that work offline."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support import ROOT, national_graph, sampled

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
named = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)

# What a page would fetch when it is opened: scripts, styles, pictures, frames, imports.
FETCHED = re.compile(
    r"""<(?:script|img|iframe|link|source|embed|object)\b[^>]*?\b(?:src|href|data)=["']?(?:https?:)?//"""
    r"""|@import\s+(?:url\()?["']?(?:https?:)?//|url\(["']?(?:https?:)?//|\bimport\s*\(?["']https?://""",
    re.IGNORECASE,
)


def read(notebook: Path) -> dict[str, Any]:
    """Return a notebook as it lies in its file."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def code(notebook: Path) -> list[str]:
    """Return the code cells of a notebook."""
    return [
        "".join(cell["source"]) for cell in read(notebook)["cells"] if cell["cell_type"] == "code"
    ]


def test_there_are_notebooks() -> None:
    """The tests below have something to test."""
    assert {"01_start", "02_process", "03_suppliers"} <= {path.stem for path in NOTEBOOKS}


@named
def test_notebook_is_kept_without_outputs(notebook: Path) -> None:
    """What a run produces is not committed: it would be stale, and it would hide the change."""
    for cell in read(notebook)["cells"]:
        if cell["cell_type"] == "code":
            assert not cell["outputs"], "run `make format`"
            assert cell["execution_count"] is None, "run `make format`"


@named
def test_cells_have_readable_and_stable_names(notebook: Path) -> None:
    """Every cell has an id that says what it is about, so that a diff shows what changed."""
    content = read(notebook)
    assert (content["nbformat"], content["nbformat_minor"]) == (4, 5)
    assert content["metadata"]["kernelspec"]["name"] == "python3"
    ids = [cell["id"] for cell in content["cells"]]
    assert len(set(ids)) == len(ids)
    for name in ids:
        assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", name), f"call the cell {name!r} by its purpose"
        assert not re.fullmatch(r"[0-9a-f]{8}", name), f"call the cell {name!r} by its purpose"


@named
def test_notebook_opens_with_what_it_is_about(notebook: Path) -> None:
    """A reader meets a title and a question first, then the parameters, then the graph."""
    content = read(notebook)
    assert content["cells"][0]["cell_type"] == "markdown"
    assert content["cells"][0]["source"][0].startswith("# ")
    parameters = content["cells"][1]
    assert parameters["metadata"].get("tags") == ["parameters"], "papermill reads this tag"
    for name in ("as_of", "known_at", "lang"):
        assert re.search(rf"^{name} = ", "".join(parameters["source"]), flags=re.M)
    assert any("open_graph(" in cell for cell in code(notebook)[:2])


@named
def test_notebook_asserts_what_it_claims(notebook: Path) -> None:
    """Key results are asserted in cells, so that prose and data cannot drift apart unseen."""
    assert sum("assert " in cell for cell in code(notebook)) >= 3


@named
def test_notebook_asks_in_both_ways(notebook: Path) -> None:
    """Each notebook asks questions of the catalogue and in SPARQL, and ends with something kept."""
    cells = code(notebook)
    assert any("kg.ask(" in cell for cell in cells)
    assert any(cell.startswith("%%sparql") or "kg.query(" in cell for cell in cells)
    assert any("kg.draw(" in cell for cell in cells)
    assert ".export(" in cells[-1] or ".save(" in cells[-1]


@pytest.mark.notebook
@pytest.mark.slow
@pytest.mark.xdist_group("notebooks")
@pytest.mark.parametrize("notebook", sampled(NOTEBOOKS, len(NOTEBOOKS)), ids=lambda path: path.stem)
def test_notebook_runs_and_its_page_works_offline(
    notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every cell runs, and the page made of it shows no error and fetches nothing."""
    from graph.jupyter.pages import execute, page

    monkeypatch.setenv("NHV_BUILD", str(national_graph()))
    executed = execute(notebook)
    for cell in executed["cells"]:
        for output in cell.get("outputs", []):
            assert output["output_type"] != "error", f"{cell['id']}: {output['evalue']}"
            assert output.get("name") != "stderr", f"{cell['id']} warns: {output['text']}"
    html = page(executed, notebook.stem)
    fetched = FETCHED.search(html)
    assert fetched is None, f"the page fetches {html[fetched.start() : fetched.end() + 60]!r}"


@pytest.mark.notebook
@pytest.mark.xdist_group("notebooks")
def test_a_failing_cell_is_named(tmp_path: Path) -> None:
    """A notebook that does not run to its end is answered with its name, its cell and the error."""
    from graph.jupyter.pages import NotebookError, execute

    broken = read(NOTEBOOKS[0])
    broken["cells"] = [cell for cell in broken["cells"] if cell["id"] in {"title", "parameters"}]
    broken["cells"][1]["source"] = ["assert 1 == 2, 'one is not two'"]
    (tmp_path / "broken.ipynb").write_text(json.dumps(broken), encoding="utf-8")
    with pytest.raises(NotebookError) as caught:
        execute(tmp_path / "broken.ipynb")
    expected = "broken.ipynb, cell parameters: AssertionError: one is not two"
    assert str(caught.value) == expected
