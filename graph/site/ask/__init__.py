"""The page that answers questions by itself, in any browser, without Python or a server.

Nothing of the domain is decided in the page. Queries, how parameters are bound, headings, orders
of rows, notes, what is counted and the sentences on mistakes come from here as data; the scripts
of ``assets/ask`` put terms into queries, have Oxigraph answer them as WebAssembly in a worker, and
show what comes back. ``tests/graph/test_ask_page.py`` holds every answer to be that of Python.
"""
