"""What a question, a network, a map or a chart takes, and how a wrong call of one is answered.

Four sentences, whatever was asked for:

- there is no map called “permit”; did you mean permits?
- the map permits has no parameter aera; did you mean area?
- the map permits needs area (care area); add area=…
- level is one of region, hospital, not “hopsital”; did you mean hospital?
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import PurePath
from typing import Any, NamedTuple, Protocol, TypeVar

from pyoxigraph import Literal, NamedNode

from graph.base.mistakes import mistake
from graph.base.problems import BadParameter, UnknownName, as_text
from graph.base.words import words_of
from graph.lookup.names import Names, kinds
from loaders import dates
from ontology.spelling import did_you_mean
from ontology.terms import XSD

_EVERY = ("all", "alla")
_TRUTHS = {"true": True, "yes": True, "ja": True, "1": True,
           "false": False, "no": False, "nej": False, "0": False}  # fmt: skip
LAST_DAY = ("until", "as_of", "known_at")
_Member = TypeVar("_Member")


class Parameter(NamedTuple):
    """A parameter: its name, what it can be, and what it is for.

    Example:
        >>> str(Parameter("area", "area", optional=False)), str(Parameter("body", "body"))
        ('area=', '[body=]')
    """

    name: str
    # A kind of thing, "thing", "date", "dates", "integer", "text", "flag" or "choice".
    kind: str
    optional: bool = True
    # What it is when left out; empty for no limit, and for a flag that is not set.
    default: str = ""
    choices: tuple[str, ...] = ()  # the words that it can be, if it is a choice
    sv: str = ""  # what it is for; empty where the name says it
    en: str = ""  # the same in English

    def __str__(self) -> str:
        return f"[{self.name}={self.default}]" if self.optional else f"{self.name}="

    def kind_in_words(self, lang: str) -> str:
        """What it can be, in a language."""
        return words_of("graph.lookup").say(f"kind.{self.kind}", lang)

    def meant(self, given: object) -> Any:
        """What a value means: the default where none is given, ``None`` for no limit.

        Raises BadParameter if it is none of the choices, or of a flag neither true nor false.
        """
        if several(given) is not None:
            raise BadParameter(f"{self.name} takes one value here; ask for each by itself")
        given = plain(self.name, given)
        if given is None:
            given = self.default or None
        if self.kind == "flag":
            return truth(self.name, given or False)
        if given is None or (self.default and not self.choices and str(given).casefold() in _EVERY):
            return None
        if self.choices:
            return one_of(self.name, given, self.choices)
        return str(given) if self.kind in kinds() else given


class Entry(Protocol):
    """What a catalogue lists: a question, a network, a map or a chart."""

    @property
    def name(self) -> str:
        """What it is asked for by."""

    @property
    def params(self) -> tuple[Parameter, ...]:
        """What it takes."""

    @property
    def by_day(self) -> bool:
        """Whether it is another on another day of the view."""

    def text(self, lang: str = "sv") -> str:
        """Its wording or title in a language."""


Catalogues = Mapping[str, Mapping[str, Entry]]
"""All that can be asked for: by ``question``, ``network``, ``map`` or ``chart``, and its name."""


def plain(name: str, given: object) -> Any:
    """A value as Python has it, from one of Python, numpy, pandas or rdflib.

    A text, number, truth value, date or RDF term; ``None`` for ``None``.  Raises BadParameter if it
    is missing (``NA``, ``NaT``, ``NaN``), or no single value.
    """
    kind, module = type(given).__name__, type(given).__module__.partition(".")[0]
    if kind in ("NAType", "NaTType") or (isinstance(given, float) and given != given):
        raise BadParameter(f"{name} is missing ({given}); leave it out, or give a value")
    if module == "rdflib" and isinstance(given, str):
        if kind == "URIRef":
            return NamedNode(str(given))
        language, datatype = (getattr(given, of, None) for of in ("language", "datatype"))
        if kind == "Literal" and (language or datatype):
            of_type = NamedNode(str(datatype)) if datatype and not language else None
            return Literal(str(given), datatype=of_type, language=language)
    if kind == "datetime64":
        return plain(name, str(given)[:10] if str(given) != "NaT" else float("nan"))
    if kind == "Period":
        return str(given)
    if getattr(given, "ndim", None) == 0 and hasattr(given, "item"):
        return plain(name, given.item())
    one = (NamedNode, Literal, str, int, float, Decimal, date, PurePath)
    if given is None or isinstance(given, one):
        return given
    what = "a list" if several(given) is not None else f"of type {kind}"
    raise BadParameter(f"{name} is one value, not {what}; write a text, a number or a date")


def several(given: object) -> list[Any] | None:
    """The values of a list, tuple, set, series or array; ``None`` of anything else."""
    if isinstance(given, list | tuple | set | frozenset | range):
        return list(given)
    listed = getattr(given, "tolist", None)
    return list(listed()) if listed and getattr(given, "ndim", 0) == 1 else None


def member(
    noun: str,
    members: Mapping[str, _Member],
    name: str,
    otherwise: Callable[[], str] | None = None,
) -> _Member:
    """The member of a catalogue that a name means; an underscore counts as a hyphen.

    ``noun`` is what its members are called, such as ``"map"``; ``otherwise`` says what to do where
    no name is near, by default to take one of the names.  Raises UnknownName if there is none,
    BadParameter if the name is no text.
    """
    wanted = as_text(f"the name of a {noun}", name).strip().casefold().replace("_", "-")
    if wanted in members:
        return members[wanted]
    near = did_you_mean(wanted, members, "") if wanted else ""
    if not near:
        near = otherwise() if otherwise else f"the {noun}s are {', '.join(members)}"
    raise UnknownName(f"there is no {noun} called “{name}”; {near}")


def values_of(
    owner: str, parameters: Iterable[Parameter], given: Mapping[str, object]
) -> dict[str, Any]:
    """What the values of a call mean: a value for every parameter, ``None`` for no limit.

    ``owner`` is whose parameters they are, such as ``"map permits"``; ``None`` counts as not given.
    Raises BadParameter if a parameter is unknown, missing or of the wrong form.
    """
    known = {parameter.name: parameter for parameter in parameters}
    for name, value in given.items():
        if value is not None and name not in known:
            takes = f"it takes {', '.join(known) or 'no parameters of its own'}"
            near = did_you_mean(name, known, takes)
            raise BadParameter(f"the {owner} has no parameter {name}; {near}")
    values = {name: parameter.meant(given.get(name)) for name, parameter in known.items()}
    for name, parameter in known.items():
        if values[name] is None and not parameter.optional:
            kind = parameter.kind_in_words("en")
            raise BadParameter(mistake("needed", owner, name, kind, name))
    return values


def one_of(name: str, given: Any, allowed: Collection[str]) -> str:
    """What was given for a parameter, if it is among the words allowed, else BadParameter."""
    if given in allowed:
        return str(given)
    listed = " or ".join(allowed) if len(allowed) < 3 else f"one of {', '.join(allowed)}"
    near = did_you_mean(str(given), allowed, f"take {'either' if len(allowed) < 3 else 'one'}")
    raise BadParameter(f"{name} is {listed}, not “{given}”; {near}")


def truth(name: str, given: object) -> bool:
    """Whether something is to be: ``True``, ``yes``, ``nej`` …; else BadParameter."""
    said = str(given).strip().casefold()
    if said in _TRUTHS:
        return _TRUTHS[said]
    raise BadParameter(f"{name} is true or false, not “{given}”; take either")


def term_of(value: object, kind: str, name: str, names: Names) -> NamedNode | Literal:
    """The term for the value of a parameter of a kind; of a date see :func:`day`.

    Raises BadParameter if the value has the wrong form, UnknownName if it names nothing.
    """
    if isinstance(value, NamedNode):
        return names.find(value.value, kind) if kind in kinds() else value
    if kind == "date":
        return Literal(day(value, name).isoformat(), datatype=XSD.date)
    if kind == "integer":
        try:
            return Literal(int(str(value)))
        except ValueError:
            raise BadParameter(mistake("whole_number", name, value)) from None
    if kind == "text":
        return Literal(str(value))
    return names.find(str(value), kind)


def day(value: object, name: str) -> date:
    """One day from what a user gave as a date: a date, or EDTF text such as ``2024``, ``2024-06``.

    The parameters ``until``, ``as_of`` and ``known_at`` mean the last possible day, others the
    first. Raises BadParameter if it is no date.
    """
    value = plain(name, value)
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        when = dates.parse(str(value).strip())
    except ValueError as error:
        raise BadParameter(mistake("date", name, error)) from None
    return when.last if name in LAST_DAY else when.first
