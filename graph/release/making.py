"""Making a release: a folder with all that others need, published whole or not at all.

The same graph, code and papers give the same bytes; nothing is taken from the clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from graph.base.files import beside, write
from graph.base.problems import BadParameter, GraphError
from graph.base.statements import Statements
from graph.export.files import export
from graph.export.statement_files import FORMS
from graph.export.table_files import comma_separated, has_parquet, parquet, plain_csv
from graph.export.tables.sheets import HEAD, Sheet
from graph.export.tables.tables import tables
from graph.knowledge_graph import KnowledgeGraph
from graph.release import changes
from graph.release.about import ROOT, SUMS, About, Making, about, files, making, sums
from graph.release.descriptions import (
    FOLDER,
    UNKNOWN,
    VOCABULARIES,
    counted,
    described,
    htaccess,
    statements,
)
from graph.view.whole import resolved
from loaders.publishing.canonical_turtle import turtle
from loaders.publishing.recipe import CURATED
from ontology.terms import BASE, PREFIXES, ontology_files

OUT = Path("build") / "release"
CRATE = "ro-crate-metadata.json"
DATA = ("nhv.ttl", "nhv.trig", "nhv.nq", "nhv.jsonld")
_COPIED = ("LICENSE", "LICENSE-DATA", "PRIVACY.md", "CHANGELOG.md")
_DESCRIBED = ("data/", "ontology/", "tables/", "parquet/", "mappings/")
NO_PARQUET = (
    "Parquet is left out: the package pyarrow is not installed; `pip install pyarrow` and make "
    "the release again to have it"
)


@dataclass(frozen=True)
class _Work:
    """What all parts of a release are made from."""

    kg: KnowledgeGraph
    held: Statements
    said: About
    made_from: Making
    since: Path | None
    places: Mapping[NamedNode, str]
    folder: Path
    progress: Callable[[str], None]


def release(
    kg: KnowledgeGraph,
    out: Path | str | None = None,
    since: Path | str | None = None,
    *,
    places: Mapping[NamedNode, str],
    site: str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Path:
    """Make a release of a view.

    Args:
        kg: The view; without people, the release has no name of a person.
        out: The folder that the release's own folder is made in; default ``build/release``.
        since: The folder of an older release, whose differences are told.
        places: Where each thing stands on the site, for redirects (``graph.site.things.places``).
        site: The address below which the site and the releases will lie, if it is known.
        progress: Is told what is being done.

    Returns:
        The folder of the release, ``nhv-graph-<version>``.

    Raises:
        BadParameter: If there is such a release with other contents, or ``since`` is none.
        NotSupported: If the graph's inputs or the project's papers are not there.
        GraphError: If the folder cannot be written.

    Example:
        >>> release(kg, places=places(kg))  # doctest: +SKIP
        PosixPath('build/release/nhv-graph-0.1.0-without-people')
    """
    say = progress or (lambda _: None)
    old = changes.since(Path(since)) if since is not None else None
    if site is not None and not site.startswith(("https://", "http://")):
        raise BadParameter(f"{site} is no address; write https://… for the site")
    place = Path(out) if out is not None else OUT
    held = Statements(resolved(kg))
    said = about(kg, held, site)
    made_from = making(kg)
    try:
        with beside(place / said.name) as folder:
            _fill(_Work(kg, held, said, made_from, old, places, folder, say))
            return _published(folder, place / said.name)
    except OSError as error:
        reason = error.strerror or str(error)
        raise GraphError(f"the release cannot be written into {place}: {reason}") from None


def _fill(work: _Work) -> None:
    """Write everything into the folder: what is described first, its descriptions after it."""
    work.progress("data and ontology")
    for name in DATA:
        export(work.kg, work.folder / "data" / name)
    _write_ontology(work.folder / "ontology")
    work.progress("tables")
    if not has_parquet():
        work.progress(NO_PARQUET)
    _write_tables(work)
    for path in sorted((CURATED / "mappings").glob("*.sssom.tsv")):
        write(work.folder / "mappings" / path.name, path.read_bytes())
    work.progress("descriptions")
    _write_descriptions(work)


def _write_ontology(folder: Path) -> None:
    """Write terms, value lists and alignments in all forms, apart and as one; the shapes in one.

    The Turtle files are the curated ones, with their comments. The shapes have lists, which are
    blank nodes in RDF: Turtle alone writes them so that they can be read.
    """
    everything: dict[Triple, None] = {}
    for path in ontology_files():
        read = parse(path=str(path), format=RdfFormat.TURTLE)
        triples = sorted((quad.triple for quad in read), key=str)
        everything |= dict.fromkeys(triples)
        for suffix, form in FORMS.items():
            prefixes = read.prefixes if suffix == "rdf" else PREFIXES
            write(folder / f"{path.stem}.{suffix}", form(triples, prefixes))
        write(folder / path.name, path.read_bytes())
    for suffix, form in FORMS.items():
        write(folder / f"all.{suffix}", form(sorted(everything, key=str), PREFIXES))
    shapes = ontology_files()[0].with_name("shapes.ttl")
    write(folder / shapes.name, shapes.read_bytes())


def _write_tables(work: _Work) -> None:
    sheets = [Sheet.of(table, work.held) for table in tables(people=work.kg.people)]
    sheets.append(Sheet.links(work.held))
    among = [sheet.table for sheet in sheets]
    for sheet in sheets:
        frame = sheet.frame(work.kg.lang)
        write(work.folder / f"tables/{sheet.table.name}.csv", plain_csv(frame))
        if has_parquet():
            write(work.folder / f"parquet/{sheet.table.name}.parquet", parquet(frame))
    rows = [(sheet.table.name, *row) for sheet in sheets for row in sheet.dictionary(among)]
    write(work.folder / "tables/dictionary.csv", comma_separated([("table", *HEAD), *rows]))
    listed = {file.path: file for file in files(work.folder)}
    files_of = [(sheet, listed[f"tables/{sheet.table.name}.csv"]) for sheet in sheets]
    values = {"said": work.said, "among": among, "sheets": sheets, "tables": files_of}
    for name in ("csv-metadata.json", "DICTIONARY.md"):
        write(work.folder / "tables" / name, described(name, **values))
    for name in ("datapackage.json", "croissant.json"):
        write(work.folder / name, described(name, **values))


def _write_descriptions(work: _Work) -> None:
    listed = [f for f in files(work.folder) if f.path.startswith(_DESCRIBED) and f.form.eu]
    values = {
        "said": work.said, "making": work.made_from, "files": listed, "UNKNOWN": UNKNOWN,
        "before": _address(work.since), "people": work.kg.people, "forms": tuple(FORMS),
    }  # fmt: skip
    values |= counted(work.held)
    everything: dict[Triple, None] = {}
    for name in ("dcat.ttl", "void.ttl", "prov.ttl"):
        triples = statements(name, **values)
        write(work.folder / name, turtle(triples, VOCABULARIES))
        everything |= dict.fromkeys(triples)
    for suffix, form in FORMS.items():
        write(work.folder / f"description.{suffix}", form(everything, VOCABULARIES))
    write(work.folder / ".zenodo.json", described("zenodo.json", **values))
    rules = htaccess(work.said, work.places)
    write(work.folder / FOLDER / ".htaccess", rules)
    write(work.folder / FOLDER / "README.md", described("w3id.md", **values))
    for name in _COPIED:
        write(work.folder / name, (ROOT / name).read_bytes())
    write(work.folder / "CITATION.cff", _citation(work.said))
    if work.since is not None:
        names = (work.since.resolve().name, work.said.name)
        write(work.folder / "CHANGES.md", changes.told(work.since, work.folder, names))
    values["there"] = {path.name for path in work.folder.iterdir()}
    write(work.folder / "README.md", described("readme.md", **values))
    values["files"] = files(work.folder)
    write(work.folder / "index.html", described("index.html", **values))
    values["files"] = files(work.folder)
    write(work.folder / CRATE, described("crate.json", **values))
    write(work.folder / SUMS, sums(files(work.folder)))


def _citation(said: About) -> bytes:
    """``CITATION.cff`` of this very release: with its version, address and, if dated, its day."""
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^version: .*$", f"version: {said.label}", text)
    if "\nidentifiers:" not in text:
        text += (
            f"identifiers:\n  - type: url\n    value: {said.iri.value}\n"
            "    description: The lasting address of this release\n"
        )
    return text.encode()


def _published(made: Path, target: Path) -> Path:
    """Give a whole folder its name; what is there already must be the same."""
    if target.exists():
        if target.is_dir() and _contents(target) == _contents(made):
            return target
        raise BadParameter(
            f"{target} is there already, with other contents, and a release is never changed; "
            "raise the version, move the folder away, or name another with --out"
        )
    made.rename(target)
    return target


def _contents(folder: Path) -> dict[str, str]:
    return {file.path: file.sha256 for file in files(folder)}


def _address(since: Path | None) -> NamedNode | None:
    if since is None:
        return None
    return NamedNode(f"{BASE}release/{since.resolve().name.removeprefix('nhv-graph-')}")
