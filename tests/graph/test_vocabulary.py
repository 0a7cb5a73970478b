"""The words of the graph as a table: every term, its meaning, what has it, how much it is used."""

from __future__ import annotations

import re

import pytest

from graph import KnowledgeGraph
from graph.base.lexicon import lexicon
from ontology.terms import curie


def test_every_term_has_a_row(kg: KnowledgeGraph) -> None:
    """All classes and properties of the ontology are there, with their labels and meaning."""
    table = kg.at(lang="en").vocabulary().set_index("term")
    lex = lexicon()
    own = {curie(term.value) for term in (*lex.classes, *lex.props)}
    assert own <= set(table.index), "a term of the ontology is missing"
    permit = table.loc["nhv:Permit"]
    told = [permit[name] for name in ("kind", "swedish", "english")]
    assert told == ["class", "Tillstånd", "Permit"]
    assert permit["definition"].startswith("The right of a region")
    assert table.loc["nhv:holder", "domain"] == "nhv:Permit, nhv:StatisticClaim"
    assert table.loc["nhv:holder", "range"] == "nhv:Organisation"
    assert {"skos:prefLabel", "org:postIn"} <= set(table.index), "what is reused is a word, too"
    assert table["definition"].loc[sorted(own)].str.len().min() > 10


def test_uses_and_examples_are_the_views(kg: KnowledgeGraph) -> None:
    """A use is a thing or a statement of this view, and an example can be asked for."""
    table = kg.vocabulary().set_index("term")
    for term in ("nhv:Permit", "nhv:Decision"):
        (count,) = kg.select(f"SELECT (COUNT(?s) AS ?n) {{ ?s a {term} }}").column("n")
        assert table.loc[term, "uses"] == count
        example = str(table.loc[term, "example"])
        assert kg.find(example) == example
    then = kg.at(known_at="2020").vocabulary().set_index("term")
    assert int(str(table.loc["nhv:CareArea", "uses"])) > int(str(then.loc["nhv:CareArea", "uses"]))


@pytest.mark.parametrize("word", ["tillstånd", "PERMIT", "nhv:Permit"])
def test_terms_are_found_in_either_language(kg: KnowledgeGraph, word: str) -> None:
    """A word is looked for in names, labels and definitions."""
    assert "nhv:Permit" in set(kg.vocabulary(word)["term"])
    assert not len(kg.vocabulary("xqzw"))


def test_a_notebook_shows_definitions_whole(kg: KnowledgeGraph) -> None:
    """What is to be read is not cut off."""
    html = kg.at(lang="en").vocabulary("permit")._repr_html_()
    assert "until further notice and with conditions" in html
    assert not re.search(r"\.\.\.</td>", html)
