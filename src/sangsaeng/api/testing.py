"""Calling the API as a person with a token."""

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from sangsaeng.accounts.actions import create_token
from sangsaeng.accounts.models import User
from sangsaeng.accounts.testing import MORNING


@dataclass(frozen=True)
class Said:
    """What the API answered."""

    status: int
    body: Any
    media_type: str


class Caller:
    """Somebody who calls the API; without a person, a stranger without a token."""

    def __init__(self, user: User | None = None) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.headers: dict[str, str] = {}
        if user:
            _token, key = create_token(user, by=None, at=MORNING)
            self.headers = {"Authorization": f"Bearer {key}"}

    def get(self, path: str, **headers: str) -> Said:
        return _said(self.client.get(_full(path), headers=self.headers | _named(headers)))

    def post(self, path: str, body: Any = None, **headers: str) -> Said:
        content = "" if body is None else json.dumps(body)
        return _said(
            self.client.post(
                _full(path),
                content,
                content_type="application/json",
                headers=self.headers | _named(headers),
            )
        )


def _full(path: str) -> str:
    return path if path.startswith("http") else f"/api/v1{path}"


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _said(response: Any) -> Said:
    return Said(response.status_code, json.loads(response.content), response["Content-Type"])
