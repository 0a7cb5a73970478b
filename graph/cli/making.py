"""The commands that make something: the graph itself, files of it, a place to work in."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from graph.base.files import changes
from graph.base.problems import BadParameter
from graph.cli.output import build_dir, count, opened, say, summary
from loaders.problems import CuratedDataError

if TYPE_CHECKING:
    from loaders.build import Kept
    from loaders.drafting.proposal import Proposal

_HERE = Path(__file__).resolve().parent
_NOTEBOOKS = _HERE.parent.parent / "notebooks"


def build(arguments: Namespace) -> int:
    """Build the graph and say what was made."""
    from loaders import build as building

    out = build_dir(arguments)
    curated = _with_added(arguments, out / "curated")
    report = building.build(
        out,
        curated=curated,
        known_at=arguments.known_at,
        people=not arguments.without_people,
        progress=say,
    )
    for warning in report.warnings:
        say(f"warning: {warning}")
    say(summary(report))
    print(out / "nhv.ttl", out / "nhv.trig", sep="\n")
    return 0


def _with_added(arguments: Namespace, folder: Path) -> Path:
    """The curated folder; with files to be tried, a copy of it that has them."""
    from loaders.publishing.recipe import CURATED

    if not arguments.added:
        return CURATED
    if "build_dir" in vars(arguments) and not arguments.build_dir:
        raise BadParameter("--with needs a folder of its own for the graph; name it with --out")
    from loaders.drafting.trial import curated_with  # the room of drafts is large

    return curated_with([Path(file) for file in arguments.added], folder)


def check(arguments: Namespace) -> int:
    """Check what a build of the curated files would publish, once or whenever one is saved."""
    from loaders.build import Kept
    from loaders.publishing.recipe import CURATED

    kept = Kept()
    if not arguments.watch:
        return _check(arguments, kept)
    for _ in changes(CURATED, *map(Path, arguments.added or ())):
        _check(arguments, kept)
        say("waiting for a file to be saved; Ctrl-C ends it")
    return 0


def _check(arguments: Namespace, kept: Kept) -> int:
    from loaders import build as building

    with TemporaryDirectory(prefix="nhv-check-") as folder:
        curated = _with_added(arguments, Path(folder) / "curated")
        try:
            report = building.trial(curated, progress=say, kept=kept)
        except CuratedDataError as error:
            print(*error.problems, sep="\n", flush=True)
            files = len({problem.place.file for problem in error.problems})
            say(f"{count(len(error.problems), 'problem')} in {count(files, 'file')}")
            return 1
    for warning in report.warnings:
        print(warning)
    if report.removed:
        say("removals.csv leaves out persons whom these files name; take them out there")
        return 1
    say(f"{count(len(report.warnings), 'warning')}, no errors: {summary(report)}")
    return 0


def draft(arguments: Namespace) -> int:
    """Read a document into a proposal of a curated file; nothing is written into the graph."""
    from loaders.drafting.proposal import known, proposal, save
    from loaders.drafting.versions import against

    made = proposal(Path(arguments.file), known(), arguments.id)
    if arguments.against:
        print(*against(made, arguments.against), sep="\n")
        return 0
    if arguments.review:
        return _review(arguments, made)
    if arguments.out is None:
        print(made.text, end="")
    else:
        print(*save(made, Path(arguments.out)), sep="\n")
    unknown, left = len(made.draft.unknown), made.unused
    say(
        f"{count(len(made.draft.facts), 'fact')}, {count(unknown, 'unknown name')}, "
        f"{count(len(left), 'line')} unused: look at each before nhv check"
    )
    return 0


def name(arguments: Namespace) -> int:
    """Write a further name of a thing into its register."""
    from loaders.drafting.naming import add_name

    given = arguments.document, arguments.line, arguments.lang
    print(add_name(arguments.name, arguments.of, *given))
    return 0


def _review(arguments: Namespace, made: Proposal) -> int:
    """Serve the page on which a draft is reviewed; its file goes to the folder of drafts."""
    from graph.knowledge_graph import open_graph
    from graph.service.review.reviewing import Review
    from graph.service.review.serving import serve_review

    folder = Path(arguments.out or "drafts")
    serve_review(Review(open_graph(arguments.build_dir), made, folder), arguments.port, say)
    return 0


def export(arguments: Namespace) -> int:
    """Write the graph to a file."""
    print(opened(arguments).export(arguments.file))
    return 0


def docs(arguments: Namespace) -> int:
    """Make the site."""
    from graph.site.site import build_site

    out = Path(arguments.out) if arguments.out else build_dir(arguments) / "site"
    kg, site, jobs = opened(arguments), arguments.site_base, os.cpu_count() or 1
    made = build_site(kg, out, site=site, jobs=jobs, progress=say)
    print(made / "index.html")
    return 0


def publish(arguments: Namespace) -> int:
    """Put the graph into a SPARQL service, as far as it is not there yet."""
    from graph.service.publish.publishing import publish as put

    done = put(opened(arguments), arguments.url, query_url=arguments.query_url, progress=say)
    print(done)
    return 1 if done.differing else 0


def release(arguments: Namespace) -> int:
    """Make a release and say how large it is and how long it took."""
    from graph.release.making import release as make
    from graph.site.things.places import places

    begun = time.monotonic()
    kg, site = opened(arguments), arguments.site_base
    made = make(kg, arguments.out, arguments.since, places=places(kg), site=site, progress=say)
    sizes = [path.stat().st_size for path in made.rglob("*") if path.is_file()]
    took = time.monotonic() - begun
    say(f"{count(len(sizes), 'file')}, {sum(sizes) / 1e6:.1f} MB in {took:.1f} s")
    print(made)
    return 0


def lab(arguments: Namespace) -> int:
    """Open JupyterLab on the notebooks of the project, or in this folder where there are none."""
    folder = arguments.folder or (_NOTEBOOKS if _NOTEBOOKS.is_dir() else Path.cwd())
    words = [sys.executable, "-m", "jupyterlab", str(folder)]
    if arguments.port is not None:
        # A port that was asked for is that one or an error, not the next.
        words += [f"--ServerApp.port={arguments.port}", "--ServerApp.port_retries=0"]
    if arguments.no_browser:
        words.append("--no-browser")
    say(f"opening JupyterLab on {folder}; Ctrl-C ends it")
    return subprocess.call(words, env=lab_environment())


def lab_environment(given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment in which JupyterLab finds the settings of this folder first.

    By itself it fetches news, looks for updates and lists extensions of a package index; the
    settings switch that off.  A user's own stay as they are.
    """
    paths = [str(_HERE), *filter(None, [given.get("JUPYTER_CONFIG_PATH")])]
    return {**given, "JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}
