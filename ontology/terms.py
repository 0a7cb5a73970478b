"""Every name that the project uses: terms, kinds of things, graphs, prefixes.

The vocabularies are closed: a name that is not in the ontology is an error that says which name
is nearest, instead of a query that silently finds nothing. ``NHV`` is read from ``nhv.ttl`` and
``schemes.ttl`` at first use; the others list the terms of other standards that the project uses.

Example:
    >>> NHV.Permit.value
    'https://w3id.org/nhv/ontology#Permit'
    >>> curie(thing("area", "dysmeli").value)
    'area:dysmeli'
    >>> concept("supplyKind", "underleverantör") == NHV.Underleverantor
    True
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

__all__ = [
    "BASE",
    "BIBO",
    "DCTERMS",
    "EDTF",
    "FOAF",
    "GEO",
    "KINDS",
    "NHV",
    "ORG",
    "OWL",
    "PEOPLE_GRAPH",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "REGISTERS_GRAPH",
    "RESOLVED_GRAPH",
    "SCHEMA",
    "SH",
    "SKOS",
    "VANN",
    "XSD",
    "Vocabulary",
    "concept",
    "concepts",
    "curie",
    "expand",
    "functional",
    "ontology_files",
    "superclasses",
    "thing",
]

BASE = "https://w3id.org/nhv/"

KINDS: tuple[str, ...] = (
    "area",
    "region",
    "healthcare-region",
    "county",
    "municipality",
    "hospital",
    "organisation",
    "body",
    "post",
    "person",
    "legal",
    "source",
    "citation",
    "permit",
    "supply",
    "decision",
    "call",
    "application",
    "consultation",
    "placement",
    "meeting",
    "units",
    "membership",
    "rule",
    "procedure",
    "duty",
    "statistic",
    "gap",
    "statement",
    "change",
    "resource",
    "legal-basis",
    "conflict",
    "programme",
    "step",
)

REGISTERS_GRAPH = NamedNode(BASE + "graph/registers")
PEOPLE_GRAPH = NamedNode(BASE + "graph/people")
RESOLVED_GRAPH = NamedNode(BASE + "graph/resolved")

_VOCABULARIES = {
    "bibo": "http://purl.org/ontology/bibo/",
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "nhv": BASE + "ontology#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

PREFIXES: Mapping[str, str] = MappingProxyType(
    dict(
        sorted(
            {
                **_VOCABULARIES,
                **{kind: f"{BASE}id/{kind}/" for kind in KINDS},
                "graph": BASE + "graph/",
            }.items()
        )
    )
)

_SLUG = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_NOT_IN_IRIS = re.compile(r"[\x00-\x20<>\"{}|\\^`]")
_FULL_IRI = re.compile(r"(?:[a-z][a-z0-9+.-]*://|urn:|mailto:|tag:)\S+", re.IGNORECASE)
_FOLDER = Path(__file__).resolve().parent


class Vocabulary:
    """A closed namespace: it gives the terms it has and refuses all others.

    Terms are read as attributes (``NHV.Permit``) or as items, which also serve names that are
    Python keywords (``NHV["from"]``).

    Args:
        prefix: the namespace's prefix, for messages and printing.
        names: gives the local names; called at the first use of a term.

    Raises:
        AttributeError: on an unknown attribute; the message names the nearest term.
        KeyError: on an unknown item; the message names the nearest term.

    Example:
        >>> "Permit" in NHV, "Permitt" in NHV
        (True, False)
    """

    __slots__ = ("_names", "_prefix")

    def __init__(self, prefix: str, names: Callable[[], Mapping[str, NamedNode]]) -> None:
        self._prefix = prefix
        self._names = names

    def __getattr__(self, name: str) -> NamedNode:
        # Probes by Python and IPython (__deepcopy__, _repr_html_) ask for no term.
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._names()[name]
        except KeyError:
            raise AttributeError(self._unknown(name)) from None

    def __getitem__(self, name: str) -> NamedNode:
        try:
            return self._names()[name]
        except KeyError:
            raise KeyError(self._unknown(name)) from None

    def __contains__(self, term: object) -> bool:
        """Whether a local name, or a whole term, is in the vocabulary."""
        if isinstance(term, NamedNode):
            return term in self._names().values()
        return term in self._names()

    def __iter__(self) -> Iterator[NamedNode]:
        return iter(self._names().values())

    def __len__(self) -> int:
        return len(self._names())

    def __dir__(self) -> Iterable[str]:
        return self._names()

    def __str__(self) -> str:
        """The namespace IRI."""
        return _VOCABULARIES[self._prefix]

    def __repr__(self) -> str:
        return f"<Vocabulary {self._prefix}: {self}>"

    def _unknown(self, name: str) -> str:
        near = _nearest(name, self._names())
        return f"{self._prefix} has no term '{name}'; did you mean {_joined(near)}?"


def thing(kind: str, slug: str) -> NamedNode:
    """Name a thing.

    Args:
        kind: one of :data:`KINDS`.
        slug: its readable identifier: a–z and 0–9, joined by single ``-``, ``.`` or ``_``.

    Returns:
        The IRI ``https://w3id.org/nhv/id/<kind>/<slug>``.

    Raises:
        ValueError: on an unknown kind or an ill-formed slug; the message says what to write.

    Example:
        >>> thing("region", "region-skane").value
        'https://w3id.org/nhv/id/region/region-skane'
    """
    if kind not in KINDS:
        raise ValueError(f"no kind '{kind}'; did you mean {_joined(_nearest(kind, KINDS))}?")
    if not _SLUG.fullmatch(slug):
        remedy = _kebab(slug) or "a-name"
        raise ValueError(
            f"'{slug}' cannot name a thing (kind '{kind}'); write a–z and 0–9 joined by "
            f"single - . or _, such as '{remedy}'"
        )
    return NamedNode(f"{BASE}id/{kind}/{slug}")


def curie(iri: str) -> str:
    """Shorten an IRI.

    Args:
        iri: a whole IRI, without angle brackets.

    Returns:
        ``prefix:local`` where a prefix of :data:`PREFIXES` fits and the local part needs no
        escape in Turtle or SPARQL, else the IRI itself.

    Example:
        >>> curie("https://w3id.org/nhv/id/step/3"), curie("https://example.org/")
        ('step:3', 'https://example.org/')
    """
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = _by_namespace().get(iri[:cut])
    if prefix is not None and _LOCAL.fullmatch(iri, cut):
        return f"{prefix}:{iri[cut:]}"
    return iri


def expand(curie: str) -> str:
    """Write a short name out; the inverse of :func:`curie`.

    Args:
        curie: ``prefix:local``, or a whole IRI (``https:``, ``urn:``, ``mailto:``, ``tag:``),
            which is returned as it is.

    Returns:
        The whole IRI.

    Raises:
        ValueError: on an unknown prefix (the message names the nearest) or no prefix at all.

    Example:
        >>> expand("nhv:Permit")
        'https://w3id.org/nhv/ontology#Permit'
    """
    if bad := _NOT_IN_IRIS.search(curie):
        raise ValueError(f"'{curie}' holds {bad[0]!r}, which no IRI may; write prefix:name")
    if _FULL_IRI.fullmatch(curie):
        return curie
    prefix, colon, local = curie.partition(":")
    if not colon:
        raise ValueError(f"'{curie}' has no prefix; write prefix:name, such as area:{curie}")
    if prefix not in PREFIXES:
        near = _joined([f"{name}:" for name in _nearest(prefix, PREFIXES)])
        raise ValueError(f"no prefix '{prefix}:'; did you mean {near}?")
    return PREFIXES[prefix] + local


def superclasses(cls: NamedNode) -> tuple[NamedNode, ...]:
    """Find what else a thing of a class is.

    Args:
        cls: a class; classes of other vocabularies have no superclasses here.

    Returns:
        All classes above it that ``nhv.ttl`` names, own and reused, sorted by IRI.

    Raises:
        ValueError: where an IRI of our namespace is no class of the ontology.

    Example:
        >>> [curie(above.value) for above in superclasses(NHV.Body)]
        ['org:Organization', 'org:OrganizationalUnit', 'nhv:Organisation']
    """
    parents = _parents()
    if cls not in parents:
        if cls.value.startswith(str(NHV)):
            classes = [curie(name.value) for name in parents]
            near = _joined(_nearest(curie(cls.value), classes))
            raise ValueError(f"{curie(cls.value)} is no class; did you mean {near}?")
        return ()
    found: set[NamedNode] = set()
    waiting = [cls]
    while waiting:
        new = parents.get(waiting.pop(), frozenset()) - found
        found |= new
        waiting += new
    return tuple(sorted(found, key=lambda node: node.value))


@cache
def functional() -> frozenset[NamedNode]:
    """Find the properties that can have one value only.

    Returns:
        The ``owl:FunctionalProperty`` terms of ``nhv.ttl``.
    """
    return frozenset(
        triple.subject
        for triple in _triples("nhv.ttl")
        if triple.predicate == RDF.type
        and triple.object == OWL.FunctionalProperty
        and isinstance(triple.subject, NamedNode)
    )


def concepts(scheme: str) -> Mapping[str, NamedNode]:
    """List the values of a property that has a set list of them.

    Args:
        scheme: the property's local name, such as ``"supplyKind"``; also ``"step"`` and
            ``"programme"``.

    Returns:
        Notation to concept, such as ``"web-page"`` to ``nhv:WebPage``, in the order of the scheme.

    Raises:
        ValueError: on an unknown scheme; the message names the nearest.
    """
    schemes = _schemes()
    if scheme not in schemes:
        near = _joined(_nearest(scheme, schemes))
        raise ValueError(f"no list of values '{scheme}'; did you mean {near}?")
    return schemes[scheme]


def concept(scheme: str, value: str) -> NamedNode:
    """Find the concept for a word.

    Args:
        scheme: the property's local name, such as ``"sourceKind"``.
        value: the concept's notation, local name, label in either language or another accepted
            word; case, blanks, hyphens and diacritics do not matter.

    Returns:
        The concept.

    Raises:
        ValueError: where the scheme has no such value; the message names the nearest.

    Example:
        >>> concept("bodyType", "preparation group") == NHV.PreparationGroup
        True
    """
    notations = concepts(scheme)
    found = notations.get(value) or _words()[scheme].get(_kebab(value))
    if found is None:
        near = _joined([f"'{name}'" for name in _nearest(_kebab(value), notations)])
        raise ValueError(f"'{value}' is no value of {scheme}; did you mean {near}?")
    return found


def ontology_files() -> tuple[Path, ...]:
    """Find the Turtle files of the ontology: terms, value lists and alignments.

    The shapes are rules about data and no part of what the words mean; they are not listed.
    """
    return tuple(_FOLDER / name for name in ("nhv.ttl", "schemes.ttl", "alignments.ttl"))


# --- vocabularies -----------------------------------------------------------------------------


def _closed(prefix: str, names: str) -> Vocabulary:
    namespace = _VOCABULARIES[prefix]
    terms = {name: NamedNode(namespace + name) for name in names.split()}
    return Vocabulary(prefix, lambda: terms)


@cache
def _own_terms() -> Mapping[str, NamedNode]:
    namespace = _VOCABULARIES["nhv"]
    return {
        triple.subject.value.removeprefix(namespace): triple.subject
        for name in ("nhv.ttl", "schemes.ttl")
        for triple in _triples(name)
        if isinstance(triple.subject, NamedNode)
        and triple.predicate == RDF.type
        and triple.subject.value.startswith(namespace)
    }


NHV = Vocabulary("nhv", _own_terms)
RDF = _closed("rdf", "type langString Property value")
RDFS = _closed(
    "rdfs",
    "label comment seeAlso isDefinedBy subClassOf subPropertyOf domain range Class Datatype "
    "Literal Resource",
)
OWL = _closed(
    "owl",
    "Ontology Class ObjectProperty DatatypeProperty AnnotationProperty FunctionalProperty "
    "NamedIndividual Thing disjointWith equivalentClass inverseOf sameAs imports versionIRI "
    "versionInfo deprecated",
)
XSD = _closed(
    "xsd",
    "string boolean integer nonNegativeInteger decimal double float date dateTime gYear "
    "gYearMonth anyURI",
)
SKOS = _closed(
    "skos",
    "Concept ConceptScheme prefLabel altLabel hiddenLabel definition notation note scopeNote "
    "example inScheme topConceptOf hasTopConcept broader narrower related exactMatch closeMatch "
    "broadMatch narrowMatch relatedMatch",
)
DCTERMS = _closed(
    "dcterms",
    "title description creator contributor publisher license rights source subject date created "
    "issued modified identifier type language isPartOf hasPart isReplacedBy replaces references "
    "spatial temporal conformsTo bibliographicCitation",
)
PROV = _closed(
    "prov",
    "Entity Activity Agent PrimarySource entity hadPrimarySource qualifiedPrimarySource "
    "wasDerivedFrom wasGeneratedBy wasAttributedTo wasAssociatedWith generated used value "
    "generatedAtTime startedAtTime endedAtTime",
)
ORG = _closed(
    "org",
    "Organization FormalOrganization OrganizationalCollaboration OrganizationalUnit Post "
    "Membership Role Site organization member postIn hasPost heldBy holds role unitOf "
    "hasUnit subOrganizationOf hasSubOrganization memberOf memberDuring linkedTo identifier "
    "classification",
)
BIBO = _closed("bibo", "Document locator status number")
FOAF = _closed("foaf", "Person Agent Document name page homepage")
SCHEMA = _closed(
    "schema",
    "GovernmentPermit Hospital domainIncludes rangeIncludes validFrom validUntil issuedBy",
)
GEO = _closed("geo", "SpatialThing Point lat long")
EDTF = _closed("edtf", "EDTF")
SH = _closed(
    "sh",
    "NodeShape PropertyShape ValidationReport ValidationResult conforms result focusNode "
    "resultPath resultMessage resultSeverity sourceShape sourceConstraintComponent value "
    "targetClass targetSubjectsOf targetObjectsOf property path minCount maxCount datatype "
    "nodeKind IRI Literal message severity name description order group "
    "pattern minInclusive maxInclusive uniqueLang languageIn hasValue in Violation Warning Info",
)
VANN = _closed("vann", "preferredNamespacePrefix preferredNamespaceUri")


# --- reading the files ------------------------------------------------------------------------


@cache
def _triples(name: str) -> tuple[Triple, ...]:
    quads = parse(path=str(_FOLDER / name), format=RdfFormat.TURTLE)
    return tuple(quad.triple for quad in quads)


@cache
def _by_namespace() -> Mapping[str, str]:
    return {namespace: prefix for prefix, namespace in PREFIXES.items()}


@cache
def _parents() -> Mapping[NamedNode, frozenset[NamedNode]]:
    parents: dict[NamedNode, set[NamedNode]] = {}
    for triple in _triples("nhv.ttl"):
        if not isinstance(triple.subject, NamedNode):
            continue
        if triple.predicate == RDF.type and triple.object == OWL.Class:
            parents.setdefault(triple.subject, set())
        if triple.predicate == RDFS.subClassOf and isinstance(triple.object, NamedNode):
            parents.setdefault(triple.subject, set()).add(triple.object)
    return {cls: frozenset(above) for cls, above in parents.items()}


@cache
def _schemes() -> Mapping[str, Mapping[str, NamedNode]]:
    """Scheme notation -> concept notation -> concept."""
    notations: dict[NamedNode, str] = {}
    members: dict[NamedNode, list[NamedNode]] = {}
    for triple in _triples("schemes.ttl"):
        if not isinstance(triple.subject, NamedNode):
            continue
        if triple.predicate == SKOS.notation and isinstance(triple.object, Literal):
            notations[triple.subject] = triple.object.value
        if triple.predicate == SKOS.inScheme and isinstance(triple.object, NamedNode):
            members.setdefault(triple.object, []).append(triple.subject)
    return {
        notations[scheme]: {notations[member]: member for member in listed}
        for scheme, listed in members.items()
    }


@cache
def _words() -> Mapping[str, Mapping[str, NamedNode]]:
    """Scheme notation -> every accepted word, folded -> concept. Notations come first."""
    labels: dict[NamedNode, list[str]] = {}
    for triple in _triples("schemes.ttl"):
        if (
            triple.predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
            and isinstance(triple.subject, NamedNode)
            and isinstance(triple.object, Literal)
        ):
            labels.setdefault(triple.subject, []).append(triple.object.value)
    words: dict[str, dict[str, NamedNode]] = {}
    for scheme, listed in _schemes().items():
        accepted = words[scheme] = dict(listed)
        for member in listed.values():
            for label in labels.get(member, ()):
                accepted.setdefault(_kebab(label), member)
    return words


def _kebab(text: str) -> str:
    """Fold a word: ``"Förvärvad PSC"`` -> ``"forvarvad-psc"``, ``"WebPage"`` -> ``"web-page"``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", plain)
    return "-".join(re.findall(r"[a-z0-9]+", parted.lower()))


def _nearest(word: str, names: Iterable[str]) -> list[str]:
    """The names most like a word, best first, at least one."""
    folded = {name.lower(): name for name in names}
    near = difflib.get_close_matches(word.lower(), folded, n=3, cutoff=0.7)
    near = near or difflib.get_close_matches(word.lower(), folded, n=1, cutoff=0.0)
    return [folded[name] for name in near]


def _joined(names: Iterable[str]) -> str:
    return " or ".join(names)
