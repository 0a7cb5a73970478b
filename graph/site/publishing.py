"""Putting a folder in place whole: written beside, and then moved."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from graph.base.problems import BadParameter

MARK = ".nhv-site"
_NEW, _OLD = "new-", "old-"


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
    folder.parent.mkdir(parents=True, exist_ok=True)
    begun = f".{folder.name}."
    for left in folder.parent.glob(f"{begun}*"):  # of a run that was killed
        if left.name.startswith((begun + _NEW, begun + _OLD)):
            shutil.rmtree(left, ignore_errors=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=begun + _NEW))
    try:
        write(made)
        (made / MARK).touch()
        made.chmod(0o755)
        _swap(made, folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return folder


def _swap(made: Path, folder: Path) -> None:
    """Move a new folder to the place of an old one; if that fails, the old one comes back."""
    if not folder.exists():
        made.rename(folder)
        return
    old = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.{_OLD}"))
    folder.rename(old / folder.name)
    try:
        made.rename(folder)
    except OSError:
        (old / folder.name).rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
