"""``python -m graph.demo``: the demonstration."""

from __future__ import annotations

import sys

from graph.demo.run import main

if __name__ == "__main__":
    sys.exit(main())
