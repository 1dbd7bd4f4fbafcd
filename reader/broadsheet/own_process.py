"""The command that starts a process of Broadsheet's own."""

import sys


def own_process(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of this program.

    -P keeps the current folder, which may be anybody's, off the path of imports.
    """
    return [sys.executable, "-P", "-m", module, *arguments]
