"""Gives these tests a workstation over a real mirror."""

from tests.fixture.workstation import station, window

__all__ = ["station", "window"]
