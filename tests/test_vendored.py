"""What others have made is carried along as they made it, and the list says so."""

from __future__ import annotations

import hashlib
import tomllib

import pytest

from tests.licences import PERMISSIVE
from tests.vendored import FOLDER, LIST, Vendored, vendored


@pytest.mark.each
@pytest.mark.parametrize("one", list(vendored()), ids=lambda one: one.file.name)
def test_what_is_carried_along_is_what_the_package_holds(one: Vendored) -> None:
    """Each file has the digest of the list."""
    digest = hashlib.sha256(one.content()).hexdigest()
    assert digest == one.sha256, (
        f"{one.file.name} is not {one.origin} of {one.package} {one.version}; make vendored"
    )


def test_the_list_names_every_file_and_a_licence() -> None:
    """Nothing lies beside the list that it does not name; each licence is permissive and there."""
    listed = tomllib.loads(LIST.read_text(encoding="utf-8"))
    named = {one.file.name for one in vendored()} | {own["terms"] for own in listed.values()}
    assert {file.name for file in FOLDER.iterdir()} == named | {LIST.name}
    for name, own in listed.items():
        assert own["licence"] in PERMISSIVE, f"{name} stands under {own['licence']}"
        assert (FOLDER / own["terms"]).read_text(encoding="utf-8").startswith("Copyright")
