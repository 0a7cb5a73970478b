"""A scope says what has no entry of its own; a part of an area is named as the area of a fact."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.curation.read import read
from loaders.curation.reconcile import reconcile
from loaders.curation.scopes import Part, adults_beside, named_parts, parts_of
from loaders.problems import CuratedDataError, Problem, Problems
from loaders.publishing.recipe import CURATED
from tests.support import load

SOURCE = "sources/sida-2024.yaml"
PERMIT = "- permit: dysmeli\n  held_within: Uppsala/Örebro\n  state: starting\n"
CALL = '- call: Dysmeli\n  closes: 2024-05-22\n  decision_expected: 2024-23\n'  # fmt: skip


def told(folder: Path) -> tuple[Problem, ...]:
    """What is wrong with a folder."""
    try:
        load(folder)
    except CuratedDataError as error:
        return error.problems
    return ()


def scoped(folder: Path, scope: str, more: str = "") -> int:
    """Write a permit with a scope in place of one without, and give the line of the scope."""
    path = folder / SOURCE
    text = path.read_text(encoding="utf-8")
    assert PERMIT in text, "the fixture no longer holds this permit; mend this test"
    permit = PERMIT.replace("dysmeli", "konsdysfori") + f'  scope: "{scope}"\n{more}'
    text = text.replace(PERMIT, permit, 1)
    path.write_text(text, encoding="utf-8")
    return text[: text.index("  scope:")].count("\n") + 1


@pytest.fixture(scope="module")
def parts() -> dict[str, tuple[Part, ...]]:
    """The parts that the register of areas has."""
    problems = Problems()
    curated = reconcile(read(CURATED, problems), problems)
    return parts_of(placed.record for placed in curated.entries)


@pytest.mark.parametrize("scope", ["barn", "vuxna och barn", "även barn", "Barn och ungdomar"])
def test_a_scope_that_names_a_part_is_refused(small: Path, scope: str) -> None:
    """A fact whose scope names a part of the area is told at the scope, with the part to use."""
    line = scoped(small, scope)
    (problem,) = told(small)
    assert (problem.place.file, problem.place.line, problem.field) == (SOURCE, line, "scope")
    assert "area:konsdysfori-barn" in problem.remedy, "say which part the fact belongs to"


@pytest.mark.parametrize("scope", ["vuxna", "endast vuxna", "vuxna från 18 år"])
def test_adults_are_the_whole_where_children_are_a_part(small: Path, scope: str) -> None:
    """A scope that names the adults alone says nothing where children are a part."""
    scoped(small, scope)
    (problem,) = told(small)
    assert "take it out" in problem.remedy
    assert "area:konsdysfori-barn" in problem.remedy


@pytest.mark.parametrize("scope", ["från 16 år", "genital kirurgi", "vuxna vid Anova", "viss vård"])
def test_other_scopes_stand(small: Path, scope: str) -> None:
    """A scope of which the register has no part stands."""
    scoped(small, scope)
    assert not told(small), "refuse only what names a part of the register"


def test_a_reading_that_names_the_part_lets_a_scope_through(small: Path) -> None:
    """Where one line of print is one permit the curator says so, with the part's id."""
    scoped(small, "vuxna och barn", '  reading: "one line; the part is konsdysfori-barn"\n')
    assert not told(small), "a reading that names the part shows that the curator saw it"


def test_a_number_of_a_part_is_stated_of_the_part(small: Path) -> None:
    """Units of which some are the part's go with a statistic of the part in the same document."""
    path = small / SOURCE
    text = path.read_text(encoding="utf-8").replace(CALL, CALL.replace("Dysmeli", "konsdysfori"), 1)
    path.write_text(text, encoding="utf-8")
    (problem,) = told(small)
    assert (problem.field, "units-count" in problem.remedy) == ("units.scope", True)
    text += (
        "- statistic: units-count\n  value: 2\n  about: [konsdysfori-barn]\n"
        '  sv: "enheter för barn"\n  en: "units for children"\n  lines: 19\n'
    )
    path.write_text(text, encoding="utf-8")
    assert not told(small), "the number of the part stands by itself now"


@pytest.mark.parametrize(
    ("area", "scope", "named"),
    [
        ("net-binjuretumorer", "även klaffkirurgi", "klaffkirurgi-carcinoid"),
        ("kroniska-lungsjukdomar-barn", "interstitiell lungsjukdom", "ild-lungmissbildningar-barn"),
        ("hogisoleringsvard", "läkemedelsberedskap", "hogisoleringsvard-lakemedel"),
        ("prematuritetsretinopati", "även näthinnekirurgi", "prematuritetsretinopati-kirurgi"),
        ("ryggmargsskador", "mycket höga skador", "ryggmargsskador-mycket-hoga"),
        ("svarbehandlade-atstorningar", "vuxna och barn", "svarbehandlade-atstorningar-barn"),
        ("osteogenesis-imperfecta", "vuxna från tretton regioner", "osteogenesis-imperfecta-vuxna"),
        ("ryggmargsskador", "vuxna från 18 år; primär rehabilitering", None),
        ("ryggmargsskador", "subakut vård och rehabilitering", None),
        ("kroniska-lungsjukdomar-barn", "fyra av sex diagnosgrupper", None),
        ("medfodd-metabol-sjukdom", "diagnostik och livslång uppföljning, barn och vuxna", None),
        ("sarkom", "extremiteter, bålvägg och buk", None),
    ],
)
def test_the_words_that_tell_a_part_are_the_register_s(
    parts: dict[str, tuple[Part, ...]], area: str, scope: str, named: str | None
) -> None:
    """A part is known by the words of its names that the whole has not, inflected or compounded."""
    found = [part.entity.id for part in named_parts(scope, parts[area])]
    assert found == ([named] if named else []), "look at the names of the part in areas.yaml"
    assert adults_beside(scope, parts[area]) is None
