"""Before the application object is made: the page's scheme, and what the web engine needs."""

from PySide6.QtCore import QCoreApplication, Qt

from commandcenter.views.map.scheme import register_scheme
from tests.fixture.store import running_store, store_at

register_scheme()
QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)

__all__ = ["running_store", "store_at"]
