"""Which processes this test run has started."""

import psutil


def children_that_run(module: str) -> list[psutil.Process]:
    """Children of this process, and theirs, with `module` in their command line. Those that have ended do not count."""
    return [child for child in psutil.Process().children(recursive=True) if module in _command_line(child)]


def _command_line(process: psutil.Process) -> str:
    # A process may end while it is looked at, and one that has ended keeps its number until its parent asks for it.
    try:
        return " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return ""
