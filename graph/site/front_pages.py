"""The pages at the front, and the search: what NHV is, how to read, licence, citing, data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from graph.base.problems import GraphError
from graph.base.vocabulary import word
from graph.engines.differences import swedish
from graph.knowledge_graph import KnowledgeGraph
from graph.pictures.chart.model import model
from graph.site.ask.phrases import AT_ONCE, SCRIPTS
from graph.site.figures import of_chart, of_map
from graph.site.lexicon import lexicon, local
from graph.site.parts import Cell, Page, grid
from graph.site.things.counts import areas as count_areas
from graph.site.things.news import INDEX
from graph.site.things.statements import read
from graph.site.words import PAGES, say
from graph.view.counting import counted, counted_line, documents
from ontology.terms import NHV, PREFIXES

_SAME = {"vocabulary": "front/vocabulary.html"}  # templates that serve both languages
_FIRST = (NHV.firstDay, NHV.earliestStart)
_LONGEST = 140  # of a summary in the list of the search
_BIBTEX = """\
@misc{{nhv_graph_{day.year},
  author  = {{{{The NHV Graph contributors}}}},
  title   = {{{{NHV Graph: an open knowledge graph of Sweden's national highly specialised care}}}},
  year    = {{{day.year}}},
  version = {{{version}}},
  note    = {{State as of {day}. CC BY 4.0}}
}}"""


@dataclass(frozen=True)
class File:
    """A file to take home: where below the folder of the site, what it holds, its bytes."""

    path: str
    holds: str
    size: int

    @property
    def media(self) -> str:
        """Its media type."""
        return "application/trig" if self.path.endswith(".trig") else "text/turtle"


def pages(
    kg: KnowledgeGraph,
    others: Sequence[Page],
    *,
    counts: Mapping[NamedNode, int],
    files: Sequence[File],
    version: str,
    site: str,
) -> list[Page]:
    """The pages at the front, in the language of the view.

    Args:
        kg: The view.
        others: All other pages of the language, for the lists that lead to them.
        counts: How many things there are of each class.
        files: The files to take home.
        version: The version of the program.
        site: The address of the site, with a slash at its end; empty if it is not known.
    """
    lang = kg.lang
    by_path = {page.path: page for page in others}
    day = kg.as_of
    table = grid(
        lang, say("download", lang), ("file", "holds", "size"),
        ((Cell(file.path.rpartition("/")[2], href=f"../{file.path}", form="code"),
          Cell(say(f"file_holds.{file.holds}", lang)), Cell(_size(file.size, lang)))
         for file in files),
    )  # fmt: skip
    facts = read(kg).of_class(NHV.Fact)
    days = (read(kg).value(fact, prop) for fact in facts for prop in _FIRST)
    dataset = {
        "url": f"{site}{lang}/data.html" if site else "https://w3id.org/nhv/",
        "version": version,
        "first": min(filter(None, days), default=day.isoformat()),
        "last": day.isoformat(),
        "home": site or "../",
        "files": files,
    }
    figure = None
    with suppress(GraphError):  # this view has no permits
        figure = of_map(kg.map("holders"))
    steps = sorted((p for p in others if p.template == "step.html"), key=lambda page: page.path)
    contents: Mapping[str, Mapping[str, object]] = {
        "home": {
            "tiles": [tile for tile in _tiles(kg, counts) if tile["path"] in by_path],
            "counted": counted_line(kg),
            "finding": _finding(kg),
            "figure": figure,
            "figure_title": say("permits_in_country", lang),
            "steps": steps,
            "dataset": dataset,
        },
        "reading": {},
        "licence": {},
        "privacy": {"people": kg.people},
        "cite": {
            "citation": citation(version, day, lang),
            "bibtex": _BIBTEX.format(day=day, version=version),
        },
        "data": {"grid": table, "dataset": dataset},
        "vocabulary": {
            "figure": of_chart(model(lang)),
            "lists": [by_path[path] for path in PAGES["vocabulary"]],
            "terms": _terms(lang),
        },
    }

    def page(name: str, content: Mapping[str, object], template: str) -> Page:
        title, summary = (say(f"front.{name}.{part}", lang) for part in ("title", "summary"))
        path = "index.html" if name == "home" else f"{name}.html"
        news = INDEX if name == "home" else ""
        return Page(path, title, summary, template, content, news=news)

    front = [
        page(name, content, _SAME.get(name, f"front/{name}.{lang}.html"))
        for name, content in contents.items()
    ]
    kinds = _by_kind([*others, *front], say("page", lang))
    found = {"kinds": kinds, "at_once": AT_ONCE, "scripts": SCRIPTS}
    return [*front, page("search", found, "search.html")]


def citation(version: str, day: date, lang: str) -> str:
    """How the graph is cited: by whom, which version, how far the sources reach."""
    return say("citation", lang, day.year, version, day)


def _tiles(kg: KnowledgeGraph, counts: Mapping[NamedNode, int]) -> Iterator[dict[str, object]]:
    """The numbers of the first page; of what is counted on the view's day none is said of zero."""
    day = kg.as_of.isoformat()
    areas, held = count_areas(read(kg), day), counted(kg)
    for number, kind, name in (
        (held.in_force, "region", "in_force"),
        (held.possible, "region", "possible"),
        (areas["held_now"], "area", "areas_in_force"),
        (areas["all_decided"], "area", "areas_decided"),
        (areas["on_the_way"], "area", "areas_on_the_way"),
    ):
        if number:
            said = say(f"tile.{name}", kg.lang)
            yield {"count": number, "path": f"{kind}/index.html", "name": said, "day": day}
    for number, kind, name in (
        (counts.get(NHV.Hospital, 0), "hospital", "hospitals"),
        (counts.get(NHV.Body, 0), "body", "bodies"),
        (documents(kg), "source", "documents"),
    ):
        said = say(f"tile.{name}", kg.lang)
        yield {"count": number, "path": f"{kind}/index.html", "name": said, "day": ""}


def _finding(kg: KnowledgeGraph) -> str:
    """What the first page begins with: with which few regions most permits in force are."""
    rows = [row for row in kg.answer("permits-by-region").records() if row["region"]]
    held = {str(row["region"]): int(str(row["in_force"] or 0)) for row in rows}
    order = sorted(held, key=lambda region: (-held[region], swedish(region)))
    total, named, most = counted(kg).in_force, list[str](), 0
    for region in order:
        named, most = [*named, f"{region} {held[region]}"], most + held[region]
        if 2 * most > total:
            listed = ", ".join(named)
            return say("finding", kg.lang, most, total, len(named), len(held), listed)
    return ""


def _terms(lang: str) -> list[tuple[str, list[tuple[str, Cell]]]]:
    """All terms of the ontology by their kinds, each with the name that its address ends in."""
    lex = lexicon()
    kinds = {"classes": lex.classes, "properties": lex.props, "schemes": lex.schemes}
    named = [term for term in lex.paths if term.value.startswith(PREFIXES["nhv"])]
    listed = {term for own in kinds.values() for term in own}
    kinds["members"] = tuple(term for term in named if term not in listed)
    return [
        (say(key, lang), [(local(t), Cell(word(t, lang), t)) for t in lex.by_label(own, lang)])
        for key, own in kinds.items()
    ]


def _size(size: int, lang: str) -> str:
    """A size in words; one decimal from a megabyte on.

    Example:
        >>> _size(3_645_215, "sv")
        '3,6 MB'
    """
    if size < 1_000_000:
        return f"{max(size // 1000, 1)} kB"
    text = f"{size / 1_000_000:.1f} MB"
    return text.replace(".", ",") if lang == "sv" else text


def search_index(pages: Sequence[Page], lang: str) -> bytes:
    """The list that the search reads: of each page title, path, kind, rank, summary, names, words.

    It is a script, since a page that is opened from a disk may load one but read no other file.
    """
    rows = [
        json.dumps(
            [
                page.title,
                page.path,
                page.kind,
                PAGES["ranks"].get(page.path.partition("/")[0], 0),
                page.summary
                if len(page.summary) <= _LONGEST
                else page.summary[: _LONGEST - 1].rstrip() + "…",
                page.names,
                page.said,
            ],
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for page in _in_order(pages)
    ]
    # Nothing in the list can be taken for HTML, wherever it may be pasted.
    listed = ",\n".join(rows).replace("<", "\\u003c")
    return f'const nhvLang="{lang}";\nconst nhvPages=[\n{listed}\n];\n'.encode()


def _by_kind(pages: Sequence[Page], otherwise: str) -> list[tuple[str, list[Page]]]:
    """The pages under their headings, for those who have no scripts."""
    found: dict[str, list[Page]] = {}
    for page in _in_order(pages):
        found.setdefault(page.kind or otherwise, []).append(page)
    return sorted(found.items(), key=lambda item: swedish(item[0]))


def _in_order(pages: Sequence[Page]) -> list[Page]:
    return sorted(pages, key=lambda page: (swedish(page.title), page.path))
