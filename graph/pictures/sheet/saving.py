"""Pictures to files, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from graph.base.files import write
from graph.base.problems import BadParameter
from ontology.spelling import did_you_mean


def save(path: str | os.PathLike[str], forms: Mapping[str, Callable[[], bytes]]) -> Path:
    """Write a picture to a file; its suffix decides the form.

    Args:
        path: The file.
        forms: What makes the bytes, by suffix.

    Returns:
        The path.

    Raises:
        BadParameter: The suffix is none of these, or the folder is not there.

    Example:
        >>> save("map.svg", {".svg": lambda: b"<svg/>"})  # doctest: +SKIP
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in forms:
        raise BadParameter(
            f"a picture is saved as {', '.join(forms)}, not “{suffix or target.name}”; "
            f"{did_you_mean(suffix, forms, 'take one of them')}"
        )
    if not target.parent.is_dir():
        raise BadParameter(f"there is no folder {target.parent}; make it first")
    write(target, forms[suffix]())
    return target
