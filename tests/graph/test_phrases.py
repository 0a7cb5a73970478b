"""Plain words read as a call: names, days, what is asked, what cannot be answered."""

from __future__ import annotations

import csv
import io
import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph import KnowledgeGraph
from graph.base.problems import BadParameter
from graph.cli.main import main
from graph.knowledge_graph import catalogues
from graph.phrases.days import days, of_documents
from graph.phrases.following import call, follow, understood
from graph.phrases.reading import Reader, Reading
from graph.phrases.spelling import likeness, misspelt, stem
from graph.phrases.tables import cues, pattern, phrases
from graph.phrases.targets import targets

TODAY = date(2026, 11, 29)
MANY = 20  # examples of how people ask for one thing
_TABLE = Path(__file__).with_name("phrases.csv")
PHRASES = list(csv.DictReader(_TABLE.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def reader(national: KnowledgeGraph) -> Reader:
    return Reader(national, catalogues(), TODAY)


@pytest.mark.parametrize(
    "nth", [0, *(pytest.param(n, marks=pytest.mark.trust) for n in range(1, 16))]
)
def test_phrases_are_read_as_people_mean_them(reader: Reader, nth: int) -> None:
    """Every phrase of the table has its target and its parameters."""
    wrong = []
    for row in PHRASES[nth::16]:
        reading = reader.read(row["phrase"])[0]
        wanted = (row["target"], json.loads(row["params"]))
        if (reading.target, dict(reading.params)) != wanted:
            wrong.append(
                f"{row['phrase']}: read {reading.target} {dict(reading.params)}, not {wanted}"
            )
    assert not wrong, (
        f"give examples of the kind in graph/phrases/said.toml, not the phrase itself: {wrong}"
    )


def test_every_answer_can_be_asked_for_in_words(reader: Reader) -> None:
    """Whatever the catalogues hold has examples of how people ask for it."""
    said = {target for target, texts in phrases().items() if len(texts) > MANY}
    told = said ^ {*targets(catalogues()), "none"}
    assert not told, f"give {told} more than {MANY} examples in graph/phrases/said.toml"


def test_cues_speak_of_things_that_there_are(national: KnowledgeGraph) -> None:
    """Lay words stand for things of the registers, refusals offer what can be asked."""
    for thing in cues()["things"]:
        assert national.find(thing) == thing, f"{thing} of cues.toml is in no register"
    for refusal in cues()["refused"].values():
        assert set(refusal["nearest"]) <= set(targets(catalogues())), (
            f"{refusal['nearest']}: ask for what there is"
        )


@pytest.mark.trust
def test_a_phrase_is_read_while_it_is_typed(reader: Reader) -> None:
    """Reading is quick enough to follow typing."""
    reader.read("vem har dysmeli?")
    begun = time.process_time()
    for row in PHRASES[:40]:
        reader.read(row["phrase"])
    spent = (time.process_time() - begun) / 40
    assert spent < 0.2, f"{spent:.3f} s of the processor for a phrase"


def test_what_the_graph_has_not_is_said_so(national: KnowledgeGraph, reader: Reader) -> None:
    """A refusal says why and what comes nearest, in both languages."""
    reading = reader.read("hur lång är väntetiden till Anova")[0]
    assert reading.target == "none"
    assert understood(national.at(lang="en"), reading).startswith("No waiting times")
    assert "holders" in understood(national, reading)


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("i juni 2023", [("2023-06", "at")]),
        ("31/12 2022", [("2022-12-31", "at")]),
        ("den 12 juni 2024", [("2024-06-12", "at")]),
        ("June 12, 2024", [("2024-06-12", "at")]),
        ("at the end of 2020", [("2020-12-31", "at")]),
        ("hösten 2022", [("2022-23", "at")]),
        ("förra året", [("2025", "at")]),
        ("five years ago", [("2021", "at")]),
        ("sedan 2021", [("2021", "since")]),
        ("före 2020", [("2019", "until")]),
        ("mellan 2019 och 2021", [("2019", "since"), ("2021", "until")]),
        ("2019-2021", [("2019", "since"), ("2021", "until")]),
        ("Socialstyrelsen 2022", [("2022", "at")]),
        ("idag", [("2026-11-29", "at")]),
        ("utan dag", []),
    ],
)
def test_days_are_read_as_people_say_them(phrase: str, said: list[tuple[str, str]]) -> None:
    """A day in words is one in EDTF, with what it bounds."""
    assert [(day.text, day.role) for day in days(phrase, TODAY)] == said


def test_a_day_of_documents_is_not_one_of_what_held() -> None:
    """Whoever speaks of documents or of what was known means known_at."""
    assert of_documents("så som dokumenten såg ut i juni 2023")
    assert not of_documents("permits in June 2023")


@pytest.mark.parametrize(
    ("said", "known", "least"),
    [
        ("konsdysforins", "konsdysfori", 1.0),
        ("skanes", "skane", 1.0),
        ("brannskadevarden", "brannskador", 0.8),
        ("barn", "brannskador", 0.0),
    ],
)
def test_inflected_names_are_the_name(said: str, known: str, least: float) -> None:
    """Endings do not matter, compounds count less."""
    assert likeness(said, known) >= least
    assert (likeness(said, known) > 0) == (least > 0)


def test_a_slip_of_the_pen_is_forgiven_in_a_long_word() -> None:
    """One letter wrong is forgiven; a short word is what it is."""
    assert misspelt("disphoria", ["dysphoria", "dysmelia"]) == "dysphoria"
    assert misspelt("nord", ["norra"]) is None
    assert stem("ryggmargsskadorna") == stem("ryggmargsskador")


def test_cues_are_words_with_gaps() -> None:
    """A cue has whole words, beginnings, gaps and choices."""
    found = pattern("hur langt … (till|from)")
    assert found.search(" hur langt ar det till lund ")
    assert not found.search(" hurlangt till ")


def test_a_reading_says_the_call_that_repeats_it() -> None:
    """The call in Python is that of the method, with names that Python keeps passed by a table."""
    holders = Reading("question:holders", {"area": "area:dysmeli"})
    assert call(holders) == 'kg.ask("holders", area="area:dysmeli")'
    assert call(Reading("explain", {"thing": "area:psc"})) == 'kg.explain("area:psc")'
    decisions = Reading("question:decisions", {"from": "2024"})
    assert call(decisions) == 'kg.ask("decisions", **{"from": "2024"})'


def test_a_phrase_is_followed(national: KnowledgeGraph, capsys: pytest.CaptureFixture[str]) -> None:
    """kg.ask with a phrase gives what the call gives, and says first what was understood."""
    frame = national.ask("vem har tillstånd för endometrios?")
    assert list(frame["holder"]) == list(national.ask("holders", area="endometrios")["holder"])
    said = capsys.readouterr().err
    assert "Förstått som: frågan holders" in said
    assert 'kg.ask("holders", area="area:endometrios")' in said
    net: Any = national.ask("rita nätverket av underleverantörer")
    assert net.number_of_edges() == national.network("suppliers").number_of_edges()
    with pytest.raises(BadParameter, match="Väntetider"):
        national.ask("hur lång är väntetiden")


def test_a_reading_keeps_the_view(national: KnowledgeGraph) -> None:
    """A phrase is followed in the view that it was said in."""
    english = national.at(lang="en")
    assert "Dysmelia" in set(
        follow(english, english, catalogues(), "who has dysmeli", TODAY)["area"]
    )


@pytest.mark.slow
def test_the_command_line_reads_phrases(
    built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """--dry-run prints the reading alone; - reads a phrase a line; names still are names."""
    monkeypatch.setenv("NHV_BUILD", str(built))
    phrases = "vem har dysmeli\nhur många patienter hade TIPS\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(phrases))
    assert main(["ask", "-", "--dry-run", "--format", "json"]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == {
        "target": "question:holders",
        "params": {"area": "area:dysmeli"},
        "nearest": [],
    }
    assert second["target"] == "none"
    assert "question:holders" in second["nearest"]
    assert main(["ask", "vad har ändrats sedan 2025", "--lang", "en"]) == 0
    out = capsys.readouterr()
    assert out.out.startswith("From 2025")
    assert "Understood as" in out.err
    assert main(["ask", "hur många läkare har Anova"]) == 2
