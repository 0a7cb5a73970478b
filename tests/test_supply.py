"""What `make demo` and `make test` install comes from the lock, and from nowhere else."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.licences import EXCEPTIONS, licences, needed, permissive
from tests.support import ROOT

LOCK = "requirements.txt"
RENEW = "remove .venv and run `make test`, which sets it up again"

SYSTEMS = {
    "Linux": {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"},
    "macOS": {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin"},
    "Windows": {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"},
}
PYTHONS = ("3.11", "3.12", "3.13")

# The ways in which anything may be installed: from the lock with hashes, the project itself without
# a look at any index, and for `make test` the reasoner, which alone has to be built, and packages
# that hold the rules of others.
FROM_THE_LOCK = f"--require-hashes -r {LOCK}"
THE_PROJECT = "--no-index --no-deps --no-build-isolation -e ."
THE_REASONER = "--no-deps --no-build-isolation --require-hashes -r tests/reasoner.txt"
THE_RULES = "--no-deps --only-binary :all: --require-hashes -r tests/data/standards/packages.txt"
# Reads the source packages of the suites, and goes with them.
THE_SUITES = (
    "--no-deps --require-hashes --target $(VENV)/suites/backend -r tests/suites/backend.txt"
)


def text(name: str) -> str:
    """Return a document of the top level."""
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def lock_lines() -> list[str]:
    """Return the lock's lines as pip reads them: comments dropped, continued lines joined."""
    bare = re.sub(r"(?m)^\s*#.*\n", "", text(LOCK))
    return [line for line in re.sub(r"\s*\\\n\s*", " ", bare).splitlines() if line]


@cache
def pins() -> list[Requirement]:
    """Return what the lock pins, without the hashes."""
    return [
        Requirement(line.split(" --hash", 1)[0])
        for line in lock_lines()
        if not line.startswith("-")
    ]


def chosen(environment: dict[str, str]) -> list[tuple[str, str]]:
    """Return the name and version of every pin that holds in an environment."""
    return [
        (canonicalize_name(pin.name), str(pin.specifier).removeprefix("=="))
        for pin in pins()
        if not pin.marker or pin.marker.evaluate(environment)
    ]


def here() -> dict[str, str]:
    """Return the environment of this interpreter, as markers see it."""
    return {name: str(value) for name, value in default_environment().items()}


def installed(name: str) -> str | None:
    """Return the version of a package in this environment."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def declared() -> list[str]:
    """Return every requirement of pyproject.toml: to run, of each extra, and to build."""
    document = tomllib.loads(text("pyproject.toml"))
    extras = document["project"]["optional-dependencies"].values()
    return [
        *document["project"]["dependencies"],
        *(line for extra in extras for line in extra),
        *document["build-system"]["requires"],
    ]


def test_every_pin_is_exact_and_has_hashes() -> None:
    """What the lock names has one version and the SHA-256 of each file that may be installed."""
    pin = re.compile(r"[a-z0-9.-]+==[^\s;*]+( ; [^-]+?)?( --hash=sha256:[0-9a-f]{64})+")
    for line in lock_lines():
        assert line.startswith("--only") or pin.fullmatch(line), (
            f"{LOCK}: {line[:60]!r} is not name==version with hashes; run `make lock`"
        )


def test_lock_takes_finished_packages_only() -> None:
    """Nothing is built while it is installed: building would fetch tools that no lock pins."""
    options = [line for line in lock_lines() if line.startswith("-")]
    assert options == ["--only-binary :all:"], f"{LOCK} has the options {options}; run `make lock`"


def test_lock_names_no_place() -> None:
    """The lock says what is installed, never where from: no index, address or path."""
    for number, line in enumerate(text(LOCK).splitlines(), start=1):
        assert not re.search(r"://| @ |\bfile:|\bgit\+|-index|--find-links|^-e|^\.", line), (
            f"{LOCK}:{number} names a place; run `make lock` without options of your own"
        )


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_lock_and_project_agree(python: str, system: str) -> None:
    """On every system and Python, each dependency has one pin, within its range."""
    versions = {"python_version": python, "python_full_version": f"{python}.0"}
    found = chosen(here() | SYSTEMS[system] | versions)
    pinned = dict(found)
    assert len(pinned) == len(found), f"{LOCK} pins a package twice for {system}, Python {python}"
    for line in declared():
        requirement = Requirement(line)
        pin = pinned.get(canonicalize_name(requirement.name))
        assert pin is not None, f"{requirement.name} is not in {LOCK}; run `make lock`"
        assert requirement.specifier.contains(pin, prereleases=True), (
            f"{LOCK} has {requirement.name} {pin}, pyproject.toml asks for {line}; run `make lock`"
        )


def test_lock_holds_what_is_needed_and_no_more() -> None:
    """The lock is closed: what a pinned package needs is pinned, and nobody is there unneeded."""
    try:
        wanted = set(needed(declared()))
    except PackageNotFoundError as error:
        pytest.fail(f"{error.name} is not installed; {RENEW}")
    pinned = {name for name, _ in chosen(here())}
    assert wanted == pinned, (
        f"missing: {sorted(wanted - pinned)}, unneeded: {sorted(pinned - wanted)}; run `make lock`"
    )


def test_what_is_installed_is_what_is_pinned() -> None:
    """The tests speak of the versions that a reader gets."""
    other = {name: installed(name) for name, pin in chosen(here()) if installed(name) != pin}
    assert not other, f"{other} are not the versions of {LOCK}; {RENEW}"


@pytest.mark.parametrize("name", ["Makefile", "README.md", ".ci/run"])
def test_nothing_is_installed_past_the_lock(name: str) -> None:
    """Whatever the project's papers install with pip comes from the lock, or is the project."""
    document = text(name).replace("-qq ", "")
    if name == "README.md":
        document = "".join(re.findall(r"^```.*?^```", document, flags=re.M | re.S))
    installs = re.findall(r"^[^#\n]*(?:\bpip install|\$\(PIP\)) (.+)$", document, flags=re.M)
    expected = {
        "Makefile": [FROM_THE_LOCK, THE_PROJECT, THE_REASONER, THE_RULES, THE_SUITES],
        "README.md": [FROM_THE_LOCK, THE_PROJECT],
        ".ci/run": [],
    }
    assert installs == expected[name], f"{name} installs {installs}; let it say {expected[name]}"


def test_licences_are_permissive_or_accounted_for() -> None:
    """What the project needs to run stands under a permissive licence, or has a stated reason."""
    other = {
        row.name: row.licence or "no licence that can be read"
        for row in licences()
        if not permissive(row.licence) and row.name not in EXCEPTIONS
    }
    assert not other, f"{other}; leave them out, or give the reason in tests/licences.py"


def test_exceptions_are_needed() -> None:
    """An exception goes when its package goes, or has become permissive."""
    unused = set(EXCEPTIONS) - {row.name for row in licences() if not permissive(row.licence)}
    assert not unused, f"{sorted(unused)} need no exception; remove them from tests/licences.py"
