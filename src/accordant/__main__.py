"""Run the command line: `python -m accordant`."""

from accordant.cli import main

main()
