"""The window around everything: bars, docks, keys, and what it remembers."""

from commandcenter.views.shell.main_window import WorkstationWindow
from commandcenter.views.shell.memory import remembered_theme, window_settings

__all__ = ["WorkstationWindow", "remembered_theme", "window_settings"]
