"""JupyterLab as ``nhv lab`` starts it: on the notebooks, and without asking anything of the web.

JupyterLab by itself fetches news, looks for updates and lists extensions of a package index. The
two small files in ``graph/jupyter`` switch that off. They are handed over by the environment, so
that a user's own settings stay as they are and come back with plain ``jupyter lab``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

_SETTINGS = Path(__file__).resolve().parent
_NOTEBOOKS = Path(__file__).resolve().parent.parent.parent / "notebooks"


def command(
    folder: str | os.PathLike[str] | None = None,
    *,
    port: int | None = None,
    browser: bool = True,
) -> list[str]:
    """The command that starts JupyterLab.

    Args:
        folder: What to open; the notebooks of the project, or this folder where there are none.
        port: The port to listen on; a free one from 8888 on if not given.
        browser: Whether to open a browser.

    Returns:
        The words of the command, for :mod:`subprocess`.

    Example:
        >>> command("mine", port=8890)[1:]
        ['-m', 'jupyterlab', 'mine', '--ServerApp.port=8890', '--ServerApp.port_retries=0']
    """
    opened = Path(folder) if folder else _NOTEBOOKS if _NOTEBOOKS.is_dir() else Path.cwd()
    words = [sys.executable, "-m", "jupyterlab", str(opened)]
    if port is not None:
        # A port that was asked for is that one or an error, not the next.
        words += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    if not browser:
        words += ["--no-browser"]
    return words


def environment(given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment in which JupyterLab finds the project's settings first.

    Args:
        given: The environment to begin with; it is not changed.

    Returns:
        A copy with ``JUPYTER_CONFIG_PATH`` beginning with the project's folder.
    """
    paths = [str(_SETTINGS), *filter(None, [given.get("JUPYTER_CONFIG_PATH", "")])]
    return {**given, "JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}
