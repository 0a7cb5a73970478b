from __future__ import annotations

import pytest

from graph import KnowledgeGraph
from graph.base.problems import BadParameter, UnknownName
from graph.questions.catalogue import catalogue, question, search
from graph.questions.question import parse

HEADER = "# name: x\n# sv: Vad?\n# en: What?\n# keywords: a\n"


@pytest.mark.each
@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_question_is_worded_in_both_languages(name: str) -> None:
    """Wording, columns and notes are there in Swedish and English."""
    asked = question(name)
    assert all(text.endswith("?") for text in asked.wording)
    assert asked.columns, "declare the columns: # column name | Rubrik | Heading"
    assert len(set(map(bool, asked.notes))) == 1
    assert {p.name for p in asked.params}.isdisjoint({"as_of", "lang", "known_at", "people"})


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("tillstånd innehavare", "holders"),
        ("underleverantör", "suppliers"),
        ("supplier", "suppliers"),
        ("remiss öppen", "open-consultations"),
        ("claims-check", "claims-check"),
        ("LUCKA", "gaps"),
    ],
)
def test_questions_are_found_in_both_languages(words: str, first: str) -> None:
    """Words in Swedish and English find the question, the best fit first."""
    assert search(words)[0].name == first


def test_searching_for_nothing_gives_all() -> None:
    """No words, no limits."""
    assert len(search()) == len(search("  ")) == len(catalogue())
    assert search("xyzzy") == []


def test_an_unknown_question_suggests_one() -> None:
    """A misspelt question names the nearest."""
    with pytest.raises(UnknownName, match="did you mean holders"):
        question("holder")


def test_a_wrong_parameter_says_what_would_be_right(kg: KnowledgeGraph) -> None:
    """Unknown, missing and malformed parameters are said in one sentence each."""
    with pytest.raises(BadParameter, match="did you mean area"):
        kg.answer("holders", aera="Dysmeli")
    with pytest.raises(BadParameter, match="needs body"):
        kg.answer("members")
    with pytest.raises(BadParameter, match=r"as_of is a date.*2026-06"):
        kg.answer("holders", as_of="igår")
    with pytest.raises(UnknownName, match="did you mean"):
        kg.answer("holders", area="Dysmelli")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT * {}", "needs"),
        (HEADER.replace("name: x", "name: y") + "SELECT * {}", "must be the same"),
        (HEADER + "# param a: arae\nSELECT * {}", "unknown kind"),
        (HEADER + "# colour: red\nSELECT * {}", "unknown header"),
        (HEADER + "SELECT * { ?s ?p $o }", "is no parameter"),
    ],
)
def test_a_question_file_out_of_form_says_so(text: str, says: str) -> None:
    """The header's faults are told with the file's name."""
    with pytest.raises(ValueError, match=says) as caught:
        parse(text, "x")
    assert "x.rq" in str(caught.value)


def test_an_unset_parameter_does_not_meet_a_column_of_its_name(kg: KnowledgeGraph) -> None:
    """$area without a value is not the column ?area."""
    asked = question("holders")
    query = asked.bound({}, kg.names, kg.as_of, "sv")
    assert "$" not in query.replace("$as_of", "").split("SELECT", 1)[1]
    assert "?unset_area" in query
