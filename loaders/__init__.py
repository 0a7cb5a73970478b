"""Curated files become quads: read, reconcile, assert, resolve, check, publish.

The pipeline knows files and quads and nothing of queries.  :mod:`loaders.build`
is its only orchestrator; every other module does one of its steps.
"""
