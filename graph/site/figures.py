"""Pictures of the graph as figures of a page: drawn, told in words, and as a table."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from graph.pictures.network.picture import Picture
from graph.pictures.sheet.drawing import Illustration
from graph.pictures.sheet.sheet import Sheet
from graph.pictures.sheet.svg import svg
from graph.site.parts import Cell, Cells, Figure, Grid

_NARROW = 440.0  # what a telephone shows whole


def of_map(made: Illustration) -> Figure:
    """A map, to stand in the page itself, no wider than a telephone shows it."""
    return drawn(made.sheet_at(_NARROW), made.told, made.notes, _grid(made), made.lang)


def of_chart(made: Illustration) -> Figure:
    """A chart, to stand in the page itself."""
    return drawn(made.sheet, made.told, made.notes, _grid(made), made.lang)


def of_file(made: Illustration, file: str) -> tuple[Figure, dict[str, bytes]]:
    """A large map or chart as a figure that shows a file beside its page, and that file."""
    size = int(made.sheet.width), int(made.sheet.height)
    figure = Figure(made.title, None, file, made.told, made.notes, _grid(made), *size)
    return figure, {file: made.svg().encode("utf-8")}


def _grid(made: Illustration) -> Grid:
    return Grid(made.title, made.headings, [[_plain(c) for c in row] for row in made.rows])


def drawn(sheet: Sheet, told: str, notes: Sequence[str], grid: Grid, lang: str) -> Figure:
    """A sheet, to stand in the page itself; its SVG escapes every text.

    Args:
        sheet: The picture.
        told: What it shows in a sentence, for those who cannot see it.
        notes: What it leaves out, and where it comes from.
        grid: The same data as a table, with the title of the picture.
        lang: The language of all this.
    """
    made = Markup(svg(sheet, title=grid.caption, described=told, lang=lang))
    return Figure(grid.caption, made, "", told, tuple(notes), grid)


def of_network(drawn: Picture, file: str) -> tuple[Figure, dict[str, bytes]]:
    """A network as a figure that shows a file beside its page, and that file by its name."""
    scene = drawn.scene
    rows: list[Sequence[Cells]] = [
        [*map(_plain, row.cells), tuple(map(Cell, row.evidence))] for row in scene.rows
    ]
    caption = f"{scene.title}: {scene.say('table')[:1].lower()}{scene.say('table')[1:]}"
    figure = Figure(
        title=scene.title,
        file=file,
        told=scene.described,
        notes=scene.notes,
        grid=Grid(caption, scene.headings, rows) if rows else None,
        width=int(drawn.sheet.width),
        height=int(drawn.sheet.height),
    )
    return figure, {file: drawn.svg().encode("utf-8")}


def _plain(text: str) -> Cell:
    """A text as a cell: numbers to the right, dates on one line."""
    if text.isdigit():
        return Cell(text, form="number")
    return Cell(text, form="date" if len(text) < 11 and text[:4].isdigit() else "")
