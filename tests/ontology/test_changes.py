"""What changed between two versions of the ontology, what it may break, and how it is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.release.ontology_changes import FOLDER, Change, changes, said
from tests.ontology.sound import PREAMBLE, SOUND, a_class, a_value


def write(folder: Path, name: str, text: str) -> Path:
    """Write an ontology in which one file differs from the sound one; return its folder."""
    folder.mkdir()
    for file, sound in SOUND.items():
        content = text if file == name else sound
        (folder / file).write_text(PREAMBLE + content, encoding="utf-8")
    return folder


def compare(folder: Path, name: str, *replaced: tuple[str, str], more: str = "") -> list[Change]:
    """Compare the sound ontology with one in which a file has other texts, or more of them."""
    text = SOUND[name]
    for old, new in replaced:
        assert text.count(old) == 1, f"{old!r} must stand once in {name}"
        text = text.replace(old, new)
    before = write(folder / "old", name, SOUND[name])
    return list(changes(before, write(folder / "new", name, text + more)))


def test_one_version_has_no_changes() -> None:
    """A version does not differ from itself, nor from itself in another order of lines."""
    assert changes(FOLDER, FOLDER) == (), "compare what is said, not how it is written"
    assert said((), "sv") == "Ontologin är oförändrad."


# File, what is replaced, what is added; then whether it may break, and what is said of it.
CASES: dict[str, tuple[str, tuple[str, str] | None, str, bool, str, str]] = {
    "class added": (
        "nhv.ttl", None, a_class("Call"), False,
        "class `nhv:Call` (Call en) added: What Call means, said in English",
        "klassen `nhv:Call` (Call sv) tillkom: Vad Call betyder, sagt på svenska",
    ),
    "value added": (
        "schemes.ttl", None, a_value("Medium"), False,
        "value `nhv:Medium` (Medium en) added: What Medium means, said in English",
        "värdet `nhv:Medium` (Medium sv) tillkom: Vad Medium betyder, sagt på svenska",
    ),
    "deprecated": (
        "nhv.ttl", None, "nhv:day owl:deprecated true ; dcterms:isReplacedBy nhv:kind .", False,
        "property `nhv:day` (day en) is deprecated; use `nhv:kind`",
        "egenskapen `nhv:day` (day sv) är utgången; använd `nhv:kind`",
    ),
    "label changed": (
        "nhv.ttl", ('"holder en"', '"owner"'), "", False,
        'property `nhv:holder` (owner): label (en): "holder en" → "owner"',
        'egenskapen `nhv:holder` (holder sv): etikett (en): "holder en" → "owner"',
    ),
    "definition changed": (
        "nhv.ttl", ("What holder means, said in English.", "Who has it."), "", True,
        ("property `nhv:holder` (holder en): definition (en): "
        '"What holder means, said in English." → "Who has it."'),
        ("egenskapen `nhv:holder` (holder sv): definition (en): "
        '"What holder means, said in English." → "Who has it."'),
    ),
    "range changed": (
        "nhv.ttl", ("rdfs:range nhv:Body", "rdfs:range org:Organization"), "", True,
        "property `nhv:holder` (holder en): range: `nhv:Body` → `org:Organization`",
        "egenskapen `nhv:holder` (holder sv): räckvidd: `nhv:Body` → `org:Organization`",
    ),
    "single-valued": (
        "nhv.ttl", None, "nhv:day a owl:FunctionalProperty .", True,
        "property `nhv:day` (day en): sort of term added: `owl:FunctionalProperty`",
        "egenskapen `nhv:day` (day sv): slag av term tillkom: `owl:FunctionalProperty`",
    ),
    "superclass taken away": (
        "nhv.ttl", ("rdfs:subClassOf org:Organization ;", ""), "", True,
        "class `nhv:Body` (Body en): superclass taken away: `org:Organization`",
        "klassen `nhv:Body` (Body sv): överklass togs bort: `org:Organization`",
    ),
    "superclass added": (
        "nhv.ttl", None, "nhv:Permit rdfs:subClassOf prov:Entity .", False,
        "class `nhv:Permit` (Permit en): superclass added: `prov:Entity`",
        "klassen `nhv:Permit` (Permit sv): överklass tillkom: `prov:Entity`",
    ),
    "disjointness added": (
        "nhv.ttl", None, "nhv:Permit owl:disjointWith skos:Concept .", True,
        "class `nhv:Permit` (Permit en): class that it excludes added: `skos:Concept`",
        "klassen `nhv:Permit` (Permit sv): klass som den utesluter tillkom: `skos:Concept`",
    ),
    "disjointness taken away": (
        "nhv.ttl", ("owl:disjointWith nhv:Body ;", ""), "", False,
        "class `nhv:Permit` (Permit en): class that it excludes taken away: `nhv:Body`",
        "klassen `nhv:Permit` (Permit sv): klass som den utesluter togs bort: `nhv:Body`",
    ),
    "inverse added": (
        "nhv.ttl", None, "nhv:holder owl:inverseOf nhv:kind .", False,
        "property `nhv:holder` (holder en): inverse added: `nhv:kind`",
        "egenskapen `nhv:holder` (holder sv): omvändning tillkom: `nhv:kind`",
    ),
    "alignment added": (
        "alignments.ttl", None, "nhv:Body skos:closeMatch org:Organization .", False,
        "class `nhv:Body` (Body en): tie to another vocabulary added: `org:Organization`",
        "klassen `nhv:Body` (Body sv): band till annan vokabulär tillkom: `org:Organization`",
    ),
    "shape stricter": (
        "shapes.ttl", None, "shapes:holder sh:minCount 1 .", True,
        "shape `shapes:holder` stricter: sh:minCount – → 1",
        "formen `shapes:holder` strängare: sh:minCount – → 1",
    ),
    "shape laxer": (
        "shapes.ttl", ("sh:maxCount 1", "sh:maxCount 3"), "", False,
        "shape `shapes:holder` laxer: sh:maxCount 1 → 3",
        "formen `shapes:holder` mildare: sh:maxCount 1 → 3",
    ),
    "shape otherwise": (
        "shapes.ttl", ("sh:path nhv:holder", "sh:path nhv:kind"), "", True,
        "shape `shapes:holder` changed: sh:path nhv:holder → nhv:kind",
        "formen `shapes:holder` ändrad: sh:path nhv:holder → nhv:kind",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_change_is_told_and_judged(case: str, tmp_path: Path) -> None:
    """Each kind of change is said in both languages, with whether it may break someone."""
    name, replaced, more, breaks, en, sv = CASES[case]
    found = compare(tmp_path, name, *([replaced] if replaced else []), more=more)
    assert [(change.breaks, change.en, change.sv) for change in found] == [(breaks, en, sv)], (
        f"{case}: see ASPECTS in meaning.py, or strictness.py"
    )


def test_a_term_taken_away_may_break(tmp_path: Path) -> None:
    """A term that is gone may break whoever used it; so says the change the other way round."""
    old = write(tmp_path / "old", "nhv.ttl", SOUND["nhv.ttl"] + a_class("Call"))
    (change,) = changes(old, write(tmp_path / "new", "nhv.ttl", SOUND["nhv.ttl"]))
    assert (change.breaks, change.kind, change.en) == (
        True, "removed", "class `nhv:Call` (Call en) taken away"
    )  # fmt: skip


STRICTER: dict[str, tuple[str, str]] = {
    "higher minimum": ("sh:minInclusive 1", "sh:minInclusive 2"),
    "lower maximum": ("sh:maxLength 9", "sh:maxLength 8"),
    "fewer choices": ('sh:in ( "a" "b" )', 'sh:in ( "a" )'),
    "graver": ("sh:severity sh:Warning", "sh:severity sh:Violation"),
    "graver, by default": ("sh:severity sh:Warning", "sh:nodeKind sh:IRI"),
    "one more demand": ("sh:property shapes:a", "sh:property shapes:a , shapes:b"),
    "in force again": ("sh:deactivated true", "sh:deactivated false"),
}


@pytest.mark.parametrize("case", STRICTER)
def test_stricter_and_laxer_mirror_each_other(case: str, tmp_path: Path) -> None:
    """What makes a shape stricter makes it laxer the other way round, and only that harms none."""
    texts = [f"shapes:x a sh:NodeShape ; {demand} ." for demand in STRICTER[case]]
    lax, strict = (
        write(tmp_path / str(number), "shapes.ttl", SOUND["shapes.ttl"] + text)
        for number, text in enumerate(texts)
    )
    assert "tightened" in {change.kind for change in changes(lax, strict)}, case
    assert "loosened" in {change.kind for change in changes(strict, lax)}, case
    for change in (*changes(lax, strict), *changes(strict, lax)):
        assert change.breaks == (change.kind == "tightened"), f"{case}: {change.en}"


def test_a_new_shape_harms_only_what_was_there(tmp_path: Path) -> None:
    """A shape added for a term of the older version may break data; one for a new term cannot."""
    more = "shapes:day a sh:PropertyShape ; sh:path nhv:day . shapes:new sh:path nhv:new ."
    found = {change.term: change.breaks for change in compare(tmp_path, "shapes.ttl", more=more)}
    assert found == {
        "https://w3id.org/nhv/shapes#day": True,
        "https://w3id.org/nhv/shapes#new": False,
    }, "compare the targets with the terms of the older version"


def test_what_may_break_is_said_first_and_marked(tmp_path: Path) -> None:
    """The Markdown begins with the numbers; what may break stands first, with a mark."""
    found = compare(
        tmp_path,
        "nhv.ttl",
        ("rdfs:range rdfs:Literal", "rdfs:range skos:Concept"),
        more=a_class("Call"),
    )
    lines = said(found, "en").splitlines()
    assert lines[0] == "2 changes of the ontology; 1 may break you."
    assert re.match(r"- \*\*May break you:\*\* property `nhv:day`", lines[2]), "mark and sort it"
    assert re.match(r"- class `nhv:Call`", lines[3]), "what breaks nobody has no mark"
