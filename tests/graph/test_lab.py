"""`nhv lab`: the running JupyterLab shows the notebooks' pictures and asks nothing of the web."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest

from graph.cli import main as cli
from graph.cli import making
from tests.browser import chromium
from tests.support import ROOT, national_graph

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Page, Route

TOKEN = "nhv-test"
# The whole visit, from the start of the server to the drawn network, in seconds.
LIMIT = 85.0
# Pixels of a canvas that are neither empty nor white.
INK = """() => {
  const canvas = document.querySelector("#mynetwork canvas");
  if (!canvas || !canvas.width) return 0;
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let drawn = 0;
  for (let i = 0; i < data.length; i += 4)
    if (data[i + 3] > 0 && data[i] + data[i + 1] + data[i + 2] < 700) drawn++;
  return drawn;
}"""


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_lab(folder: Path, home: Path) -> Iterator[str]:
    """Run `nhv lab` on a folder, with settings of its own; end it and its kernels afterwards.

    Yields:
        The address, once it answers.
    """
    port = free_port()
    env = {
        **os.environ,
        "NHV_BUILD": str(national_graph()),
        "JUPYTER_TOKEN": TOKEN,
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
        "PYTHONPATH": str(ROOT),
    }
    words = [sys.executable, "-m", "graph", "lab", str(folder), "--no-browser", "--port", str(port)]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Jupyter refuses to run for root unless told; a container's tests run as root.
        (home / "config").mkdir(parents=True)
        (home / "config" / "jupyter_server_config.json").write_text(
            json.dumps({"ServerApp": {"allow_root": True}}), encoding="utf-8"
        )
    log = home / "lab.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            words, cwd=ROOT, env=env, stdout=out, stderr=out, start_new_session=True
        )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                with urllib.request.urlopen(f"{address}/api?token={TOKEN}", timeout=2):
                    break
            except (URLError, OSError):
                if process.poll() is not None:
                    break
                time.sleep(0.15)
        else:
            pytest.fail(f"JupyterLab does not answer:\n{log.read_text(encoding='utf-8')}")
        if process.poll() is not None:
            pytest.fail(f"nhv lab ended at once:\n{log.read_text(encoding='utf-8')}")
        yield address
    finally:
        # Ctrl-C twice would ask; the session's group is nhv, JupyterLab and the kernels it began.
        for kind in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, kind)
                process.wait(5)
            except (ProcessLookupError, PermissionError, subprocess.TimeoutExpired):
                continue


def drawn_frame(page: Page, until: float) -> tuple[Frame, int]:
    """Wait for the first output frame with a drawn network; its frame and its pixels of ink."""
    last: Any = None
    while time.monotonic() < until:
        # JupyterLab keeps only cells in sight in the page, and runs to the last: back to the top.
        page.evaluate("() => document.querySelector('.jp-WindowedPanel-outer').scrollTo(0, 0)")
        page.wait_for_timeout(400)
        for frame in page.frames[1:]:
            try:
                ink = frame.evaluate(INK)
            except Exception as error:  # a frame may go while it is asked
                last = error
                continue
            if ink > 1000:
                return frame, int(ink)
    shown = page.locator(".jp-OutputArea-output").all_inner_texts()[-2:]
    pytest.fail(f"no drawn network in time ({last}); the last outputs: {shown}")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="ends the server by its process group")
def test_the_running_lab_shows_the_network_and_asks_nothing_outside(tmp_path: Path) -> None:
    """`nhv lab` opens 03_suppliers, runs it, and its network is drawn with the outside blocked."""
    begun = time.monotonic()
    folder = tmp_path / "notebooks"
    shutil.copytree(
        ROOT / "notebooks", folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints", "images")
    )
    outside: list[str] = []

    with chromium() as browser, running_lab(folder, tmp_path) as address:

        def handle(route: Route) -> None:
            url = urlsplit(route.request.url)
            if url.hostname == "127.0.0.1" or url.scheme in {"data", "blob", "about"}:
                route.continue_()
            else:
                outside.append(route.request.url)
                route.abort()

        page = browser.new_page(viewport={"width": 1300, "height": 2600})
        page.route("**/*", handle)
        page.on("websocket", lambda s: outside.append(s.url) if "127.0.0.1" not in s.url else None)
        page.goto(f"{address}/lab/tree/03_suppliers.ipynb?token={TOKEN}&reset")
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=40_000)
        # What is run before the kernel is there is not run.
        page.get_by_text("(ipykernel) | Idle").wait_for(timeout=30_000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        frame, _ = drawn_frame(page, begun + LIMIT)
        nodes = frame.evaluate("() => network.body.data.nodes.get().map(n => n.id)")
        assert "region:region-vasterbotten" in nodes, "the first network is that of the suppliers"
        shown = " ".join(page.locator("body").inner_text().split())
        assert "Would you like to get notified" not in shown, "switch the news off in graph/jupyter"
        page.close()
    assert not outside, "JupyterLab or a picture asks the web; see graph/jupyter"
    assert time.monotonic() - begun < LIMIT


def test_the_users_own_settings_are_still_read() -> None:
    """The project's settings come first, the user's own folders stay behind them."""
    env = making.lab_environment({"JUPYTER_CONFIG_PATH": "mine", "HOME": "h"})
    first, *rest = env["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert rest == ["mine"]
    assert env["HOME"] == "h"
    settings = json.loads((Path(first) / "jupyter_lab_config.json").read_text(encoding="utf-8"))
    assert settings["LabApp"]["news_url"] is None
    assert settings["LabApp"]["extension_manager"] == "readonly"


def test_a_port_that_is_asked_for_is_that_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--port` and `--no-browser` reach JupyterLab; without them its own ways hold."""
    started: list[list[str]] = []

    def call(words: list[str], env: dict[str, str]) -> int:
        started.append(words)
        return 0 if env else 1

    monkeypatch.setattr(subprocess, "call", call)
    assert cli.main(["lab", "mine"]) == 0
    assert cli.main(["lab", "mine", "--port", "8890", "--no-browser"]) == 0
    plain, told = started
    assert plain[1:] == ["-m", "jupyterlab", "mine"]
    assert told[4:] == ["--ServerApp.port=8890", "--ServerApp.port_retries=0", "--no-browser"]
