"""The door of a running store, as a replay knocks at it: one act at a time, each with an answer or a failure.

Thread: one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests

from commandcenter.models.failure import Failure
from commandcenter.models.intent import Intent, IntentResult
from commandcenter.protocol.act import intent_to_json, result_from_json
from commandcenter.protocol.bearer import Bearer, bearer_from_json
from commandcenter.protocol.feed import BadMessage

_CONNECT_S = 3.0
_ANSWER_S = 10.0


class StoreSilent(Failure):
    """No answer, or none for now."""

    code = "store_silent"
    template = "The store at {url} does not answer ({why}). Check that it is served and that the address is right."
    retryable = True


class StoreRefuses(Failure):
    """An answer that will be the same next time."""

    code = "store_refuses"
    template = "The store at {url} refuses: {sentence}"


@dataclass(frozen=True, slots=True)
class _Bearer(requests.auth.AuthBase):
    """Sends the token; as ``auth``, because a ``.netrc`` entry would replace a header set by hand."""

    token: str

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


class StoreDoor:
    """One client's way to one store."""

    def __init__(self, url: str, token: str) -> None:
        """Make no connection yet."""
        self.url = url.rstrip("/")
        self._session = requests.Session()
        self._session.auth = _Bearer(token)

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def bearer(self) -> Bearer:
        """Return whose key it is; raises ``StoreSilent`` or ``StoreRefuses``."""
        return bearer_from_json(self._asked("GET", "/v1/me", None))

    def send(self, intent: Intent) -> IntentResult:
        """Send an act and return how it ended.

        Raises:
            StoreSilent: Whether it was applied is unknown; send it again under the same id.
            StoreRefuses: If the store takes no acts from this key.
        """
        return result_from_json(self._asked("POST", "/v1/intents", intent_to_json(intent)))

    def _asked(self, method: str, path: str, body: object) -> Any:
        try:
            response = self._session.request(
                method, self.url + path, json=body, timeout=(_CONNECT_S, _ANSWER_S), allow_redirects=False
            )
            message = response.json()
        except requests.JSONDecodeError as error:
            raise StoreSilent(url=self.url, why="what answers there is no store") from error
        except requests.RequestException as error:
            raise StoreSilent(url=self.url, why=type(error).__name__) from error
        if response.status_code == 200:
            return message
        if not isinstance(message, dict):
            raise BadMessage(what=f"an answer of status {response.status_code}")
        sentences = message.get("sentence")
        said = sentences.get("en", "") if isinstance(sentences, dict) else str(message.get("code", ""))
        if response.status_code >= 500:
            raise StoreSilent(url=self.url, why=said or f"status {response.status_code}")
        raise StoreRefuses(url=self.url, sentence=said or f"status {response.status_code}")
