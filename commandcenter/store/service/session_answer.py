"""What somebody who signed in is told, and where their key goes: to a program, or into a browser's cookie."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from commandcenter.models.instant import to_ms
from commandcenter.store.service.answer import json_answer
from commandcenter.store.service.page_key import give_key, proof_of
from commandcenter.store.session import Session
from commandcenter.store.token import Principal


def session_answer(session: Session, *, in_browser: bool) -> Response:
    """Return the answer to a fresh sign-in; it holds the key, unless a browser keeps it where no script can read it."""
    if in_browser:
        answer = told_answer(session.principal, session.secret)
        give_key(answer, session.secret, session.expires_at)
        return answer
    body = {
        "key": session.secret,
        "token_id": session.principal.token_id,
        "expires_ms": to_ms(session.expires_at),
        **_person(session.principal),
    }
    return _unkept(json_answer(body))


def told_answer(principal: Principal, key: str) -> Response:
    """Tell a page who is signed in, and the proof that its requests have to carry."""
    return _unkept(json_answer({"csrf": proof_of(key), **_person(principal)}))


def _person(principal: Principal) -> dict[str, Any]:
    return {
        "name": principal.name,
        "role": principal.role.value,
        "area": principal.scope.area,
        "agency": principal.scope.agency,
        "holder": principal.holder,
        "account_id": principal.account,
    }


def _unkept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
