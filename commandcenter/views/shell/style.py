"""The style sheet of a theme, made from ``resources/themes`` by filling in its colours."""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from PySide6.QtWidgets import QApplication

from commandcenter.resource import resource_path
from commandcenter.views.drawing import interface_font
from commandcenter.views.palette import Theme, apply_theme


def style_sheet(theme: Theme) -> str:
    """Return the windows' style sheet in a theme's colours.

    Raises:
        KeyError: If the sheet names a colour that themes do not have.
    """
    template = Template(resource_path("themes", "workstation.qss").read_text(encoding="utf-8"))
    return template.substitute(asdict(theme))


def dress(application: QApplication, theme: Theme) -> None:
    """Give the application font, palette and style sheet of a theme."""
    application.setFont(interface_font())
    apply_theme(application, theme, style_sheet(theme))
