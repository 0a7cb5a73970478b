"""``python -m graph`` is the command ``nhv``, for where scripts are not on the path."""

from __future__ import annotations

import sys

from graph.cli.main import main

sys.exit(main())
