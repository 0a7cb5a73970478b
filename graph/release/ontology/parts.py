"""The files that the ontology is made of, each a graph under the IRI that it is served by."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from ontology.terms import BASE, ontology_files

FOLDER = ontology_files()[0].parent
"""The ontology of this installation."""

PARTS: Mapping[str, ox.NamedNode] = MappingProxyType(
    {
        "nhv.ttl": ox.NamedNode(BASE + "ontology"),
        "schemes.ttl": ox.NamedNode(BASE + "ontology/schemes"),
        "alignments.ttl": ox.NamedNode(BASE + "ontology/alignments"),
        "shapes.ttl": ox.NamedNode(BASE + "shapes"),
    }
)
"""File name to graph: terms, value lists, ties to other vocabularies, demands on data."""


def parts(folder: Path) -> list[Path]:
    """Find the files of an ontology in a folder.

    Args:
        folder: The folder.

    Returns:
        Those of :data:`PARTS` that lie there.

    Raises:
        ValueError: If ``nhv.ttl``, without which there is no ontology, does not.
    """
    if not (folder / "nhv.ttl").is_file():
        raise ValueError(f"{folder} has no nhv.ttl; name the folder of an ontology's files")
    return [folder / name for name in PARTS if (folder / name).is_file()]


def read(turtle: Path | bytes) -> list[ox.Triple]:
    """Read a Turtle file.

    Args:
        turtle: The file, or what it says.

    Returns:
        Its triples, in the order of the file.

    Raises:
        ValueError: If it is no Turtle; the message says in which line.

    Example:
        >>> len(read(b"<urn:a> a <urn:B> ."))
        1
    """
    name = turtle.name if isinstance(turtle, Path) else "the Turtle"
    data = turtle.read_bytes() if isinstance(turtle, Path) else turtle
    try:
        return [quad.triple for quad in ox.parse(data, format=ox.RdfFormat.TURTLE)]
    except (SyntaxError, UnicodeDecodeError) as error:
        raise ValueError(f"{name} cannot be read as Turtle: {error}; correct it there") from error
