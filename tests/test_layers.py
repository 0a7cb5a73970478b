"""Who may import whom: ontology <- loaders <- graph <- notebooks, never backwards."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.support import ROOT

LAYERS = ("ontology", "loaders", "graph", "notebooks")

# What `graph` may use of `loaders`: to build, to resolve a view, to publish, and their vocabulary.
PUBLIC_LOADERS = {
    "loaders.build",
    "loaders.checking.check",
    "loaders.dates",
    "loaders.drafting.forms",
    "loaders.drafting.naming",
    "loaders.drafting.proposal",
    "loaders.drafting.trial",
    "loaders.drafting.versions",
    "loaders.publishing.files",
    "loaders.publishing.manifest",
    "loaders.statements",
    "loaders.overlays.joining",
    "loaders.overlays.names",
    "loaders.problems",
    "loaders.publishing.canonical_turtle",
    "loaders.publishing.recipe",
    "loaders.resolution.again",
    "loaders.resolution.quads",
    "loaders.resolution.resolve",
    "loaders.resolution.views",
}

# How large the house may be; it had 31 rooms, 173 arrows and 16 floors once.
MOST_ROOMS, MOST_ARROWS, MOST_FLOORS = 20, 110, 14

# The rooms from the ground up: each may use those before it (see CONTRIBUTING).
ROOMS = {
    "graph": (
        "base", "engines", "lookup", "questions", "view", "phrases", "evidence", "networks",
        "pictures", "export", "knowledge_graph", "release", "service", "site", "jupyter", "cli",
        "demo",
    ),
    "loaders": (
        "limits", "problems", "kept", "dates", "statements", "plain_files", "curation", "facts",
        "rules", "resolution", "checking", "publishing", "overlays", "build", "drafting",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Module:
    """A module or notebook, and whom it imports.

    Attributes:
        path: Its file, from the root of the repository.
        imports: All modules and names that it imports, wherever in it.
    """

    path: str
    imports: frozenset[str]

    @property
    def name(self) -> str:
        """What it is imported as: ``graph/knowledge_graph.py`` -> ``graph.knowledge_graph``."""
        parts = Path(self.path).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(name: str) -> str | None:
    """The room of a module, for the plan of the whole house; ``graph`` itself is its door."""
    layer, *rest = name.split(".")
    if layer in ("ontology", "loaders"):
        return layer
    return rest[0] if layer == "graph" and rest and rest[0] in ROOMS["graph"] else None


@cache
def arrows() -> Mapping[str, frozenset[str]]:
    """The rooms that each room imports, wherever in it; loaders and ontology are one each."""
    found: dict[str, set[str]] = {}
    for module in (module for layer in LAYERS[:3] for module in modules(layer)):
        if room := room_of(module.name):
            found.setdefault(room, set()).update(filter(None, map(room_of, module.imports)))
    return {room: frozenset(needs - {room}) for room, needs in found.items()}


@cache
def modules(layer: str) -> tuple[Module, ...]:
    """Return every module of a layer, each read once; of notebooks the code without magics."""
    found = []
    for path in sorted([*(ROOT / layer).rglob("*.py"), *(ROOT / layer).glob("*.ipynb")]):
        code = path.read_text(encoding="utf-8")
        tree = ast.parse(code if path.suffix == ".py" else cells(code))
        place = path.relative_to(ROOT)
        nodes = list(ast.walk(tree))
        found.append(
            Module(
                str(place),
                imported(nodes, place),
            )
        )
    return tuple(found)


def cells(notebook: str) -> str:
    """Return the Python of a notebook."""
    code = ["".join(c["source"]) for c in json.loads(notebook)["cells"] if c["cell_type"] == "code"]
    lines = [line for cell in code if not cell.startswith("%%") for line in cell.splitlines()]
    return "\n".join(line for line in lines if not line.startswith(("%", "!")))


def imported(nodes: Iterable[ast.AST], place: Path) -> frozenset[str]:
    """Return the modules and names that some statements of a file import."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join([*place.parts[: -node.level], base]).rstrip(".")
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return frozenset(found)


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_point_downwards(layer: str) -> None:
    """A layer imports itself and the layers below it, nothing above; notebooks only graph."""
    below = LAYERS[: LAYERS.index(layer) + 1] if layer != "notebooks" else ("graph",)
    forbidden = {*LAYERS, "tests"} - set(below)
    for module in modules(layer):
        upwards = {name for name in module.imports if name.split(".")[0] in forbidden}
        assert not upwards, (
            f"{module.path} imports {sorted(upwards)}; {layer} may import only {', '.join(below)}: "
            "move what is needed down, or pass it in"
        )


@pytest.mark.parametrize("layer", ROOMS)
def test_rooms_build_on_those_below(layer: str) -> None:
    """Within a layer, too, imports point downwards, those that only say of types included."""
    rooms = ROOMS[layer]
    for module in modules(layer):
        room = (Path(module.path).relative_to(layer).parts[0]).removesuffix(".py")
        if room in ("__init__", "__main__"):
            continue
        assert room in rooms, f"{module.path} is in no known room; give {room} its place in ROOMS"
        above = set(rooms[rooms.index(room) + 1 :])
        upwards = {
            name
            for name in module.imports
            if name.startswith(f"{layer}.") and name.split(".")[1] in above
        }
        assert not upwards, (
            f"{module.path} imports {sorted(upwards)}, which stands above {room}; "
            "move what both need down"
        )


def test_the_house_stays_small() -> None:
    """There are few rooms, few of them lean on each other, and no pile of them grows too high."""
    needs = arrows()
    floors: dict[str, int] = {}
    for room in TopologicalSorter(needs).static_order():
        floors[room] = 1 + max((floors[below] for below in needs[room]), default=0)
    remedy = "let a room take what it needs from whoever calls it, or move both pieces together"
    assert len(needs) <= MOST_ROOMS, f"{len(needs)} rooms; put a room that one other uses into it"
    number = sum(map(len, needs.values()))
    assert number <= MOST_ARROWS, f"{number} arrows between rooms; {remedy}"
    top = max(floors, key=lambda room: floors[room])
    assert floors[top] <= MOST_FLOORS, f"{top} stands on floor {floors[top]}; {remedy}"


def test_graph_uses_only_the_public_side_of_loaders() -> None:
    """Graph touches loaders only through their public modules and public names."""
    for module in modules("graph"):
        for name in module.imports:
            if name.startswith("loaders."):
                public = any(f"{name}.".startswith(f"{known}.") for known in PUBLIC_LOADERS)
                is_package = any(known.startswith(f"{name}.") for known in PUBLIC_LOADERS)
                assert public or is_package, (
                    f"{module.path} imports {name}; use one of {sorted(PUBLIC_LOADERS)}"
                )


def test_no_private_name_crosses_a_module() -> None:
    """A name with a leading underscore stays in its module."""
    for module in (module for layer in LAYERS for module in modules(layer)):
        private = {
            name
            for name in module.imports
            if name.split(".")[0] in LAYERS
            and any(part.startswith("_") and not part.startswith("__") for part in name.split("."))
        }
        assert not private, (
            f"{module.path} imports {sorted(private)}; make the name public or move it"
        )


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    """The modules form a hierarchy, imports for types and inside functions counted."""
    known = {module.name: module for layer in LAYERS[:3] for module in modules(layer)}
    # A package's __init__ may gather its own modules; they do not depend on it for their names.
    needs = {
        name: (module.imports & known.keys()) - {name, name.rpartition(".")[0]}
        for name, module in known.items()
    }
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as circle:
        pytest.fail(f"import circle {' -> '.join(circle.args[1])}; move what both need downwards")


def test_loaders_do_not_use_rdflib() -> None:
    """The pipeline speaks pyoxigraph terms; rdflib begins where a user meets it."""
    for module in (*modules("ontology"), *modules("loaders")):
        heavy = {name for name in module.imports if name.split(".")[0] in {"rdflib", "oxrdflib"}}
        assert not heavy, f"{module.path} imports {sorted(heavy)}; use pyoxigraph terms"


def test_the_command_line_starts_light() -> None:
    """`nhv --help` loads no data frames, plotting, Jupyter, RDF engine or client of services."""
    code = (
        "import sys, graph.cli.main; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    heavy = {
        "pandas", "matplotlib", "IPython", "networkx", "pyvis", "rdflib", "pydantic", "httpx",
    }  # fmt: skip
    assert not heavy & set(loaded), (
        f"importing graph.cli.main loads {sorted(heavy & set(loaded))}; import them in the "
        "function that needs them"
    )
