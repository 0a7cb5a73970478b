"""The whole site: pages of both languages, their files, the search, and the data to take home.

::

    index.html            the choice of language
    sv/…  en/…            the pages; a page has the same path in both
    assets/               one style sheet, the search and its lists
    ttl/<kind>/<name>.ttl the Turtle of what a page is about
    id/<kind>/<name>.…    what stands at the address of a thing: documents, a way to its place
    data/                 the graph and the ontology as files
    .kept/                steps through what was known, which the next site need not walk again

It is written beside its place and moved there whole. The same graph gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from graph.base.files import beside, remove_leftovers, take_place
from graph.base.problems import BadParameter
from graph.base.processes import spread
from graph.knowledge_graph import KnowledgeGraph
from graph.site.shares import Site, finish, make, shares

MARK = ".nhv-site"


def quiet(_: str) -> None:
    """Say nothing."""


def build_site(
    kg: KnowledgeGraph,
    folder: str | Path,
    *,
    site: str | None = None,
    jobs: int = 1,
    progress: Callable[[str], None] = quiet,
) -> Path:
    """Make the site of a view of the graph.

    Args:
        kg: The view: its day, its sources, with or without persons; both languages are made.
        folder: Where to; a site that is there is replaced whole.
        site: Where it will lie, if that is known: pages then say their full addresses.
        jobs: How many processes make it; the same site comes of any number.
        progress: Is told what is being done.

    Returns:
        The folder.

    Raises:
        BadParameter: If there is something else than a site in the folder, or if the address is
            none of the web.

    Example:
        >>> build_site(kg, "build/site", site="https://example.org/nhv")  # doctest: +SKIP
    """
    home = _home(site) if site else ""
    before = Path(folder).resolve()
    write = partial(_write, kg, before=before, home=home, jobs=jobs, progress=progress)
    return put_in_place(Path(folder), write)


def _home(site: str) -> str:
    """The address of a site with a slash at its end."""
    parts = urlsplit(site)
    plain = parts.netloc and parts.scheme in ("http", "https") and not parts.query + parts.fragment
    if not plain or not site.isascii() or any(sign in site for sign in ' "<>'):
        raise BadParameter(
            f"{site!r} is no address that a site can have; write one like https://example.org/nhv"
        )
    return site.rstrip("/") + "/"


def put_in_place(folder: Path, write: Callable[[Path], None]) -> Path:
    """Have a site written into an empty folder, and let it take the place of the one there is.

    Raises:
        BadParameter: If there is something else than a site in the folder.
    """
    if folder.exists() and not folder.is_dir():
        raise BadParameter(f"{folder} is a file; give a folder for the site")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise BadParameter(
            f"{folder} holds something else than a site of this program, which a new one would "
            "replace; give another folder, or empty this one"
        )
    folder = folder.resolve()
    remove_leftovers(folder)
    with beside(folder) as made:
        write(made)
        (made / MARK).touch()
        take_place(made, folder)
    return folder


def _write(
    kg: KnowledgeGraph,
    place: Path,
    *,
    before: Path,
    home: str,
    jobs: int,
    progress: Callable[[str], None],
) -> None:
    site = Site(kg, place, before, home)
    parts = shares()
    progress(f"site: {len(parts)} parts")
    made = {}
    for (_, share), found in spread(make, [(site, share) for share in parts], jobs):
        made[share] = found
        progress(f"site: {len(made)} of {len(parts)}: {share.told}")
    progress("site: lists, search and data")
    finish(site, {share: made[share] for share in parts})
    written = [path for path in place.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in written)
    html = sum(path.suffix == ".html" for path in written)
    progress(f"site: {html:,} pages, {len(written):,} files, {size / 1e6:.1f} MB")
