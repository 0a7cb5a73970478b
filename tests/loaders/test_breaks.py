"""Every way to break a curated file gives a message that says where, what and what to do."""

# ruff: noqa: E501  -- cases and records read best one to a line

from __future__ import annotations

import re
from pathlib import Path

import pytest

from loaders.problems import CuratedDataError, Problem
from tests.support import load

SOURCE = "sources/sida-2024.yaml"
AREAS = "registers/areas.yaml"
ORGANISATIONS = "registers/organisations.yaml"

# name, file, text that stands there, text to put instead, field, words of the message
BREAKS = [
    ("unknown kind of fact", SOURCE, "- permit: Dysmeli", "- permitt: Dysmeli", "permitt", "mean permit"),
    ("unknown field", SOURCE, "  holder: Örebro", "  holdr: Örebro", "holdr", "mean holder"),
    ("missing field", SOURCE, "  supplier: RV\n", "", "supplier", "add it"),
    ("unknown area", SOURCE, "- permit: Dysmeli", "- permit: Dysmelli", "permit", "mean Dysmeli"),
    ("unknown region", SOURCE, "holder: Örebro", "holder: Öreboro", "holder", "mean Örebro"),
    ("thing of another kind", SOURCE, "holder: Örebro", "holder: area:dysmeli", "holder", "of kind area"),
    ("permit without holder", SOURCE, "  holder: Örebro\n", "", "-", "held_within"),
    ("no such day", SOURCE, "decided_on: 2024-06-12", "decided_on: 2024-06-31", "decided_on", "calendar"),
    ("no date", SOURCE, "decided_on: 2024-06-12", "decided_on: 12 juni", "decided_on", "2026-06-02"),
    ("no such month", SOURCE, "date: 2024-06\n", "date: 2024-13\n", "date", "month"),
    ("read before it was written", SOURCE, "date: 2024-06\n", "date: 2024-06\nread_on: 2024-05-31\n", "read_on", "lies before date"),
    ("read in a month", SOURCE, "date: 2024-06\n", "date: 2024-06\nread_on: 2024-07\n", "read_on", "no day"),
    ("not written before a later day", SOURCE, "date: 2024-06\n", "date: 2024-06\nnot_before: 2024-07-01\n", "not_before", "date 2024-06 lies before"),
    ("interval backwards", SOURCE, "date: 2024-06\n", "date: 2024-06/2024-01\n", "date", "earlier date"),
    ("year too far", SOURCE, "date: 2024-06\n", "date: 20240-06\n", "date", "is no date"),
    ("closes before it opens", SOURCE, "  closes: 2024-05-22", "  opens: 2024-06-01\n  closes: 2024-05-22", "-", "swap"),
    ("supplier is receiver", SOURCE, "supplier: RV", "supplier: Örebro", "-", "same"),
    ("a cooperation of one", SOURCE, "partners: [RV, Örebro]", "partners: RV", "partners", "two partners or more"),
    ("a partner twice", SOURCE, "partners: [RV, Örebro]", "partners: [RV, region-vasterbotten]", "partners", "each of them once"),
    ("unknown concept", SOURCE, "state: starting", "state: startng", "state", "starting"),
    ("no number", SOURCE, "  value: 1", "  value: ett", "value", "digits"),
    ("more of which than in all", SOURCE, "of_which: 2", "of_which: 9", "units", "swap"),
    ("unknown key of units", SOURCE, "of_which: 2", "of_witch: 2", "units", "mean of_which"),
    ("mixed units", SOURCE, "{adults: 3, children: 2}", "{adults: 3, total: 5}", "units", "mix"),
    ("lines backwards", SOURCE, "lines: 12-13", "lines: 13-12", "lines", "backwards"),
    ("lines that are none", SOURCE, "lines: 12-13", "lines: twelve", "lines", "68-70"),
    ("no locator", SOURCE, "  lines: 20\n", "", "lines", "slide or section"),
    ("inferred names no field", SOURCE, "inferred: [decided_on]", "inferred: [decided_no]", "inferred", "mean decided_on"),
    ("certainty unknown", SOURCE, "  lines: 20\n", "  lines: 20\n  certainty: sure\n", "certainty", "stated"),
    ("empty text", SOURCE, '  en: "one permit"', '  en: ""', "en", "empty"),
    ("neither true nor false", SOURCE, "chair_extra: true", "chair_extra: maybe", "chair_extra", "true or false"),
    ("no web address", SOURCE, "https://example.org/film", "javascript:x", "url", "web address"),
    ("blank in address", SOURCE, "https://example.org/film", "https://example.org/a b", "url", "without blanks"),
    ("id is not the file's name", SOURCE, "id: sida-2024", "id: sida", "id", "write id: sida-2024"),
    ("unknown publisher", SOURCE, "publisher: Socialstyrelsen", "publisher: Socialstyrelse", "publisher", "mean Socialstyrelsen"),
    ("a list where one is wanted", SOURCE, "  to: programme:nhv", "  to: [programme:nhv]", "to", "text is wanted"),
    ("tab", SOURCE, "  lines: 20", "\tlines: 20", "-", "blanks"),
    ("anchor", SOURCE, "applicants: [Örebro, RV]", "applicants: &a [Örebro, RV]", "-", "anchor"),
    ("key twice", SOURCE, "  lines: 20\n", "  lines: 20\n  lines: 21\n", "lines", "twice"),
    ("broken YAML", SOURCE, "applicants: [Örebro, RV]", "applicants: [Örebro, RV", "-", "YAML"),
    ("control character", SOURCE, '"ett tillstånd"', '"ett \\x07tillstånd"', "sv", "U+0007"),
    ("duplicate id", AREAS, "- id: konsdysfori\n", "- id: dysmeli\n", "id", "another id"),
    ("bad id", AREAS, "- id: konsdysfori\n", "- id: Könsdysfori\n", "id", "such as 'konsdysfori'"),
    ("name shared by two", AREAS, 'sv: "Protesförsörjning"', 'sv: "Dysmeli"', "alt_sv", "to one of the two"),
    ("unknown list", AREAS, "areas:\n- id: dysmeli", "arears:\n- id: dysmeli", "arears", "mean areas"),
    ("part of nothing", AREAS, "part_of: konsdysfori", "part_of: konsdysfor", "part_of", "mean konsdysfori"),
    ("unknown specialty", AREAS, "specialty: psychiatry", "specialty: psychiatri", "specialty", "psychiatry"),
    ("county code", ORGANISATIONS, 'county_code: "18"', 'county_code: "188"', "county_code", "'01'"),
    ("degrees", ORGANISATIONS, 'lat: "63.82842"', 'lat: "63,8"', "lat", "59.36004"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "good", "bad", "field", "words"),
    [case[1:] for case in BREAKS],
    ids=[case[0] for case in BREAKS],
)
def test_break_is_told(small: Path, file: str, good: str, bad: str, field: str, words: str) -> None:
    """A broken value is told with its file, its line and its field, and with a remedy."""
    path = small / file
    text = path.read_text(encoding="utf-8")
    assert good in text, f"the fixture no longer holds {good!r}; mend this test"
    broken = text.replace(good, bad, 1)
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(CuratedDataError) as caught:
        load(small)
    found = [problem for problem in caught.value.problems if words in str(problem)]
    assert found, f"no message says {words!r}; it said:\n{caught.value}"
    problem = found[0]
    assert problem.place.file == file, "name the file that holds the fault"
    assert problem.field.split(".")[0] == field, f"name the field {field!r}: {problem}"
    line = broken[: text.index(good)].count("\n") + 1
    near = range(line - 9, line + 3)
    assert problem.place.line in near, f"point at line {line} or its record: {problem}"
    assert problem.remedy, "every message needs a remedy"


def test_whole_folder_is_right(small: Path) -> None:
    """The folder that the tests break is right before it is broken."""
    assert len(load(small).curated.sources) == 1


def test_all_errors_at_once(small: Path) -> None:
    """Every error of every file is told in one run, in the order of files and lines."""
    for file, good, bad in (
        (SOURCE, "holder: Örebro", "holder: Öreboro"),
        (SOURCE, "value: 1", "value: ett"),
        (AREAS, "specialty: psychiatry", "specialty: psychiatri"),
    ):
        path = small / file
        path.write_text(path.read_text(encoding="utf-8").replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(CuratedDataError) as caught:
        load(small)
    assert len(caught.value.problems) == 3, "tell all three, and nothing twice"
    assert list(caught.value.problems) == sorted(caught.value.problems)


def test_message_form(small: Path) -> None:
    """A message reads ``file:line:column field: what; remedy``."""
    path = small / SOURCE
    path.write_text(
        path.read_text(encoding="utf-8").replace("value: 1", "value: ett"), encoding="utf-8"
    )
    with pytest.raises(CuratedDataError) as caught:
        load(small)
    assert re.fullmatch(
        r"sources/sida-2024\.yaml:\d+:\d+ value: 'ett' is no whole number; write digits only",
        str(caught.value),
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xef\xbb\xbfid: x\n", "byte-order mark"),
        (b"id: \xe5\n", "UTF-8"),
        (b"id: x\ry: z\n", "carriage return"),
        (b"- just\n- a list\n", "no mapping"),
        (b"", "no mapping"),
        (b"a: " + b"[" * 40 + b"]" * 40 + b"\n", "nested"),
        (b"id: x\n? [a, b]\n: c\n", "no word"),
    ],
)
def test_broken_file(small: Path, content: bytes, words: str) -> None:
    """A file that is no curated file at all is told as such, without a traceback."""
    (small / "sources" / "trasig.yaml").write_bytes(content)
    with pytest.raises(CuratedDataError, match=words) as caught:
        load(small)
    assert all(p.place.file == "sources/trasig.yaml" for p in caught.value.problems)


def test_file_in_no_known_folder(small: Path) -> None:
    """A file outside registers/ and sources/ is not passed over in silence."""
    (small / "extra.yaml").write_text("id: extra\n", encoding="utf-8")
    with pytest.raises(CuratedDataError, match=r"extra\.yaml:1:1 -: lies in no known folder"):
        load(small)


def test_problem_sorts_by_place() -> None:
    """Messages sort by file and line as numbers, not as text."""
    from loaders.problems import Place

    two, ten = (Problem(Place("a", line), "x", "y", "z") for line in (2, 10))
    assert sorted([ten, two]) == [two, ten]
