"""Before the application object is made: the page's scheme, and what the web engine needs."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication

from commandcenter.views.map.scheme import register_scheme
from commandcenter.views.wording import install_translation
from tests.fixture.store import running_store, store_at

register_scheme()
QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)

__all__ = ["running_store", "store_at"]


@pytest.fixture(autouse=True)
def indonesian(qapp: QApplication) -> Iterator[None]:
    """Windows speak Indonesian, as they do by default; the application outlives the test, and others read English."""
    install_translation(qapp, "id")
    yield
    install_translation(qapp, "en")
