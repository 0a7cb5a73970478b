"""Words of a class say the same: whichever a document chose, the fact is one."""

from __future__ import annotations

import re
import tomllib

import pytest

from loaders.drafting.cues import act_of
from tests.loaders.conftest import Read
from tests.loaders.test_drafting_rules import letter, regions
from tests.support import ROOT

# What is said of one area or another by each sentence of a text, in the same order.
AREAS = ["dysmeli", "sarkom", "moyamoya", "vingskapula", "fosterterapi", "mastocytos"]


def about(*sentences: str) -> str:
    """A text of sentences, each on an area of its own and a paragraph of its own."""
    pairs = zip(sentences, AREAS, strict=False)
    return letter("\n\n".join(text.format(area) for text, area in pairs))


def test_every_class_of_words_is_used() -> None:
    """A class that no pattern names is left over, and a name in braces is that of a class."""
    text = (ROOT / "loaders" / "drafting" / "cues.toml").read_text(encoding="utf-8")
    named = set(re.findall(r"\{([a-z]+)\}", text))
    assert named == tomllib.loads(text)["classes"].keys(), "see [classes] in cues.toml"


def test_a_permit_is_given_in_many_words(read: Read) -> None:
    """To be entrusted, chosen, pointed out, or to bear the task is to have a permit."""
    text = about(
        "Region Skåne har anförtrotts {}.",
        "Valet föll på Region Skåne för {}.",
        "Uppdraget att behandla {} har lagts på Region Skåne.",
        "Nämnden för nationell högspecialiserad vård har pekat ut Region Skåne för {}.",
        "Region Skåne svarar för {} i hela landet.",
        "Ansvaret för {} vilar på Region Skåne.",
    )
    permits = set[tuple[str, ...]]().union(*(regions(area, "skane") for area in AREAS))
    assert read(text, "permit", "permit", "holder", "valid_from") == permits


def test_a_refusal_is_told_in_many_words(read: Read) -> None:
    """Who goes without, falls, or is not chosen was refused, and holds nothing."""
    text = about(
        "Region Skånes ansökan om {} lämnades utan bifall.",
        "Region Skånes ansökan om {} föll.",
        "Region Skåne gick däremot miste om {}.",
        "Region Skåne ansökte utan framgång om {}.",
        "Varken Region Skåne eller Region Dalarna fick tillstånd för {}.",
        "Nämnden tyckte inte att Region Skåne uppfyllde villkoren för {}.",
    )
    refused = read(text, "application", "application", "applicants", "outcome")
    assert {(f"area:{area}", "region:region-skane", "refused") for area in AREAS} <= refused
    assert not read(text, "permit", "permit")


def test_who_supplies_whom_is_told_in_any_order(read: Read) -> None:
    """It goes to whom it is said to, to whose supplier it is, to who hires and to who is helped."""
    text = about(
        "Region Skånes underleverantör inom {} är Region Halland.",
        "Inom {} anlitar Region Skåne Region Halland som underleverantör.",
        "Region Halland bistår Region Skåne som samarbetspartner inom {}.",
        "Underleverantör till Region Skåne inom {} är Region Halland.",
        "Region Skåne har Region Halland som samarbetspartner inom {}.",
        "Region Halland utför {} på uppdrag av Region Skåne, som underleverantör.",
    )
    sides = "region:region-halland", "region:region-skane"
    told = read(text, "supply", "supply", "supplier", "receiver")
    assert told == {(f"area:{area}", *sides) for area in AREAS}


@pytest.mark.parametrize(
    "text",
    [
        "Oppositionen i Region Kalmar län kräver att sarkom ska bedrivas i länet.",
        "Region Kalmar län utreder om sarkom ska sökas.",
        "Facket vill att Region Kalmar län ska få ta hand om sarkom.",
        "Inga patienter från Region Kalmar län opererades för sarkom.",
        "Region Kalmar läns ansökan om forskningsmedel för sarkom beviljades.",
    ],
)
def test_what_is_demanded_or_is_of_other_matters_does_nothing(text: str) -> None:
    """A demand, a question, a wish, patients and money give nobody a permit."""
    assert act_of(text) not in ("granted", "holds", "permit"), "see acts.denied in cues.toml"


def test_a_day_beside_the_board_is_that_of_what_it_settled(read: Read) -> None:
    """Whatever the board did on a day, what stands near was settled then, until another matter."""
    text = letter(
        "Region Skåne är en av tre som ska operera sarkom. Det står klart sedan Nämnden för "
        "nationell högspecialiserad vård sagt sitt den 12 mars.\n\n"
        "De två övriga är Region Uppsala och Region Stockholm.\n\n"
        "Så är annan vård fördelad\n\n- Dysmeli: Region Dalarna"
    )
    assert read(text, "permit", "permit", "holder", "decided_on") == {
        *regions("sarkom", "skane", "uppsala", "stockholm", day="2025-03-12"),
        *regions("dysmeli", "dalarna"),
    }


def test_an_item_is_read_with_what_stands_below_it(read: Read) -> None:
    """An item that names area and party states that, and those below it say more of some."""
    text = letter(
        "Nya tillstånd\n- Sarkom: Region Skåne och Region Uppsala\n"
        "    - Region Skåne börjar 1 oktober 2025\n- Dysmeli: Region Dalarna"
    )
    permits = regions("sarkom", "skane", day="2025-10-01") | regions("sarkom", "uppsala")
    assert read(text, "permit", "permit", "holder", "valid_from") == permits | regions(
        "dysmeli", "dalarna"
    )
