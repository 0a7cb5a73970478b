"""What the search of the site knows: one line for each page, as a script that needs no server.

A page opened from a disk may not read other files, but it may load a script beside it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from graph.engines.differences import swedish
from graph.site.page import Page

LONGEST = 140


def index(pages: Sequence[Page], lang: str) -> bytes:
    """The index of the pages of a language.

    Args:
        pages: The pages.
        lang: Their language.

    Returns:
        A script that lays the list down as ``nhvPages``: title, path, kind, summary, further words.
    """
    rows = [
        json.dumps(
            [page.title, page.path, page.kind, _short(page.summary), page.keywords],
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for page in in_order(pages)
    ]
    # Nothing in the list can be taken for HTML, wherever it may be pasted.
    listed = ",\n".join(rows).replace("<", "\\u003c")
    return f'const nhvLang="{lang}";\nconst nhvPages=[\n{listed}\n];\n'.encode()


def by_kind(pages: Sequence[Page], otherwise: str) -> list[tuple[str, list[Page]]]:
    """The pages under their headings, for those who have no scripts.

    Args:
        pages: The pages of a language.
        otherwise: The heading of pages of no kind.
    """
    found: dict[str, list[Page]] = {}
    for page in in_order(pages):
        found.setdefault(page.kind or otherwise, []).append(page)
    return sorted(found.items(), key=lambda item: swedish(item[0]))


def in_order(pages: Sequence[Page]) -> list[Page]:
    """Pages by their titles, in the order of the Swedish alphabet."""
    return sorted(pages, key=lambda page: (swedish(page.title), page.path))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
