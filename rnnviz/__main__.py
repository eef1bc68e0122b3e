"""``python -m rnnviz``."""

from rnnviz.cli import main

main()
