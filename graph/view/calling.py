"""How a call that fits no method is answered: one sentence in place of Python's TypeError."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from inspect import Parameter, Signature, signature
from types import FunctionType
from typing import Any, ParamSpec, TypeVar

from graph.base.problems import BadParameter
from ontology.spelling import did_you_mean

_Class = TypeVar("_Class", bound=type)
_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")
_UNNAMED = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
# What chooses a view: not every method takes it, and kg.at does.
_OF_A_VIEW = ("as_of", "known_at", "lang", "people", "engine", "overlay")
_LONGEST = 40


def doors(*inherited: str) -> Callable[[_Class], _Class]:
    """Have the public methods of a class, and some inherited, say what is wrong with a call."""

    def given(cls: _Class) -> _Class:
        for name in (*vars(cls), *inherited):
            method = getattr(cls, name)
            if isinstance(method, FunctionType) and not name.startswith("_"):
                setattr(cls, name, door(f"kg.{name}")(method))
        return cls

    return given


def door(name: str) -> Callable[[Callable[_Given, _Result]], Callable[_Given, _Result]]:
    """Have a function say what is wrong with a call of it; a method of a graph is called ``kg.…``.

    A call with a parameter that the function does not have, with a value too many or too few,
    raises BadParameter; all else is as before.

    Example:
        >>> @door("open_graph")
        ... def open_graph(*, lang="sv"): ...
        >>> open_graph(lnag="en")
        Traceback (most recent call last):
        graph.base.problems.BadParameter: open_graph has no parameter lnag; did you mean lang?
    """

    def given(function: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
        @wraps(function)
        def call(*unnamed: _Given.args, **named: _Given.kwargs) -> _Result:
            try:
                return function(*unnamed, **named)
            except TypeError:
                takes = signature(function)
                try:
                    takes.bind(*unnamed, **named)
                except TypeError:
                    raise BadParameter(_said(name, takes, unnamed, named)) from None
                raise

        return call

    return given


def _said(name: str, takes: Signature, unnamed: Sequence[object], named: Mapping[str, Any]) -> str:
    """What is wrong with a call that a function does not take, and what to write."""
    known = list(takes.parameters.values())
    if name.startswith("kg."):
        known, unnamed = known[1:], unnamed[1:]
    any_name = any(one.kind == Parameter.VAR_KEYWORD for one in known)
    names = [one.name for one in known if one.kind != Parameter.VAR_KEYWORD]
    places = [one.name for one in known if one.kind in _UNNAMED]
    if len(unnamed) > len(places):
        shown = repr(unnamed[len(places)])
        shown = shown if len(shown) <= _LONGEST else "…"
        others = ["area"] if any_name else [one for one in names if one not in places]
        remedy = f"say which parameter {shown} is, as in {others[0]}=…" if others else ""
        many = f"only {' and '.join(places)}" if places else "nothing"
        return f"{name} takes {many} by place; {remedy or f'leave out {shown}'}"
    for given in named:
        if given in _OF_A_VIEW and given not in names and not any_name and name.startswith("kg."):
            called = name.removeprefix("kg.")
            return f"{name} has no parameter {given}; write kg.at({given}=…).{called}(…)"
        if given not in names and not any_name:
            takes_only = f"it takes {', '.join(names) or 'no parameters'}"
            return f"{name} has no parameter {given}; {did_you_mean(given, names, takes_only)}"
        if given in places[: len(unnamed)]:
            return f"{name} was given {given} twice, by place and by name; leave one out"
    told = (*named, *places[: len(unnamed)])
    lacking = [one.name for one in known if one.name in names and one.name not in told]
    needed = [one for one in lacking if takes.parameters[one].default is Parameter.empty]
    return f"{name} needs {' and '.join(needed)}; add {needed[0]}=…"
