"""The demo: a store, a city that is made up and goes on, and whatever window looks at it, in one process tree.

Owns the demo's folder (``COMMANDCENTER_HOME/demo``). ``demo_city`` gives a running one to any window; ``run_demo``
opens a workstation on it.
"""

from __future__ import annotations

from commandcenter.demo.city import DemoCity, demo_city, run_demo
from commandcenter.demo.store import DemoFiles, DemoStore
from commandcenter.demo.wish import DEFAULT_SEED, Wish

__all__ = ["DEFAULT_SEED", "DemoCity", "DemoFiles", "DemoStore", "Wish", "demo_city", "run_demo"]
