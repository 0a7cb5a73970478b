"""Every name that the project uses: terms, kinds of things, graphs, prefixes.

The vocabularies are closed: a name that is not in the ontology is an error that says which name
is nearest, instead of a query that silently finds nothing. ``NHV`` is read from ``nhv.ttl`` and
``schemes.ttl`` at first use; ``standards.toml`` lists the terms of other standards that the project
uses.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from ontology.spelling import did_you_mean, kebab


class Vocabulary:
    """A closed namespace: it gives the terms it has and refuses all others.

    Terms are read as attributes (``NHV.Permit``) or as items, which also serve names that are
    Python keywords (``NHV["from"]``); an unknown one raises AttributeError or KeyError, and the
    message names the nearest.  ``names`` gives the local names, and is called at the first use of a
    term.

    Example:
        >>> terms = {"Permit": NamedNode("https://example.org/Permit")}
        >>> words = Vocabulary("ex", "https://example.org/", lambda: terms)
        >>> words.Permit.value, "Permitt" in words
        ('https://example.org/Permit', False)
    """

    def __init__(
        self, prefix: str, namespace: str, names: Callable[[], Mapping[str, NamedNode]]
    ) -> None:
        self.prefix = prefix
        self._namespace = namespace
        self._names = names

    def __getattr__(self, name: str) -> NamedNode:
        # Probes by Python and IPython (__deepcopy__, _repr_html_) ask for no term.
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            term = self._names()[name]
        except KeyError:
            raise AttributeError(self._unknown(name)) from None
        self.__dict__[name] = term  # found without asking the next time
        return term

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
        return self._namespace

    def __repr__(self) -> str:
        return f"<Vocabulary {self.prefix}: {self}>"

    def _unknown(self, name: str) -> str:
        near = did_you_mean(name, self._names())
        declared = "the terms of nhv stand in ontology/nhv.ttl, all others in ontology/terms.py"
        return f"{self.prefix} has no term '{name}'; {near} ({declared})"


_FOLDER = Path(__file__).resolve().parent
_SLUG = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_NOT_IN_IRIS = re.compile(r"[\x00-\x20<>\"{}|\\^`]")
_FULL_IRI = re.compile(r"(?:[a-z][a-z0-9+.-]*://|urn:|mailto:|tag:)\S+", re.IGNORECASE)

BASE = "https://w3id.org/nhv/"

KINDS: tuple[str, ...] = (
    "area", "region", "healthcare-region", "county", "municipality", "hospital", "organisation",
    "body", "post", "person", "legal", "source", "citation", "permit", "supply", "cooperation",
    "decision", "call", "application", "consultation", "placement", "meeting", "units",
    "membership", "rule", "procedure", "duty", "statistic", "gap", "statement", "change",
    "resource", "legal-basis", "conflict", "period", "held", "standing", "term", "programme",
    "step",
)  # fmt: skip
"""The kinds of things, as they stand in IRIs."""

REGISTERS_GRAPH = NamedNode(BASE + "graph/registers")
PEOPLE_GRAPH = NamedNode(BASE + "graph/people")
PEOPLE_REGISTER = NamedNode(BASE + "id/source/register-people")
RESOLVED_GRAPH = NamedNode(BASE + "graph/resolved")
PUBLISHED_GRAPH = NamedNode(BASE + "graph/published")
# A researcher's own file is a graph of its own here; it is joined in memory and never published.
OVERLAYS = BASE + "graph/overlay/"


_STANDARDS = tomllib.loads((_FOLDER / "standards.toml").read_text(encoding="utf-8"))


def _standard(prefix: str) -> Vocabulary:
    namespace, names = _STANDARDS[prefix]["namespace"], _STANDARDS[prefix]["terms"].split()
    terms = {name: NamedNode(namespace + name) for name in names}
    return Vocabulary(prefix, namespace, lambda: terms)


RDF, RDFS, OWL, XSD = map(_standard, ("rdf", "rdfs", "owl", "xsd"))
SKOS, DCTERMS, PROV, ORG = map(_standard, ("skos", "dcterms", "prov", "org"))
BIBO, FOAF, SCHEMA, GEO = map(_standard, ("bibo", "foaf", "schema", "geo"))
EDTF, ELI, SH, VANN = map(_standard, ("edtf", "eli", "sh", "vann"))

PREFIXES: Mapping[str, str] = MappingProxyType(dict(sorted({
    **{prefix: said["namespace"] for prefix, said in _STANDARDS.items()},
    **{kind: f"{BASE}id/{kind}/" for kind in KINDS},
    "nhv": BASE + "ontology#",
    "graph": BASE + "graph/",
    "overlay": BASE + "overlay#",
}.items())))  # fmt: skip


def thing(kind: str, slug: str) -> NamedNode:
    """Name a thing: ``https://w3id.org/nhv/id/<kind>/<slug>``.

    The kind is one of :data:`KINDS`, the slug its readable identifier, such as ``region-skane``:
    a–z and 0–9, joined by single ``-``, ``.`` or ``_``.  Raises ValueError for others; the message
    says what to write.
    """
    if kind not in KINDS:
        raise ValueError(f"no kind '{kind}'; {did_you_mean(kind, KINDS)}")
    if not _SLUG.fullmatch(slug):
        remedy = kebab(slug) or "a-name"
        raise ValueError(
            f"'{slug}' cannot name a thing (kind '{kind}'); write a–z and 0–9 joined by "
            f"single - . or _, such as '{remedy}'"
        )
    return NamedNode(f"{BASE}id/{kind}/{slug}")


def kind_of(iri: str) -> str:
    """The kind of a thing by its IRI, such as ``area``; empty for anything else."""
    if iri.startswith(OVERLAYS) and "/" not in iri[len(OVERLAYS) :]:
        return "source"  # a researcher's own file
    prefix = f"{BASE}id/"
    return iri[len(prefix) :].partition("/")[0] if iri.startswith(prefix) else ""


@lru_cache(maxsize=2**16)
def curie(iri: str) -> str:
    """Shorten an IRI that stands without angle brackets: ``step:3``, ``nhv:Permit``.

    It is ``prefix:local`` where a prefix of :data:`PREFIXES` fits and the local part needs no
    escape in Turtle or SPARQL, else the IRI itself.
    """
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = _by_namespace().get(iri[:cut])
    if prefix is not None and _LOCAL.fullmatch(iri, cut):
        return f"{prefix}:{iri[cut:]}"
    return iri


def expand(curie: str) -> str:
    """Write a short name such as ``nhv:Permit`` out; the inverse of :func:`curie`.

    A whole IRI (``https:``, ``urn:``, ``mailto:``, ``tag:``) is returned as it is.  Raises
    ValueError on an unknown prefix (the message names the nearest) or no prefix at all.
    """
    if bad := _NOT_IN_IRIS.search(curie):
        raise ValueError(f"'{curie}' holds {bad[0]!r}, which no IRI may; write prefix:name")
    if _FULL_IRI.fullmatch(curie):
        return curie
    prefix, colon, local = curie.partition(":")
    if not colon:
        raise ValueError(f"'{curie}' has no prefix; write prefix:name, such as area:{curie}")
    if prefix not in PREFIXES:
        near = did_you_mean(f"{prefix}:", [f"{known}:" for known in PREFIXES])
        raise ValueError(f"no prefix '{prefix}:'; {near}")
    return PREFIXES[prefix] + local


def superclasses(cls: NamedNode) -> tuple[NamedNode, ...]:
    """Find what else a thing of a class is: all classes above it that ``nhv.ttl`` names, by IRI.

    Classes of other vocabularies have none here.  Raises ValueError where an IRI of our namespace
    is no class of the ontology.
    """
    parents = _parents()
    if cls not in parents:
        if cls.value.startswith(str(NHV)):
            classes = [curie(name.value) for name in parents]
            near = did_you_mean(curie(cls.value), classes)
            raise ValueError(f"{curie(cls.value)} is no class; {near}")
        return ()
    found: set[NamedNode] = set()
    waiting = [cls]
    while waiting:
        new = parents.get(waiting.pop(), frozenset()) - found
        found |= new
        waiting += new
    return tuple(sorted(found, key=lambda node: node.value))


def subclasses(cls: NamedNode) -> tuple[NamedNode, ...]:
    """Find the classes of ``nhv.ttl`` below a class, in the order of the file."""
    return tuple(own for own in _parents() if cls in superclasses(own))


@cache
def functional() -> frozenset[NamedNode]:
    """Find the properties that can have one value only: ``owl:FunctionalProperty``."""
    return frozenset(_of_class(OWL.FunctionalProperty))


@cache
def relations() -> frozenset[NamedNode]:
    """Find the properties whose values are things: the ``owl:ObjectProperty`` of ``nhv.ttl``."""
    return frozenset(_of_class(OWL.ObjectProperty))


@cache
def defining(cls: NamedNode) -> frozenset[NamedNode]:
    """Find the properties by which a thing of a class is stated or inferred, if it has any."""
    said = values("nhv.ttl", NHV.definingProperty).get(cls, ())
    return frozenset(value for value in said if isinstance(value, NamedNode))


def derived() -> frozenset[NamedNode]:
    """Find the classes and properties that rules write: those of ``nhv:derived``."""
    return frozenset(values("nhv.ttl", NHV.derived))


def concepts(scheme: str) -> Mapping[str, NamedNode]:
    """List the values of a property that has a set list of them, by notation, in order.

    The scheme is the property's local name, such as ``"supplyKind"``; also ``"step"`` and
    ``"programme"``.  Raises ValueError on an unknown one; the message names the nearest.
    """
    schemes = _schemes()
    if scheme not in schemes:
        raise ValueError(f"no list of values '{scheme}'; {did_you_mean(scheme, schemes)}")
    return schemes[scheme]


def concept(scheme: str, value: str) -> NamedNode:
    """Find the concept of a scheme for a word: ``preparation group`` of ``bodyType``.

    The word is its notation, local name, label in either language or another accepted one; case,
    blanks, hyphens and diacritics do not matter.  Raises ValueError where the scheme has no such
    value; the message names the nearest.
    """
    notations = concepts(scheme)
    found = notations.get(value) or _words()[scheme].get(kebab(value))
    if found is None:
        near = did_you_mean(kebab(value), notations)
        raise ValueError(f"'{value}' is no value of {scheme}; {near}")
    return found


def ontology_files() -> tuple[Path, ...]:
    """Find the Turtle files of the words: no shapes, which are rules about data."""
    return tuple(_FOLDER / name for name in ("nhv.ttl", "schemes.ttl", "alignments.ttl"))


@cache
def _by_namespace() -> Mapping[str, str]:
    return {namespace: prefix for prefix, namespace in PREFIXES.items()}


@cache
def _own_terms() -> Mapping[str, NamedNode]:
    own = PREFIXES["nhv"]
    subjects = (node for name in ("nhv.ttl", "schemes.ttl") for node in values(name, RDF.type))
    return {node.value.removeprefix(own): node for node in subjects if node.value.startswith(own)}


NHV = Vocabulary("nhv", PREFIXES["nhv"], _own_terms)


@cache
def triples(name: str) -> tuple[Triple, ...]:
    """The statements of a file of the words, in its order."""
    quads = parse(path=str(_FOLDER / name), format=RdfFormat.TURTLE)
    return tuple(quad.triple for quad in quads)


def values(name: str, predicate: NamedNode) -> Mapping[NamedNode, list[NamedNode | Literal]]:
    """The values of a property in a file of the words, by what has it; in the order of the file."""
    return _index(name).get(predicate, {})


@cache
def _index(name: str) -> Mapping[NamedNode, Mapping[NamedNode, list[NamedNode | Literal]]]:
    found: dict[NamedNode, dict[NamedNode, list[NamedNode | Literal]]] = {}
    for subject, predicate, value in triples(name):
        assert isinstance(subject, NamedNode)
        assert isinstance(value, NamedNode | Literal)
        found.setdefault(predicate, {}).setdefault(subject, []).append(value)
    return found


def _of_class(cls: NamedNode) -> list[NamedNode]:
    return [node for node, classes in values("nhv.ttl", RDF.type).items() if cls in classes]


@cache
def _parents() -> Mapping[NamedNode, frozenset[NamedNode]]:
    above = values("nhv.ttl", RDFS.subClassOf)
    classes = dict.fromkeys((*_of_class(OWL.Class), *above))
    return {
        cls: frozenset(one for one in above.get(cls, ()) if isinstance(one, NamedNode))
        for cls in classes
    }


@cache
def _schemes() -> Mapping[str, Mapping[str, NamedNode]]:
    """Scheme notation -> concept notation -> concept."""
    notations = {node: first.value for node, (first, *_) in
                 values("schemes.ttl", SKOS.notation).items()}  # fmt: skip
    members: dict[str, dict[str, NamedNode]] = {}
    for member, schemes in values("schemes.ttl", SKOS.inScheme).items():
        for scheme in schemes:
            assert isinstance(scheme, NamedNode)
            members.setdefault(notations[scheme], {})[notations[member]] = member
    return {scheme: MappingProxyType(listed) for scheme, listed in members.items()}


@cache
def _words() -> Mapping[str, Mapping[str, NamedNode]]:
    """Scheme notation -> every accepted word, folded -> concept. Notations come first."""
    words = {scheme: dict(listed) for scheme, listed in _schemes().items()}
    labels = [
        values("schemes.ttl", name) for name in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
    ]
    for scheme, listed in _schemes().items():
        for member in listed.values():
            for label in (label for named in labels for label in named.get(member, ())):
                words[scheme].setdefault(kebab(label.value), member)
    return words
