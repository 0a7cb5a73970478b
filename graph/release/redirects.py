"""What w3id.org needs so that every address of the project leads somewhere: rules for Apache.

The rules are made from the names of the data and the site's rule of where each thing stands.
Where the site lies may not be known: ``@SITE_BASE@`` stands in its place then, and the README
beside the rules says so.
"""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import NamedNode

from graph.export.documents import THINGS, Belonging, belongings, one_page, own_pages
from graph.export.statement_files import FORMS
from graph.release.about import About
from graph.release.descriptions import described
from ontology.terms import KINDS

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
