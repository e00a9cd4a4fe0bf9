"""Keeping the screen awake, where the platform lets a program ask for it (D-Bus, org.freedesktop.ScreenSaver)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtDBus import QDBusConnection, QDBusInterface, QDBusMessage

_log = logging.getLogger(__name__)

_SERVICE = "org.freedesktop.ScreenSaver"
_PATH = "/org/freedesktop/ScreenSaver"
_ANSWER_MS = 2_000


@contextmanager
def awake(reason: str) -> Iterator[bool]:
    """Keep the screen awake while the block runs; gives whether the platform agreed. Refusal is logged."""
    cookie = _inhibit(reason)
    try:
        yield cookie is not None
    finally:
        if cookie is not None:
            _interface().call("UnInhibit", cookie)


def _interface() -> QDBusInterface:
    interface = QDBusInterface(_SERVICE, _PATH, _SERVICE, QDBusConnection.sessionBus())
    interface.setTimeout(_ANSWER_MS)
    return interface


def _inhibit(reason: str) -> object | None:
    if not QDBusConnection.sessionBus().isConnected():
        _log.warning("the screen can't be kept awake: there is no session bus; switch the screen saver off by hand")
        return None
    answer = _interface().call("Inhibit", "commandcenter", reason)
    if answer.type() is not QDBusMessage.MessageType.ReplyMessage or not answer.arguments():
        _log.warning("the screen can't be kept awake (%s); switch the screen saver off by hand", answer.errorMessage())
        return None
    cookie: object = answer.arguments()[0]
    return cookie
