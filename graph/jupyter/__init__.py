"""What only a notebook needs: the cell magic, completion, JupyterLab."""
