"""What describes a release: each description is a template of ``templates/``, in its own form.

Catalogues read DCAT, programs of linked data VoID, archives RO-Crate and Zenodo's metadata; PROV
says how the release was made, the READMEs what is in it.

For w3id.org there are rules for Apache, so that every address of the project leads somewhere: made
from the names of the data and the site's rule of where each thing stands. Where the site lies may
not be known: ``@SITE_BASE@`` stands in its place then, and the README beside the rules says so.
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
from graph.export.documents import THINGS, Belonging, belongings, one_page, own_pages
from graph.export.statement_files import FORMS
from graph.export.tables.fields import Field
from graph.release.about import CC0, CC_BY, WORDS, About
from loaders.publishing.canonical_turtle import turtle
from ontology import terms
from ontology.terms import BASE, KINDS, NHV, OWL, PREFIXES, RDFS, SKOS, XSD, curie, expand

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
        "BETWEEN": Field.between,
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


UNKNOWN = "@SITE_BASE@"
FOLDER = "w3id/nhv"


def htaccess(said: About, places: Mapping[NamedNode, str]) -> bytes:
    """The rules as a file for w3id.org, by where each thing stands on the site."""
    ways = belongings({thing.value.removeprefix(THINGS) for thing in places})
    # What belongs to things of any kind comes first: its owner may belong to another.
    owned = sorted(ways.values(), key=lambda way: (way.owner, way.kind))
    shared = one_page(places)
    return described(
        "w3id.htaccess",
        said=said,
        site=said.site or UNKNOWN,
        release=f"release/{said.label}",
        forms=tuple(FORMS),
        kinds=KINDS,
        together=[(f"^id/{kind}/.+$", path, f"id/{kind}") for kind, path in shared.items()],
        placed=list(filter(None, (_placed(way, places) for way in owned))),
        own_pages=own_pages(places),
        owned=[
            (f"^id/{way.pattern}$", f"id/{way.owner}/$1" if way.owner else "id/$1/$2")
            for way in owned
        ],
    )


def _placed(way: Belonging, places: Mapping[NamedNode, str]) -> tuple[str, str] | None:
    """A pattern of the names of a kind, and where each stands on its owner's page, if it does.

    Example:
        >>> cited = NamedNode(f"{THINGS}citation/plan.l2")
        >>> way = belongings(["citation/plan.l2"])["citation"]
        >>> _placed(way, {cited: "source/plan.html#c-plan.l2"})
        ('^id/citation/(([^./]+)(?:[.][^/]+)?)$', 'source/$2.html#c-$1')
    """
    start = f"{THINGS}{way.kind}/"
    here = {n.value.removeprefix(start): p for n, p in places.items() if n.value.startswith(start)}
    fragments = {
        path.partition("#")[2].removesuffix(slug)
        for slug, path in here.items()
        if path.startswith(f"{way.owner_of(slug)}.html#") and path.endswith(slug)
    }
    told = {
        slug for slug, path in here.items()
        if path == f"{way.owner_of(slug)}.html#{min(fragments, default='')}{slug}"
    }  # fmt: skip
    if not way.owner or told != here.keys():
        return None
    _, _, pattern = way.pattern.partition("/")
    return f"^id/{way.kind}/({pattern})$", f"{way.owner}/$2.html#{min(fragments)}$1"
