"""What the pictures of the pages show. A scene takes a city and a page, and brings the page into a state."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from playwright.sync_api import Page

from tests.pages.city import PageCity

Scene = Callable[[PageCity, Page], None]

SCENES: Mapping[str, Scene] = {}
"""Every scene by the name of its picture."""
