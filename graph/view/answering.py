"""The answers of a view, with what was counted, and, where one is empty, why.

An empty table alone says neither.  The sentences here name the question, the day
and the sources that it was asked of, and look whether a later day or all sources
would have an answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import Literal, NamedNode

from graph.base.problems import BadParameter, GraphError, QueryError, as_text
from graph.base.words import words_of
from graph.engines.frames import Table
from graph.engines.protocol import answer
from graph.engines.sparql import GRAPH_FORMS, form, parameters, tokens
from graph.lookup.names import kinds
from graph.questions import catalogue
from graph.questions.parameter import plain, several, truth
from graph.questions.question import ENTITY, Question
from graph.view.citations import with_evidence
from graph.view.counting import lines_under
from graph.view.doubts import causes, lost
from graph.view.rates import with_rates
from graph.view.view import View
from ontology import terms
from ontology.spelling import did_you_mean
from ontology.terms import BASE, DCTERMS, RDFS, SKOS

if TYPE_CHECKING:
    from graph.engines.answer import Answer
    from graph.engines.rdf import Part

Count = Callable[[View], int]
_WORDS = words_of("graph.view")


class Cells(NamedTuple):
    """How names, and several values in one column, stand in an answer."""

    ids: bool = False  # each column of names has one of ids beside it, as ``holder_id``
    long: bool = False  # rows with several values in a column are a row for each
    lists: bool = False  # such values are parted so that a data frame makes lists of them

    @classmethod
    def meant(cls, **given: object) -> Cells:
        """What a call says of them; raises BadParameter if something is neither true nor false."""
        return cls(**{name: truth(name, value) for name, value in given.items()})


_PLAIN = Cells()


def answered(view: View, name: str, params: Mapping[str, object], cells: Cells = _PLAIN) -> Table:
    """Ask a question of the catalogue; see :meth:`KnowledgeGraph.ask`.

    The column ``entity`` comes first, if the question has it, then what it cites beside that, then
    the columns that it declares; the note says what was counted and, of an empty answer, why.
    """
    asked = catalogue.question(name)
    asked = asked.with_ids() if cells.ids else asked
    asked = asked._replace(join=() if cells.long else asked.join, lists=cells.lists)
    table = _each(view, asked, params)
    table = with_rates(view, asked, _explained(view, asked, params, table))
    return table.described(table.headings, lines_under(view, asked, params, table.note))


def _each(view: View, asked: Question, params: Mapping[str, object]) -> Table:
    """The answers for each value of a list together.

    Where no column says which of several values a row is for, one is put in front.
    """
    calls = asked.calls(params)
    queries = [asked.bound(call, view.names, view.as_of, view.lang) for call in calls]
    answers = [view.engine.select(query) for query in queries]
    if len(calls) == 1:
        return asked.finish(answers[0], view.lang)
    shown = {column.name for column in asked.columns}
    lists = [name for name in calls[0] if several(params[name]) is not None and name not in shown]
    if not lists:
        rows = dict.fromkeys(row for answer in answers for row in answer.rows)
        return asked.finish(replace(answers[0], rows=list(rows)), view.lang)
    tables = []
    for call, rows_of_call in zip(calls, answers, strict=True):
        table = asked.finish(rows_of_call, view.lang)
        for name in lists:
            table = table.with_column(name, [_given(view, asked, name, call)] * len(table.rows))
        tables.append(table)
    rows = dict.fromkeys(row for table in tables for row in table.rows)
    cited = [name for name in (ENTITY, *asked.cites) if name in table.columns]
    front = [*dict.fromkeys(cited), *lists]
    rest = [name for name in table.columns if name not in front]
    return replace(table, rows=list(rows)).only([*front, *rest])


def _given(view: View, asked: Question, name: str, call: Mapping[str, object]) -> Literal:
    """What a value of a list is called."""
    kind = next(param.kind for param in asked.params if param.name == name)
    text = str(call[name])
    return Literal(view.label(view.find(text, kind)) if kind in kinds() else text)


def plainly_answered(
    view: View, name: str, params: Mapping[str, object], cells: Cells = _PLAIN
) -> Table:
    """The same without what is cited (see :func:`answered`)."""
    asked = catalogue.question(name)
    shown = {column.name for column in asked.columns}
    cited = {ENTITY, *asked.cites} - shown
    return answered(view, name, params, cells).without(cited)


def is_phrase(name: object) -> bool:
    """Whether what is asked is words to be read, and not the name of a question."""
    return " " in as_text("the name of a question", name).strip()


def alone(phrase: str, params: Mapping[str, object], **options: object) -> str:
    """A phrase; raises BadParameter if it comes with what it would not heed."""
    if beside := [*params, *(name for name, value in options.items() if truth(name, value))]:
        what = f"a phrase says all that is asked, and takes no {' or '.join(beside)}"
        raise BadParameter(f"{what}; say it in the phrase, or ask a question by its name")
    return phrase


def shown(
    view: View, name: str, params: Mapping[str, object], cells: Cells, evidence: bool
) -> Table:
    """The answer to a question as a user sees it, on request with what each row rests on."""
    if not truth("evidence", evidence):
        return plainly_answered(view, name, params, cells)
    table = answered(view, name, params, cells)
    return with_evidence(view, table, catalogue.question(name).cites)


def framed(name: str, params: Mapping[str, object], table: Table, cells: Cells) -> Answer:
    """The same as a data frame, which knows what was asked and, on request, has lists in cells."""
    answer = table.frame()
    answer.attrs["asked"] = {"question": name, **{k: str(v) for k, v in params.items()}}
    if not cells.lists or cells.long:
        return answer
    from graph.engines.answer import listed

    joined = catalogue.question(name).join
    return listed(answer, [c for c in answer.columns if c.removesuffix("_id") in joined])


def worded(kg: View, asked: Question, values: Mapping[str, object]) -> str:
    """A question in the view's language, with what its parameters were given."""

    def text(match: re.Match[str]) -> str:
        given = {"as_of": kg.as_of.isoformat(), "lang": kg.lang, **values}.get(match[1])
        if given is None:
            return _WORDS.say("empty.any", kg.lang)
        return ", ".join(map(str, several(given) or [given]))

    return re.sub(r"\$(\w+)", text, asked.text(kg.lang))


def _explained(kg: View, asked: Question, values: Mapping[str, object], table: Table) -> Table:
    """An empty answer of the catalogue with a note that says why; others as they are."""
    if table.rows:
        return table

    def count(view: View) -> int:
        return len(_each(view, asked, values).rows)

    wording = worded(kg, asked, values)
    sentence = why(kg, f"“{wording}”", count, by_day=asked.by_day)
    return replace(table, note=f"{sentence} {table.note}".strip())


def rows_of(kg: View, sparql: str, values: Mapping[str, object]) -> Table:
    """The answer to a query that gives rows (see :func:`of_query`); QueryError for others."""
    if form(as_text("a query", sparql)) in GRAPH_FORMS:
        what = f"{form(sparql)} gives statements and no rows"
        raise QueryError(f"{what}; kg.construct(query) has them as a graph")
    return of_query(kg, sparql, values)


def no_query(text: str) -> str:
    """A text that is to be a name or a phrase; raises QueryError if it is a query."""
    asked = form(text)
    if asked and "{" in text:
        door = "kg.construct" if asked in GRAPH_FORMS else "kg.query"
        raise QueryError(f"this is a query in SPARQL; ask it with {door}(…), or nhv query")
    return text


def of_query(kg: View, sparql: str, values: Mapping[str, object]) -> Table:
    """The answer to a query with a note: why it is empty, or what it may lack."""
    table = kg.select(sparql, **values)
    if not table.rows:
        sentences = [empty_query(kg, sparql, values)]
    elif len(table.rows) == 1 and not any(table.values()[0]):
        # No, or a count of nothing, is an empty answer in other words.
        sentences = _doubts(kg, sparql, values)
    else:
        sentences = lost(kg, kg.bound(sparql, values))
        if columns := ", ".join(table.as_written()):
            sentences.insert(0, _WORDS.say("as_written", kg.lang, columns))
    if "overlay:" in sparql and any(joined.notes for joined in kg.overlays):
        sentences.append(_WORDS.say("overlay_notes", kg.lang))
    return replace(table, note=" ".join([*sentences, table.note]).strip())


def _doubts(kg: View, sparql: str, values: Mapping[str, object]) -> list[str]:
    """What lies in the query itself, if it finds nothing."""
    bound = kg.bound(sparql, values)
    return [*causes(kg, bound), *_strangers(kg, sparql), *lost(kg, bound)]


def empty_query(kg: View, sparql: str, values: Mapping[str, object]) -> str:
    """Why nothing fits a query, and what another view would give."""
    asked = _WORDS.say("empty.query", kg.lang)
    by_day = "as_of" in parameters(sparql) and "as_of" not in values
    known = _doubts(kg, sparql, values)

    def count(view: View) -> int:
        return len(answer(view.engine, view.bound(sparql, values)).rows)

    return why(kg, asked, count, by_day=by_day, causes=known, otherwise="empty.otherwise")


def why(
    kg: View,
    asked: str,
    count: Count,
    *,
    by_day: bool,
    causes: Sequence[str] = (),
    otherwise: str = "empty.nothing",
) -> str:
    """Why an answer is empty, and what another view would give.

    ``asked`` says what was asked, ``count`` counts the answer in another view, ``by_day`` tells
    whether it depends on the day.  ``causes`` lie in the question itself; ``otherwise`` is the
    sentence where nothing explains it.
    """
    lang, when, reasons = kg.lang, [], []
    if by_day:
        when.append(_WORDS.say("empty.day", lang, kg.as_of))
    if kg.known_at is not None:
        when.append(_WORDS.say("empty.known", lang, kg.known_at))
    view = f" ({', '.join(when)})" if when else ""
    newest = kg.at(as_of=None)
    if by_day and newest.as_of != kg.as_of and (found := _counted(count, newest)):
        reasons.append(_WORDS.say("empty.other_day", lang, newest.as_of, found))
    undated = [joined.name for joined in kg.overlays if joined.date is None]
    if kg.known_at is not None:
        if found := _counted(count, kg.at(known_at=None)):
            reasons.append(_WORDS.say("empty.all_sources", lang, found))
        if undated:
            reasons.append(_WORDS.say("empty.undated", lang, ", ".join(undated)))
    if not kg.people and (found := _counted(count, kg.at(people=True))):
        reasons.append(_WORDS.say("empty.people", lang, found))
    reasons += causes
    nothing = _WORDS.say(otherwise, lang)
    return " ".join([_WORDS.say("empty.answer", lang, asked, view), *(reasons or [nothing])])


def _counted(count: Count, view: View) -> int:
    try:
        return count(view)
    except GraphError:
        return 0


def _strangers(kg: View, sparql: str) -> list[str]:
    """Things that the query names and the graph does not have."""
    told: dict[str, str] = {}
    for token in tokens(sparql):
        prefix, colon, local = token.text.partition(":")
        if token.kind != "pname" or not (colon and local and prefix in terms.KINDS):
            continue
        iri = terms.PREFIXES[prefix] + local.replace("\\", "")  # what escapes a sign in a name
        if not kg.names.has(iri):
            known = {terms.curie(thing) for _, thing, _ in kg.names.of_kind(prefix)}
            near = did_you_mean(token.text, known, "", kg.lang)
            hint = f"; {near}" if near else ""
            told[token.text] = _WORDS.say("empty.stranger", kg.lang, token.text, hint)
    return [
        f"{sentence.rstrip('?')}{'?' if '?' in sentence else '.'}" for sentence in told.values()
    ]


NAMES = (SKOS.prefLabel, RDFS.label, DCTERMS.title)


def constructed(view: View, sparql: str, params: Mapping[str, object]) -> Part:
    """The statements that a CONSTRUCT or DESCRIBE query makes; raises QueryError for others."""
    from graph.engines.rdf import part_of

    asked = form(as_text("a query", sparql))
    if asked in ("SELECT", "ASK"):
        raise QueryError(f"{asked} gives rows and no statements; ask it with kg.query")
    triples = view.triples(sparql, **params)
    return part_of(triples, "" if triples else empty_query(view, sparql, params))


def part(view: View, thing: object, depth: int = 1) -> Part:
    """What is said of a thing and what is tied to it; see :meth:`KnowledgeGraph.part`."""
    from graph.engines.rdf import part_of

    steps = plain("depth", depth)
    if isinstance(steps, bool) or not isinstance(steps, int) or steps < 0:
        raise BadParameter(f"depth is a whole number from 0, not “{depth}”; write depth=1")
    named = several(thing)
    things = [plain("thing", one) for one in (named if named is not None else [thing])]
    if not things:
        raise BadParameter("thing is an empty list; name one, such as region:region-skane")
    about = {view.names.find(one.value if isinstance(one, NamedNode) else one) for one in things}
    engine = view.engine
    found = {quad.triple for quad in engine.find(about)}
    new: set[Any] = {quad.subject for quad in engine.find(objects=about)} if steps else set()
    for _ in range(steps):
        if not (new := {node for node in new if isinstance(node, NamedNode)} - about):
            break
        found |= {quad.triple for quad in engine.find(new)}
        about |= new
        # What facts name is next; words of vocabularies are no things.
        new = {triple.object for triple in found if str(triple.object).startswith(f"<{BASE}id/")}
    said = {term for triple in found for term in (triple.predicate, triple.object)}
    iris = [term for term in said if isinstance(term, NamedNode)]
    return part_of(sorted(found.union(q.triple for q in engine.find(iris, NAMES)), key=str))
