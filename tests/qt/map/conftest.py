# For its effect: the web engine's scheme must be known before the application object is made.
import pytest
from PySide6.QtWidgets import QApplication

import tests.fixture.map_window  # noqa: F401
from commandcenter.views.wording import install_translation


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> None:
    """These tests read the source texts, whatever language another test has left behind."""
    install_translation(qapp, "en")
