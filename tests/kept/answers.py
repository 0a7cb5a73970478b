"""Every answer that a user can get, by a name that is the path of a file, as text.

The answers are those of the five seed documents, so that they change with the code, the ontology
and the registers, and not with every page that is curated.  ::

    questions/holders.en.evidence.csv     networks/suppliers.sv.txt     pages/area.sv.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from graph import KnowledgeGraph
from graph.base.languages import LANGS
from graph.base.problems import GraphError
from graph.base.statements import Statements
from graph.demo.gallery import exhibits
from graph.demo.run import EXAMPLES, examples
from graph.export.files import SUFFIXES
from graph.export.table_files import plain_csv
from graph.export.tables.sheets import Sheet
from graph.export.tables.tables import Table, tables
from graph.networks.catalogue import NETWORKS
from graph.pictures.sheet.drawing import Drawing
from graph.questions.catalogue import catalogue
from graph.site.frame import Frame
from graph.site.shares import KEPT
from graph.site.site import build_site
from graph.site.things import pages as things
from graph.site.things.places import KINDS, linked
from graph.view.whole import resolved

Make = Callable[[], str | bytes]
Answers = Iterator[tuple[str, Make]]

# Their bytes are those of versions of other packages; what they hold is that of CSV.  All
# statements are no table for a paper.
_UNSURE = (".parquet", ".xlsx", ".tex")
# Copies of the graph and the ontology, also as packed by some version of zlib, and the words of all
# pages for the search.
_COPIES = ("data", "assets", "assets/data/packed")


def questions(kg: KnowledgeGraph) -> Answers:
    """Every question in both languages; with evidence; and on an earlier day."""
    for name in catalogue():
        given = examples(name, kg)
        for lang in LANGS:
            view, then = kg.at(lang=lang), _earlier(kg, lang)
            yield f"{name}.{lang}.csv", partial(_answered, view, name, given)
            cited = {**given, "evidence": True}
            yield f"{name}.{lang}.evidence.csv", partial(_answered, view, name, cited)
            yield f"{name}.{lang}.earlier.csv", partial(_answered, then, name, given)


def _earlier(kg: KnowledgeGraph, lang: str = "sv") -> KnowledgeGraph:
    return kg.at(lang=lang, known_at="2023-06-02", as_of="2022-06-30")


def _answered(kg: KnowledgeGraph, name: str, given: Mapping[str, Any]) -> str:
    frame = kg.ask(name, **given)
    notes = "".join(f"# {key}: {value}\n" for key, value in sorted(frame.attrs.items()))
    return notes + frame.to_csv(index=False, lineterminator="\n")


def networks(kg: KnowledgeGraph) -> Answers:
    """Every network in both languages, with all that nodes and edges say; and an earlier one."""
    for name in NETWORKS:
        for lang in LANGS:
            yield f"{name}.{lang}.txt", partial(_network, kg.at(lang=lang), name)
        yield f"{name}.earlier.txt", partial(_network, _earlier(kg), name)


def _network(kg: KnowledgeGraph, name: str) -> str:
    net = kg.network(name)
    lines = [f"graph {sorted(net.graph.items())}"]
    lines += sorted(f"node {node} {sorted(said.items())}" for node, said in net.nodes(data=True))
    lines += sorted(f"edge {a} {b} {sorted(said.items())}" for a, b, said in net.edges(data=True))
    return "\n".join(lines) + "\n"


def pictures(kg: KnowledgeGraph) -> Answers:
    """Every network, map and chart as the gallery shows it: drawing and page, in both languages."""
    for exhibit in exhibits():
        for lang in LANGS:
            drawn = cache(partial(exhibit.draw, kg.at(lang=lang)))
            yield f"{exhibit.stem}.{lang}.svg", partial(_svg, drawn)
            yield f"{exhibit.stem}.{lang}.html", partial(_html, drawn)


def _svg(drawn: Callable[[], Drawing]) -> str:
    return drawn().svg()


def _html(drawn: Callable[[], Drawing]) -> str:
    return drawn().html()


def evidence(kg: KnowledgeGraph) -> Answers:
    """What explain, compare, status and rules say, in both languages."""
    for lang in LANGS:
        view = kg.at(lang=lang)
        for thing in sorted({*EXAMPLES.values(), "source:000", "permit:dysmeli-region-stockholm"}):
            if ":" in thing:
                told = partial(_shown, view.explain, thing)
                yield f"explain-{thing.replace(':', '-')}.{lang}.txt", told
        for by in ("known_at", "as_of"):
            compared = partial(_shown, view.compare, "2022-06-30", "2025-01-01", by)
            yield f"compare-{by}.{lang}.txt", compared
        yield f"status.{lang}.txt", partial(_shown, view.status)
        yield f"rules.{lang}.txt", partial(_shown, view.rules)


def _shown(tell: Callable[..., Any], *words: str) -> str:
    told = tell(*words)
    return f"{told}\n{told._repr_html_()}\n"


def exports(kg: KnowledgeGraph) -> Answers:
    """Every form of file: of the view of an earlier day, of an answer and of a network."""
    then = kg.at(known_at="2019-12-31")
    for suffix in SUFFIXES:
        if suffix not in _UNSURE:
            yield f"view{suffix}", partial(_exported, then, suffix)
    for suffix in (".csv", ".tex"):
        yield f"answer{suffix}", partial(_exported, kg, suffix, "holders")
    for suffix in (".graphml", ".gexf", ".csv"):
        yield f"network{suffix}", partial(_exported, kg, suffix, kg.network("suppliers"))


def _exported(kg: KnowledgeGraph, suffix: str, content: object = None) -> bytes:
    with TemporaryDirectory(prefix="nhv-kept-") as folder:
        return kg.export(Path(folder) / f"kept{suffix}", content).read_bytes()


def pages(kg: KnowledgeGraph) -> Answers:
    """The pages of all things of a kind, one after the other, in both languages."""
    for lang in LANGS:
        made = cache(partial(_pages, kg.at(lang=lang)))
        for kind in KINDS:
            yield f"{kind}.{lang}.html", partial(_together, made, kind)


def _pages(kg: KnowledgeGraph) -> dict[str, str]:
    found = {page.path: page for page in things.pages(kg)}
    frame = Frame(kg.lang, linked(kg), {path: page.title for path, page in found.items()}, "", "")
    return {path: frame.render(page) for path, page in found.items()}


def _together(made: Callable[[], Mapping[str, str]], folder: str) -> str:
    files = made()
    chosen = sorted(path for path in files if path.partition("/")[0] == folder)
    return "".join(f"==> {path}\n{files[path]}\n" for path in chosen)


def site(kg: KnowledgeGraph) -> Answers:
    """The whole site, the files of each of its folders one after the other."""
    with TemporaryDirectory(prefix="nhv-kept-") as place:
        root = build_site(kg, Path(place) / "site")
        folders: dict[str, bytes] = {}
        for path in sorted(path for path in root.rglob("*") if path.is_file()):
            folder, _, name = path.relative_to(root).as_posix().rpartition("/")
            if folder not in _COPIES and folder != KEPT:
                text = b"==> %s\n%s\n" % (name.encode(), path.read_bytes())
                folders[folder] = folders.get(folder, b"") + text
    for folder, text in sorted(folders.items()):
        yield f"{folder.replace('/', '-') or 'start'}.txt", partial(bytes, text)


def release(kg: KnowledgeGraph) -> Answers:
    """Every table of a release."""
    held = cache(lambda: Statements(resolved(kg)))
    for table in tables(people=True):
        yield f"{table.name}.csv", partial(_table, table, held)


def _table(table: Table, held: Callable[[], Statements]) -> bytes:
    return plain_csv(Sheet.of(table, held()).frame("sv"))


KINDS_OF_ANSWERS: Mapping[str, Callable[[KnowledgeGraph], Answers]] = {
    "questions": questions,
    "networks": networks,
    "pictures": pictures,
    "evidence": evidence,
    "exports": exports,
    "pages": pages,
    "site": site,
    "release": release,
}


def answers(kg: KnowledgeGraph, kind: str, every: int = 1) -> dict[str, bytes]:
    """The answers of a kind by their names.

    Args:
        kg: The view of today, in Swedish.
        kind: A key of :data:`KINDS_OF_ANSWERS`.
        every: Of how many one is made, beginning with the first.
    """
    found: dict[str, bytes] = {}
    for number, (name, make) in enumerate(KINDS_OF_ANSWERS[kind](kg)):
        if number % every == 0:
            found[f"{kind}/{name}"] = _made(make)
    return found


def names(kg: KnowledgeGraph) -> Iterator[str]:
    """The names of all answers, without making one; those of the site are known when it is made."""
    for kind, found in KINDS_OF_ANSWERS.items():
        if kind != "site":
            yield from (f"{kind}/{name}" for name, _ in found(kg))


def _made(make: Make) -> bytes:
    """An answer, or the sentence with which it is refused, which is one, too."""
    try:
        text = make()
    except GraphError as error:
        text = f"refused: {error}\n"
    return text.encode() if isinstance(text, str) else text
