"""How much a file may hold: every limit of size, so that a file is answered within seconds.

Each is several times what anybody wrote so far, and small enough that no file takes more than
five seconds or a gigabyte, whatever it holds. ``loaders/curated/README.md`` tells them to people.
"""

from __future__ import annotations

FILE_BYTES = 2_000_000  # size of a curated file
VALUES = 10_000  # lists, mappings and texts in a curated file, and cells in one of mappings
DEPTH = 12  # levels of lists and mappings within each other in a curated file
LISTED = 100  # values in one field
TEXT = 1_000  # characters of a text in a field
NAMED = 100  # characters of an id, from which names of files are made
LAST_LINE = 100_000  # the last line of a document that a fact may cite

PROBLEMS = 100  # problems of one file that are told; who mends them sees the next
QUOTED = 300  # characters of a text that a message quotes

OVERLAY_BYTES = 5_000_000  # size of a researcher's own file
ROWS = 10_000  # rows of a table, below its header
CELLS = 100_000  # cells of a table
COLUMNS = 2_000  # columns of a table
STATEMENTS = 20_000  # statements of a Turtle file
PARTS = 1_000  # parts of a workbook
INFLATED_BYTES = 8_000_000  # size of all parts of a workbook, when they are unpacked
TAGS = 500_000  # tags in all parts of a workbook; a cell has four or six

DOCUMENT_BYTES = 50_000_000  # size of a document to draft from
UNPACKED_BYTES = 60_000_000  # size of all parts of a document, when they are unpacked
DOCUMENT_LINES = 5_000  # lines of a document to draft from
DOCUMENT_LETTERS = 500_000  # characters of all of them
LINE_LETTERS = 20_000  # characters of one
