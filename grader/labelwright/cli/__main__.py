"""Run the command line as `python -m labelwright.cli`."""

from labelwright.cli import main

main()
