"""`python -m karasora` is the same as `karasora`."""

from karasora.cli import run

run()
