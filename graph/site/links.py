"""Where every page of the site lies, and how one page refers to another."""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import dirname, relpath
from types import MappingProxyType

from pyoxigraph import NamedNode


class Links:
    """The pages of one language, by what they are about.

    A page refers to others relatively, so that the site can be read from a disk, a stick or a
    folder on any server.

    Args:
        paths: The path of the page of every thing and term that has one, below the folder of
            the language; it may end in ``#…`` where something stands on another's page.
    """

    def __init__(self, paths: Mapping[NamedNode, str]) -> None:
        self.paths = MappingProxyType(dict(paths))

    def to(self, term: NamedNode, frm: str) -> str | None:
        """How a page refers to the page of a thing or term.

        Args:
            term: What to refer to.
            frm: The path of the page that refers, e.g. ``"area/dysmeli.html"``.

        Returns:
            A relative address in the same language; None where the term has no page.

        Example:
            >>> term = NamedNode("https://w3id.org/nhv/id/step/3")
            >>> Links({term: "step/3.html"}).to(term, "area/dysmeli.html")
            '../step/3.html'
        """
        path = self.paths.get(term)
        return None if path is None else between(frm, path)


def between(frm: str, to: str) -> str:
    """How one page refers to another of its language.

    Args:
        frm: The path of the page that refers.
        to: The path referred to; it may end in ``#…``.

    Example:
        >>> between("area/dysmeli.html", "index.html")
        '../index.html'
    """
    path, hash_, place = to.partition("#")
    if path == frm and place:
        return f"#{place}"
    return relpath(path, dirname(frm) or ".") + hash_ + place


def root(path: str) -> str:
    """How a page refers to the folder of the whole site.

    Example:
        >>> root("area/dysmeli.html")
        '../../'
    """
    return "../" * (path.count("/") + 1)
