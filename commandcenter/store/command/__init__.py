"""What is typed behind ``commandcenter store``: one module a command.

Exit codes: 0 done, 1 it could not, 2 used wrongly. Results go to standard output, messages to standard error.
"""

from __future__ import annotations

from commandcenter.store.command import (
    areas,
    backup,
    catalogue,
    import_,
    init,
    key,
    mapping,
    replay,
    resource,
    serve,
    user,
)
from commandcenter.store.command.option import Commands


def add_parsers(commands: Commands) -> None:
    """Add the store's commands; each sets ``command`` to what runs it and returns the exit code."""
    for module in (init, serve, catalogue, areas, import_, mapping, replay, resource, key, user, backup):
        module.add_parsers(commands)


__all__ = ["add_parsers"]
