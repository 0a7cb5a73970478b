"""Names are found as printed, and a miss says what was near."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.curation.registers import Entity, Registers
from ontology.spelling import fold, slug

STOCKHOLM = Entity(
    "region", "region-stockholm", "Region Stockholm", "Region Stockholm", ("Stockholm",)
)
WIDER = Entity(
    "healthcare-region",
    "stockholm-gotland",
    "Stockholm–Gotland",
    "Stockholm–Gotland",
    ("Stockholm",),
)
DYSMELI = Entity("area", "dysmeli", "Dysmeli", "Limb deficiency", ("Avancerad protesverksamhet",))
REGISTERS = Registers([STOCKHOLM, WIDER, DYSMELI])


@pytest.mark.parametrize("text", ["dysmeli", "area:dysmeli", "DYSMELI", "limb  deficiency"])
def test_found_by_any_name(text: str) -> None:
    """An id, kind:id, or a name in either language finds the thing, whatever the case."""
    assert REGISTERS.find(text, ("area",)).entity == DYSMELI


def test_printed_name_is_kept() -> None:
    """A name that is not the id is remembered as printed; an id is not a print."""
    assert REGISTERS.find("Avancerad protesverksamhet", ("area",)).printed
    assert REGISTERS.find("area:dysmeli", ("area",)).printed is None


def test_earlier_kind_wins() -> None:
    """Where kinds share a name, the field's first kind is meant."""
    assert REGISTERS.find("Stockholm", ("region", "healthcare-region")).entity == STOCKHOLM
    assert REGISTERS.find("Stockholm", ("healthcare-region", "region")).entity == WIDER


def test_two_of_one_kind_are_an_error() -> None:
    """A name that two things of one kind share is never guessed."""
    twin = Entity("area", "dysmeli-2", "Dysmeli", "Limb deficiency, again")
    with pytest.raises(ValueError, match="write the id: dysmeli or dysmeli-2"):
        Registers([DYSMELI, twin]).find("Dysmeli", ("area",))


def test_near_miss_is_suggested() -> None:
    """A near miss names its neighbour."""
    with pytest.raises(ValueError, match="did you mean Dysmeli"):
        REGISTERS.find("Dysmelli", ("area",))


def test_this_source() -> None:
    """A source may speak of itself, and only while it is read."""
    source = Entity("source", "sida", "Sida", "Page")
    registers = Registers([source])
    assert registers.reading(source).find("this source", ("source",)).entity == source
    with pytest.raises(ValueError, match="this source"):
        registers.find("this source", ("source",))


@given(st.text(min_size=1, max_size=30))
def test_unicode_form_never_matters(name: str) -> None:
    """A name matches itself in any Unicode normal form."""
    assert fold(unicodedata.normalize("NFD", name)) == fold(unicodedata.normalize("NFC", name))


@given(st.text(max_size=40))
def test_slug_is_an_identifier(words: str) -> None:
    """A slug has ASCII letters, digits and single hyphens only."""
    assert slug(words).replace("-", "a").isalnum()
    assert slug(words).isascii()
    assert "--" not in slug(words)
