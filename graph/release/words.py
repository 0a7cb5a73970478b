"""The words of releases, from ``words.toml``."""

from __future__ import annotations

from graph.base.words import words_of

WORDS = words_of("graph.release")
