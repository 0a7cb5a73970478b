"""The page itself, in the language of a view: the form, before its scripts fill it in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.questions.catalogue import catalogue
from graph.site.ask.data import SCRIPTS
from graph.site.parts import Page
from graph.site.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.knowledge_graph import KnowledgeGraph
    from graph.site.ask.views import PastView

PATH = "ask.html"
_TOKEN = re.compile(r"\$\w+")


def page(kg: KnowledgeGraph, asked: Sequence[PastView]) -> Page:
    """The page.

    Args:
        kg: The view, in the language of the page.
        asked: The views that can be asked, the whole first.
    """
    lang = kg.lang
    questions = [(one.name, _TOKEN.sub("…", one.text(lang))) for one in catalogue().values()]
    return Page(
        path=PATH,
        title=say("asking.title", lang),
        summary=say("asking.summary", lang),
        template="ask.html",
        content={
            "questions": questions,
            "past": [view.kg.known_at for view in asked if view.kg.known_at != kg.known_at],
            "newest": kg.as_of.isoformat(),
            "scripts": SCRIPTS,
        },
        computes=True,
    )
