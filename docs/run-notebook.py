"""Runs a notebook with the `feyn` on the PATH and stores its outputs: run-notebook.py NOTEBOOK [--check]

With --check nothing is stored: the texts that the cells show have to be those stored, and each
cell that stored a picture has to draw one.
"""
import sys
import tempfile

import nbformat
from nbclient import NotebookClient


def shown(cell):
    """The texts of a code cell, and how many pictures it shows."""
    outputs = [output for output in cell.get("outputs", [])]
    texts = [output.get("text") or output.get("data", {}).get("text/plain") for output in outputs]
    pictures = [output for output in outputs if "image/png" in output.get("data", {})]
    return [text for text, output in zip(texts, outputs) if output not in pictures], len(pictures)


path = sys.argv[1]
notebook = nbformat.read(path, as_version=4)
stored = [shown(cell) for cell in notebook.cells]
with tempfile.TemporaryDirectory() as folder:
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", record_timing=False,
        resources={"metadata": {"path": folder}}).execute()
notebook.metadata = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"}}
if "--check" not in sys.argv:
    nbformat.write(notebook, path)
for number, (cell, expected) in enumerate(zip(notebook.cells, stored), start=1):
    if "--check" in sys.argv and shown(cell) != expected:
        sys.exit(f"cell {number} shows {shown(cell)} where {expected} is stored")
