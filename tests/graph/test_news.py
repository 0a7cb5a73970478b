"""What became known, month by month: the same as comparisons tell, as pages and as feeds."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from pyoxigraph import Triple

from graph import KnowledgeGraph
from graph.evidence.news import Month, news
from graph.site.ask.past import retrace
from graph.site.shares import KEPT, Site
from graph.view.past import Keep, anew, reach, walked
from graph.view.whole import is_resolved
from loaders.dates import parse
from loaders.resolution import again
from loaders.resolution.views import withheld
from tests.graph.site_walk import whole_pages, whole_site
from tests.support import sampled

_ATOM = "{http://www.w3.org/2005/Atom}"
_DAY = timedelta(days=1)


def _eve(month: Month) -> date:
    """The last day before a month."""
    return date.fromisoformat(f"{month.name}-01") - _DAY


@pytest.mark.slow
@pytest.mark.parametrize("lang", sampled(["sv", "en"], 2))
@pytest.mark.parametrize("nth", sampled(range(3), 3))
def test_each_month_is_told_as_by_a_comparison(kg: KnowledgeGraph, lang: str, nth: int) -> None:
    """News of a month is what differs between the day before it and its end, and no month lacks."""
    view = kg.at(people=False, lang=lang)
    months = news(kg)[lang]
    assert len(months) > 5, "the seeds became known over several years"
    for month in months[nth::3]:
        told = tuple(item.change for item in month.items)
        assert told == view.compare(_eve(month), month.day).changes, (
            f"{month.name}: the walk through the past resolves otherwise than a view does"
        )
    for newer, older in list(pairwise(months))[nth::3]:
        between = view.compare(older.day, _eve(newer)).changes
        assert not between, f"between {older.name} and {newer.name} news is left out: {between}"


@pytest.mark.slow
def test_a_walk_back_is_on_each_day_what_follows_from_nothing(kg: KnowledgeGraph) -> None:
    """What a walk through the past knows on a day is resolved from the sources of that day."""
    days = [date(2026, 11, 30), date(2023, 4, 30)]
    for past in walked(kg, days):
        left = withheld(kg.engine.store, parse(past.day.isoformat()), people=False)
        anew = {q.triple for q in again.whole(kg.engine.store, left) if is_resolved(q)}
        assert {
            Triple(thing, prop, value)
            for thing, own in past.resolved.items()
            for prop, values in own.items()
            for value in values
        } == anew, f"{past.day}: what touches these? Tell loaders/resolution/neighbours.py"


@pytest.mark.slow
@pytest.mark.parametrize("walk", [retrace, news])
def test_a_walk_takes_over_what_is_the_same(kg: KnowledgeGraph, tmp_path: Path, walk: Any) -> None:
    """With a source more, only what was known since it is worked out anew, and all is the same."""
    mine = tmp_path / "my.csv"
    mine.write_text("area,holder,date\nDysmeli,Region Halland,2025-01-15\n")
    more, steps = kg.at(overlay=mine), list[object]()

    def noting(made: Iterator[object]) -> Iterator[object]:
        for step in made:
            steps.append(step)
            yield step

    def noted(nr: int, view: KnowledgeGraph, days: Sequence[Any], made: Iterator[Any]) -> Any:
        site = Site(view, tmp_path / f"{nr}", tmp_path / f"{nr - 1}", "")
        return site.keep("walk", view, days, noting(made))

    def found(view: KnowledgeGraph, keep: Keep = anew) -> object:
        told = walk(view, keep)
        return told if isinstance(told, dict) else list(told)

    found(kg, partial(noted, 1))
    whole = len(steps)
    steps.clear()
    assert found(more, partial(noted, 2)) == found(more), "what was kept is stale"
    assert 1 < len(steps) < whole, f"{len(steps)} of {whole} steps were made anew"


@pytest.mark.parametrize("harm", [b"", b"[1]", b"{}", None])
def test_what_is_damaged_is_not_taken_over(
    kg: KnowledgeGraph, tmp_path: Path, harm: bytes | None
) -> None:
    """A file that is cut short or holds something else counts as none."""
    days = [None, *reach(kg)]
    sites = [Site(kg, tmp_path / f"{nr}", tmp_path / f"{nr - 1}", "") for nr in (1, 2, 3)]
    made = list(range(len(days) - 1))
    assert list(sites[0].keep("walk", kg, days, iter(made))) == made
    assert list(sites[1].keep("walk", kg, days, iter([]))) == made, "nothing was taken over"
    file = tmp_path / "2" / KEPT / "walk"
    whole = file.read_bytes()
    file.unlink()
    file.write_bytes(whole[:-9] if harm is None else harm and gzip.compress(harm))
    assert list(sites[2].keep("walk", kg, days, iter(made[::-1]))) == made[::-1]


@pytest.mark.slow
def test_each_piece_of_news_has_its_documents(kg: KnowledgeGraph) -> None:
    """Whatever is new says which documents tell of it, and of what it is."""
    bare = [
        item.change.text for month in news(kg)["sv"] for item in month.items
        if not (item.sources and item.facts and item.about)
    ]  # fmt: skip
    assert not bare, f"no document is given for {bare}; see graph/evidence/news.py"


def _one(node: ElementTree.Element, name: str) -> str:
    (found,) = node.findall(f"{_ATOM}{name}")
    return found.text or ""


@pytest.mark.slow
@pytest.mark.xdist_group("site")
def test_feeds_are_atom() -> None:
    """Feeds hold what RFC 4287 asks for; ids are unique and stay, links lead to places of pages."""
    root, pages, ids = whole_site(), whole_pages(), list[str]()
    feeds = sorted(root.rglob("*.atom"))
    assert len({feed.parent for feed in feeds}) > 6, "all, areas and regions have feeds"
    for file in feeds:
        feed = ElementTree.parse(file).getroot()
        assert feed.tag == f"{_ATOM}feed"
        assert feed.find(f"{_ATOM}author/{_ATOM}name") is not None, file
        entries = feed.findall(f"{_ATOM}entry")
        days = [_one(entry, "updated") for entry in entries]
        assert sorted(days, reverse=True) == days, f"{file}: the newest month comes first"
        assert all(day.endswith("T00:00:00Z") for day in [*days, _one(feed, "updated")]), file
        for node in (feed, *entries):
            ids.append(_one(node, "id"))
            assert urlsplit(ids[-1]).scheme == "https", f"{ids[-1]} is no absolute address"
            assert _one(node, "title"), file
            (link,) = (
                one.attrib["href"] for one in node.findall(f"{_ATOM}link")
                if one.attrib["rel"] == "alternate"
            )  # fmt: skip
            path, _, anchor = link.partition("#")
            page = pages[(file.parent / path).resolve()]
            assert not anchor or anchor in page.ids, f"{file}: there is no {link}"
        named = [node.attrib["href"] for node in feed.iter() if node.tag.endswith("}a")]
        assert all((file.parent / href.partition("#")[0]).is_file() for href in named), file
    assert len(ids) == len(set(ids)), "two feeds or entries have the same id"


@pytest.mark.slow
@pytest.mark.xdist_group("site")
def test_feeds_are_valid_by_a_schema() -> None:
    """Every feed is valid by the rules of RFC 4287 as RELAX NG, as libxml2 reads them."""
    etree: Any = pytest.importorskip("lxml.etree")
    schema = etree.RelaxNG(etree.parse(Path(__file__).parents[1] / "data" / "atom.rng"))
    feeds = sorted(whole_site().rglob("*.atom"))
    trees = {file: etree.parse(file) for file in feeds}
    wrong = [f"{file}: {schema.error_log}" for file, t in trees.items() if not schema.validate(t)]
    assert not wrong, "mend it in templates/feed.xml:\n" + "\n".join(wrong[:3])
    tree = trees[feeds[0]]
    tree.getroot().remove(tree.find(f"{_ATOM}updated"))
    assert not schema.validate(tree), "a feed without a date passes: the schema is blind"
