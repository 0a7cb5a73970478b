"""A notebook executed and written as one HTML page that needs nothing from the web.

nbconvert's own pages load RequireJS, MathJax and Mermaid from elsewhere; the template here leaves
the three out, since the notebooks use none of them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from graph.base.files import write
from graph.base.problems import GraphError

if TYPE_CHECKING:
    from nbformat import NotebookNode

_TEMPLATE = """\
{%- extends 'lab/index.html.j2' -%}
{%- block html_head_js -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
"""


class NotebookError(GraphError):
    """A notebook that does not run to its end."""


def execute(notebook: Path, timeout: int = 300) -> NotebookNode:
    """Run every cell of a notebook, in its folder, in a fresh kernel of this Python.

    Raises:
        NotebookError: If a cell fails; the message names the notebook, the cell and the error.
    """
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    from nbformat import reads

    read: Any = reads  # untyped
    content: NotebookNode = read(notebook.read_text(encoding="utf-8"), as_version=4)
    # A user's own kernel that is also called python3 may belong to another Python.
    ours = KernelSpecManager(kernel_dirs=[str(Path(sys.prefix, "share", "jupyter", "kernels"))])
    with TemporaryDirectory(prefix="nhv-") as sockets:
        # Sockets in the file system, where there are some: kernels cannot take each other's ports.
        place = {} if sys.platform == "win32" else {"transport": "ipc", "ip": f"{sockets}/kernel"}
        client = NotebookClient(
            content,
            km=AsyncKernelManager(kernel_name="python3", kernel_spec_manager=ours, **place),
            timeout=timeout,
            resources={"metadata": {"path": str(notebook.parent)}},
            record_timing=False,
        )
        # The kernel manager is ours, so the client must be told to end the kernel.
        try:
            client.execute(cleanup_kc=True)
        except CellExecutionError as error:
            failed = next(
                cell["id"]
                for cell in content["cells"]
                for output in cell.get("outputs", [])
                if output["output_type"] == "error"
            )
            what = f"{error.ename}: {error.evalue}".rstrip(": ")
            raise NotebookError(f"{notebook.name}, cell {failed}: {what}") from None
    return content


def page(content: NotebookNode, title: str) -> str:
    """An executed notebook as HTML, with styles and pictures in it and nothing to fetch."""
    from nbconvert import HTMLExporter

    exporter_of: Any = HTMLExporter  # untyped
    exporter = exporter_of(raw_template=_TEMPLATE)
    body, _ = exporter.from_notebook_node(content, resources={"metadata": {"name": title}})
    return str(body)


def publish(notebook: Path, out: Path) -> Path:
    """Execute a notebook and write its page into a folder; return the file."""
    file = out / f"{notebook.stem}.html"
    write(file, page(execute(notebook), notebook.stem).encode())
    return file
