"""What a register says is published: a field that nobody can ask for is not kept."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from loaders.curation.entries import LISTS, Entry
from loaders.curation.read import read
from loaders.curation.reconcile import Curated, reconcile
from loaders.facts.assertions import entry_values
from loaders.problems import CuratedDataError, Problems
from loaders.publishing.recipe import CURATED
from ontology.terms import DCTERMS, ELI, FOAF, NHV, PROV, SCHEMA, thing
from tests.support import load

NAMES = {"id", "sv", "en", "alt_sv", "alt_en", "former_names"}
CURATION = {"sources", "inferred", "note"}
# In the class of the thing, or in the citation of what they qualify.
OTHERWISE = {"area_kind", "level", "from_certainty", "from_note"}


@cache
def registers() -> Curated:
    """All entries of the curated registers."""
    problems = Problems()
    documents = [d for d in read(CURATED, problems) if d.file.startswith("registers/")]
    return reconcile(documents, problems)


TYPES = [model for lists in LISTS.values() for model in lists.values() if issubclass(model, Entry)]


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_every_field_of_a_register_is_published(model: type[Entry]) -> None:
    """What an entry says of a thing is in the graph; names and remarks have places of their own."""
    entry = next(p.record for p in registers().entries if type(p.record) is model)
    assert isinstance(entry, Entry)
    fields = {
        field.written
        for name, field in model.fields.items()
        if name not in NAMES | CURATION | OTHERWISE
    }
    assert fields == set(entry_values(entry)), (
        "say in loaders/facts/assertions.py what the field means, or take it out of "
        "loaders/curation/entries.py"
    )


def said(folder: Path, subject: NamedNode, predicate: NamedNode) -> set[str]:
    """What the resolved graph of a curated folder says of a thing."""
    return {
        quad.object.value
        for quad in load(folder).quads
        if (quad.subject, quad.predicate) == (subject, predicate)
        and isinstance(quad.object, NamedNode | Literal)
    }


def write(folder: Path, register: str, old: str, new: str) -> None:
    """Change a register of the small curated folder."""
    path = folder / "registers" / f"{register}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_hospital_is_near_its_town_and_is_not_the_town(small: Path) -> None:
    """The number of a town in GeoNames ties the hospital to the place by foaf:based_near."""
    write(small, "organisations", 'city: "Umeå", lat', 'city: "Umeå", geonames_id: 602150, lat')
    near = said(small, thing("hospital", "nus"), FOAF.based_near)
    assert near == {"https://sws.geonames.org/602150/"}, "no hospital is the same as a town"


def test_an_organisation_has_its_first_and_last_day(small: Path) -> None:
    """A body that began and ended says when, in the precision of the register."""
    body = "sakkunniggrupp-nhv"
    dates = "active_from: 2018-07, active_to: 2020-12-31, type: kind-of-group"
    write(small, "bodies", f'{body}, sv: "Sakkunniggrupp", en: "Expert group", type: kind-of-group',
          f'{body}, sv: "Sakkunniggrupp", en: "Expert group", {dates}')  # fmt: skip
    assert said(small, thing("body", body), SCHEMA.foundingDate) == {"2018-07"}
    assert said(small, thing("body", body), SCHEMA.dissolutionDate) == {"2020-12-31"}


def test_a_legal_source_says_what_it_is_about(small: Path) -> None:
    """Its kind, its first day in force and its matter, in both languages."""
    law, about = thing("legal", "sou-1"), 'governs_sv: "vård", governs_en: "care"'
    write(small, "legal", 'number: "SOU 1"', f'number: "SOU 1", in_force: 2018-07-01, {about}')
    assert said(small, law, NHV.legalType) == {NHV.CommitteeReport.value}
    assert said(small, law, ELI.first_date_entry_in_force) == {"2018-07-01"}
    assert said(small, law, DCTERMS.description) == {"vård", "care"}


def test_the_matter_of_a_law_stands_in_both_languages(small: Path) -> None:
    """A matter in one language only is refused with a remedy."""
    write(small, "legal", 'number: "SOU 1"', 'number: "SOU 1", governs_sv: "vård"')
    with pytest.raises(CuratedDataError, match="write governs_sv and governs_en"):
        load(small)


def test_lineage_says_why(small: Path) -> None:
    """That an area came from another has a citation of its own, with certainty and reason."""
    lineage = "from: protesforsorjning, from_certainty: inferred, from_note: narrower name"
    write(
        small,
        "areas",
        "- id: konsdysfori\n",
        f"- id: konsdysfori\n  {lineage.replace(', ', chr(10) + '  ')}\n",
    )
    quads = load(small).quads
    ties = {q.subject for q in quads if q.predicate == NHV.states and q.object == NHV.cameFrom}
    told = {q.object.value for q in quads if q.subject in ties and q.predicate == NHV.reading}  # type: ignore[union-attr]
    sure = {q.object for q in quads if q.subject in ties and q.predicate == NHV.certainty}
    assert told == {"narrower name"}, "keep from_note as the reading of the citation"
    assert sure == {NHV.Inferred}, "an inferred lineage is not stated"
    assert ties <= {q.object for q in quads if q.predicate == PROV.qualifiedPrimarySource}
