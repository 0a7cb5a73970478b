"""The pages of areas, organisations, bodies and sources: all there, and where all of it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from graph import KnowledgeGraph, open_graph
from graph.site.frame import Frame
from graph.site.parts import Cell, Lines, Page, Section
from graph.site.things import counts
from graph.site.things import pages as things
from graph.site.things.cells import Teller
from graph.site.things.places import KINDS, linked, places
from graph.site.things.statements import read
from graph.site.words import WORDS, say
from graph.view.counting import Count, counted
from ontology.terms import NHV, SKOS, kind_of
from tests.graph.site_walk import Read, whole_site
from tests.support import built_graph, national_graph, sampled, whole_graph

pytestmark = pytest.mark.xdist_group("things")

LANGS = ("sv", "en")
Pages = Mapping[str, Page]


@cache
def whole() -> KnowledgeGraph:
    return open_graph(whole_graph())


@cache
def seeds() -> KnowledgeGraph:
    return open_graph(built_graph())


@cache
def made(kg: KnowledgeGraph, lang: str) -> Pages:
    """The pages of a view by their path; a view is told from another by what it is."""
    view = kg.at(lang=lang)
    return {page.path: page for page in things.pages(view)}


@cache
def written(kg: KnowledgeGraph, lang: str) -> Mapping[str, str]:
    """The same as HTML; of the whole graph it lies in its site, which others need too."""
    pages = made(kg, lang)
    if kg == whole():
        folder = whole_site() / lang
        return {path: (folder / path).read_text(encoding="utf-8") for path in pages}
    titles = {path: page.title for path, page in pages.items()}
    frame = Frame(lang, linked(kg), titles, "", "")
    return {path: frame.render(page) for path, page in pages.items()}


def sections(page: Page) -> dict[str, Section]:
    found = page.content["sections"]
    assert isinstance(found, tuple)
    return {section.key: section for section in found}


def tables(page: Page) -> list[Lines]:
    return [table for section in sections(page).values() for table in section.lines]


@pytest.mark.slow
@pytest.mark.parametrize("lang", sampled(LANGS, 2))
def test_every_thing_has_its_page(lang: str) -> None:
    """Each area, region, hospital, body, organisation and source has a page in both languages."""
    kg = whole()
    paths = {page.thing: path for path, page in made(kg, lang).items() if page.thing}
    for kind, cls in KINDS.items():
        found = [n for n in read(kg).of_class(cls) if kind_of(n.value) == kind]
        lacking = [node.value for node in found if node not in paths]
        assert found, f"the graph has no {kind}: the test is blind"
        assert not lacking, f"no page for {lacking[:5]}; see KINDS"
        assert f"{kind}/index.html" in made(kg, lang), f"the list of {kind} is missing"
    told = {thing: places(kg)[thing] for thing in paths}
    assert told == paths, "places() and pages() disagree; both go by pages_of()"


@pytest.mark.slow
def test_permits_stand_under_their_status() -> None:
    """Each permit stands on the page of its area under the status that the graph has for the day.

    One that may be in force is neither called in force nor left out.
    """
    kg = whole()
    statements, day = read(kg), kg.as_of.isoformat()
    for path, page in made(kg, "sv").items():
        if page.thing is None or kind_of(page.thing.value) != "area":
            continue
        around = (page.thing, *statements.subjects(SKOS.broader, page.thing))
        permits = {p for a in around for p in statements.subjects(NHV.area, a)
                   if statements.is_a(p, NHV.Permit)}  # fmt: skip
        wanted = Counter(_caption(statements.status(permit, day), day, kg) for permit in permits)
        shown: Counter[str] = Counter()
        found = sections(page).get("permits")
        for table in found.lines if found else ():
            shown[table.caption.partition(":")[0]] += len(table.lines)
        assert shown == wanted, f"{path} shows {shown}, the graph has {wanted}; see by_status"


def _caption(status: NamedNode | None, day: str, kg: KnowledgeGraph) -> str:
    assert status is not None
    return say("status_caption", "sv").format(kg.at(lang="sv").label(status), day)


@pytest.mark.slow
def test_permits_of_an_area_are_those_of_the_question() -> None:
    """The permits of NHV in force on an area's page are those of ``holders`` with that status."""
    kg = whole().at(lang="sv")
    table = kg.answer("holders", evidence=True)
    at = table.columns.index("entity")
    in_force = kg.label("nhv:InForce")
    asked = {
        row[at] for row, told in zip(table.rows, table.column("status"), strict=True)
        if told == in_force
    }  # fmt: skip
    statements, day = read(kg), kg.as_of.isoformat()
    own = {permit for permit in statements.of_class(NHV.Permit)
           if statements.status(permit, day) == NHV.InForce}  # fmt: skip
    assert asked, "the question holders has no permits in force: the test is blind"
    assert asked <= own, "the question calls in force what pages do not; both read nhv:period"
    rest = {p for p in own - asked if counts.PROGRAMMES[0] in statements.nodes(p, NHV.programme)}
    assert not rest, f"{rest} are in force on pages and not in the question"


@pytest.mark.slow
def test_the_number_of_permits_is_the_one_count() -> None:
    """Pages of areas and of regions add up to the number that every other door gives."""
    kg = whole()
    statements, day, one = read(kg), kg.as_of.isoformat(), counted(kg)
    of_areas = [h for a in statements.of_class(NHV.CareArea) for h in counts.held_of(statements, a)]
    holders = [*statements.of_class(NHV.Region), *statements.of_class(NHV.HealthcareRegion)]
    by_holders = counts.held_by(statements, holders)
    for all_held in (of_areas, by_holders):
        own = [h for h in all_held if counts.PROGRAMMES[0] in statements.nodes(h, NHV.heldUnder)]
        told = Count(*(
            sum(kind in statements.counts_as(h, day) for h in own)
            for kind in (NHV.InForce, NHV.PossiblyInForce, NHV.Granted)
        ))  # fmt: skip
        assert told == one, f"pages add up to {told}, graph.view.counting says {one}"
    assert counts.areas(statements, day)["held_now"] == len(
        {a for h in of_areas if NHV.InForce in statements.counts_as(h, day)
         and counts.PROGRAMMES[0] in statements.nodes(h, NHV.heldUnder)
         for a in statements.nodes(h, NHV.heldArea)}
    )  # fmt: skip


@pytest.mark.slow
def test_an_area_is_where_its_standing_says() -> None:
    """Here now is said of the steps of the standings of the day, with the event that shows it."""
    kg = whole()
    statements, day = read(kg), kg.as_of.isoformat()
    seen = 0
    for path, page in made(kg, "sv").items():
        if page.thing is None or kind_of(page.thing.value) != "area":
            continue
        wanted = {step for standing in statements.on(page.thing, NHV.standing, day)
                  for step in statements.nodes(standing, NHV.step)}  # fmt: skip
        way = sections(page).get("way")
        here = {step.name.prop: step.here for step in way.steps if step.here} if way else {}
        assert here.keys() == wanted, f"{path} is elsewhere than the graph says; see Area._way"
        for shown in (cell for cells in here.values() for cell in cells):
            assert shown.term is not None, f"{path} does not say what shows where the area stands"
            assert shown.badges, f"{path} does not say by which rule the area stands there"
            seen += 1
    assert seen > 50, "hardly any area stands anywhere: the test is blind"


@pytest.mark.slow
def test_a_start_is_as_precise_as_its_sources() -> None:
    """Since when a permit holds is said in the precision of the graph, with rule and premise."""
    kg = whole()
    statements, tell = read(kg), Teller(read(kg), "sv", kg.as_of)
    for permit in statements.having(NHV.startBasis):
        first, *rest = tell.began(permit)
        bounds = [statements.value(permit, p) for p in (NHV.earliestStart, NHV.latestStart)]
        since = statements.value(permit, NHV.since) or "/".join(bounds)
        said = all(part in first.text for part in since.split("/"))
        assert said, f"{permit.value}: {first.text} is not {since}; see Teller.began"
        assert bool(first.text) == (since != "/"), f"{permit.value} has a start that nobody knows"
        basis = statements.node(permit, NHV.startBasis)
        assert basis in [badge.term for badge in first.badges], f"{permit.value} names no rule"
        assert [cell.term for cell in rest] == statements.nodes(permit, NHV.startPremise)


@pytest.mark.slow
def test_nobody_knows_is_neither_no_nor_refused() -> None:
    """An application of which nothing became known is unknown; no result is shown too early."""
    kg = open_graph(national_graph())  # the seeds know of no result
    statements, tell = read(kg), Teller(read(kg), "en", kg.as_of)
    unknown = tell.unknown()
    seen: Counter[bool] = Counter()
    for application in statements.of_class(NHV.Application):
        shown = tell.result(application)
        day = statements.value(application, NHV.resultDay)
        settled = statements.node(application, NHV.result) if day <= tell.day else None
        if settled is None:
            assert shown == (unknown,), f"{application.value} is shown as {shown}"
        else:
            assert shown[0].term == settled
        seen[settled is None] += 1
    assert seen[True], "every application has a known result: the test is blind"
    assert seen[False], "no application has a known result: the test is blind"


@pytest.mark.parametrize("lang", sampled(LANGS, 2))
def test_every_line_says_where_it_stands(lang: str) -> None:
    """Each fact on a page links to the place on its source's page, and the place is there."""
    kg = seeds()
    paths = places(kg)
    ids = {
        path: set(re.findall(r' id="([^"]+)"', html)) for path, html in written(kg, lang).items()
    }
    seen = 0
    for path, page in made(kg, lang).items():
        if page.thing is None:
            continue
        for table in tables(page):
            for line in table.lines:
                for place in line.evidence:
                    home, _, anchor = paths[place.source].partition("#")
                    assert home.startswith("source/"), f"{path}: {place} is on no source's page"
                    assert anchor in ids[home], f"{home} lacks #{anchor}, which {path} points at"
                    assert place.place, f"{path}: {place} says not where in the document"
                    assert place.date, f"{path}: {place} says not of when the document is"
                    seen += 1
    assert seen > 1000, f"only {seen} places; the pages have lost their evidence"


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_pointed_at_is_there(lang: str) -> None:
    """Every anchor that linked() gives stands on its page, and no page has one twice."""
    kg = seeds()
    pages = written(kg, lang)
    ids = {path: re.findall(r' id="([^"]+)"', html) for path, html in pages.items()}
    for path, found in ids.items():
        twice = [name for name, times in Counter(found).items() if times > 1]
        assert not twice, f"{path} has {twice[:3]} more than once; anchors and SVG keys are unique"
    for thing, path in linked(kg).items():
        home, _, anchor = path.partition("#")
        assert home in pages, f"{thing.value} points at {home}, which nobody writes"
        assert not anchor or anchor in ids[home], (
            f"{thing.value} points at {path}; see things/places.py"
        )


@pytest.mark.parametrize("source", ["000", "001", "002", "003", "004"])
def test_a_source_tells_all_that_it_says(source: str) -> None:
    """The page of a document has as many facts as ``explain`` lists, in the order of reading."""
    kg = seeds()
    path = places(kg)[kg.names.find(f"source:{source}")]
    page = made(kg, "sv")[path]
    entries = sections(page)["entries"].entries
    told = sum(len(entry.anchors) for entry in entries)
    assert told == len(kg.explain(f"source:{source}").rows), f"{path} tells {told} facts"
    lines = [int(m[1]) for e in entries if (m := re.match(r"rad (\d+)", e.place))]
    assert lines, f"{path} names no lines"
    assert lines == sorted(lines), f"{path} is not in the order of its lines"


@pytest.mark.trust
@pytest.mark.slow
def test_no_names_where_persons_are_left_out() -> None:
    """A view without persons names none of them on any page, and says so."""
    kg, lang = seeds(), "en"
    statements = read(kg)
    persons = {
        term.value
        for node in statements.of_class(NHV.Person)
        for term in statements.objects(node, SKOS.prefLabel)
        if isinstance(term, Literal)
    }
    bare = written(kg.at(people=False), lang)
    found = {name: path for path, html in bare.items() for name in persons if name in html}
    assert len(persons) > 3, "the graph has no persons: the test is blind"
    assert not found, f"names in a view without persons: {found}"
    named = "\n".join(written(kg, lang).values())
    assert any(name in named for name in persons), "a view with persons shows none: test is blind"
    board = [html for path, html in bare.items() if "namnden-for-nationell" in path]
    assert say("names_left_out", lang) in board[0], "the board's page does not say that it left out"


def test_a_hostile_name_is_only_shown(tmp_path: Path) -> None:
    """What looks like HTML in a name is text on every page, in pictures and addresses too."""
    hostile = "</title><script>alert(1)</script>\" onload='x'"
    file = tmp_path / "hostile.ttl"
    label = hostile.replace('"', '\\"')
    file.write_text(
        "@prefix area: <https://w3id.org/nhv/id/area/> .\n"
        "@prefix permit: <https://w3id.org/nhv/id/permit/> .\n"
        "@prefix region: <https://w3id.org/nhv/id/region/> .\n"
        "@prefix programme: <https://w3id.org/nhv/id/programme/> .\n"
        "@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n"
        "@prefix nhv: <https://w3id.org/nhv/ontology#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        f'area:hostile a nhv:CareArea ; skos:prefLabel "{label}"@sv ; skos:altLabel "{label}"@en ;'
        " foaf:page <javascript:alert(1)> .\n"
        "permit:hostile a nhv:Permit ; nhv:area area:hostile ; nhv:holder region:region-skane ;\n"
        ' nhv:programme programme:nhv ; nhv:validFrom "2020-01-01"^^xsd:date ;\n'
        f' skos:prefLabel "{label}"@sv .\n',
        encoding="utf-8",
    )
    kg = seeds().at(overlay=[file])
    pages = made(kg, "en")
    titles = {path: page.title for path, page in pages.items()}
    frame = Frame("en", linked(kg), titles, "", "")
    for path in ("area/hostile.html", "area/index.html", "region/region-skane.html"):
        html = frame.render(pages[path])
        assert "&lt;script&gt;" in html, f"the hostile name is not on {path}: the test is blind"
        parsed = Read()
        parsed.feed(html)
        assert not parsed.scripts, f"{path} runs what a name says: {parsed.scripts}"
        assert not [ref for ref in parsed.refs if ref.startswith("javascript:")], f"{path} links it"
        assert path.endswith("index.html") or "<svg" in html, f"{path} has no picture to try"


def test_unknown_is_not_none() -> None:
    """Where no source says who holds an area, its page says so, and not that nobody does."""
    kg = seeds()
    held = {row[0] for row in kg.answer("holders", lang="en").values()}
    bare = [
        page
        for page in made(kg, "en").values()
        if page.thing and kind_of(page.thing.value) == "area" and page.title not in held
    ]
    assert bare, "every area of the seeds has a holder: the test is blind"
    unknown, waiting = (WORDS[key][1].split("{}")[0] for key in ("nobody", "not_yet"))
    for page in bare:
        prose = " ".join(sections(page)["permits"].prose)
        if not sections(page)["permits"].lines:
            assert prose.startswith((unknown, waiting)), f"{page.path} does not say why it is empty"
    assert any(unknown in " ".join(sections(page)["permits"].prose) for page in bare)


def test_swedish_names_are_marked_on_english_pages() -> None:
    """A name that has no English form carries its language, so that it is read out rightly."""
    pages = made(seeds(), "en")
    page = next(p for p in pages.values() if p.title == "Region Skåne")
    assert page.title_lang == "sv", "see SiteStatements.label"
    html = written(seeds(), "en")[page.path]
    assert '<h1 lang="sv">Region Skåne</h1>' in html, "the heading does not say that it is Swedish"


@pytest.mark.slow
def test_pictures_are_small_and_told_in_words() -> None:
    """Every picture has a title, a description and the same data as a table, and is modest."""
    figures = [
        (path, figure)
        for path, page in made(whole(), "sv").items()
        if page.thing
        for section in sections(page).values()
        for figure in section.figures
    ]
    assert len(figures) > 200, "the pages have lost their pictures"
    for path, figure in figures:
        svg = str(figure.svg)
        assert len(svg.encode()) < 60_000, f"{path}: {figure.title} has {len(svg)} characters"
        assert "<title" in svg, f"{path}: {figure.title} has no name"
        assert "<desc" in svg, f"{path}: {figure.title} is told in no words"
        assert figure.grid, f"{path}: {figure.title} has no table"
        assert figure.grid.rows, f"{path}: the table of {figure.title} is empty"


def test_pages_are_the_same_every_time() -> None:
    """The same graph gives the same pages, whatever order its statements come in."""
    fresh = open_graph(built_graph())
    again = {p.path: p for p in things.pages(fresh.at(lang="sv"))}
    assert again == made(seeds(), "sv"), "sort everything in graph.site.things.statements"


def test_both_languages_have_the_same_pages() -> None:
    """Swedish and English have a page for the same things, in the same places."""
    assert made(seeds(), "sv").keys() == made(seeds(), "en").keys()


@pytest.mark.slow
def test_contradictions_stand_value_by_value() -> None:
    """Each value of a contradiction is a line with its documents, and one of them is chosen."""
    kg = open_graph(national_graph())  # the seeds contradict nothing
    statements, found = read(kg), Counter[tuple[str, str]]()
    for page in made(kg, "sv").values():
        doubts = sections(page).get("doubts") if page.thing is not None else None
        for line in (line for table in doubts.lines for line in table.lines) if doubts else ():
            assert line.evidence, f"{page.path}: a value has no document"
            (what, prop, *_), marks = line.cells, str(line.cells[2])
            found[str(what), "chosen" if say("chosen", "sv") in marks else "other"] += 1
            assert isinstance(what, Cell), prop
            assert what.term is not None, f"{page.path}: {what.text} is no link"
    told = {what for what, _ in found}
    about = statements.of_class(NHV.Conflict)
    assert len(told) > len(about) // 2, "contradictions stand on no page; see tables.doubted"
    alone = [what for what in told if not (found[what, "chosen"] and found[what, "other"])]
    assert not alone, f"only one side is told of {alone[:3]}"
