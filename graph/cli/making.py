"""The commands that make something: the graph itself, files of it, a place to work in."""

from __future__ import annotations

import subprocess
import time
from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.cli.lab import command, environment
from graph.cli.output import build_dir, count, opened, say, summary
from loaders.problems import CuratedDataError


def build(arguments: Namespace) -> int:
    """Build the graph and say what was made."""
    from loaders import build as building

    out = build_dir(arguments)
    report = building.build(
        out, known_at=arguments.known_at, people=not arguments.without_people, progress=say
    )
    for warning in report.warnings:
        say(f"warning: {warning}")
    say(summary(report))
    print(out / "nhv.ttl", out / "nhv.trig", sep="\n")
    return 0


def check(_: Namespace) -> int:
    """Check the curated files.

    They are built in a folder that is thrown away; the build reports every problem that there is.
    """
    from loaders import build as building

    with TemporaryDirectory(prefix="nhv-check-") as folder:
        try:
            report = building.build(Path(folder), progress=say)
        except CuratedDataError as error:
            for problem in error.problems:
                print(problem)
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


def export(arguments: Namespace) -> int:
    """Write the graph to a file."""
    out = Path(arguments.file)
    out.parent.mkdir(parents=True, exist_ok=True)
    print(opened(arguments).export(out))
    return 0


def serve(arguments: Namespace) -> int:
    """Serve the graph until Ctrl-C."""
    from graph.service.serve.command import serve as run

    return run(arguments)


def docs(arguments: Namespace) -> int:
    """Make the site."""
    from graph.knowledge_graph import open_graph
    from graph.site.site import build_site

    kg = open_graph(
        arguments.build_dir,
        as_of=arguments.as_of,
        known_at=arguments.known_at,
        people=not arguments.without_people,
    )
    out = Path(arguments.out) if arguments.out else build_dir(arguments) / "site"
    print(build_site(kg, out, progress=say) / "index.html")
    return 0


def publish(arguments: Namespace) -> int:
    """Put the graph into a SPARQL service, as far as it is not there yet."""
    from graph.knowledge_graph import open_graph
    from graph.service.publish.publishing import publish as put

    kg = open_graph(
        arguments.build_dir, known_at=arguments.known_at, people=not arguments.without_people
    )
    done = put(kg, arguments.url, query_url=arguments.query_url, progress=say)
    print(done)
    return 1 if done.differing else 0


def release(arguments: Namespace) -> int:
    """Make a release and say how large it is and how long it took."""
    from graph.knowledge_graph import open_graph
    from graph.release import release as make

    begun = time.monotonic()
    kg = open_graph(
        arguments.build_dir, known_at=arguments.known_at, people=not arguments.without_people
    )
    made = make(kg, arguments.out, arguments.since, site=arguments.site_base, progress=say)
    sizes = [path.stat().st_size for path in made.rglob("*") if path.is_file()]
    say(
        f"{count(len(sizes), 'file')}, {sum(sizes) / 1e6:.1f} MB "
        f"in {time.monotonic() - begun:.1f} s"
    )
    print(made)
    return 0


def lab(arguments: Namespace) -> int:
    """Open JupyterLab on the notebooks, or in this folder where there are none."""
    words = command(arguments.folder, port=arguments.port, browser=not arguments.no_browser)
    say(f"opening JupyterLab on {words[3]}; Ctrl-C ends it")
    return subprocess.call(words, env=environment())
