"""What an assistant can do with the graph: find, ask, explain, compare, read the words, query.

Each tool takes and returns plain JSON. A result says what was counted, carries its sources with
lines and certainty, and how to cite it; long ones come in pages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property, wraps
from typing import Annotated, Any

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from graph.base.problems import BadParameter, GraphError
from graph.knowledge_graph import KnowledgeGraph, catalogues
from graph.phrases.following import understood
from graph.phrases.reading import Reader
from graph.service.serve.answering import Query
from graph.service.serve.http import Refused
from graph.service.serve.workers import Pool
from graph.view.citations import ADDED, BETWEEN
from graph.view.view import Lang

PAGE = 50
_MOST = 200
_JSON = "application/sparql-results+json"

Offset = Annotated[int, Field(ge=0, description="The first row; `next` begins the next page.")]
Limit = Annotated[int, Field(ge=1, le=_MOST, description="How many rows.")]
Language = Annotated[Lang, Field(description="Language of labels and sentences.")]
Day = Annotated[str | None, Field(description="A day such as 2024, 2024-06 or 2024-06-12.")]


def _in_a_sentence(tool: Callable[..., Any]) -> Callable[..., Any]:
    """A tool whose failures reach the assistant as the sentence that they are for people."""

    @wraps(tool)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            return tool(*args, **kwargs)
        except (GraphError, ValueError, LookupError) as error:
            raise ToolError(str(error)) from None

    return guarded


class Tools:
    """The tools, for one open graph.

    Queries go to the pool, which ends those that take too long, and are answered from the store in
    ``place``; phrases are said ``today``.
    """

    def __init__(self, kg: KnowledgeGraph, pool: Pool, place: str, today: date) -> None:
        self._kg, self._pool, self._place, self._today = kg, pool, place, today

    def every(self) -> Sequence[Callable[..., Any]]:
        """The tools in the order in which an assistant should read of them."""
        tools: tuple[Callable[..., Any], ...] = (
            self.ask_in_words, self.questions, self.ask, self.find, self.explain,
            self.compare, self.cite, self.vocabulary,
        )  # fmt: skip
        return (*map(_in_a_sentence, tools), self.query)

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self._kg, catalogues(), self._today)

    def find(
        self,
        name: Annotated[str, Field(description="A name in any spelling, or part of a phrase.")],
        lang: Language = "sv",
    ) -> dict[str, Any]:
        """Find the things that a name means: areas, regions, hospitals, bodies, persons."""
        found = self._reader.named(name)
        if not found:
            found = [self._kg.find(name)]
        view = self._kg.at(lang=lang)
        return {"things": [{"id": thing, "label": view.label(thing)} for thing in found]}

    def questions(
        self,
        search: Annotated[str | None, Field(description="Words the questions are about.")] = None,
        lang: Language = "sv",
    ) -> dict[str, Any]:
        """List the questions of the catalogue with their parameters, the best fit first."""
        return {
            "questions": [
                {
                    "name": asked.name,
                    "asks": asked.text(lang),
                    "note": asked.note(lang),
                    "parameters": {
                        p.name: {
                            "kind": p.kind,
                            "optional": p.optional,
                            "default": p.default or None,
                        }
                        for p in asked.params
                    },
                }
                for asked in self._kg.questions(search)
            ]
        }

    def ask(
        self,
        question: Annotated[str, Field(description="A question's name; see questions.")],
        parameters: Annotated[
            dict[str, str], Field(description="Its parameters; things by any of their names.")
        ] = {},  # noqa: B006 - never changed, and shown in the schema
        as_of: Day = None,
        known_at: Day = None,
        lang: Language = "sv",
        offset: Offset = 0,
        limit: Limit = PAGE,
    ) -> dict[str, Any]:
        """Ask a question of the catalogue: rows, what was counted, and the sources of each row."""
        days = {"as_of": as_of, "known_at": known_at}
        given: dict[str, Any] = {**parameters}
        given |= {name: day for name, day in days.items() if day is not None}
        try:
            table = self._kg.answer(question, evidence=True, lang=lang, **given)
            cells = list(zip(*map(table.column, ADDED), strict=True))
        except BadParameter:  # each row counts many facts; what else is wrong is told again
            table, cells = self._kg.answer(question, lang=lang, **given), []
        plain = table.without(ADDED)
        return {
            **_page(plain.columns, plain.values(), offset, limit),
            "headings": dict(plain.headings),
            "note": plain.note,
            "sources": [_sources(row) for row in cells[offset : offset + limit]],
            "cite": self._cited(question),
        }

    def ask_in_words(
        self,
        phrase: Annotated[str, Field(description="A question in plain Swedish or English.")],
        lang: Language = "sv",
        offset: Offset = 0,
        limit: Limit = PAGE,
    ) -> dict[str, Any]:
        """Read a phrase as a question with parameters, say how it was understood, and answer it.

        What the graph cannot answer (waiting times, numbers of patients, outcomes of care) is said
        so, with the nearest that it can.
        """
        reading, *others = self._reader.read(phrase)
        said = {
            "understood": understood(self._kg.at(lang=lang), reading),
            "target": reading.target,
            "parameters": dict(reading.params),
            "left_out": list(reading.left_out),
            "nearest": list(reading.nearest),
            "or": [{"target": o.target, "parameters": dict(o.params)} for o in others],
        }
        kind, _, name = reading.target.rpartition(":")
        params = dict(reading.params)
        if kind == "question":
            return {**said, **self.ask(name, params, lang=lang, offset=offset, limit=limit)}
        if name == "explain":
            return {**said, **self.explain(params["thing"], lang, offset, limit)}
        if name == "compare":
            return {**said, **self.compare(**params, lang=lang, offset=offset, limit=limit)}
        if name == "status":
            return {**said, "text": str(self._kg.at(lang=lang).status())}
        return said

    def explain(
        self,
        thing: Annotated[str, Field(description="A thing by any of its names.")],
        lang: Language = "sv",
        offset: Offset = 0,
        limit: Limit = PAGE,
    ) -> dict[str, Any]:
        """Say how a thing is known: every value with its source, lines, date and certainty."""
        said = self._kg.at(lang=lang).explain(thing)
        page = _page(said.table.columns, said.table.values(), offset, limit)
        lead = list(map(str, said.lead))
        return {"thing": said.title, "says": lead, **page, "cite": self._cited(said.title)}

    def compare(
        self,
        earlier: Annotated[str, Field(description="The first day.")],
        later: Annotated[str, Field(description="The second day.")],
        by: Annotated[
            str, Field(description="known_at: what documents said; as_of: what held.")
        ] = "known_at",
        lang: Language = "sv",
        offset: Offset = 0,
        limit: Limit = PAGE,
    ) -> dict[str, Any]:
        """Say what changed between two days, in words, each change with its sources."""
        first, *lines = str(self._kg.at(lang=lang).compare(earlier, later, by)).splitlines()
        changes = [(line.removeprefix("- "),) for line in lines if line]
        page = _page(("change",), changes, offset, limit)
        return {"says": first, **page, "cite": self._cited("compare")}

    def cite(
        self,
        what: Annotated[str, Field(description="A thing, a fact or a question, by its name.")],
        parameters: Annotated[
            dict[str, str], Field(description="The parameters of the question, if it is one.")
        ] = {},  # noqa: B006 - never changed, and shown in the schema
        lang: Language = "sv",
    ) -> dict[str, Any]:
        """Say how to cite a fact, a thing or an answer: sentence, BibTeX, CSL-JSON, RIS."""
        found = self._kg.at(lang=lang).cite(what, **parameters)
        return {
            "sentence": found.sentence,
            "footnotes": found.footnotes,
            "bibtex": found.bibtex(),
            "csl": found.csl(),
            "ris": found.ris(),
        }

    def vocabulary(
        self,
        search: Annotated[str, Field(description="A word in a term's name or label.")] = "",
        lang: Language = "sv",
        offset: Offset = 0,
        limit: Limit = PAGE,
    ) -> dict[str, Any]:
        """List classes and properties for SPARQL: labels, definition, uses, an example."""
        words = self._kg.at(lang=lang).vocabulary(search or None)
        found = json.loads(words.to_json(orient="split"))
        return _page(found["columns"], found["data"], offset, limit)

    async def query(
        self,
        sparql: Annotated[str, Field(description="SELECT or ASK; the prefixes are known.")],
        offset: Offset = 0,
        limit: Limit = PAGE,
    ) -> dict[str, Any]:
        """Run a SPARQL query that only reads, within bounds of time, memory and length.

        Updates, SERVICE and files are refused. Use the questions where one fits: they count by the
        rules of the domain.
        """
        asked = Query(sparql, accept=_JSON)
        answer = await self._pool.answer(self._place, asked)
        if isinstance(answer, Refused):
            raise ToolError(answer.sentence)
        if not answer.content_type.startswith(_JSON):
            raise ToolError("CONSTRUCT and DESCRIBE give graphs; write SELECT or ASK")
        result = json.loads(answer.body)
        cite = self._cited("SPARQL")
        if "boolean" in result:
            return {"boolean": result["boolean"], "cite": cite}
        names = result["head"]["vars"]
        rows = [
            [row[name]["value"] if name in row else None for name in names]
            for row in result["results"]["bindings"]
        ]
        return {**_page(names, rows, offset, limit), "cite": cite}

    def _cited(self, what: str) -> str:
        graph = self._kg.at(lang="en").cite().sentence
        return f"“{what}”, as of {self._kg.as_of}. {graph}"


def _sources(cells: Sequence[Any]) -> list[dict[str, str]]:
    """What a row rests on, a citation each, from columns that join them."""
    columns = [str(cell or "").split(BETWEEN) for cell in cells]
    return [dict(zip(ADDED, one, strict=True)) for one in zip(*columns, strict=False)]


def _page(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], offset: int, limit: int
) -> dict[str, Any]:
    """Some rows of a table, and where the next page begins."""
    shown = [[_plain(cell) for cell in row] for row in rows[offset : offset + limit]]
    end = offset + len(shown)
    return {
        "columns": list(columns),
        "rows": shown,
        "offset": offset,
        "of": len(rows),
        "next": end if end < len(rows) else None,
    }


def _plain(cell: Any) -> Any:
    return cell if cell is None or isinstance(cell, (bool, int, float, str)) else str(cell)
