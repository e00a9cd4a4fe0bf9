"""The city that pages are tried on: two areas, the shipped categories, and whoever a test needs in it."""

from __future__ import annotations

import re
import time
from typing import Any

import requests
from playwright.sync_api import Page

from commandcenter.models.identity import AccountId
from commandcenter.models.role import Role
from commandcenter.store.central import CentralStore
from commandcenter.store.token import Principal
from tests.contract.people import PASSWORD, opened
from tests.fixture.store import TIMEOUT_S, RunningStore


class PageCity:
    """One store and its people.

    Attributes:
        store: Served; ``store.url`` is where.
        central: The same store as its process uses it, for looking at what it keeps.
        administrator: Who sets things up.
    """

    def __init__(self, store: RunningStore) -> None:
        self.store = store
        self.central = CentralStore(store.settings)
        self.administrator: Principal = self.central.principal(store.key(Role.ADMINISTRATOR, "Admin"))

    @property
    def url(self) -> str:
        return self.store.url

    def person(self, login: str, role: Role, **fields: Any) -> AccountId:
        """Open an account; its password is ``PASSWORD``. Fields as of the act ``set_account``."""
        return opened(self.central, self.administrator, **{"login": login, "role": role.value, "area": None} | fields)

    def sign_in(self, page: Page, login: str) -> None:
        """Type login and password into the form that the page shows, and send it."""
        page.get_by_label(re.compile("^(Nama masuk|Login)$")).fill(login)
        page.get_by_label(re.compile("^(Kata sandi|Password)$")).fill(PASSWORD)
        page.get_by_role("button", name=re.compile("^(Masuk|Sign in)$")).click()

    def wait_until_public(self, total: int) -> None:
        """Wait until the public board has so many reports; it takes new ones in twice a second."""
        deadline = time.monotonic() + TIMEOUT_S
        while requests.get(f"{self.url}/v1/public/counts", timeout=TIMEOUT_S).json()["total"] != total:
            assert time.monotonic() < deadline

    def close(self) -> None:
        """Stop serving, and close both ways in."""
        self.store.close()
        self.central.close()
