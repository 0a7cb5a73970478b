"""A made-up graph of this domain's shape, as large as wanted, for tests of performance.

Everything in it but the value lists and the registers of places is invented, and its names say so.

The rooms, in order: ``common.py`` (what is the same at every scale), ``actors.py``, ``library.py``
(documents), ``matters.py`` (areas, and who holds what), ``process.py``, ``permits.py``,
``seats.py`` and ``system.py`` state it block by block through ``block.py``; ``generate.py``
resolves it with the project's own resolution; ``publishing.py`` writes it.
"""

from __future__ import annotations

from tests.synthetic.generate import quads
from tests.synthetic.publishing import OPTION, Synthesised, publish, write

__all__ = ["OPTION", "Synthesised", "publish", "quads", "write"]
