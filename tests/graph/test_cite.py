"""What is cited can be found: document, place, date, day of reading, certainty and version."""

from __future__ import annotations

import json
import re
import warnings
from importlib.metadata import version
from pathlib import Path

import pytest

from graph import KnowledgeGraph
from graph.base.problems import BadParameter, NothingFound, UnknownName
from graph.cli.main import main
from graph.evidence.references import Document, Reference, References
from tests.support import built_graph

with warnings.catch_warnings():  # its styles are found by pkg_resources, which warns of itself
    warnings.simplefilter("ignore")
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source import BibliographySource
    from citeproc.source.bibtex import BibTeX
    from citeproc.source.json import CiteProcJSON

_PERMIT = "permit:analcancer-region-vasterbotten"
# What no document of the seeds has: signs that mean something to LaTeX, RIS or HTML, a season.
_HARD = References(
    "R&D <b>",
    (
        Reference(
            Document("a-1", "report", "50 % of R&D_costs # 1 $", "Å & Ö", "2026-23", "2026-11-22"),
            (("70", "stated"), ("72–75", "inferred")),
        ),
        Reference(
            Document("b", "press", "A line", "Läkartidningen", "2024-09", "", "https://x.se/a_b%20c")
        ),
        Reference(Document("c", "web-page", "No date")),
    ),
    Document("nhv-graph", "dataset", "NHV", "N", "2026-11-22", "", "https://w3id.org/nhv/", "1"),
    "as of 2026-06-30",
    "en",
)  # fmt: skip


@pytest.fixture(scope="module")
def english(kg: KnowledgeGraph) -> KnowledgeGraph:
    """The graph of the seeds, in English."""
    return kg.at(lang="en")


def _rendered(source: BibliographySource) -> dict[str, str]:
    """Each item as a CSL processor prints it."""
    style = CitationStylesStyle("harvard-cite-them-right", locale="en-US", validate=False)
    listed = CitationStylesBibliography(style, source, formatter.plain)
    for key in source:
        listed.register(Citation([CitationItem(key)]))
    return dict(zip(listed.keys, map(str, listed.bibliography()), strict=True))


def test_a_fact_is_cited_in_one_sentence(kg: KnowledgeGraph, english: KnowledgeGraph) -> None:
    """Document, publisher, date, lines, certainty, day of reading, version and day of the view."""
    said = english.cite(_PERMIT).sentence
    for part in ("lines 68–70", "2026-06", "Region Västerbotten", "inferred", "read 20"):
        assert part in said, said
    assert said.endswith(f"From NHV Graph {version('nhv-graph')}, as of {kg.as_of}.")
    assert "tolkat" in kg.cite(_PERMIT).sentence
    assert "läst 20" in kg.cite(_PERMIT).sentence


def test_an_answer_a_network_and_a_picture_are_cited(english: KnowledgeGraph) -> None:
    """All that shows facts names the same documents, each once."""
    net = english.network("suppliers")
    sources = {e["source"] for *_, edge in net.edges(data=True) for e in edge["evidence"]}
    for what in (net, english.draw(net), english.ask("suppliers", evidence=True)):
        found = {f"source:{r.document.id}" for r in english.cite(what).references}
        assert found == sources, type(what)
    timeline = english.chart("timeline", area="analcancer")
    assert english.cite(timeline).references, "a picture's table names its sources"
    assert not english.cite().references
    assert english.cite(english).dataset.version == version("nhv-graph")


def test_an_answer_that_counts_rests_on_the_graph(english: KnowledgeGraph) -> None:
    """No single document holds a count: the graph is cited, with its day."""
    for what in ("permits-by-region", english.ask("permits-by-region")):
        cited = english.cite(what)
        assert not cited.references
        assert cited.sentence.endswith(f"as of {english.as_of}.")


def test_what_is_of_a_day_is_cited_with_it(english: KnowledgeGraph) -> None:
    """A network, its picture and a map keep the day and the sources that they were made of."""
    net = english.network("co-holders", as_of="2024", known_at="2025")
    for what in (net, english.draw(net), english.map("holders", as_of="2024", known_at="2025")):
        said = english.cite(what).sentence
        assert "as of 2024-12-31" in said, "cite it in the view that it was made of"
        assert "2025" in said


@pytest.mark.slow
def test_every_question_is_cited(kg: KnowledgeGraph) -> None:
    """Whatever can be asked without a parameter can be cited, and each row has its notes."""
    for question in kg.questions():
        if all(parameter.optional for parameter in question.params):
            cited = kg.cite(question.name)
            assert cited.sentence
            numbers = {number for marks in cited.marks for number in marks}
            assert numbers == set(range(1, len(cited.references) + 1)), question.name


def test_footnotes_belong_to_rows(english: KnowledgeGraph) -> None:
    """Each row of an answer has the numbers of its notes, and every number has a note."""
    answer = english.ask("holders", area="dysmeli", evidence=True)
    cited = english.cite(answer)
    assert len(cited.marks) == len(answer)
    assert all(cited.marks), "each row rests on something"
    shown = cited.noted(answer[["area", "holder"]])
    assert list(shown["notes"]) == [", ".join(map(str, marks)) for marks in cited.marks]
    with pytest.raises(BadParameter, match="rows"):
        cited.noted(answer.head(1))
    used = {number for marks in cited.marks for number in marks}
    assert [int(note.partition(".")[0]) for note in cited.footnotes] == [
        *sorted(used),
        len(used) + 1,
    ], "the last note is this graph"


def test_an_answer_without_evidence_is_cited_by_its_question(english: KnowledgeGraph) -> None:
    """An answer knows what was asked, on which day; rows taken out of it do not change that."""
    answer = english.ask("holders", area="dysmeli", as_of="2025-01-01")
    for what in (answer, answer.head(1), answer[["area", "holder"]]):
        cited = english.cite(what)
        assert (
            cited.references
            == english.cite("holders", area="dysmeli", as_of="2025-01-01").references
        )
        assert cited.references
        assert "as of 2025-01-01" in cited.sentence
        assert "dysmeli" in cited.subject


def test_a_csl_processor_reads_csl_json(english: KnowledgeGraph) -> None:
    """Every item is printed with title, year, address and day of reading, without a warning."""
    cited = english.cite("holders", area="dysmeli")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        told = _rendered(CiteProcJSON(json.loads(cited.csl_json())))
    for reference in cited.references:
        document = reference.document
        text = told[document.id.lower()]
        assert document.title in text
        assert document.date[:4] in text
        if document.url:
            assert document.url in text
            assert document.read_on[:4] in text


def test_bibtex_is_read_by_another_program(tmp_path: Path) -> None:
    """Titles, bodies, years and addresses come back as they were, whatever signs are in them."""
    file = _HARD.save(tmp_path / "hard.bib")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it does without url and urldate, which LaTeX reads
        read = BibTeX(str(file), encoding="utf-8")
    assert {str(key) for key in read} == {"a-1", "b", "c", "nhv-graph"}
    assert str(read["a-1"]["title"]) == "50 % of R&D_costs # 1 $"
    assert str(read["b"]["title"]) == "A line"
    assert read["b"]["issued"]["year"] == 2024
    text = file.read_text(encoding="utf-8")
    assert r"R\&D\_costs \# 1 \$" in text
    assert text.count("@") == 4
    assert "month" not in text.split("@")[1], "a season is no month"


def test_ris_has_one_field_a_line(english: KnowledgeGraph) -> None:
    """Each line is a tag and a value, each record begins with its type and ends."""
    for cited in (_HARD, english.cite("holders", area="dysmeli")):
        lines = cited.ris().split("\r\n")
        assert all(not line or re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines)
        records = len(cited.references) + 1
        assert sum(line.startswith("TY  - ") for line in lines) == records
        assert sum(line.startswith("ER  - ") for line in lines) == records


def test_what_cannot_be_cited_says_what_to_do(english: KnowledgeGraph, tmp_path: Path) -> None:
    """A table without evidence, a number, a thing no source speaks of, an unknown form."""
    with pytest.raises(BadParameter, match="evidence=True"):
        english.cite(english.query("SELECT ?area { ?area a nhv:CareArea }"))
    with pytest.raises(BadParameter, match="int cannot be cited"):
        english.cite(3)
    with pytest.raises(UnknownName):
        english.cite("no such thing")
    held = str(english.query("SELECT ?h { ?h a nhv:HeldArea } LIMIT 1").iloc[0, 0])
    with pytest.raises(NothingFound, match="no source speaks of"):
        english.cite(held)
    with pytest.raises(BadParameter, match=r"\.bib, \.json"):
        _HARD.save(tmp_path / "x.docx")


def test_the_command_line_cites(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """``nhv cite`` prints a sentence with footnotes, and writes files for other programs."""
    build = ["--build-dir", str(built_graph())]
    assert main(["cite", "holders", "area=dysmeli", "--lang", "en", *build]) == 0
    assert "From NHV Graph" in capsys.readouterr().out
    assert main(["cite", _PERMIT, "--form", "csl", *build]) == 0
    assert json.loads(capsys.readouterr().out)[-1]["type"] == "dataset"
    assert main(["cite", "--out", str(tmp_path / "nhv.ris"), *build]) == 0
    assert (tmp_path / "nhv.ris").read_bytes().startswith(b"TY  - DATA\r\n")
