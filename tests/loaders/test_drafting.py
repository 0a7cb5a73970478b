"""Documents read into proposals: what is found, what is left, and what harms nobody."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx import Document
from openpyxl import Workbook
from pptx import Presentation

from graph.cli.main import main
from loaders.curation.read import parsed
from loaders.drafting.proposal import Known, Proposal, proposal, save
from loaders.drafting.said_days import said_days
from loaders.drafting.units import units_in
from loaders.drafting.versions import against
from ontology.spelling import fold

NEWS = """<html><head><script>var t = 'Region Gotland har tillstånd för dysmeli'</script></head>
<body><header>Akademiska sjukhuset</header><nav><ul><li>Region Dalarna</li></ul></nav><main>
<h1>Förnyat ansvar för moyamoya</h1><p>Publicerad 3 maj 2023</p>
<p>Akademiska sjukhuset i Uppsala har fått förnyat tillstånd att behandla patienter med moyamoya.
Beslutet fattades av Nämnden för nationell högspecialiserad vård i mars.</p>
<h2>Samarbete</h2><p>Region Dalarna är underleverantör till Region Uppsala inom svårbehandlade
ätstörningar.</p></main></body></html>"""
ENGLISH = """<h1>Highly specialised care at Karolinska University Hospital</h1>
<p>Region Stockholm</p><h2>Our permits</h2><ul><li>Liver transplantation, since 1 July 2018</li>
<li>Mastocytosis, starting in spring 2027</li></ul>
<p>The application for scapular winging was rejected on 11 December 2024.</p>
<p>Last updated 3 February 2026</p>"""
NOTICE = """Nytt uppdrag till Umeå

Publicerad 21 juni 2023

Norrlands universitetssjukhus får tillstånd att behandla patienter med systemisk amyloidos.
De andra är Karolinska i Stockholm. Beslutet togs av nämnden den 14 juni.
Verksamheten drar i gång den 1 januari 2024.
"""
ROWS = """Bilaga för Västra Götalandsregionen

Beslutade tillstånd
Tillståndsområde Beslut i nämnden Planerad start
Perifer facialispares 2024-06-12 2025-02-01
Dysmeli 2024-06-12 2025-04-01
"""
LETTER = """Svar från Region Västerbotten

Datum: 2026-09-15
Till Socialstyrelsen

Regionen har sedan tidigare tillstånd för dysmeli, vingskapula och PSC vid
Norrlands universitetssjukhus. Region Dalarna remitterar sina patienter.
Remissen om acetabulär dysplasi besvaras senast den 7 oktober.
"""


def minutes(folder: Path) -> Path:
    """Minutes of the board, as Word writes them."""
    document = Document()
    document.add_heading("Protokoll från Nämnden för nationell högspecialiserad vård", 0)
    document.add_paragraph("Sammanträdesdatum: 19 mars 2025")
    document.add_heading("§ 4 Tillstånd för DSD", 1)
    document.add_paragraph(
        "Nämnden beslutar att tilldela Region Skåne och Region Uppsala tillstånd att bedriva "
        "nationell högspecialiserad vård vid DSD från och med den 1 oktober 2025."
    )
    document.add_heading("§ 5 Tillstånd för lymfödemkirurgi", 1)
    document.add_paragraph(
        "Nämnden beslutar att Region Skåne ges tillstånd för lymfödemkirurgi. Tillståndet gäller "
        "från den 1 januari 2026. Region Stockholms ansökan avslås."
    )
    path = folder / "protokoll.docx"
    document.save(str(path))
    return path


def calls(folder: Path) -> Path:
    """Slides on what is advertised and out for comments."""
    slides = Presentation()
    for title, lead, items in (
        ("Steg 3: Remiss", "Ute på remiss till och med 8 maj 2026", ["Mastocytos (3 enheter)"]),
        ("Steg 5: Utlysning", "Sista dag att ansöka 15.4 2026", ["Huntingtons sjukdom – 4(2)"]),
        ("Steg 1: Kartläggning", "Sakkunniga rekryteras", ["Reumakirurgi", "Ovanlig värk"]),
    ):
        slide = slides.slides.add_slide(slides.slide_layouts[1])
        slide.shapes.title.text = title
        frame = slide.placeholders[1].text_frame
        frame.text = lead
        for item in items:
            paragraph = frame.add_paragraph()
            paragraph.text, paragraph.level = item, 1
    path = folder / "läget.pptx"
    slides.save(str(path))
    return path


def workbook(path: Path, **sheets: Iterable[Any]) -> Path:
    """Rows of cells below the name of each sheet, as Excel saves them."""
    book = Workbook()
    for place, (name, rows) in enumerate(sheets.items()):
        sheet = book.create_sheet(name, place)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def table(folder: Path) -> Path:
    """A list of permits, as Excel has it."""
    rows = [
        ["Område", "Region", "Sjukhus", "Startdatum", "Slutdatum"],
        ["TIPS", "Region Uppsala", "Akademiska sjukhuset", "2022-07-01", ""],
        ["Brännskadevård", "Region Östergötland", "", "2018-07-01", "2026-06-30"],
        ["Ovanliga hjärnsjukdomar", "Region Skåne", "SUS", "2024-01-01", ""],
    ]
    return workbook(folder / "lista.xlsx", Tillstånd=rows)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def facts(made: Proposal, kind: str) -> list[dict[str, Any]]:
    """The facts of a kind, read from the file that is proposed, with the things that it names."""
    found = yaml.safe_load(made.text)["facts"]
    return [
        {field: thing(made, value) for field, value in fact.items()}
        for fact in found
        if next(iter(fact)) == kind
    ]


def thing(made: Proposal, value: Any) -> Any:
    if isinstance(value, list):
        return [thing(made, one) for one in value]
    return made.names.get(fold(value), value) if isinstance(value, str) else value


def of(found: Iterable[dict[str, Any]], *fields: str) -> set[tuple[str, ...]]:
    return {tuple(str(fact.get(field)) for field in fields) for fact in found}


def stated(
    folder: Path, registers: Known, text: str, kind: str, *fields: str, name: str = "brev.txt"
) -> set[tuple[str, ...]]:
    """What a text states: the facts of a kind by some fields."""
    return of(facts(proposal(written(folder, name, text), registers), kind), *fields)


def test_minutes_tell_decisions_permits_and_refusals(tmp_path: Path, registers: Known) -> None:
    """A decision has the day of the meeting, a permit its own start, a refusal is no permit."""
    made = proposal(minutes(tmp_path), registers)
    assert of(facts(made, "permit"), "permit", "holder", "valid_from", "decided_on") == {
        ("area:dsd", "region:region-skane", "2025-10-01", "2025-03-19"),
        ("area:dsd", "region:region-uppsala", "2025-10-01", "2025-03-19"),
        ("area:lymfodem-kirurgi", "region:region-skane", "2026-01-01", "2025-03-19"),
    }
    refused = of(facts(made, "application"), "application", "applicants", "outcome")
    assert refused == {("area:lymfodem-kirurgi", "region:region-stockholm", "refused")}


def test_headings_govern_what_stands_below_them(tmp_path: Path, registers: Known) -> None:
    """A list takes its step, its last day and its kind from what stands above it."""
    made = proposal(calls(tmp_path), registers)
    assert of(facts(made, "consultation"), "consultation", "closes", "units") == {
        ("area:mastocytos", "2026-05-08", "3")
    }
    called = facts(made, "call")[0]
    assert (called["call"], str(called["closes"])) == ("area:huntingtons-sjukdom", "2026-04-15")
    assert (called["units"]["total"], called["units"]["of_which"]) == (4, 2)
    assert {
        "placement": ["area:reumakirurgi"],
        "step": "step:1",
        "substate": "recruiting",
    }.items() <= (next(f for f in facts(made, "placement") if f["step"] == "step:1").items())


def test_a_name_that_no_register_has_is_said_to_be_unknown(
    tmp_path: Path, registers: Known
) -> None:
    """An area that is only like a known one is listed, and never taken for it."""
    for path, name in ((calls(tmp_path), "Ovanlig värk"), (table(tmp_path), "Ovanliga hjärn")):
        made = proposal(path, registers)
        assert any(one.name.startswith(name) for one in made.draft.unknown), name
        assert f"# unknown: {name}" in made.text


def test_columns_of_a_table_say_what_its_cells_are(tmp_path: Path, registers: Known) -> None:
    """Area, holder, hospital, first and last day come from their columns."""
    found = facts(proposal(table(tmp_path), registers), "permit")
    assert of(found, "permit", "holder", "valid_from", "valid_until") == {
        ("area:tips", "region:region-uppsala", "2022-07-01", "None"),
        ("area:svara-brannskador", "region:region-ostergotland", "2018-07-01", "2026-06-30"),
    }
    assert found[0]["through_hospital"] == "hospital:akademiska-sjukhuset"


def test_rows_are_read_by_the_layout_of_their_table(tmp_path: Path, registers: Known) -> None:
    """Heads of two rows, a column for each party, a state in words, and an area said once."""
    process = [
        ["Område", "Process", None, "Tillstånd", None],
        [None, "Remiss t.o.m.", "Sista ansökningsdag", "Innehavare", "Start"],
        ["Sarkom", "2026-05-08", "", "", ""],
        ["Dysmeli", "", "2024-02-29", "Region Skåne, VGR (Uppsala: avslag)", "2025-10-01"],
    ]
    parties = [["Område", "Skåne", "Uppsala"], ["Moyamoya", "", "x"], ["TIPS", "x", "nej"]]
    states = [
        ["Område", "Region", "Läge", "Datum"],
        ["Mastocytos", "Region Skåne", "Ansökt", "2024-09-30"],
        ["DSD", "Region Skåne", "Ej sökt", ""],
    ]
    register = [
        ["Område", "Region", "Gäller från"],
        ["Levertransplantation", "Region Stockholm", "2018-07-01"],
        [None, "VGR", "2018-07-02"],
    ]
    path = workbook(tmp_path / "tabeller.xlsx", A=process, B=parties, C=states, D=register)
    made = proposal(path, registers)
    assert of(facts(made, "permit"), "permit", "holder", "valid_from") == {
        ("area:dysmeli", "region:region-skane", "2025-10-01"),
        ("area:dysmeli", "region:vastra-gotalandsregionen", "2025-10-01"),
        ("area:moyamoya", "region:region-uppsala", "None"),
        ("area:tips", "region:region-skane", "None"),
        ("area:levertransplantation", "region:region-stockholm", "2018-07-01"),
        ("area:levertransplantation", "region:vastra-gotalandsregionen", "2018-07-02"),
    }
    applied = of(facts(made, "application"), "application", "applicants", "applied_on", "outcome")
    assert applied == {
        ("area:dysmeli", "region:region-uppsala", "None", "refused"),
        ("area:mastocytos", "region:region-skane", "2024-09-30", "pending"),
    }
    assert of(facts(made, "consultation"), "consultation", "closes") == {
        ("area:sarkom", "2026-05-08")
    }
    assert of(facts(made, "call"), "call", "closes") == {("area:dysmeli", "2024-02-29")}


def test_a_title_is_not_made_up(tmp_path: Path, registers: Known) -> None:
    """The English title, which no Swedish document has, is said to be missing."""
    text = proposal(table(tmp_path), registers).text
    assert "\ntitle_en:" not in text
    assert "# missing: title_en" in text


def test_a_page_is_read_without_what_stands_around_it(tmp_path: Path, registers: Known) -> None:
    """Menus and scripts say nothing; who supplies whom has the direction of the sentence."""
    made = proposal(written(tmp_path, "nyhet.html", NEWS), registers)
    assert of(facts(made, "permit"), "permit", "holder", "decided_on") == {
        ("area:moyamoya", "region:region-uppsala", "2023-03")
    }
    assert of(facts(made, "supply"), "supplier", "receiver") == {
        ("region:region-dalarna", "region:region-uppsala")
    }
    assert "Gotland" not in made.rendering
    assert "menus and notices around it: 3" in made.text, "what stands around a page is listed"


def test_pages_in_english_are_read_by_the_same_rules(tmp_path: Path, registers: Known) -> None:
    """Names, days and what was done are told by the words of either language."""
    made = proposal(written(tmp_path, "page.html", ENGLISH), registers)
    assert of(facts(made, "permit"), "permit", "holder", "valid_from") == {
        ("area:levertransplantation", "region:region-stockholm", "2018-07-01"),
        ("area:mastocytos", "region:region-stockholm", "2027-21"),
    }
    refused = of(facts(made, "application"), "application", "decided_at", "outcome")
    assert refused == {("area:vingskapula", "2024-12-11", "refused")}


def test_later_sentences_add_to_earlier_ones(tmp_path: Path, registers: Known) -> None:
    """A day that a later sentence gives belongs to the areas spoken of before it."""
    made = proposal(written(tmp_path, "notis.txt", NOTICE), registers)
    assert of(facts(made, "permit"), "permit", "holder", "valid_from", "decided_on") == {
        ("area:systemisk-amyloidos", "region:region-vasterbotten", "2024-01-01", "2023-06-14"),
        ("area:systemisk-amyloidos", "region:region-stockholm", "2024-01-01", "2023-06-14"),
    }


def test_lines_of_names_and_days_are_rows(tmp_path: Path, registers: Known) -> None:
    """A table that a PDF or a text has as bare lines is read by the heads above it."""
    made = proposal(written(tmp_path, "tabell.txt", ROWS), registers)
    assert of(facts(made, "permit"), "permit", "decided_on", "valid_from") == {
        ("area:perifer-facialispares", "2024-06-12", "2025-02-01"),
        ("area:dysmeli", "2024-06-12", "2025-04-01"),
    }


def test_whose_document_it_is_holds_what_we_have(tmp_path: Path, registers: Known) -> None:
    """In a region's own letter "the region" is that region; who refers patients holds nothing."""
    made = proposal(written(tmp_path, "svar.txt", LETTER), registers)
    assert of(facts(made, "permit"), "permit", "holder") == {
        (area, "region:region-vasterbotten")
        for area in ("area:dysmeli", "area:vingskapula", "area:primar-skleroserande-kolangit")
    }
    closes = facts(made, "consultation")[0]
    assert str(closes["closes"]) == "2026-10-07"
    assert closes["inferred"] == ["closes"], "the year is not printed: mark it"


@pytest.mark.parametrize("make", [minutes, calls, table])
def test_every_line_is_accounted_for(make: Any, tmp_path: Path, registers: Known) -> None:
    """A line is the place of a fact or of an unknown name, or is listed as unused."""
    made = proposal(make(tmp_path), registers)
    used = {n for fact in made.draft.facts for n in fact["lines"]}
    used |= {n for one in made.draft.unknown for n in one.lines}
    with_text = {n for n, line in enumerate(made.lines, 1) if line.text}
    assert with_text == used | set(made.unused)
    parsed(made.text, "draft.yaml")
    assert proposal(make(tmp_path), registers).text == made.text, (
        "the same document, the same draft"
    )


def test_nothing_is_overwritten(tmp_path: Path, registers: Known) -> None:
    """A file that is there stays as it is."""
    made = proposal(table(tmp_path), registers)
    file, lines = save(made, tmp_path / "drafts")
    assert file.read_text(encoding="utf-8") == made.text
    assert lines.read_text(encoding="utf-8").splitlines()[0] == made.lines[0].text
    with pytest.raises(ValueError, match=r"lista\.yaml and lista\.txt .* overwritten"):
        save(made, tmp_path / "drafts")


def test_a_newer_version_is_told_apart(tmp_path: Path, registers: Known) -> None:
    """What is new, gone or changed since a curated source is a line each."""
    curated = tmp_path / "curated"
    (curated / "sources").mkdir(parents=True)
    made = proposal(table(tmp_path), registers, "lista")
    older = made.text.replace("2022-07-01", "2022-10-01").replace("Brännskadevård", "PSC")
    written(curated / "sources", "lista.yaml", older)
    lines = against(made, "lista", curated)
    assert [line.partition(":")[0] for line in lines] == ["new", "gone", "changed"], lines
    assert "valid_from 2022-10-01 -> 2022-07-01" in lines[2]
    with pytest.raises(ValueError, match="did you mean lista"):
        against(made, "listan", curated)


@pytest.mark.parametrize(
    ("text", "written_on", "meant"),
    [
        ("Den 14 januari beslutade vi", "2026-03-12", ["2026-01-14"]),
        ("Den 10 december avgjorde nämnden", "2026-03-12", ["2025-12-10"]),
        ("senast 20 april", "2026-03-12", ["2026-04-20"]),
        ("1.9 2026 och 1.1 -24", "2026-03-12", ["2026-09-01", "2024-01-01"]),
        ("startar 1/10", "2026-03-12", ["2026-10-01"]),
        ("hösten 2025, jan 2023, Våren-25", "2026-03-12", ["2025-23", "2023-01", "2025-21"]),
        (
            "den 24 september 2025, start 1 juni samma år",
            "2025-09-25",
            ["2025-09-24", "2025-06-01"],
        ),
        ("kl. 8.00–16.00, 4 kap. 2 §, 12 000", "2026-03-12", []),
        ("i onsdags, 1 oktober i år", "2022-03-10", ["2022-03-09", "2022-10-01"]),
        ("börjar gälla vid årsskiftet", "2023-03-23", ["2024-01-01"]),
        ("sedan årsskiftet", "2023-06-23", ["2023-01-01"]),
        ("vid halvårsskiftet startar vården", "2023-03-23", ["2023-07-01"]),
        ("senast sista juni 2024", "2023-03-23", ["2024-06-30"]),
        ("gäller från den första september", "2023-03-23", ["2023-09-01"]),
        ("till och med sista februari i år", "2024-01-10", ["2024-02-29"]),
        ("Q4 2024, 2014–2018", "2024-01-01", ["2024-10-01/2024-12-31", "2014", "2018"]),
        ("ansökan senast 15 mars", "2023-03-23", ["2023-03-15"]),
    ],
)
def test_days_are_read_as_documents_write_them(
    text: str, written_on: str, meant: list[str]
) -> None:
    """A year that is not printed is that of the day nearest by what the words say."""
    found = said_days(text, date.fromisoformat(written_on))
    assert [day.edtf for day in found] == meant


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("tre enheter", 3),
        ("4 el 5 enheter", {"alternatives": [4, 5], "printed": "4 el 5 enheter"}),
        ("3 enheter för vuxna och 2 för barn", {"adults": 3, "children": 2}),
        ("2 enheter för barn och 3 för vuxna", {"adults": 3, "children": 2}),
        ("högst fem enheter", None),
    ],
)
def test_numbers_of_units_are_read_as_documents_write_them(text: str, units: Any) -> None:
    """Alternatives are no range, ages are not added, an upper bound is no number."""
    found = units_in(text)
    if isinstance(units, dict) and "printed" not in units:
        found.pop("printed")
    assert found == units


def test_a_damaged_document_is_refused_in_a_sentence(tmp_path: Path, registers: Known) -> None:
    """What is no document, is empty, locked or too large is said so; nothing is executed."""
    bomb = tmp_path / "bomb.docx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"0" * 61_000_000)
    wrong = [
        written(tmp_path, "leer.txt", " \n\n"),
        written(tmp_path, "kein.pdf", "%PDF-1.4 broken"),
        written(tmp_path, "kein.docx", "no archive"),
        written(tmp_path, "kein.pptx", "PK"),
        written(tmp_path, "bild.png", "x"),
        tmp_path / "fehlt.txt",
        bomb,
    ]
    for path in wrong:
        with pytest.raises(ValueError, match=r"[;,]") as refused:
            proposal(path, registers)
        assert "\n" not in str(refused.value), path


def test_the_command_says_what_to_look_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """nhv draft prints the file, and says how much is unknown and unused."""
    assert main(["draft", str(table(tmp_path))]) == 0
    out = capsys.readouterr()
    assert out.out.startswith("id: lista")
    assert "1 unknown name" in out.err
    assert main(["draft", str(tmp_path / "nothing.pdf")]) == 1
    assert "is no file" in capsys.readouterr().err
