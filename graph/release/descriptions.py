"""What describes a release: each description is a template of ``templates/``, in its own form.

Catalogues read DCAT, programs of linked data VoID, archives RO-Crate and Zenodo's metadata; PROV
says how the release was made, the READMEs what is in it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from jinja2 import Environment
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from graph.base.files import templates
from graph.base.statements import Statements
from graph.base.words import Pair
from graph.engines.values import BETWEEN
from graph.release.about import CC0, CC_BY, WORDS
from loaders.publishing.canonical_turtle import turtle
from ontology import terms
from ontology.terms import BASE, NHV, OWL, PREFIXES, RDFS, SKOS, XSD, curie, expand

VOCABULARIES: Mapping[str, str] = {
    **PREFIXES,
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
}
_LINKS = {
    OWL.sameAs, RDFS.subClassOf, RDFS.subPropertyOf, SKOS.exactMatch, SKOS.closeMatch,
    SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch,
}  # fmt: skip
_EXAMPLES = (NHV.CareArea, NHV.Permit, NHV.Region, NHV.Source)


def described(template: str, **values: Any) -> bytes:
    """Fill a template of ``templates/`` in.

    Turtle and JSON come out in the one way of writing them, whatever the template's spaces and
    order.
    """
    if template.endswith(".ttl"):
        return turtle(statements(template, **values), VOCABULARIES)
    text = _environment().get_template(template).render(values)
    if template.endswith(".json"):
        return (json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n").encode()
    return text.encode()


def statements(template: str, **values: Any) -> list[Triple]:
    """What a template of Turtle says, filled in."""
    heads = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in VOCABULARIES.items())
    text = _environment().get_template(template).render(values)
    parsed = parse(heads + text, format=RdfFormat.TURTLE, base_iri=BASE)
    return [quad.triple for quad in parsed]


def counted(held: Statements) -> dict[str, Any]:
    """What ``void.ttl`` takes besides: examples of things, and the counts of data and ontology."""
    examples = [thing for kind in _EXAMPLES for thing in held.of_class(kind)[:1]]
    words = (quad.triple for path in terms.ontology_files() for quad in parse(path=str(path)))
    return {"examples": examples, "data": _counts(held), "ontology": _counts(Statements(words))}


def _counts(held: Statements) -> dict[str, Any]:
    """How much there is of what, what it links to, and whose words it uses."""
    subjects = list(held.things())
    classes = sorted(
        {term for subject in subjects for term in held.nodes(subject, terms.RDF.type)}, key=str
    )
    uses = Counter(prop for _, prop, _ in held)
    links = Counter(
        (prop, _space(value))
        for _, prop, value in held
        if prop in _LINKS and isinstance(value, NamedNode) and not value.value.startswith(BASE)
    )
    return {
        "triples": len(held),
        "entities": sum(subject.value.startswith(BASE) for subject in subjects),
        "subjects": len(subjects),
        "objects": len({value for _, _, value in held}),
        "classes": [(term, len(held.of_class(term))) for term in classes],
        "properties": [(p, n, len(held.having(p))) for p, n in sorted(uses.items(), key=str)],
        "links": [(*link, n) for link, n in sorted(links.items(), key=str)],
        "vocabularies": sorted(map(_space, {*uses, *classes})),
    }


@cache
def _environment() -> Environment:
    environment = templates("graph.release")
    environment.globals |= {
        "base": BASE,
        "eu": "http://publications.europa.eu/resource/authority/",
        "CC_BY": CC_BY,
        "CC0": CC0,
        "BETWEEN": BETWEEN,
        "words": WORDS,
        "expand": expand,
        "say": WORDS.say,
        "json": partial(json.dumps, ensure_ascii=False),
        "both": _both,
        "text": lambda text: str(Literal(text)),
        "day": lambda day: str(Literal(str(day), datatype=XSD.date)),
        "slug": lambda term: _plain(curie(term.value).replace(":", "-")),
        "plain": _plain,
        "zip": zip,
    }
    return environment


def _both(text: str | Pair, after: str = "") -> str:
    """A text, or a key of ``words.toml``, in both languages as Turtle says it."""
    sv, en = (f"{t} {after}".rstrip() for t in (WORDS[text] if isinstance(text, str) else text))
    return f"{Literal(sv, language='sv')}, {Literal(en, language='en')}"


def _space(iri: NamedNode) -> str:
    return iri.value[: max(iri.value.rfind("#"), iri.value.rfind("/")) + 1]


def _plain(text: str) -> str:
    return "".join(c if c.isalnum() or c in "-." else "-" for c in text)
