"""Imports wait within a function only where they are heavy: CONTRIBUTING says what."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.support import ROOT

FOLDERS = ("ontology", "loaders", "graph")
# The facade composes rooms that take three times as long to load as it does itself.
FACADE = "graph.knowledge_graph"
INDENTED = re.compile(r"^ +(?:from|import) ", re.M)


@cache
def files() -> dict[str, Path]:
    """Return the file of each module of ours."""
    found = {}
    for path in sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree(module: str) -> ast.Module:
    """Return a module, parsed."""
    return ast.parse(files()[module].read_text(encoding="utf-8"))


@cache
def heavy() -> frozenset[str]:
    """Return what CONTRIBUTING lists as heavy."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.split("## Imports that wait", 1)[1].split("\n## ", 1)[0]
    return frozenset(re.findall(r"`([\w.]+)`", section.split("\n\n")[2]))


def named(node: ast.AST) -> Iterator[str]:
    """Yield the modules that a statement imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names:
            full = f"{node.module}.{alias.name}"
            yield full if full in files() or full in heavy() else str(node.module)


@cache
def brings(module: str) -> frozenset[str]:
    """Return the heavy things that are loaded with a module, by itself and by what it imports."""
    todo, seen, found = [module], {""}, set[str]()
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen |= {name}
        found |= {name} & heavy()
        todo.append(name.rpartition(".")[0])  # a package is loaded before what is in it
        if name in files():
            todo += [other for node in tree(name).body for other in named(node)]
    return frozenset(found)


def test_an_import_waits_only_for_what_is_heavy() -> None:
    """What a function imports loads something heavy that its module does not load anyway."""
    light = [
        f"{files()[module].relative_to(ROOT)}:{node.lineno}"
        for module in files()
        if module != FACADE and INDENTED.search(files()[module].read_text(encoding="utf-8"))
        for function in ast.walk(tree(module))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
        if not any(brings(name) - brings(module) for name in named(node))
    ]
    assert not light, f"import at the top of the file, nothing heavy comes with it: {light}"


def test_what_is_heavy_is_waited_for() -> None:
    """Nothing stands among the heavy that no function imports late."""
    late = {
        thing
        for module in files()
        for function in ast.walk(tree(module))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        for name in named(node)
        for thing in brings(name) - brings(module)
    }
    assert heavy() <= late, f"take out of CONTRIBUTING: {sorted(heavy() - late)}"
