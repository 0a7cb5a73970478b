"""What every term says of itself."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.ontology.words import DCTERMS, HOME, NS, RDFS, SKOS, TYPE, Words, short

LANGUAGES = ("sv", "en")


def labels_of(words: Words, iri: str, language: str) -> list[str]:
    """The labels of a term (rdfs:label) or of a concept (skos:prefLabel)."""
    return words.texts(iri, f"{RDFS}label", language) + words.texts(
        iri, f"{SKOS}prefLabel", language
    )


def terms(words: Words) -> list[str]:
    """Everything with a name of its own: classes, properties, schemes, concepts."""
    return words.classes() + words.properties() + words.schemes() + words.concepts()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_has_one_label(everything: Words, language: str) -> None:
    """Every class, property, scheme and concept has exactly one label in each language."""
    wrong = [iri for iri in terms(everything) if len(labels_of(everything, iri, language)) != 1]
    assert not wrong, f"give exactly one @{language} label to {short(wrong)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_has_one_definition(everything: Words, language: str) -> None:
    """Every class, property, scheme and concept has exactly one definition in each language."""
    wrong = [
        iri
        for iri in terms(everything)
        if len(everything.texts(iri, f"{SKOS}definition", language)) != 1
    ]
    assert not wrong, f"give exactly one @{language} skos:definition to {short(wrong)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_definitions_are_sentences(everything: Words, language: str) -> None:
    """A definition begins with a capital, ends with a full stop and says more than the label."""
    for iri in terms(everything):
        for text in everything.texts(iri, f"{SKOS}definition", language):
            label = labels_of(everything, iri, language)[0]
            assert text[0].isupper(), f"begin the definition of {short([iri])} with a capital"
            assert text.endswith("."), f"end the definition of {short([iri])} with a full stop"
            assert text.rstrip(".").lower() != label.lower(), (
                f"the definition of {short([iri])} repeats its label; say what it means"
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_terms_share_a_definition(everything: Words, language: str) -> None:
    """Two terms with the same definition are one term."""
    users: defaultdict[str, list[str]] = defaultdict(list)
    for iri in terms(everything):
        for text in everything.texts(iri, f"{SKOS}definition", language):
            users[text].append(iri)
    shared = {text: short(iris) for text, iris in users.items() if len(iris) > 1}
    assert not shared, f"tell these apart or merge them: {shared}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["classes", "properties", "schemes", "concepts"])
def test_no_two_terms_of_a_kind_share_a_label(everything: Words, kind: str, language: str) -> None:
    """No two classes, properties, schemes or concepts have the same label in one language."""
    users: defaultdict[str, list[str]] = defaultdict(list)
    for iri in getattr(everything, kind)():
        for label in labels_of(everything, iri, language):
            users[label.lower()].append(iri)
    shared = {label: short(iris) for label, iris in users.items() if len(iris) > 1}
    assert not shared, f"name these apart: {shared}"


def test_texts_are_tidy(everything: Words) -> None:
    """No text begins or ends with a blank, has two blanks in a row or is empty."""
    untidy = [
        (short([subject]), value.value)
        for subject, _, value in everything.triples()
        if value.value != " ".join(value.value.split()) or not value.value
    ]
    assert not untidy, f"remove the stray blanks: {untidy}"


def test_texts_for_people_are_in_swedish_or_english(everything: Words) -> None:
    """Labels, definitions and comments have the language tag sv or en."""
    for subject, predicate, value in everything.triples():
        if predicate in {
            f"{RDFS}label",
            f"{RDFS}comment",
            f"{SKOS}prefLabel",
            f"{SKOS}altLabel",
            f"{SKOS}hiddenLabel",
            f"{SKOS}definition",
        }:
            language = getattr(value, "language", None)
            assert language in LANGUAGES, f"tag {value} of {short([subject])} with @sv or @en"


def test_every_term_names_its_source(everything: Words) -> None:
    """Every class, property and scheme says where the word comes from."""
    named = everything.classes() + everything.properties() + everything.schemes()
    sources = f"{DCTERMS}source"
    wrong = [
        iri
        for iri in named
        if not everything.iris(iri, sources) + [v.value for v in everything.literals(iri, sources)]
    ]
    assert not wrong, f"add dcterms:source (a standard's IRI, a law, NHV Graph) to {short(wrong)}"


def test_every_term_says_what_defines_it(everything: Words) -> None:
    """Every term and concept is rdfs:isDefinedBy the ontology."""
    wrong = [
        iri for iri in terms(everything) if everything.iris(iri, f"{RDFS}isDefinedBy") != [HOME]
    ]
    assert not wrong, f"add rdfs:isDefinedBy <{HOME}> to {short(wrong)}"


def test_names_show_what_they_name(everything: Words) -> None:
    """Classes, schemes and concepts begin with a capital, properties with a small letter."""
    own = {iri.removeprefix(NS): iri for iri in terms(everything) if iri.startswith(NS)}
    properties = set(everything.properties())
    wrong = [name for name, iri in own.items() if name[0].islower() != (iri in properties)]
    assert not wrong, f"rename {wrong}"
    assert all(name.isalnum() and name.isascii() for name in own), "names are ASCII letters, digits"


def test_every_own_subject_is_declared(everything: Words) -> None:
    """Nothing is said of an own term that no file declares with a type."""
    typed = {subject for subject, predicate, _ in everything.triples() if predicate == TYPE}
    loose = {
        subject
        for subject, _, _ in everything.triples()
        if subject.startswith(NS) and subject not in typed
    }
    assert not loose, f"declare {short(loose)} or correct the spelling"
