"""A question of the catalogue: its file's header, its parameters, its finished answer.

``CONTRIBUTING.md`` lists what a header may say.  ``$name`` tokens of the query are replaced by
terms; ``$as_of`` and ``$lang`` are always there.  A parameter that was not given stays a variable
without a value, so that ``FILTER(COALESCE(?x = $name, true))`` then limits nothing, nor does
``FILTER(COALESCE(!ISIRI($name), true) || EXISTS { ?entity nhv:area $name })``.  The variable
``?entity`` is the main thing of a row, shown with evidence only; it is what is cited, unless
``cites`` names the variables whose facts are.  Rows that differ only in those become one, with all
of them cited.  Only columns that the header declares are shown; what SPARQL leaves to the engine
(the order of rows and joined values, arithmetic with dates) is done in Python, so that all engines
give the same rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from graph.base.languages import in_lang
from graph.base.mistakes import mistake
from graph.base.problems import BadParameter
from graph.base.words import Pair, words_of
from graph.engines.frames import Table
from graph.engines.sparql import bind, parameters
from graph.lookup.names import Names, kinds
from graph.questions.computed import Step, step
from graph.questions.parameter import Parameter, plain, several, term_of, values_of
from ontology.terms import XSD

_SINGLE = (
    "name", "sv", "en", "keywords", "sort", "join", "cites", "counts", "note sv", "note en",
)  # fmt: skip
_ALWAYS = frozenset({"as_of", "lang"})
_PLAIN_KINDS = ("date", "integer", "text")
_HOLD = ("", "date", "day", "number", "decimal", "truth")
ENTITY = "entity"
UNSET = "unset_"
"""What the name of a parameter that was not given begins with where the query has a variable."""
ID = "_id"
"""What the column of ids is called beside that of names."""
_LABEL = re.compile(r"\?(\w+) skos:prefLabel \?(\w+)")
_MADE = re.compile(r"BIND\(((?:(?!STR\(|CONCAT\().)*?) AS \?(\w+)\)")
_VARIABLE = re.compile(r"\?(\w+)")
_WORDS = words_of("graph.questions")


class Column(NamedTuple):
    """A column of an answer, its headings, and what it holds (see :class:`Table`)."""

    name: str
    sv: str
    en: str
    kind: str = ""


class Inhabitants(NamedTuple):
    """The column of a region or county, and the columns that count something in each of them."""

    of: str
    counted: tuple[str, ...]


class Question(NamedTuple):
    """A question of the catalogue: what the lines of its header say, and its query."""

    name: str
    wording: Pair
    keywords: tuple[str, ...]
    params: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    sort: tuple[str, ...]
    join: tuple[str, ...]
    cites: tuple[str, ...]
    steps: tuple[Step, ...]
    notes: Pair
    counts: str
    sparql: str
    lists: bool = False
    inhabitants: Inhabitants | None = None

    def __repr__(self) -> str:
        return self.described()

    def described(self, lang: str = "sv") -> str:
        """The name, the parameters and the wording in a few lines."""
        takes = " ".join([self.name, *map(str, self.params)])
        return f"{takes}\n    {self.text(lang)}"

    @property
    def by_day(self) -> bool:
        """Whether its answer depends on the day of the view."""
        return "as_of" in parameters(self.sparql)

    def text(self, lang: str = "sv") -> str:
        """The wording in a language."""
        return in_lang(lang, *self.wording)

    def note(self, lang: str = "sv") -> str:
        """What the answer does not say, in a language."""
        return in_lang(lang, *self.notes)

    def headings(self, lang: str = "sv") -> dict[str, str]:
        """A heading for each column, in a language; also for those that a data frame adds."""
        told = {c.name: in_lang(lang, c.sv, c.en) for c in self.columns}
        for column in self.columns:
            if column.kind == "date":
                heading = told[column.name]
                told[f"{column.name}_last"] = _WORDS.say("last", lang, heading)
                told[f"{column.name}_precision"] = _WORDS.say("precision", lang, heading)
        named = {name: told[name] for name in self.labelled() if name in told}
        return told | {name + ID: _WORDS.say("id", lang, said) for name, said in named.items()}

    def labelled(self) -> dict[str, list[str]]:
        """The columns that are names of things, each with the variables of these things.

        A name may be one of several that an expression chooses between; what is written of it with
        more is no name.
        """
        found: dict[str, list[str]] = {}
        for variable, name in _LABEL.findall(self.sparql):
            if variable not in found.setdefault(name, []):
                found[name].append(variable)
        for expression, made in _MADE.findall(self.sparql):
            if of := [v for name in _VARIABLE.findall(expression) for v in found.get(name, ())]:
                found[made] = [*dict.fromkeys((*found.get(made, ()), *of))]
        shown = {column.name for column in self.columns}
        return {name: variables for name, variables in found.items() if name in shown}

    def with_ids(self) -> Question:
        """The same question, of which each name in the answer has its id beside it."""
        ids = self.id_columns()
        head, select, rest = self.sparql.partition("\nSELECT ")
        names, where, body = rest.partition("\nWHERE {")
        return self._replace(sparql=f"{head}{select}{names} {ids}{where}{body}")

    def id_columns(self) -> str:
        """What :meth:`with_ids` adds to the variables that the query selects."""
        return " ".join(
            f"({_first(variables)} AS ?{name}{ID})" for name, variables in self.labelled().items()
        )

    def calls(self, values: Mapping[str, object]) -> list[dict[str, object]]:
        """The values of each call that a call with lists stands for; of one without, its own.

        Raises BadParameter if a list is empty, or of something that no list is taken of.
        """
        calls: list[dict[str, object]] = [dict(values)]
        for param in self.params:
            listed = several(values.get(param.name))
            if listed is None:
                continue
            if not listed:
                raise BadParameter(f"{param.name} is an empty list; leave it out to limit nothing")
            if param.kind not in (*kinds(), "text"):
                kind = param.kind_in_words("en")
                raise BadParameter(f"{param.name} takes one value ({kind}), no list; give one")
            each = dict.fromkeys(plain(param.name, one) for one in listed)
            if None in each:
                raise BadParameter(f"{param.name} is a list with None in it; leave that out")
            calls = [{**call, param.name: one} for call in calls for one in each]
        return calls

    def bound(self, values: Mapping[str, object], names: Names, as_of: date, lang: str) -> str:
        """The query with its parameters as the user gave them: SPARQL that any engine can run.

        Raises BadParameter if one is unknown, missing or of the wrong form, UnknownName if one
        names nothing in the graph.
        """
        given = values_of(mistake("question", self.name), self.params, values)
        bound: dict[str, NamedNode | Literal] = {
            "as_of": Literal(as_of.isoformat(), datatype=XSD.date),
            "lang": Literal(lang),
        }
        for param in self.params:
            if given[param.name] is not None:
                bound[param.name] = term_of(given[param.name], param.kind, param.name, names)
        return bind(self.sparql, bound, unset=UNSET)

    def finish(self, answer: Table, lang: str) -> Table:
        """Turn an engine's answer into the question's: joined, computed, sorted, declared columns.

        The column ``entity`` comes first if the query has it, then what is cited beside it; the
        order is total and does not depend on the engine.
        """
        table = answer
        ids = {name: name + ID for name in self.labelled() if name + ID in table.columns}
        for name, own in ids.items():  # what is shown as a thing has no name
            pairs = zip(table.terms(name), table.terms(own), strict=True)
            cells = [one if isinstance(one, NamedNode) else id_ for one, id_ in pairs]
            table = table.without([own]).with_column(own, cells)
        for computed in self.steps:
            table = computed.apply(table)
        further = [name for name in self.cites if name != ENTITY]
        if self.join or further or ids:
            table = table.joined((*self.join, *further), ids, self.join if self.lists else ())
        sorted_by = {name.lstrip("-") for name in self.sort}
        rest = sorted({*table.columns} - sorted_by - {*ids.values()})
        table = table.sorted_by(self.sort, ties=[*rest, *ids.values()])
        shown = [ENTITY] if ENTITY in table.columns else []
        shown += further
        for column in self.columns:
            shown += [column.name, *([ids[column.name]] if column.name in ids else [])]
        kinds = {column.name: column.kind for column in self.columns if column.kind}
        table = replace(table.only(shown), kinds=kinds)
        headings = self.headings(lang)
        beside = {name + ID for name in self.labelled()} - {*shown}
        told = {name: said for name, said in headings.items() if name not in beside}
        return table.described(told, self.note(lang))


def _first(variables: Sequence[str]) -> str:
    """The first of some variables; where a query writes ``rdf:nil``, there is none."""
    told = ", ".join(f"?{name}" for name in variables)
    told = f"COALESCE({told})" if len(variables) > 1 else told
    return f"IF({told} = rdf:nil, ?no_id, {told})"


def parse(text: str, origin: str) -> Question:
    """Read a question from the text of its file, whose name without suffix is its name.

    Raises ValueError if the header is not in form.
    """
    single: dict[str, str] = {}
    params: list[Parameter] = []
    columns: list[Column] = []
    steps: list[Step] = []
    inhabitants: Inhabitants | None = None
    for line in takewhile(lambda line: line.startswith("#"), text.splitlines()):
        word, _, said = line.removeprefix("#").strip().partition(" ")
        key, colon, value = (part.strip() for part in line.removeprefix("#").partition(":"))
        if word == "column" and (parts := _parts(said, *"|||") or _parts(said, *"||")):
            columns.append(column := Column(*parts))
            if column.kind not in _HOLD:
                raise ValueError(f"{origin}.rq: {column.name} holds one of {', '.join(_HOLD[1:])}")
        elif computed := step(line):
            steps.append(computed)
        elif not colon:
            raise ValueError(f"{origin}.rq: not a header line: {line}")
        elif word == "param":
            params.append(_param(key.removeprefix("param "), value, origin))
        elif word == "inhabitants":
            inhabitants = Inhabitants(key.removeprefix("inhabitants "), _listed(value))
        elif key in _SINGLE:
            single[key] = value
        else:
            raise ValueError(f"{origin}.rq: unknown header “{key}”")
    for key in ("name", "sv", "en", "keywords"):
        if not single.get(key):
            raise ValueError(f"{origin}.rq: the header needs “# {key}:”")
    if single["name"] != origin:
        raise ValueError(f"{origin}.rq: its name is “{single['name']}”; both must be the same")
    stray = parameters(text) - {p.name for p in params} - _ALWAYS
    if stray:
        raise ValueError(f"{origin}.rq: ${min(stray)} is no parameter; use ?{min(stray)}")
    return Question(
        name=origin,
        wording=(single["sv"], single["en"]),
        keywords=_listed(single["keywords"]),
        params=tuple(params),
        columns=tuple(columns),
        sort=_listed(single.get("sort", "")),
        join=_listed(single.get("join", "")),
        cites=_listed(single.get("cites", ENTITY)),
        steps=tuple(steps),
        notes=(single.get("note sv", ""), single.get("note en", "")),
        counts=single.get("counts", ""),
        sparql=text,
        inhabitants=inhabitants,
    )


def _parts(said: str, *marks: str) -> list[str]:
    """The parts of a line between marks, if all of them are there."""
    parts: list[str] = []
    for mark in marks:
        part, _, said = said.partition(f" {mark} ")
        parts.append(part.strip())
    parts.append(said.strip())
    return parts if all(parts) and not set(marks) & set(parts[-1].split()) else []


def _param(name: str, value: str, origin: str) -> Parameter:
    value, _, default = (part.strip() for part in value.partition("="))
    kind, optional = value.removesuffix("?"), value.endswith("?")
    if kind not in (*_PLAIN_KINDS, *kinds()):
        raise ValueError(f"{origin}.rq: unknown kind “{kind}” of parameter {name}")
    if default and not optional:
        raise ValueError(f"{origin}.rq: {name} has a default; mark it optional with ?")
    return Parameter(name, kind, optional, default)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
