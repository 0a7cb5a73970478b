"""What a document's looks say: letters of a PDF, marks in a table, lists and small headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.drafting.proposal import Known, proposal
from tests.loaders.conftest import Read
from tests.loaders.test_drafting import facts, of, workbook, written

PLAIN, BOLD = "Helvetica", "Helvetica-Bold"
DECISION = [
    (BOLD, "Nämnden för nationell högspecialiserad vård"),
    (PLAIN, "Beslut 2026-03-18"),
    (BOLD, "A. Dysmeli"),
    (PLAIN, "1. Region Stockholm beviljas tillstånd. Vården ges vid Karolinska"),
    (PLAIN, "universitetssjukhuset."),
    (PLAIN, "2. Region Skåne beviljas tillstånd."),
    (PLAIN, "Tillstånden gäller från den 1 oktober 2026."),
    (BOLD, "B. Moyamoya"),
    (PLAIN, "Avslås:"),
    (PLAIN, "• Region Uppsala"),
    (PLAIN, "Start 1 januari 2027."),
]


def pdf(lines: list[tuple[str, str]]) -> bytes:
    """A page with lines in letters of two fonts."""
    return pdf_of([(font, text, 50, 780 - 14 * at) for at, (font, text) in enumerate(lines)])


def pdf_of(texts: list[tuple[str, str, int, int]]) -> bytes:
    """A page with texts in a font, each where it is to stand."""
    drawn = ""
    for font, text, x, y in texts:
        name = "F1" if font == PLAIN else "F2"
        drawn += f"BT /{name} 11 Tf {x} {y} Td ({text}) Tj ET "
    stream = drawn.encode("cp1252")
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>"
    )
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page.encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        font.format(PLAIN).encode(),
        font.format(BOLD).encode(),
    ]
    made, places = b"%PDF-1.4\n", list[int]()
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 7\n0000000000 65535 f \n"
    end = b"trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
    return made + head + table + end % len(made)


def test_bold_letters_of_a_pdf_are_headings(tmp_path: Path, registers: Known) -> None:
    """What stands in bolder or larger letters than the text governs what is below it."""
    path = tmp_path / "beslut.pdf"
    path.write_bytes(pdf(DECISION))
    made = proposal(path, registers)
    assert of(facts(made, "permit"), "permit", "holder", "decided_on", "valid_from") == {
        ("area:dysmeli", "region:region-stockholm", "2026-03-18", "2026-10-01"),
        ("area:dysmeli", "region:region-skane", "2026-03-18", "2026-10-01"),
    }
    assert of(facts(made, "application"), "application", "applicants", "outcome") == {
        ("area:moyamoya", "region:region-uppsala", "refused")
    }, "a lead such as “Avslås:” says what the items below it are, and nothing of its own"


def test_marks_in_a_table_mean_what_its_legend_says(tmp_path: Path, registers: Known) -> None:
    """Columns of regions hold marks; another table says what each of them stands for."""
    rows = [
        ["Område", "Skåne", "Uppsala", "VGR", "Start"],
        ["Dysmeli", "x", "u", "–", "2025-01-01"],
        ["Moyamoya", "?", "s", "x", "2024-06-01"],
        [],
        ["Tecken", "Betyder"],
        ["x", "tillstånd, vården ges"],
        ["u", "underleverantör"],
        ["s", "har sökt"],
        ["–", "sökte, fick nej"],
        ["?", "intresserad, ej sökt"],
    ]
    path = workbook(tmp_path / "karta.xlsx", Karta=rows)
    made = proposal(path, registers)
    assert of(facts(made, "permit"), "permit", "holder", "valid_from") == {
        ("area:dysmeli", "region:region-skane", "2025-01-01"),
        ("area:moyamoya", "region:vastra-gotalandsregionen", "2024-06-01"),
    }
    assert of(facts(made, "application"), "application", "applicants", "outcome") == {
        ("area:dysmeli", "region:vastra-gotalandsregionen", "refused"),
        ("area:moyamoya", "region:region-uppsala", "pending"),
    }


def test_a_table_of_who_applied_and_who_got_it_says_who_did_not(
    tmp_path: Path, registers: Known
) -> None:
    """Beside those who were granted a permit, the other applicants were refused."""
    page = """<h1>Beslut</h1><p>Uppdaterad 2024-12-19</p>
    <p>Nämnden för nationell högspecialiserad vård beslutade den 11 december 2024.</p><table>
    <tr><th>Område</th><th>Sökande</th><th>Beviljade</th><th>Start</th></tr>
    <tr><td>Dysmeli</td><td>Skåne, Uppsala, VGR</td><td>Skåne, VGR</td><td>2025-10-01</td></tr>
    </table>"""
    made = proposal(written(tmp_path, "sida.html", page), registers)
    assert of(facts(made, "permit"), "holder", "valid_from") == {
        ("region:region-skane", "2025-10-01"),
        ("region:vastra-gotalandsregionen", "2025-10-01"),
    }
    assert of(facts(made, "application"), "applicants", "outcome") == {
        ("region:region-skane", "granted"),
        ("region:vastra-gotalandsregionen", "granted"),
        ("region:region-uppsala", "refused"),
    }


def test_areas_below_a_last_day_are_called(tmp_path: Path, registers: Known) -> None:
    """A small heading gives the day for its list; a table below says who applied."""
    page = """<h1>Ansök om tillstånd</h1><p>Socialstyrelsen</p><p>Uppdaterad 2026-09-30</p>
    <h2>Öppna ansökningar</h2><h3>Sista dag 15 januari 2027</h3>
    <ul><li>Dysmeli, tre tillstånd</li></ul><h3>Stängda 31 maj 2026</h3><table>
    <tr><th>Område</th><th>Sökande</th><th>Beslut väntas</th></tr>
    <tr><td>Moyamoya</td><td>Region Skåne</td><td>9 dec 2026</td></tr></table>"""
    made = proposal(written(tmp_path, "sida.html", page), registers)
    assert of(facts(made, "call"), "call", "closes", "state") == {
        ("area:dysmeli", "2027-01-15", "open"),
        ("area:moyamoya", "2026-05-31", "closed"),
    }
    assert of(facts(made, "application"), "applicants", "decided_at") == {
        ("region:region-skane", "2026-12-09")
    }


HOSPITAL = """Verksamhetsberättelse 2025
Verksamhetsområde kirurgi, Akademiska sjukhuset
Fastställd 26 februari 2026

Ansökningar
- Moyamoya: inlämnad 14/3. Avslag 24 sept.

Avtal med andra sjukhus
- Norrlands universitetssjukhus: underlev. dysmeli sedan 2023, slut 30/6 2025
"""


def test_a_report_of_a_hospital_tells_of_its_own_year(read: Read) -> None:
    """The hospital below the title speaks; a day without a year lies in the year of the report."""
    asked = read(HOSPITAL, "application", "applicants", "applied_on", "decided_at")
    assert asked == {("region:region-uppsala", "2025-03-14", "2025-09-24")}
    supplied = read(HOSPITAL, "supply", "supplier", "receiver", "valid_from", "valid_until")
    assert supplied == {
        (
            "hospital:norrlands-universitetssjukhus",
            "hospital:akademiska-sjukhuset",
            "2023",
            "2025-06-30",
        )
    }


OLD = """Rikssjukvårdsnämndens beslut under 2014
Socialstyrelsen, december 2014

Nämnden har under året sammanträtt den 12 mars och den 11 juni.

Tillstånd beviljade den 11 juni 2014
Dysmeli: Nämnden beviljade Landstinget i Uppsala län (Akademiska sjukhuset) och Region Skåne
tillstånd att bedriva vården som rikssjukvård från den 1 januari till den 31 december 2015.
"""


def test_the_board_is_that_of_its_time(read: Read) -> None:
    """Where the head names the board of rikssjukvård, "the board" is that one."""
    board = "body:rikssjukvardsnamnden"
    assert {who for who, _ in read(OLD, "meeting", "meeting", "date")} == {board}
    assert read(OLD, "permit", "holder", "valid_from", "valid_until", "decided_by") == {
        (f"region:region-{name}", "2015-01-01", "2015-12-31", board)
        for name in ("uppsala", "skane")
    }


@pytest.mark.parametrize(
    ("text", "permits"),
    [
        ("Dysmeli (sedan 2022):\n  KS\n  SU\n  US Linköping\n", {"stockholm", "vgr", "oster"}),
        ("Dysmeli: endast Sus i Lund.\n", {"skane"}),
    ],
)
def test_a_list_below_an_area_says_who_has_it(text: str, permits: set[str], read: Read) -> None:
    """Hospitals below a name and a colon, marked or only indented, hold it."""
    region = {
        "stockholm": "region-stockholm",
        "vgr": "vastra-gotalandsregionen",
        "oster": "region-ostergotland",
        "skane": "region-skane",
    }
    letter = f"Nyhetsbrev\nPublicerad 14 mars 2025\n\nLÄGET\n{text}"
    found = {who for (who,) in read(letter, "permit", "holder")}
    assert found == {f"region:{region[one]}" for one in permits}


def test_a_comment_tells_of_others_and_of_before(tmp_path: Path, registers: Known) -> None:
    """It may say who got it instead, what it was before, that nothing is sent; a wish is none."""
    page = """<h1>Akademiska sjukhuset – ansökningar inom NHV</h1><p>Uppdaterad 2025-11-14</p>
    <h2>Tillstånd</h2><table><tr><th>Område</th><th>Start</th><th>Anmärkning</th></tr>
    <tr><td>PSC</td><td>2018-07-01</td><td>Var rikssjukvård t.o.m. 30 juni 2018</td></tr></table>
    <h2>Ansökningar</h2><table>
    <tr><th>Område</th><th>Inskickad</th><th>Besked</th><th>Utfall</th><th>Kommentar</th></tr>
    <tr><td>Dysmeli</td><td>2024-10-15</td><td>2025-03-19</td><td>nej</td>
        <td>Skåne och VGR fick</td></tr>
    <tr><td>Moyamoya</td><td>2025-09-26</td><td>2026-03-18</td><td>väntar</td>
        <td>Region Dalarna vill gärna bli underleverantör</td></tr>
    <tr><td>Sarkom</td><td>skickas ej</td><td></td><td></td><td>Styrelsen sade nej</td></tr>
    </table>"""
    made = proposal(written(tmp_path, "sida.html", page), registers)
    us = "region:region-uppsala"
    assert of(facts(made, "permit"), "permit", "holder", "valid_from", "valid_until") == {
        ("area:primar-skleroserande-kolangit", us, "2018-07-01", "None"),
        ("area:primar-skleroserande-kolangit", us, "None", "2018-06-30"),
        ("area:dysmeli", "region:region-skane", "None", "None"),
        ("area:dysmeli", "region:vastra-gotalandsregionen", "None", "None"),
    }
    assert of(facts(made, "application"), "application", "applicants", "outcome") == {
        ("area:dysmeli", us, "refused"),
        ("area:moyamoya", us, "pending"),
    }
    assert not facts(made, "supply")


def test_what_is_proposed_in_a_list_is_no_fact(read: Read) -> None:
    """Below "is proposed to decide" nothing is done yet."""
    text = (
        "Region Västerbotten\n2025-08-26\n\nFörslag till beslut\nNämnden föreslås besluta\n"
        "- att Region Västerbotten ansöker om tillstånd för dysmeli\n"
    )
    assert not read(text, "application", "application")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "Starten var tänkt till den 1 april, men flyttas till den 1 september 2025.",
            "2025-09-01",
        ),
        ("Uppdraget gäller från den 1 april till den 30 juni 2024.", "2024-04-01"),
    ],
)
def test_a_day_takes_its_year_and_its_part_from_what_stands_by(
    text: str, day: str, read: Read
) -> None:
    """What was moved is told last; two days of one span lie in one year."""
    letter = f"Nyhetsbrev från Region Skåne\n14 mars 2025\n\nVi har tillstånd för dysmeli. {text}\n"
    assert read(letter, "permit", "valid_from") == {(day,)}


YEARS = """Vad har vi fått och inte fått?
Sjukhusdirektören, Akademiska sjukhuset
14 november 2025

Fått 2023
- Dysmeli
- Moyamoya – nej, det gick till Stockholm

Inte fått
- 2022: Sarkom

Aldrig sökt
- Könsdysfori
"""


def test_headings_say_what_we_got_in_which_year(read: Read) -> None:
    """The hospital that speaks got what is listed, but for what an item denies."""
    assert read(YEARS, "permit", "permit", "holder", "decided_on") == {
        ("area:dysmeli", "region:region-uppsala", "2023"),
        ("area:moyamoya", "region:region-stockholm", "2023"),
    }
    assert read(YEARS, "application", "application", "outcome", "decided_at") == {
        ("area:moyamoya", "refused", "2023"),
        ("area:sarkom", "refused", "2022"),
    }


def test_a_list_below_the_board_s_meeting_was_decided_there(read: Read) -> None:
    """Below the board's heading "the meeting" is that of the board."""
    text = (
        "Mötesanteckningar 25 september 2025\nSjukvårdsregion Mellansverige\n\n"
        "Nytt från NHV-nämnden\n\nSammanträdet den 18 juni:\n- Dysmeli: Region Skåne och VGR\n"
    )
    assert read(text, "permit", "holder", "decided_on") == {
        ("region:region-skane", "2025-06-18"),
        ("region:vastra-gotalandsregionen", "2025-06-18"),
    }


def test_an_adjective_alone_names_no_area(tmp_path: Path, registers: Known) -> None:
    """Another disease of the same part of the body is another name, and told as unknown."""
    head = "Nyhetsbrev\n14 mars 2025\n\nUtlyst till 30 april\n"
    text = f"{head}- Svår kraniofacial smärta, 2 tillstånd\n"
    made = proposal(written(tmp_path, "brev.txt", text), registers)
    assert not facts(made, "call")
    assert [one.name for one in made.draft.unknown] == ["Svår kraniofacial smärta"]
