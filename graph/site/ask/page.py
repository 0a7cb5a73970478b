"""The page itself, in the language of a view: the form, before its scripts fill it in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.questions.catalogue import catalogue
from graph.site.ask.data import SCRIPTS
from graph.site.ask.past import days
from graph.site.parts import Page
from graph.site.words import say

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

PATH = "ask.html"
_TOKEN = re.compile(r"\$\w+")


def page(kg: KnowledgeGraph) -> Page:
    """The page of a view, in its language."""
    lang = kg.lang
    questions = [(one.name, _TOKEN.sub("…", one.text(lang))) for one in catalogue().values()]
    return Page(
        path=PATH,
        title=say("asking.title", lang),
        summary=say("asking.summary", lang),
        template="ask.html",
        content={
            "questions": questions,
            "past": sorted({f"{day.year - 1}-12-31" for day in days(kg)}, reverse=True),
            "newest": kg.as_of.isoformat(),
            "scripts": SCRIPTS,
        },
        computes=True,
    )
