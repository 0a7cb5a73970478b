"""Statements of a document: what fills the slots that their own words leave open."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.drafting.acts import WRITERS
from loaders.drafting.cues import SLOTS
from loaders.drafting.filling import SOURCES
from loaders.drafting.proposal import Known, proposal
from tests.loaders.conftest import Read, Stated
from tests.loaders.test_drafting import facts, of, workbook, written

FRAME = """Nyhetsbrev från Socialstyrelsen
Publicerad 14 mars 2025

{}
"""
BOARD = "Nämnden för nationell högspecialiserad vård beslutade den 12 mars att ge "
# A text, and what it states: the facts of a kind by some fields.
Case = tuple[str, str, tuple[str, ...], Stated]


def test_the_table_says_for_each_act_whence_its_slots_are_filled() -> None:
    """An act that is written down has its row, and each source in a row is one that is known."""
    assert WRITERS.keys() == SLOTS.keys() - {"none"}, "add the act to slots.toml and to acts.py"
    used = {one for row in SLOTS.values() for slot in ("areas", "parties") for one in row[slot]}
    assert used == SOURCES.keys(), "a source in slots.toml is a function in filling.py"


@pytest.mark.parametrize(
    ("text", "permits"),
    [
        (
            BOARD + "Region Skåne och Region Uppsala tillstånd för dysmeli. Båda startar den "
            "1 oktober. Samma regioner fick tillstånd för vingskapula.",
            {
                ("area:dysmeli", "region:region-skane", "2025-10-01"),
                ("area:dysmeli", "region:region-uppsala", "2025-10-01"),
                ("area:vingskapula", "region:region-skane", "None"),
                ("area:vingskapula", "region:region-uppsala", "None"),
            },
        ),
        (
            BOARD + "Region Skåne och Region Uppsala tillstånd för moyamoya. Den förra börjar "
            "den 1 april, den senare den 1 september.",
            {
                ("area:moyamoya", "region:region-skane", "2025-04-01"),
                ("area:moyamoya", "region:region-uppsala", "2025-09-01"),
            },
        ),
        (
            "Tre av fem sökande fick tillstånd för moyamoya: Stockholm, Uppsala och Skåne.",
            {
                ("area:moyamoya", f"region:region-{one}", "None")
                for one in ("stockholm", "uppsala", "skane")
            },
        ),
        (
            "Region Skåne har tillstånd för TIPS (sedan 2022), PSC och dysmeli.",
            {
                ("area:tips", "region:region-skane", "2022"),
                ("area:primar-skleroserande-kolangit", "region:region-skane", "None"),
                ("area:dysmeli", "region:region-skane", "None"),
            },
        ),
    ],
)
def test_words_that_stand_for_somebody_mean_who_was_named_before(
    text: str, permits: set[tuple[str, ...]], read: Read
) -> None:
    """Both, the former, the latter, the same: those of the statement before; a list says who."""
    found = read(FRAME.format(text), "permit", "permit", "holder", "valid_from")
    assert found == permits


@pytest.mark.parametrize(
    "text",
    [
        "Vi hoppas att Region Skåne får tillstånd för dysmeli.",
        "Har Region Skåne tillstånd för dysmeli?",
        "Enligt uppgift har Region Skåne ansökt om dysmeli.",
        "Region Skåne har tillstånd för dysmeli. Det stämmer inte.",
        "Kansliet föreslår regionstyrelsen besluta att Region Skåne ansöker om dysmeli.",
        "Region Skåne borde söka tillstånd för dysmeli.",
        "Om Region Skåne får tillstånd för dysmeli kan vården börja.",
        "Region Skåne funderar på att söka dysmeli, men har inte bestämt sig.",
        "Det är oklart om Region Skåne tar över tillståndet för dysmeli.",
        "Patienter med dysmeli åker till Region Skåne, som sköter resorna.",
        "Region Skåne hade gärna haft dysmeli i Malmö.",
        "Dysmeli sökte de inte i Region Skåne.",
        "Dysmeli utlyses inte i år.",
        "Dysmeli skickas inte på remiss.",
    ],
)
def test_what_is_wished_denied_asked_or_hearsay_is_no_fact(text: str, read: Read) -> None:
    """Nobody holds or seeks anything by a hope, a "not", a question, a rumour or a proposal."""
    for kind in ("permit", "application", "call", "consultation"):
        assert not read(FRAME.format(text), kind, kind), (
            "say in cues.toml what makes the sentence no fact"
        )


def test_links_to_other_pages_state_nothing(tmp_path: Path, registers: Known) -> None:
    """What stands under "read also" is told elsewhere."""
    page = """<h1>Nytt från Region Skåne</h1><p>Uppdaterad 2025-05-02</p>
    <h2>Läs också</h2><ul><li>Region Skåne fick tillstånd för dysmeli</li></ul>"""
    made = proposal(written(tmp_path, "sida.html", page), registers)
    assert not facts(made, "permit"), "a heading of links is one of the `links` of cues.toml"


@pytest.mark.parametrize(
    "case",
    [
        (
            "Mastocytos är ute på remiss till den 30 april. Detsamma gäller sarkom.",
            "consultation",
            ("consultation", "closes"),
            {("area:mastocytos", "2025-04-30"), ("area:sarkom", "2025-04-30")},
        ),
        (
            "Utlysningen av DSD är öppen till 15 maj. Lymfödemkirurgi utlyses samtidigt.",
            "call",
            ("call", "closes"),
            {("area:dsd", "2025-05-15"), ("area:lymfodem-kirurgi", "2025-05-15")},
        ),
        (
            """Region Dalarna är underleverantör till Region Uppsala inom ryggmärgsskador.
Region Gävleborg är det också.""",
            "supply",
            ("supplier", "receiver"),
            {
                ("region:region-dalarna", "region:region-uppsala"),
                ("region:region-gavleborg", "region:region-uppsala"),
            },
        ),
    ],
)
def test_what_holds_likewise_is_written_down_of_others(case: Case, read: Read) -> None:
    """The same is true, at the same time, so is another: day and direction are those before."""
    text, kind, fields, expected = case
    assert read(FRAME.format(text), kind, *fields) == expected


def test_items_below_an_item_say_more_of_it(tmp_path: Path, registers: Known) -> None:
    """An item with a list is its lead, whether it names the area or who holds it."""
    page = """<h1>Tillstånd i landet</h1><p>Socialstyrelsen</p><p>Uppdaterad 2025-05-02</p>
    <ul><li>Dysmeli<ul><li>Region Skåne, från 1 oktober 2025</li><li>Region Stockholm</li></ul></li>
    <li>Region Västerbotten<ul><li>Vingskapula</li></ul></li></ul>"""
    made = proposal(written(tmp_path, "sida.html", page), registers)
    assert of(facts(made, "permit"), "permit", "holder", "valid_from") == {
        ("area:dysmeli", "region:region-skane", "2025-10-01"),
        ("area:dysmeli", "region:region-stockholm", "None"),
        ("area:vingskapula", "region:region-vasterbotten", "None"),
    }


def test_labelled_lines_below_a_name_are_a_row(tmp_path: Path, registers: Known) -> None:
    """A card says what the row of a table with its labels as heads would say."""
    page = """<h1>Våra områden</h1><p>Region Stockholm</p><p>Uppdaterad 2025-05-02</p>
    <h3>Fosterterapi</h3><div>Gäller från: 1 december 2021</div><div>Var: Karolinska</div>
    <div>Underleverantör: Region Gotland (från samma dag)</div>"""
    made = proposal(written(tmp_path, "kort.html", page), registers)
    assert of(facts(made, "permit"), "permit", "holder", "valid_from") == {
        ("area:fosterterapi", "region:region-stockholm", "2021-12-01")
    }
    assert of(facts(made, "supply"), "supplier", "receiver", "valid_from") == {
        ("region:region-gotland", "region:region-stockholm", "2021-12-01")
    }


def test_several_columns_of_a_party_are_read_together(tmp_path: Path, registers: Known) -> None:
    """Below a head over two columns, one may have the day and the other the hospital."""
    rows = [
        ["Område", "Region Uppsala", None, "Region Örebro län", None],
        [None, "Gäller från", "Sjukhus", "Gäller från", "Sjukhus"],
        ["Moyamoya", "2022-04-01", "Akademiska sjukhuset", "–", "–"],
        ["Peniscancer", "–", "–", "1/7 2022", "USÖ"],
    ]
    path = workbook(tmp_path / "lista.xlsx", Tillstånd=rows)
    found = facts(proposal(path, registers), "permit")
    assert of(found, "permit", "holder", "valid_from", "through_hospital") == {
        ("area:moyamoya", "region:region-uppsala", "2022-04-01", "hospital:akademiska-sjukhuset"),
        (
            "area:peniscancer",
            "region:region-orebro-lan",
            "2022-07-01",
            "hospital:universitetssjukhuset-orebro",
        ),
    }


def test_a_table_without_areas_is_on_that_of_its_heading(tmp_path: Path, registers: Known) -> None:
    """The heading names the area of all rows; each cell says what came of an application."""
    page = """<h1>Tillstånd i landet</h1><p>Socialstyrelsen</p><p>Uppdaterad 2025-05-02</p>
    <h2>Tillstånd för moyamoya</h2><table>
    <tr><th>Sökande</th><th>Beslut</th><th>Gäller från</th></tr>
    <tr><td>Region Uppsala</td><td>Beviljas</td><td>2025-10-01</td></tr>
    <tr><td>Region Skåne</td><td>Avslås</td><td>–</td></tr></table>"""
    made = proposal(written(tmp_path, "sida.html", page), registers)
    assert of(facts(made, "permit"), "permit", "holder", "valid_from") == {
        ("area:moyamoya", "region:region-uppsala", "2025-10-01")
    }
    assert of(facts(made, "application"), "applicants", "outcome") == {
        ("region:region-uppsala", "granted"),
        ("region:region-skane", "refused"),
    }


def test_an_empty_first_cell_goes_on_with_that_above(tmp_path: Path, registers: Known) -> None:
    """A region is named once for all its rows; the role says whether it holds or supplies."""
    page = """<h1>Tillstånd i landet</h1><p>Uppdaterad 2025-05-02</p><table>
    <tr><th>Region</th><th>Område</th><th>Roll</th><th>Anmärkning</th></tr>
    <tr><td>Region Uppsala</td><td>Moyamoya</td><td>Tillstånd</td><td></td></tr>
    <tr><td></td><td>Dysmeli</td><td>Underleverantör</td><td>åt Region Skåne</td></tr>
    <tr><td></td><td>Sarkom</td><td>Remitterar</td><td></td></tr></table>"""
    made = proposal(written(tmp_path, "sida.html", page), registers)
    assert of(facts(made, "permit"), "permit", "holder") == {
        ("area:moyamoya", "region:region-uppsala")
    }
    assert of(facts(made, "supply"), "supplier", "receiver") == {
        ("region:region-uppsala", "region:region-skane")
    }


def test_a_column_of_states_says_what_the_day_is(tmp_path: Path, registers: Known) -> None:
    """One table may have calls, consultations and what is tabled; the state tells them apart."""
    page = """<h1>Pågående ärenden</h1><p>Uppdaterad 2025-05-02</p><table>
    <tr><th>Område</th><th>Läge</th><th>Datum</th><th>Sökande</th><th>Enheter</th></tr>
    <tr><td>Moyamoya</td><td>Utlyst, ansök senast</td><td>2025-06-15</td><td>Uppsala</td>
    <td>3</td></tr>
    <tr><td>Dysmeli</td><td>På remiss t.o.m.</td><td>2025-06-29</td><td></td><td>2</td></tr>
    </table>"""
    made = proposal(written(tmp_path, "sida.html", page), registers)
    assert of(facts(made, "call"), "call", "closes", "units") == {
        ("area:moyamoya", "2025-06-15", "3")
    }
    assert of(facts(made, "application"), "applicants") == {("region:region-uppsala",)}
    assert of(facts(made, "consultation"), "consultation", "closes", "units") == {
        ("area:dysmeli", "2025-06-29", "2")
    }


@pytest.mark.parametrize(
    "case",
    [
        (
            "Dysmeli är ute på remiss t.o.m. 16 juni; ett undantag är en annan fråga.",
            "consultation",
            ("consultation", "closes"),
            {("area:dysmeli", "2025-06-16")},
        ),
        (
            "Den 12 mars fick Skåne och Stockholm tillstånden för dysmeli, med start 1/10.",
            "permit",
            ("holder", "valid_from", "decided_on"),
            {
                ("region:region-skane", "2025-10-01", "2025-03-12"),
                ("region:region-stockholm", "2025-10-01", "2025-03-12"),
            },
        ),
        (
            "På egen begäran återkallas Region Skånes tillstånd för dysmeli från den 1 maj.",
            "permit",
            ("holder", "valid_from", "valid_until"),
            {("region:region-skane", "None", "2025-04-30")},
        ),
    ],
)
def test_a_sentence_is_parted_where_another_matter_begins(case: Case, read: Read) -> None:
    """No abbreviation or list of parties parts it; what is revoked from a day ends before it."""
    text, kind, fields, expected = case
    assert read(FRAME.format(text), kind, *fields) == expected


def test_units_are_as_many_as_got_a_permit(tmp_path: Path, registers: Known) -> None:
    """Where a decision tells no units, those are counted who got it, in whichever sentence."""
    text = (
        BOARD + "Region Skåne tillstånd för dysmeli. Nämnden gav den 12 mars även Region Uppsala "
    )
    made = proposal(
        written(tmp_path, "brev.txt", FRAME.format(text + "tillstånd för dysmeli.")), registers
    )
    assert of(facts(made, "decision"), "decision", "date", "units") == {
        ("area:dysmeli", "2025-03-12", "2")
    }


def test_a_recommendation_may_leave_open_who_gets_it(tmp_path: Path, registers: Known) -> None:
    """What the cancer centres say of an area and a number of units is a decision, no permit."""
    text = "Den 12 mars rekommenderade RCC i samverkan att sarkom samlas vid tre enheter."
    made = proposal(written(tmp_path, "brev.txt", FRAME.format(text)), registers)
    assert of(facts(made, "decision"), "decision", "decision_kind", "date", "units") == {
        ("area:sarkom", "recommendation", "2025-03-12", "3")
    }
    assert not facts(made, "permit"), "an area without a holder is not held"
