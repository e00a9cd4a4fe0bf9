"""What a window remembers: a file of its own under the home folder, never the user's registry."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

from commandcenter.views.palette import DARK, THEMES, Theme, ThemeName

_THEME_KEY = "window/theme"


def window_settings(home: Path, name: str = "workstation") -> QSettings:
    """Return the remembered state of the windows of one kind.

    Args:
        home: The folder that settings, mirrors and logs are in.
        name: The kind of window.
    """
    return QSettings(str(home / f"{name}.ini"), QSettings.Format.IniFormat)


def remembered_theme(settings: QSettings) -> Theme:
    """Return the theme chosen last; the dark one where none was."""
    value = str(settings.value(_THEME_KEY, DARK.name.value))
    return next((THEMES[name] for name in ThemeName if name.value == value), DARK)


def remember_theme(settings: QSettings, theme: Theme) -> None:
    """Keep the theme for the next start."""
    settings.setValue(_THEME_KEY, theme.name.value)
