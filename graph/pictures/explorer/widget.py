"""``kg.explore()``: the explorer in a cell, and what is selected in it as a data frame.

The page of the explorer stands in a frame, so that it looks the same in JupyterLab, VS Code and an
exported notebook, where nothing runs but itself. Where a kernel runs, a widget without a look of
its own carries the state from the frame to Python and back.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from graph.base.files import text_beside, write
from graph.base.problems import BadParameter
from graph.base.words import words_of
from graph.networks.holdings import LEVELS, PROGRAMMES, HeldFact, Span, held_facts
from graph.networks.lasting import GRANTED, IN_FORCE, POSSIBLE
from graph.pictures.chart.matrix import LOOKS
from graph.pictures.explorer.bundle import page
from graph.pictures.sheet.drawing import framed, need_folder
from graph.questions.parameter import day as day_of
from graph.questions.parameter import one_of, truth
from graph.view.facts import labels
from graph.view.view import View
from ontology.spelling import did_you_mean

if TYPE_CHECKING:
    import pandas as pd

_HIGH = 960
_COLUMNS = (
    "area", "area_id", "holder", "holder_id", "programme", "level", "status", "first", "last",
    "certainty", "permits", "fact",
)  # fmt: skip
_WORDS = words_of("graph.pictures.explorer")


class Look(NamedTuple):
    """What is looked at.

    Attributes:
        day: The day.
        programme: "nhv", "rikssjukvard" or "rcc".
        level: "region", "healthcare-region" or "hospital".
        possible: Whether what may be in force is shown.
        granted: Whether what is granted and has not begun is shown.
        stated: Whether only what a source states is shown.
        area: The area that is selected, or an empty text.
        holder: The holder that is selected, or an empty text.
        other: A second holder: what both share is selected.
    """

    day: str
    programme: str = PROGRAMMES[0]
    level: str = LEVELS[0]
    possible: bool = True
    granted: bool = True
    stated: bool = False
    area: str = ""
    holder: str = ""
    other: str = ""


class Explorer:
    """The explorer of a view. In a notebook it shows itself; elsewhere, save it.

    Args:
        kg: The view.
        **look: What is looked at first (:class:`Look`); things by any of their names.

    Raises:
        BadParameter: If there is nothing of that name to set, or it cannot be so.
        UnknownName: If a thing that is named is unknown.
    """

    def __init__(self, kg: View, **look: object) -> None:
        self._kg = kg
        self._look = Look(kg.as_of.isoformat())
        self.look(**look)

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.state._asdict().items())
        return f"<Explorer {told}>"

    @property
    def state(self) -> Look:
        """What is looked at, by Python or by who has the page before them."""
        return self._look

    def look(self, **changes: object) -> Explorer:
        """Look at something else; what is not named stays.

        Args:
            **changes: Fields of :class:`Look`.

        Example:
            >>> explorer.look(day="2024-06-12", area="dysmeli")  # doctest: +SKIP
        """
        self._look = self._look._replace(**self._read(changes))
        if "_widget" in self.__dict__:
            self._widget.state = self._look._asdict()
        return self

    def _read(self, changes: Mapping[str, object]) -> dict[str, Any]:
        """Changes as the state has them."""
        found: dict[str, Any] = {}
        for name, value in changes.items():
            if name not in Look._fields:
                raise BadParameter(
                    f"the explorer has no {name}; "
                    f"{did_you_mean(name, Look._fields, 'it has ' + ', '.join(Look._fields))}"
                )
            if name == "day" and value is None:
                found[name] = self._kg.as_of.isoformat()
            elif name == "day":
                try:  # a coarse date means the last day that it can mean, as for as_of
                    found[name] = day_of(value, "as_of").isoformat()
                except BadParameter as error:
                    raise BadParameter(str(error).replace("as_of is", "day is")) from None
            elif name in ("programme", "level"):
                text = str(value).removeprefix("programme:")
                found[name] = one_of(name, text, PROGRAMMES if name == "programme" else LEVELS)
            elif name in ("area", "holder", "other"):
                kind = "area" if name == "area" else "organisation"
                found[name] = self._kg.find(str(value), kind) if value else ""
            else:
                found[name] = truth(name, value)
        return found

    @property
    def selection(self) -> pd.DataFrame:
        """The facts that are selected, or all that are shown if nothing is.

        Returns:
            A row for each: area, holder, programme, level, status, first and last day of that
            status, certainty, permits and fact; names in the language of the view.
        """
        import pandas as pd

        kg, look = self._kg, self._look
        found = self._selected()
        names = labels(kg, *((fact.area, fact.party, fact.programme) for fact, _ in found))
        rows = [
            (
                names[fact.area], fact.area, names[fact.party], fact.party, names[fact.programme],
                look.level, _WORDS.say(f"status.{LOOKS[span.status].word}", kg.lang), span.first,
                span.last, span.certainty, span.permits, fact.id,
            )
            for fact, span in found
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=list(_COLUMNS))

    def _selected(self) -> list[tuple[HeldFact, Span]]:
        look = self._look
        shown = {IN_FORCE} | ({POSSIBLE} if look.possible else set())
        shown |= {GRANTED} if look.granted else set()
        found = [
            (fact, span)
            for fact in held_facts(self._kg)
            if fact.level == look.level and fact.programme == f"programme:{look.programme}"
            if (span := fact.on(look.day)) and span.status in shown
            if span.certainty == "stated" or not look.stated
            if look.area in ("", fact.area)
        ]
        if not look.other:
            return [one for one in found if look.holder in ("", one[0].party)]
        has = [
            {fact.area for fact, span in found if fact.party == who and span.status != GRANTED}
            for who in (look.holder, look.other)
        ]
        return [
            (fact, span)
            for fact, span in found
            if fact.party in (look.holder, look.other)
            and fact.area in has[0] & has[1]
            and span.status != GRANTED
        ]

    def html(self) -> str:
        """The explorer as one page that needs no network."""
        return page(self._kg, self._look._asdict())

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the explorer as a page, whole or not at all.

        Raises:
            BadParameter: If the file is none of HTML, or its folder is not there.
        """
        target = Path(path)
        if target.suffix.lower() != ".html":
            raise BadParameter(
                f"the explorer is saved as .html, not “{target.name}”; for a picture of it, use "
                'its button, or kg.chart("matrix").save(…)'
            )
        need_folder(target)
        write(target, self.html().encode("utf-8"))
        return target

    @cached_property
    def _widget(self) -> Any:
        """What carries the state between the page and the kernel."""
        widget = _bridge()(key=uuid4().hex, state=self._look._asdict())
        widget.observe(self._hear, "state")
        return widget

    def _hear(self, change: Mapping[str, Any]) -> None:
        """Take over what the page says; what makes no sense is left out."""
        said = {name: change["new"].get(name) for name in Look._fields}
        kinds = {name: type(value) for name, value in self._look._asdict().items()}
        self._look = self._look._replace(
            **{name: value for name, value in said.items() if type(value) is kinds[name]}
        )

    def _ipython_display_(self) -> None:
        """The page in a frame of its own, and beside it, unseen, what ties it to the kernel."""
        from IPython.display import display

        widget = self._widget
        made, lang = page(self._kg, self._look._asdict(), widget.key), self._kg.lang
        title, may = _WORDS.say("title", lang), "allow-scripts allow-downloads"
        frame = framed(made, title, lang, _HIGH, may)
        display({"text/html": frame, "text/plain": repr(self)}, raw=True)  # type: ignore[no-untyped-call]
        display(widget)  # type: ignore[no-untyped-call]


@cache
def _bridge() -> Any:
    """The class of the widget; what it stands on is heavy."""
    import anywidget
    import traitlets

    class Bridge(anywidget.AnyWidget):
        _esm = text_beside("graph.pictures.explorer", "assets/bridge.js")
        key = traitlets.Unicode().tag(sync=True)
        state = traitlets.Dict().tag(sync=True)

    return Bridge
