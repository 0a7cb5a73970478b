"""The site: a page for everything, in both languages, and nothing that leads nowhere."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph import open_graph
from graph.base.languages import LANGS
from graph.base.problems import BadParameter
from graph.engines.oxigraph import OxigraphEngine
from graph.networks.catalogue import NETWORKS
from graph.questions.catalogue import catalogue
from graph.site.frame import Frame, between, choice
from graph.site.lexicon import SHAPES, Lexicon, lexicon
from graph.site.parts import Page
from graph.site.site import build_site, put_in_place
from graph.site.things.places import places
from graph.site.things.statements import SiteStatements, read
from graph.site.turtle import on_pages, turtle_of, turtle_path
from graph.site.vocabulary.query_text import pieces
from graph.site.words import say
from graph.view.counting import counted_line
from graph.view.opening import OpenStore
from ontology import terms
from ontology.terms import kind_of
from tests.graph.site_walk import dead_links, whole_pages, whole_site
from tests.support import built_graph, whole_graph

pytestmark = pytest.mark.xdist_group("site")
LANGUAGES = ("sv", "en")


@pytest.fixture(scope="module")
def lex() -> Lexicon:
    return lexicon()


@pytest.mark.parametrize("kind", ["classes", "props", "schemes", "steps", "shapes"])
def test_every_term_has_a_page_in_both_languages(lex: Lexicon, kind: str) -> None:
    """Every class, property, value list, step and shape can be read about."""
    listed: tuple[NamedNode, ...] = getattr(lex, kind)
    assert listed, f"no {kind} are read; see graph/site/lexicon.py"
    for term in listed:
        for lang in LANGUAGES:
            page = whole_site() / lang / lex.paths[term]
            assert page.is_file(), f"{terms.curie(term.value)} has no page in {lang}; yield one"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_question_and_network_has_a_page(lang: str) -> None:
    """Every question and every network of the catalogues has a page, with its answer as a file."""
    folder = whole_site() / lang
    kg = open_graph(whole_graph())
    for name in catalogue():
        assert (folder / "question" / f"{name}.html").is_file(), f"no page on the question {name}"
    for name in NETWORKS:
        drawn = kg.network(name).number_of_edges() > 0
        for suffix in (".html", ".svg", ".csv", ".graphml") if drawn else (".html",):
            file = folder / "network" / f"{name}{suffix}"
            assert file.is_file(), f"{file.name} is missing; see graph/site/vocabulary/networks.py"


@pytest.mark.slow
def test_every_address_of_the_data_has_its_place_and_its_turtle() -> None:
    """Whatever any graph names by an address of the data stands on a page, and in its Turtle."""
    kg = open_graph(whole_graph())
    named = {
        term
        for quad in kg.engine.find(None, None, None, graph=None)
        for term in (quad.subject, quad.object, quad.graph_name)
        if isinstance(term, NamedNode) and term.value.startswith(f"{terms.BASE}id/")
    }
    found, site = places(kg), whole_site()
    lacking = sorted(terms.curie(term.value) for term in named - found.keys())
    assert not lacking, f"{len(lacking)} have no place, such as {lacking[:5]}; see things/places.py"
    pages = {str(file.relative_to(site)): set(read.ids) for file, read in whole_pages().items()}
    spoken_of: dict[str, set[object]] = {}
    for term in named:
        path, _, anchor = found[term].partition("#")
        for lang in LANGUAGES:
            page = pages.get(f"{lang}/{path}")
            assert page is not None, f"{term.value} leads to {lang}/{path}, which nobody writes"
            assert not anchor or anchor in page, f"{term.value}: {lang}/{path} has no #{anchor}"
        if path not in spoken_of:
            turtle = (site / turtle_path(path)).read_bytes()
            told = parse(turtle, format=RdfFormat.TURTLE)
            spoken_of[path] = {quad.subject for quad in told}
        assert term in spoken_of[path], f"{turtle_path(path)} says nothing of {term.value}"
    assert len(named) > 2_000, f"only {len(named)} addresses: the test is blind"


def test_an_address_of_the_ontology_ends_on_its_term() -> None:
    """Browsers take `#Permit` along to the page of all words, which has a place of that name."""
    paths = lexicon().paths
    for start, page in (("nhv", "vocabulary.html"), ("shapes", "shape/index.html")):
        home = terms.PREFIXES.get(start, SHAPES)
        names = {t.value.removeprefix(home) for t in paths if t.value.startswith(home)}
        assert len(names) > 200, f"hardly any term begins with {home}: the test is blind"
        for lang in LANGUAGES:
            lacking = names - set(whole_pages()[whole_site() / lang / page].ids)
            assert not lacking, f"{lang}/{page} has no place for {sorted(lacking)[:5]}"


def test_both_languages_have_the_same_pages() -> None:
    """A page has a twin of the same path in the other language."""
    site = whole_site()
    swedish, english = (
        {file.relative_to(site / lang) for file in (site / lang).rglob("*.html")}
        for lang in LANGUAGES
    )
    assert swedish == english, f"without a twin: {sorted(swedish ^ english)[:5]}"


def test_no_link_is_dead() -> None:
    """Every link, picture, script, style sheet and place that a page refers to is there."""
    dead = list(dead_links(whole_site(), whole_pages()))
    assert not dead, f"{len(dead)} dead links, such as {dead[:5]}; link with href() or to()"


def test_pages_are_sound() -> None:
    """A page says its language, has one h1 and no gap below it, and no name of a place twice."""
    for file, page in whole_pages().items():
        where = file.relative_to(whole_site())
        places = (where.parts[0], where.stem.rpartition(".")[2], "sv")
        language = next(place for place in places if place in LANGS)
        assert page.language == language, f"{where} says it is in “{page.language}”"
        levels = page.headings
        steps = [level - before for before, level in pairwise(levels)]
        assert levels[:1] == [1], f"{where} does not begin with an h1"
        assert levels.count(1) == 1, f"{where} has more than one h1"
        assert max(steps, default=0) <= 1, f"{where} leaves out a level of headings: {levels[:9]}"
        twice = [name for name, times in Counter(page.ids).items() if times > 1]
        assert not twice, f"{where} has an id twice: {twice[:3]}"
        assert not page.unclosed, f"{where} does not close {page.unclosed[-3:]}"


def test_no_script_stands_in_a_page() -> None:
    """A page runs nothing of its own; only what answers has scripts, in files."""
    for file, page in whole_pages().items():
        where = file.relative_to(whole_site())
        assert not page.scripts, f"{where} has {page.scripts[:3]}; put it into a file, or escape it"
        scripts = [ref for ref in page.refs if ref.endswith(".js")]
        answers = where.name in ("search.html", "ask.html", "explore.html")
        assert not scripts or answers, f"{where} loads {scripts}"


def test_a_page_links_its_turtle() -> None:
    """The Turtle that a page on a thing links says something of that thing."""
    site = whole_site()
    for path in ("area/dysmeli", "class/Permit", "property/holder", "shape/class/Permit", "step/3"):
        page = whole_pages()[site / "sv" / f"{path}.html"]
        linked = [ref for ref in page.refs if ref.endswith(".ttl")]
        assert linked, f"{path}.html links no Turtle; give its Page a `thing`"
        file = (site / "sv" / path).parent / linked[0]
        quads = list(parse(file.read_bytes(), format=RdfFormat.TURTLE))
        assert len(quads) > 2, f"{file.name} says next to nothing"


@pytest.mark.slow
def test_the_turtle_of_an_area_has_what_follows_by_rules() -> None:
    """An address of a standing or an area held leads to the Turtle of its area, which has it."""
    kg = open_graph(whole_graph())
    area = NamedNode("https://w3id.org/nhv/id/area/dysmeli")
    told = {quad.subject for quad in parse(turtle_of(read(kg), [area]), format=RdfFormat.TURTLE)}
    kinds = {kind_of(subject.value) for subject in told if isinstance(subject, NamedNode)}
    assert {"standing", "held", "period"} <= kinds, "see _OWN in graph/site/turtle.py"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_number_stands_on_the_front_page_and_under_answers(lang: str) -> None:
    """The front page and the pages of questions say what was counted, with the same number."""
    line = counted_line(open_graph(whole_graph()).at(lang=lang))
    for path in ("index.html", "question/permits-by-region.html"):
        text = (whole_site() / lang / path).read_text(encoding="utf-8")
        assert line in unescape(text), f"{lang}/{path} does not say what was counted"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_registers_are_no_documents(lang: str) -> None:
    """The front page and the foot count documents as `nhv status`: registers are made here."""
    kg = open_graph(whole_graph()).at(lang=lang)
    number = kg.status().section("sources").column("number")[0]
    front = (whole_site() / lang / "index.html").read_text(encoding="utf-8")
    for said in (
        f"<strong>{number}</strong> {say('tile.documents', lang)}",
        say("made_from", lang, kg.as_of, number),
    ):
        assert said in front, "count them by graph.view.counting.documents"


def test_the_rules_are_listed_with_use_and_example(lex: Lexicon) -> None:
    """The page of the rules has each with what it gives, and is linked from what it gives."""
    site = whole_site()
    for lang in LANGUAGES:
        text = (site / lang / "scheme" / "Rules.html").read_text(encoding="utf-8")
        for rule in lex.concepts(terms.NHV.Rules):
            assert lex.text(rule, terms.SKOS.definition, lang)[:40] in text
        assert text.count('href="../area/') > 5, "the rules have no examples on pages"
        for given in ("result", "period"):
            page = (site / lang / "property" / f"{given}.html").read_text(encoding="utf-8")
            assert "scheme/Rules.html" in page, f"{given} does not lead to its rule"


def test_the_turtle_of_a_shape_is_all_of_it(lex: Lexicon) -> None:
    """The files of the shapes together say what the file of all shapes says."""
    statements = read(open_graph(built_graph()))
    whole = terms.ontology_files()[0].with_name("shapes.ttl")
    told = sum(1 for _ in parse(path=str(whole), format=RdfFormat.TURTLE))
    about = sum(
        1
        for quad in parse(path=str(whole), format=RdfFormat.TURTLE)
        if quad.subject == NamedNode("https://w3id.org/nhv/shapes")
    )
    parts = sum(
        sum(1 for _ in parse(turtle_of(statements, [shape]), format=RdfFormat.TURTLE))
        for shape in lex.shapes
    )
    assert parts == told - about, "a shape is cut off; see _BLOCK in graph/site/lexicon.py"


class Backwards(OxigraphEngine):
    """An engine that has what it has in the other order."""

    def quads(self) -> Iterator[Quad]:
        """The same statements, the last first."""
        return reversed(list(super().quads()))


@pytest.mark.slow
def test_the_order_of_statements_leaves_no_trace() -> None:
    """The Turtle of a thing is the same whatever the order in which its statements are found."""
    kg = open_graph(built_graph())
    other = SiteStatements(replace(kg, _opened=OpenStore(Backwards(kg.engine.store))))
    statements = read(kg)
    for path, found in sorted(on_pages(places(kg)).items())[::20]:
        same = turtle_of(statements, found) == turtle_of(other, found)
        assert same, f"the Turtle of {path} differs; sort what it is made of"


def test_a_page_says_its_full_address_where_that_is_known() -> None:
    """Canonical and alternate links are absolute when the address of the site is given."""
    page = Page("area/a.html", "A", "", "listing.html", {"grids": []}, terms.NHV.CareArea)
    home = "https://example.org/nhv/"
    html = Frame("sv", {}, {}, "", "", home).render(page)
    assert f'<link rel="canonical" href="{home}sv/area/a.html">' in html
    assert f'<link rel="alternate" hreflang="en" href="{home}en/area/a.html">' in html
    assert f'<link rel="alternate" type="text/turtle" href="{home}ttl/area/a.ttl">' in html
    assert '<link rel="canonical" href="a.html">' in Frame("sv", {}, {}, "", "").render(page)
    first = choice(dict.fromkeys(LANGUAGES, ""), home)
    assert f'<link rel="alternate" hreflang="x-default" href="{home}index.html">' in first


@pytest.mark.parametrize("site", ["example.org/nhv", "ftp://example.org", 'https://x.y/"><script>'])
def test_the_address_of_the_site_is_one_of_the_web(tmp_path: Path, site: str) -> None:
    """What is no address that pages can lie at is refused before anything is written."""
    with pytest.raises(BadParameter, match="no address"):
        build_site(open_graph(built_graph()), tmp_path / "site", site=site)
    assert not list(tmp_path.iterdir()), "something was written"


def test_each_page_of_a_thing_says_how_to_cite_it() -> None:
    """The page of a thing gives a sentence to cite: its name, the graph, how far it reaches."""
    frame = Frame("en", {}, {}, "", "The contributors (2026). NHV Graph.")
    thing = terms.NHV.Permit
    html = frame.render(Page("a/b.html", "Dysmelia", "", "listing.html", {"grids": []}, thing))
    said = f"“Dysmelia”. The contributors (2026). NHV Graph. {thing.value}"
    assert said in unescape(html), "base.html puts it beside the address of the thing"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ["index.html", "data.html"])
def test_the_data_are_described_for_those_who_search_for_data(lang: str, path: str) -> None:
    """The front page and that of the files describe a schema.org Dataset as Google asks for one."""
    (text,) = whole_pages()[whole_site() / lang / path].described
    told = json.loads(text)
    assert (told["@context"], told["@type"]) == ("https://schema.org/", "Dataset")
    assert told["name"]
    assert 50 <= len(told["description"]) <= 5000, "a description has 50 to 5000 characters"
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert told["isAccessibleForFree"] is True
    assert told["creator"]["@type"] in ("Organization", "Person")
    assert told["creator"]["name"]
    assert told["spatialCoverage"]["@type"] == "Place"
    assert told["spatialCoverage"]["name"]
    first, last = map(date.fromisoformat, told["temporalCoverage"].split("/"))
    assert first < last, "the data reach from a first to a last day"
    assert len(told["keywords"]) > 2
    folder = whole_site() / lang
    media = {".ttl": "text/turtle", ".trig": "application/trig"}
    for file in told["distribution"]:
        assert file["@type"] == "DataDownload"
        there = folder / file["contentUrl"]
        assert there.is_file(), f"{file['contentUrl']} is not there"
        assert file["encodingFormat"] == media[there.suffix]
        assert file["contentSize"] == f"{there.stat().st_size} B"
    assert len(told["distribution"]) == len(list((whole_site() / "data").iterdir()))


def test_links_are_relative() -> None:
    """A page refers to another by the way between them, so that the site can lie anywhere."""
    paths = {NamedNode("x:a"): "area/a.html", NamedNode("x:c"): "scheme/S.html#c"}
    frame = Frame("en", paths, {}, "", "")
    assert frame.href("area/b.html", NamedNode("x:a")) == "a.html"
    assert frame.href("index.html", NamedNode("x:a")) == "area/a.html"
    assert frame.href("scheme/S.html", NamedNode("x:c")) == "#c"
    assert frame.href("index.html", NamedNode("x:none")) is None
    assert between("shape/class/A.html", "index.html") == "../../index.html"


def test_code_is_cut_without_loss() -> None:
    """The pieces of a query are the query, and its terms are known."""
    for question in catalogue().values():
        cut = list(pieces(question.sparql))
        assert "".join(piece.text for piece in cut) == question.sparql
        assert any(piece.term for piece in cut), f"{question.name} names no term"


def test_a_site_takes_the_place_of_a_site_only(tmp_path: Path) -> None:
    """A folder that holds something else is left alone."""
    (tmp_path / "precious.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BadParameter, match="something else"):
        put_in_place(tmp_path, lambda _: None)
    assert (tmp_path / "precious.txt").is_file()


def test_a_site_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    """Until a new site is whole, the old one stands, and nothing is left beside it."""
    place = tmp_path / "site"

    def write(folder: Path) -> None:
        (folder / "index.html").write_bytes(b"old")

    put_in_place(place, write)

    def fail(folder: Path) -> None:
        (folder / "index.html").write_bytes(b"half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        put_in_place(place, fail)
    assert (place / "index.html").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"], "something was left behind"
