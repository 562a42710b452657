"""The command line: read arguments, call one use case, show the result."""

from whofor.cli.commands import main

__all__ = ["main"]
