"""What w3id.org needs so that every address of the project leads somewhere: rules for Apache.

The rules are one list, written as ``.htaccess``.  Where the site lies is not known here: without
an address, ``@SITE_BASE@`` stands in its place, and the README beside the rules says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.release.about import About
from ontology.terms import BASE, KINDS

UNKNOWN = "@SITE_BASE@"
FOLDER = "w3id/nhv"

_SLUG = "[a-z0-9]+(?:[._-][a-z0-9]+)*"
_PART = "[a-z0-9_-]+"
DERIVED = ("period", "held", "standing", "term")
"""The kinds of what follows by a rule: their names begin with that of what they belong to."""
_BELONGING = (
    (f"^id/held/{_PART}\\.({_PART})\\.{_PART}$", "area/$1"),
    (f"^id/standing/({_SLUG})\\.[0-9]+$", "area/$1"),
    (f"^id/term/({_SLUG})\\.[0-9]+$", "permit/$1"),
    (f"^id/period/held\\.{_PART}\\.({_PART})\\.{_PART}\\.[0-9]+$", "area/$1"),
    (f"^id/period/({_PART})\\.({_SLUG})\\.[0-9]+$", "$1/$2"),
)
_ACCEPT, _LANGUAGE = "%{HTTP_ACCEPT}", "%{HTTP:Accept-Language}"
# A client that names one of these wants it; all others (browsers, */*) get a page.
_RDF = (
    ("ttl", "text/turtle"),
    ("rdf", "application/rdf\\+xml"),
    ("jsonld", "application/ld\\+json"),
)
_VERSION = r"[0-9]+\.[0-9]+\.[0-9]+[a-z0-9.-]*"


@dataclass(frozen=True)
class Rule:
    """One redirect.

    Attributes:
        pattern: What comes after ``https://w3id.org/nhv/``, as a regular expression.
        target: Where it leads, below the address of the site.
        when: A variable of the server and what it must match; empty for always.
    """

    pattern: str
    target: str
    when: tuple[str, str] | None = None

    def lines(self, site: str) -> str:
        """The rule as Apache reads it."""
        condition = f"RewriteCond {self.when[0]} {self.when[1]} [NC]\n" if self.when else ""
        return f"{condition}RewriteRule {self.pattern} {site}/{self.target} [R=303,NE,L]\n"


def rules(said: About) -> Iterator[tuple[str, tuple[Rule, ...]]]:
    """All redirects, in the order in which they are tried, under a heading each.

    Args:
        said: The release whose files are the newest.
    """
    release = f"release/{said.label}"
    yield "the start page", tuple(_pages("^$", "index.html"))
    yield (
        "the ontology: the newest version",
        (
            *_forms("^ontology/?$", f"{release}/ontology/nhv"),
            *_pages("^ontology/?$", "vocabulary.html"),
            *_forms("^ontology/(schemes|alignments)$", f"{release}/ontology/$1"),
            *_pages("^ontology/(?:schemes|alignments)$", "vocabulary.html"),
            Rule("^shapes/?$", f"{release}/ontology/shapes.ttl"),
        ),
    )
    yield (
        "the ontology: a version; without a wish for a form, Turtle",
        (
            *_forms(f"^ontology/({_VERSION})/?$", "release/$1/ontology/nhv"),
            Rule(f"^ontology/({_VERSION})/?$", "release/$1/ontology/nhv.ttl"),
            *_forms(f"^ontology/({_VERSION})/(schemes|alignments)$", "release/$1/ontology/$2"),
            Rule(f"^ontology/({_VERSION})/(schemes|alignments)$", "release/$1/ontology/$2.ttl"),
            Rule(f"^shapes/({_VERSION})/?$", "release/$1/ontology/shapes.ttl"),
        ),
    )
    yield (
        "what follows by a rule: what it belongs to; an area held stands on the page of its area",
        tuple(
            rule
            for pattern, target in _BELONGING
            for rule in (
                Rule(pattern, f"ttl/{target}.ttl", (_ACCEPT, "text/turtle")),
                *_pages(pattern, f"{target}.html"),
            )
        ),
    )
    things = f"^id/({'|'.join(k for k in KINDS if k not in DERIVED)})/({_SLUG})$"
    yield (
        "things: their Turtle, or their page",
        (
            Rule(things, "ttl/$1/$2.ttl", (_ACCEPT, "text/turtle")),
            *_pages(things, "$1/$2.html"),
        ),
    )
    yield (
        "releases, their description and their graphs",
        (
            Rule("^release/(.+)$", "release/$1"),
            Rule("^(?:dataset|catalog)$", f"{release}/dcat.ttl"),
            Rule("^graph/.+$", f"{release}/data/nhv.trig"),
        ),
    )


def htaccess(said: About) -> bytes:
    """The rules as a file for w3id.org.

    Args:
        said: The release.
    """
    site = said.site or UNKNOWN
    lines = [
        f"# {BASE}: redirects of NHV Graph {said.label}. README.md beside this file explains.",
        "Options -MultiViews",
        "RewriteEngine on",
        "Header set Access-Control-Allow-Origin *",
        "Header set Vary Accept,Accept-Language",
    ]
    for heading, group in rules(said):
        lines += ["", f"# {heading[0].upper()}{heading[1:]}", *(r.lines(site) for r in group)]
    return ("\n".join(line.rstrip("\n") for line in lines) + "\n").encode()


def _forms(pattern: str, stem: str) -> Iterator[Rule]:
    for suffix, media in _RDF:
        yield Rule(pattern, f"{stem}.{suffix}", (_ACCEPT, media))


def _pages(pattern: str, path: str) -> Iterator[Rule]:
    yield Rule(pattern, f"sv/{path}", (_LANGUAGE, "^sv"))
    yield Rule(pattern, f"en/{path}")
