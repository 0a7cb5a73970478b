"""Putting a folder in place whole: written beside, and then moved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from graph.base.files import beside, remove_leftovers, take_place
from graph.base.problems import BadParameter

MARK = ".nhv-site"


def put_in_place(folder: Path, write: Callable[[Path], None]) -> Path:
    """Write a site, and let it take the place of the one that is there.

    Args:
        folder: Where to.
        write: Writes the site into the empty folder that it is given.

    Returns:
        The folder. Until the new site is whole, the old one stands.

    Raises:
        BadParameter: If there is something else than a site in the folder.
    """
    if folder.exists() and not folder.is_dir():
        raise BadParameter(f"{folder} is a file; give a folder for the site")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise BadParameter(
            f"{folder} holds something else than a site of this program, which a new one would "
            "replace; give another folder, or empty this one"
        )
    folder = folder.resolve()
    remove_leftovers(folder)
    with beside(folder) as made:
        write(made)
        (made / MARK).touch()
        take_place(made, folder)
    return folder
