"""Under which licences the run-time dependencies stand, by their own metadata.

``python -m tests.licences`` prints the table.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from typing import NamedTuple

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support import ROOT

# Licences that ask for no more than their text to be kept.
PERMISSIVE = {
    "0BSD",
    "Apache-2.0",
    "BSD",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "PSF-2.0",
    "Zlib",
}

# Others that are taken in, each with its reason. MPL-2.0 reaches changes of its own files only.
EXCEPTIONS = {
    "certifi": "MPL-2.0: a list of certificates, which httpx brings and nobody changes",
    "fqdn": "MPL-2.0: a check of host names, which Jupyter uses and nobody changes",
}

# Free text that packages wrote before there were SPDX expressions. "BSD" leaves open whether two
# or three clauses are meant; both are permissive.
SPELLINGS = {
    "apache 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD",
    "bsd license": "BSD",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "psfl": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
}


class Licence(NamedTuple):
    """One installed package: its name, version, and licence as an SPDX expression, or ""."""

    name: str
    version: str
    licence: str


def licences() -> list[Licence]:
    """Return every package that the project needs to run on this machine, with its licence.

    Example:
        >>> next(row.licence for row in licences() if row.name == "networkx")
        'BSD-3-Clause'
    """
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = needed(table["project"]["dependencies"])
    return [Licence(name, package.version, _licence(package)) for name, package in packages.items()]


def needed(requirements: Iterable[str]) -> dict[str, Distribution]:
    """Return the installed packages that requirements lead to, directly or through others.

    Args:
        requirements: lines as in pyproject.toml, e.g. ``["pandas>=2.2"]``.

    Returns:
        The packages by their normal name, sorted.

    Raises:
        importlib.metadata.PackageNotFoundError: one of them is not installed.
    """
    found: dict[str, Distribution] = {}
    waiting = [Requirement(line) for line in requirements]
    followed: set[tuple[str, str]] = set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        package = found.setdefault(name, distribution(name))
        for extra in {"", *requirement.extras}:
            if (name, extra) in followed:
                continue
            followed.add((name, extra))
            lines = map(Requirement, package.requires or [])
            waiting += [
                line for line in lines if not line.marker or line.marker.evaluate({"extra": extra})
            ]
    return dict(sorted(found.items()))


def permissive(expression: str) -> bool:
    """Tell whether an SPDX expression can be met by permissive licences alone.

    Parentheses are not understood, so that such an expression asks for a person's eye.

    Example:
        >>> permissive("MIT OR GPL-3.0-only"), permissive("MIT AND GPL-3.0-only")
        (True, False)
    """
    return all(
        any(choice in PERMISSIVE for choice in part.split(" OR "))
        for part in expression.split(" AND ")
    )


def _licence(package: Distribution) -> str:
    """Read the licence from the newest field that says it in a form that can be understood."""
    fields = package.metadata
    stated = fields.get_all("License-Expression", []) + fields.get_all("License", [])
    for text in stated:
        if expression := _spdx(text):
            return expression
    classified = [
        _spdx(line.rsplit(" :: ", 1)[-1])
        for line in fields.get_all("Classifier", [])
        if line.startswith("License :: OSI Approved :: ")
    ]
    return " AND ".join(classified) if all(classified) else ""


def _spdx(text: str) -> str:
    """Return a licence's SPDX expression, or "" for a text that is none."""
    if known := SPELLINGS.get(text.strip().lower()):
        return known
    try:
        return canonicalize_license_expression(text)
    except InvalidLicenseExpression:
        return ""


if __name__ == "__main__":
    for row in licences():
        sys.stdout.write(f"{row.name:28} {row.version:14} {row.licence}\n")
