"""Who may import whom: ontology <- loaders <- graph <- notebooks, never backwards."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.support import ROOT

LAYERS = ("ontology", "loaders", "graph", "notebooks")

# What `graph` may use of `loaders`: to build, to resolve a view, to publish, and their vocabulary.
PUBLIC_LOADERS = {
    "loaders.build",
    "loaders.check",
    "loaders.dates",
    "loaders.manifest",
    "loaders.overlays",
    "loaders.problems",
    "loaders.publish",
    "loaders.quality",
    "loaders.recipe",
    "loaders.resolve",
    "loaders.synthetic",
    "loaders.views",
}

# The rooms of `graph`, from the ground up: each may use those before it (see CONTRIBUTING).
ROOMS = (
    "problems", "languages", "vocabulary", "http", "engines", "counting", "names", "places",
    "questions",
    "drawing", "evidence", "networks", "pictures", "maps", "charts", "opening", "overlay",
    "choices", "export", "nhv", "services", "serving", "site", "release", "jupyter", "cli",
    "gallery", "demo",
)  # fmt: skip


def sources(layer: str) -> Iterator[tuple[str, str]]:
    """Yield every (file, code) of a layer; a notebook is its code cells, magics left out."""
    for path in sorted((ROOT / layer).rglob("*.py")):
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
    for path in sorted((ROOT / layer).glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        lines = [
            line
            for cell in code
            if not cell.startswith("%%")
            for line in cell.splitlines()
            if not line.startswith(("%", "!"))
        ]
        yield str(path.relative_to(ROOT)), "\n".join(lines)


def imports(code: str, module: str = "", *, everywhere: bool = True) -> set[str]:
    """Return the modules that code imports: all of them, or those needed at import time."""
    tree = ast.parse(code)
    nodes = ast.walk(tree) if everywhere else iter(tree.body)
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join([*module.split(".")[: -node.level], base]).rstrip(".")
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return found


def module_name(path: str) -> str:
    """Name the module in a file: ``graph/nhv.py`` -> ``graph.nhv``."""
    parts = Path(path).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_point_downwards(layer: str) -> None:
    """A layer imports itself and the layers below it, nothing above; notebooks only graph."""
    below = LAYERS[: LAYERS.index(layer) + 1] if layer != "notebooks" else ("graph",)
    forbidden = {*LAYERS, "tests"} - set(below)
    for path, code in sources(layer):
        upwards = {
            name for name in imports(code, module_name(path)) if name.split(".")[0] in forbidden
        }
        assert not upwards, (
            f"{path} imports {sorted(upwards)}; {layer} may import only {', '.join(below)}: "
            "move what is needed down, or pass it in"
        )


def test_rooms_of_the_graph_build_on_those_below() -> None:
    """Within graph, too, imports point downwards; what is only said of types does not count."""
    for path, code in sources("graph"):
        room = (Path(path).relative_to("graph").parts[0]).removesuffix(".py")
        if room in ("__init__", "__main__"):
            continue
        assert room in ROOMS, f"{path} is in no known room; give {room} its place in ROOMS"
        above = set(ROOMS[ROOMS.index(room) + 1 :])
        tree = ast.parse(code)
        for node in list(ast.walk(tree)):
            if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
                node.body = [ast.Pass()]
        used = imports(ast.unparse(tree), module_name(path))
        upwards = {
            name for name in used if name.startswith("graph.") and name.split(".")[1] in above
        }
        assert not upwards, (
            f"{path} imports {sorted(upwards)}, which stands above {room}; move what both need down"
        )


def test_graph_uses_only_the_public_side_of_loaders() -> None:
    """Graph touches loaders only through their public modules and public names."""
    for path, code in sources("graph"):
        for name in imports(code, module_name(path)):
            if name.startswith("loaders."):
                module = ".".join(name.split(".")[:2])
                assert module in PUBLIC_LOADERS, (
                    f"{path} imports {name}; use one of {sorted(PUBLIC_LOADERS)}"
                )


def test_no_private_name_crosses_a_module() -> None:
    """A name with a leading underscore stays in its module."""
    for layer in LAYERS:
        for path, code in sources(layer):
            private = {
                name
                for name in imports(code, module_name(path))
                if name.split(".")[0] in LAYERS
                and any(
                    part.startswith("_") and not part.startswith("__") for part in name.split(".")
                )
            }
            assert not private, f"{path} imports {sorted(private)}; make the name public or move it"


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    """At import time the modules form a hierarchy."""
    code = {module_name(path): text for layer in LAYERS[:3] for path, text in sources(layer)}
    needs = {
        module: {name for name in imports(text, module, everywhere=False) if name in code}
        - {module}
        for module, text in code.items()
    }
    # A package's __init__ may gather its own modules; they do not depend on it for their names.
    for module, wanted in needs.items():
        wanted -= {module.rpartition(".")[0]}
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as circle:
        pytest.fail(f"import circle {' -> '.join(circle.args[1])}; move what both need downwards")


def test_loaders_do_not_use_rdflib() -> None:
    """The pipeline speaks pyoxigraph terms; rdflib begins where a user meets it."""
    for layer in ("ontology", "loaders"):
        for path, code in sources(layer):
            heavy = {name for name in imports(code) if name.split(".")[0] in {"rdflib", "oxrdflib"}}
            assert not heavy, f"{path} imports {sorted(heavy)}; use pyoxigraph terms"


def test_the_command_line_starts_light() -> None:
    """`nhv --help` loads no data frames, no plotting, no Jupyter and no RDF engine."""
    code = (
        "import sys, graph.cli.main; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    heavy = {"pandas", "matplotlib", "IPython", "networkx", "pyvis", "rdflib", "pydantic"}
    assert not heavy & set(loaded), (
        f"importing graph.cli.main loads {sorted(heavy & set(loaded))}; import them in the "
        "function that needs them"
    )
