"""The store over HTTP: routes parse, rules decide, storage persists.

``create_app`` makes an ASGI application for one city; several processes may serve the same database.
"""

from __future__ import annotations

from commandcenter.store.service.application import create_app

__all__ = ["create_app"]
