"""``python -m tests.quality [FOLDER]``: what is wrong with an ontology; ours, if none is named.

Ends with 1 where there is an error, with 2 where there is no ontology.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from graph.base.languages import LANGS
from graph.release.ontology_changes import FOLDER
from tests.quality.checking import check_ontology
from tests.quality.telling import told


def main(words: Sequence[str] | None = None) -> int:
    """Check an ontology and print what is found."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, metavar="FOLDER")
    parser.add_argument("--lang", choices=LANGS, default="en")
    arguments = parser.parse_args(words)
    try:
        report = check_ontology(arguments.folder)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(told(report, arguments.lang) + "\n")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
