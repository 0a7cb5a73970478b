"""What a change of a term may break, and what the statements about terms are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ontology.terms import DCTERMS, NHV, OWL, RDF, RDFS, SCHEMA, SKOS


@dataclass(frozen=True)
class Change:
    """One change between two versions of the ontology.

    Attributes:
        breaks: Whether data, queries or programs that fitted the old version may fail with the
            new one. A changed definition counts, since the meaning may have moved.
        kind: ``added``, ``removed``, ``deprecated``, ``restored``, ``changed``; of shapes also
            ``tightened`` and ``loosened``.
        term: The IRI of the term, value, list or shape.
        en: The change in English, without a full stop.
        sv: The same in Swedish.
    """

    breaks: bool
    kind: str
    term: str
    en: str
    sv: str


@dataclass(frozen=True)
class Aspect:
    """Something that is said of terms.

    Attributes:
        en: What it is called in English.
        sv: What it is called in Swedish.
        adding: Whether one more may break someone.
        removing: Whether one less may.
    """

    en: str
    sv: str
    adding: bool
    removing: bool


def _aspects() -> dict[str, Aspect]:
    safe, gone, more, both = (False, False), (False, True), (True, False), (True, True)
    matches = (
        SKOS.exactMatch,
        SKOS.closeMatch,
        SKOS.relatedMatch,
        SKOS.broadMatch,
        SKOS.narrowMatch,
    )
    table = [
        (RDF.type, "sort of term", "slag av term", both),
        (RDFS.subClassOf, "superclass", "överklass", gone),
        (RDFS.subPropertyOf, "superproperty", "överordnad egenskap", gone),
        (RDFS.domain, "domain", "domän", both),
        (RDFS.range, "range", "räckvidd", both),
        (SCHEMA.domainIncludes, "class that may have it", "klass som får ha den", gone),
        (SCHEMA.rangeIncludes, "kind of value", "slag av värde", gone),
        (OWL.disjointWith, "class that it excludes", "klass som den utesluter", more),
        (OWL.inverseOf, "inverse", "omvändning", gone),
        (OWL.equivalentClass, "equivalent class", "likvärdig klass", both),
        (NHV.valuesFrom, "list of its values", "lista med dess värden", both),
        (NHV.derived, "mark as derived", "märkning som härledd", safe),
        (NHV.number, "number", "nummer", both),
        (NHV.precedes, "next step", "nästa steg", both),
        (NHV.responsible, "who is responsible", "ansvarig", safe),
        (SKOS.inScheme, "list that it is in", "lista den står i", gone),
        (SKOS.broader, "broader value", "vidare värde", both),
        (SKOS.notation, "notation", "beteckning", both),
        (SKOS.altLabel, "other name", "annat namn", gone),
        (SKOS.hiddenLabel, "accepted word", "godtaget ord", gone),
        (SKOS.prefLabel, "label", "etikett", safe),
        (RDFS.label, "label", "etikett", safe),
        (SKOS.definition, "definition", "definition", gone),
        (SKOS.scopeNote, "note on use", "bruksanvisning", safe),
        (SKOS.example, "example", "exempel", safe),
        (RDFS.comment, "comment", "kommentar", safe),
        (RDFS.seeAlso, "tie to another vocabulary", "band till annan vokabulär", safe),
        (RDFS.isDefinedBy, "ontology that defines it", "ontologi som definierar den", safe),
        (DCTERMS.source, "source", "källa", safe),
        *(
            (match, "tie to another vocabulary", "band till annan vokabulär", safe)
            for match in matches
        ),
    ]
    return {term.value: Aspect(en, sv, *breaks) for term, en, sv, breaks in table}


ASPECTS: Mapping[str, Aspect] = MappingProxyType(_aspects())
"""What is known to be said of terms, by the IRI of the property that says it."""

SORTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        NHV.ProcessStep.value: ("step", "steget"),
        NHV.Programme.value: ("programme", "programmet"),
        SKOS.ConceptScheme.value: ("list", "listan"),
        SKOS.Concept.value: ("value", "värdet"),
        OWL.Class.value: ("class", "klassen"),
        OWL.ObjectProperty.value: ("property", "egenskapen"),
        OWL.DatatypeProperty.value: ("property", "egenskapen"),
        OWL.AnnotationProperty.value: ("property", "egenskapen"),
    }
)
"""What a term is called, by its type; the first that fits counts."""
