"""What sentences, lists and headings of public documents state: a rule a test."""

from __future__ import annotations

from pathlib import Path

import pytest
from pptx import Presentation

from loaders.drafting.proposal import Known, proposal
from tests.loaders.conftest import Read, Stated
from tests.loaders.test_drafting import facts, of

BOARD = "Nämnden för nationell högspecialiserad vård"
PAGE = "<h1>{}</h1><p>{}</p><p>Uppdaterad 2025-05-02</p>{}"


def letter(text: str, sender: str = "Socialstyrelsen") -> str:
    return f"Nyhetsbrev från {sender}\nPublicerad 14 mars 2025\n\n{text}\n"


def regions(area: str, *names: str, day: str = "None") -> Stated:
    return {(f"area:{area}", f"region:region-{name}", day) for name in names}


MINUTES = f"""Protokoll
{BOARD}
Sammanträdesdatum: 2025-03-12

§ 4 Tillstånd för dysmeli
Ansökningar har kommit från Region Skåne, Region Uppsala och Region Örebro län.
Beslut
Nämnden beslutar
att ge Region Skåne tillstånd att bedriva vården,
att avslå övriga ansökningar, samt
att tillståndet gäller från och med den 1 oktober 2025.
"""


def test_each_clause_of_a_decision_is_read_by_itself(read: Read) -> None:
    """What "att" begins has its own act; a heading without a number stands below those with one."""
    permits = read(MINUTES, "permit", "permit", "holder", "valid_from")
    assert permits == regions("dysmeli", "skane", day="2025-10-01")
    outcomes = read(MINUTES, "application", "applicants", "outcome", "decided_at")
    assert outcomes == {
        ("region:region-skane", "granted", "2025-03-12"),
        ("region:region-uppsala", "refused", "2025-03-12"),
        ("region:region-orebro-lan", "refused", "2025-03-12"),
    }


def test_what_is_revoked_is_a_decision_and_an_end(read: Read) -> None:
    """The board takes a permit back: it ends the day before, and keeps no day of that decision."""
    text = MINUTES.partition("§ 4")[0] + (
        "§ 4 Återkallelse\nRegion Uppsala har begärt att tillståndet för moyamoya ska upphöra. "
        "Nämnden beslutar att återkalla tillståndet från och med den 1 maj 2025.\n"
    )
    assert read(text, "permit", "valid_until", "decided_on") == {("2025-04-30", "None")}
    kinds = read(text, "decision", "decision", "decision_kind", "date")
    assert kinds == {("area:moyamoya", "revocation-decision", "2025-03-12")}


EXCEPTED = (
    f"{BOARD} gav den 12 mars Region Skåne tillstånd för dysmeli och TIPS. "
    "Samtliga tillstånd utom TIPS gäller från 1 oktober."
)


@pytest.mark.parametrize(
    ("text", "permits"),
    [
        (
            EXCEPTED,
            regions("dysmeli", "skane", day="2025-10-01") | regions("tips", "skane"),
        ),
        (
            "Dysmeli ges bara i Lund. Sarkom behandlas i Stockholm och i Umeå.",
            regions("dysmeli", "skane") | regions("sarkom", "stockholm", "vasterbotten"),
        ),
        (
            "Region Skåne fick tillstånd för dysmeli, medan sarkom delas med Region Uppsala.",
            regions("dysmeli", "skane") | regions("sarkom", "uppsala"),
        ),
        (
            "Nya tillstånd:\n- Dysmeli (12 mars): Region Skåne, 1 oktober 2025",
            regions("dysmeli", "skane", day="2025-10-01"),
        ),
        (
            "Nya tillstånd:\n- Dysmeli: Region Skåne och Region Uppsala, inte Region Dalarna",
            regions("dysmeli", "skane", "uppsala"),
        ),
        (
            "Samma dag gick dysmeli till Region Skåne, som startar den 1 december i år.",
            regions("dysmeli", "skane", day="2025-12-01"),
        ),
        (
            "Region Skåne startar dysmeli den 1 september, Region Uppsala den 1 januari 2026.",
            regions("dysmeli", "skane", day="2025-09-01")
            | regions("dysmeli", "uppsala", day="2026-01-01"),
        ),
        (
            "Dysmeli fick vi aldrig. Skåne får TIPS och sarkom.",
            regions("tips", "skane") | regions("sarkom", "skane"),
        ),
        (
            "Region Uppsala har sökt sarkom. Nu har Region Skåne 29 nationella uppdrag.",
            set(),
        ),
    ],
)
def test_who_holds_what_since_when(text: str, permits: Stated, read: Read) -> None:
    """An exception, a place, a share, two days, a "not", a count: each says what it says alone."""
    assert read(letter(text), "permit", "permit", "holder", "valid_from") == permits


@pytest.mark.parametrize(
    "text",
    [
        "Region Skåne förbereder en ansökan om dysmeli.",
        "Dysmeli har aldrig bedrivits i Region Skåne.",
        "Region Skåne avstår från att söka dysmeli.",
        "Region Skåne, som är störst, avvaktar med dysmeli.",
        "Utlysningen av dysmeli väntas i höst.",
        "Remissen om dysmeli dröjer.",
        "Dysmeli kommer att utlysas.",
        "Region Dalarna överväger att bli underleverantör till Region Skåne inom dysmeli.",
        "– Vi bedriver dysmeli i Region Skåne, säger chefen.",
        "Vården av dysmeli bör bedrivas av Region Skåne.",
    ],
)
def test_what_may_come_is_no_fact(text: str, read: Read) -> None:
    """What is planned, awaited, declined, thought of or quoted has not been done."""
    for kind in ("permit", "application", "call", "consultation", "supply"):
        assert not read(letter(text), kind, kind), "see `may_come` and acts.denied in cues.toml"


def test_towns_stand_for_hospitals_under_the_cancer_centres(read: Read) -> None:
    """A town, or a hospital and a town, is the hospital there; parts of an area stand for it."""
    page = PAGE.format(
        "Nationell nivåstrukturering",
        "Regionala cancercentrum i samverkan",
        "<h2>Peniscancer</h2><p>Utförs i Malmö och Örebro sedan 1 januari 2015.</p>"
        "<h2>Analcancer</h2><p>Salvagekirurgi görs vid SUS Malmö och Sahlgrenska.</p>",
    )
    assert read(page, "permit", "permit", "holder", name="rcc.html") == {
        ("area:peniscancer", "hospital:skanes-universitetssjukhus-malmo"),
        ("area:peniscancer", "hospital:universitetssjukhuset-orebro"),
        ("area:analcancer-salvagekirurgi", "hospital:skanes-universitetssjukhus-malmo"),
        ("area:analcancer-salvagekirurgi", "hospital:sahlgrenska-universitetssjukhuset"),
    }


def test_what_is_told_once_holds_below_headings_of_areas(read: Read) -> None:
    """A period above several headings is that of each; "the same as above" are all named there."""
    page = PAGE.format(
        "Regioner som har ansökt om tillstånd",
        "Ansökningsperioden gick ut den 15 april 2025.",
        "<h2>Sarkom</h2><ul><li>Region Skåne</li><li>Region Uppsala</li></ul>"
        "<h2>Mastocytos</h2><p>Samma regioner som ovan har ansökt.</p>",
    )
    calls = read(page, "call", "call", "closes", name="sida.html")
    assert calls == {("area:sarkom", "2025-04-15"), ("area:mastocytos", "2025-04-15")}
    sought = read(page, "application", "application", "applicants", name="sida.html")
    both = ("region:region-skane", "region:region-uppsala")
    assert sought == {(area, one) for area in ("area:sarkom", "area:mastocytos") for one in both}


def test_the_last_day_below_a_heading_is_that_of_its_area(read: Read) -> None:
    """Under what is out for comments, a sentence need not say again what its day is of."""
    page = PAGE.format(
        "Förslag",
        "Socialstyrelsen",
        "<h2>Öppna remisser</h2><h3>Sarkom</h3><p>Tre enheter. Sista dag är 26 maj 2025.</p>",
    )
    found = read(page, "consultation", "consultation", "closes", name="sida.html")
    assert found == {("area:sarkom", "2025-05-26")}


def test_one_region_may_hold_all_that_is_listed(read: Read) -> None:
    """Who is said to have all uppdrag has each of the lists, of which a lead says since when."""
    page = PAGE.format(
        "Uppdrag i Norra sjukvårdsregionen",
        "Alla uppdrag innehas av Region Västerbotten.",
        "<p>Sedan 1 januari 2024</p><ul><li>Dysmeli</li></ul>"
        "<h2>Sökta uppdrag</h2><ul><li>Sarkom – ansökan återtagen</li></ul>",
    )
    permits = read(page, "permit", "permit", "holder", "valid_from", name="sida.html")
    assert permits == regions("dysmeli", "vasterbotten", day="2024-01-01")
    sought = read(page, "application", "application", "applicants", "outcome", name="sida.html")
    assert sought == regions("sarkom", "vasterbotten", day="withdrawn")


def test_a_column_of_others_names_who_holds_it_too(read: Read) -> None:
    """The page is that of one holder; who else has the area has no day of it."""
    page = PAGE.format(
        "Våra uppdrag",
        "Region Skåne",
        "<table><tr><th>Område</th><th>Sedan</th><th>Andra vårdgivare</th></tr>"
        "<tr><td>TIPS</td><td>1 april 2024</td><td>Region Uppsala</td></tr></table>",
    )
    found = read(page, "permit", "permit", "holder", "valid_from", name="sida.html")
    assert found == regions("tips", "skane", day="2024-04-01") | regions("tips", "uppsala")


def test_a_supplier_may_serve_several_and_share(read: Read) -> None:
    """Each "to" has its receiver and areas; who shares a permit with others holds it, too."""
    text = letter(
        "Region Dalarna är underleverantör till Region Skåne för dysmeli, och till Region "
        "Uppsala för sarkom. Tillståndet för moyamoya delas med Region Stockholm.",
        "Region Uppsala",
    )
    assert read(text, "supply", "supply", "supplier", "receiver") == {
        ("area:dysmeli", "region:region-dalarna", "region:region-skane"),
        ("area:sarkom", "region:region-dalarna", "region:region-uppsala"),
    }
    shared = {one for one in read(text, "permit", "permit", "holder") if "moyamoya" in one[0]}
    assert shared == {one[:2] for one in regions("moyamoya", "stockholm", "uppsala")}


def test_each_of_two_is_served_by_us(read: Read) -> None:
    """In our own document "we" supply whom a sentence names, with what stands behind each."""
    text = letter(
        "Vi är underleverantör åt Region Skåne (dysmeli) och Region Dalarna (sarkom).\n\n"
        "Region Gävleborg: underleverantör för moyamoya, avslutades i december 2024.",
        "Region Uppsala",
    )
    assert read(text, "supply", "supply", "supplier", "receiver", "valid_until") == {
        ("area:dysmeli", "region:region-uppsala", "region:region-skane", "None"),
        ("area:sarkom", "region:region-uppsala", "region:region-dalarna", "None"),
        ("area:moyamoya", "region:region-gavleborg", "region:region-uppsala", "2024-12"),
    }


def test_what_the_board_has_yet_to_settle_is_no_allotment(read: Read) -> None:
    """The board's decision on one area says nothing of another that it names."""
    text = letter("Framöver väntas nämnden ta ställning till fler områden, bland dem sarkom.")
    allotted = read(text, "decision", "decision")
    assert not allotted, "make no allotment of an area that a sentence names beside the board"


def test_another_number_is_another_name(tmp_path: Path, registers: Known) -> None:
    """An item that differs from a known name by its number names what no register has."""
    text = "NHV i Region Skåne\nUppdaterad 2025-05-02\n\nVåra tillstånd\n\n* Moyamoya\n"
    path = tmp_path / "lista.txt"
    path.write_text(f"{text}* Neurofibromatos typ 9\n", encoding="utf-8")
    made = proposal(path, registers)
    assert [one.name for one in made.draft.unknown] == ["Neurofibromatos typ 9"]
    assert of(facts(made, "permit"), "permit") == {("area:moyamoya",)}


def test_numbered_headings_are_the_steps_of_the_process(tmp_path: Path, registers: Known) -> None:
    """If most of them say so, all are; an item that names nothing leads those behind it."""
    slides = Presentation()
    for title, *items in (
        ("1. Kartläggning", "Reumakirurgi"),
        ("3. Remiss", "Öppen till 14 november 2025", "Sarkom – 2 enheter"),
        ("4. Klart", "Socialstyrelsens beslut 25 augusti 2025", "Njurartärstenos (2)"),
        ("5. Utlysning", "Ansökan senast 31 oktober 2025", "Mastocytos"),
    ):
        slide = slides.slides.add_slide(slides.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text_frame.text = "\n".join(items)
    path = tmp_path / "läget.pptx"
    slides.save(str(path))
    made = proposal(path, registers)
    closes = of(facts(made, "consultation"), "consultation", "closes", "units")
    assert closes == {("area:sarkom", "2025-11-14", "2")}
    assert of(facts(made, "call"), "call", "closes") == {("area:mastocytos", "2025-10-31")}
    assert of(facts(made, "decision"), "decision", "decision_kind", "date") == {
        ("area:njurartarstenos", "definition-decision", "2025-08-25")
    }


def test_half_a_word_is_no_name(read: Read) -> None:
    """Of areas that share an ending only the one that is printed whole has a name in print."""
    text = letter("Region Skåne har tillstånd för hjärt- och lungtransplantationerna.")
    assert read(text, "permit", "permit", "printed") == {
        ("area:hjarttransplantation", "None"),
        ("area:lungtransplantation", "{'permit': 'lungtransplantationerna'}"),
    }


def test_a_line_with_room_left_ends_its_paragraph(read: Read) -> None:
    """A short line, and one that begins with a capital: what they say is not one sentence."""
    text = (
        "Fakta\nDysmeli: Göteborg, Umeå\nRegion Skåne sökte även tillstånd för moyamoya, men fick "
        "avslag av nämnden, som ansåg att verksamheten hade för få patienter.\n"
    )
    who = read(letter(text), "permit", "permit", "holder")
    assert who == {
        ("area:dysmeli", "region:vastra-gotalandsregionen"),
        ("area:dysmeli", "region:region-vasterbotten"),
    }
    asked = read(letter(text), "application", "application", "applicants", "outcome")
    assert asked == {("area:moyamoya", "region:region-skane", "refused")}


def test_each_area_of_a_list_has_its_own_units(read: Read) -> None:
    """A number in brackets is that of the area before it."""
    text = "Beslutade områden: Dysmeli (2 enheter), Moyamoya (3).\n"
    told = read(letter(f"• {text}"), "decision", "decision", "units", "decision_kind")
    assert told == {
        ("area:dysmeli", "2", "definition-decision"),
        ("area:moyamoya", "3", "definition-decision"),
    }


UNKNOWN = """Ute på remiss till 30 april: dysmeli; tvillingfeber.
Nämnden gav Skåne tillstånd att bedriva nationell högspecialiserad vård vid tvillingfeber i maj.
Socialstyrelsen beslutade att tvillingfeber ska bedrivas vid två enheter.
Region Skåne fick tillstånd för dysmeli. Avslag för svår tvillingfeber.
"""


@pytest.mark.parametrize("text", [*UNKNOWN.splitlines(), "Dysmeli: Umeå\nTvillingfeber: Sus"])
def test_the_name_of_an_area_that_no_register_has_is_told(
    text: str, tmp_path: Path, registers: Known
) -> None:
    """In a list, behind a permit, before what shall be: nothing is said of another area."""
    path = tmp_path / "letter.txt"
    path.write_text(letter(text), "utf-8")
    made = proposal(path, registers)
    (unknown,) = made.draft.unknown
    assert unknown.name.casefold().endswith("tvillingfeber")
    assert all(fact.get("permit", "dysmeli").casefold() == "dysmeli" for fact in made.draft.facts)


@pytest.mark.parametrize(
    ("text", "kind", "states"),
    [
        ("Dysmeli är inte vårt. Region Skåne har hand om dysmeli.", "permit", True),
        ("Region Skåne är på väg att lämna ifrån sig dysmeli.", "permit", False),
        ("Du som opereras för dysmeli i Region Skåne ska fasta.", "permit", False),
        ("Region Skåne vill att dysmeli ska ges i Lund.", "permit", False),
        ("Skulle nämnden säga nej får Region Skåne dysmeli ändå.", "permit", False),
        ("Region Skåne har aviserat en ansökan om dysmeli.", "application", False),
        ("Två ansökningar från Region Skåne om dysmeli har kommit.", "application", True),
        ("Socialstyrelsens beslut innebär att dysmeli är NHV.", "decision", True),
        ("Dysmeli har nått steg 5, utlysning.", "placement", True),
        ("Dysmeli har nått steg 5, utlysning.", "call", False),
    ],
)
def test_what_is_said_to_be_so_is_told_from_what_is_not(
    text: str, kind: str, states: bool, read: Read
) -> None:
    """A wish, a plan and advice to patients state nothing; a step says no more than that."""
    assert bool(read(letter(text), kind, kind)) == states


def test_not_this_but_that_says_that(read: Read) -> None:
    """What is said to be so behind "utan" is said of the area of what is not."""
    text = "Region Uppsala är inte tillståndshavare för dysmeli utan underleverantör till Skåne."
    assert not read(letter(text), "permit", "permit")
    assert read(letter(text), "supply", "supply") == {("area:dysmeli",)}
