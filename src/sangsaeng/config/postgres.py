"""Which PostgreSQL this installation uses: its own, or the one DATABASE_URL names."""

import atexit
import os
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from sangsaeng.config.embedded import Server
from sangsaeng.config.places import Unusable, var_folder

# Kept for ten minutes and tried before use: a restarted server is noticed, not reported.
KEPT = {
    "ENGINE": "django.db.backends.postgresql",
    "CONN_MAX_AGE": 600,
    "CONN_HEALTH_CHECKS": True,
}


def database_from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    """Say how to reach the database, without touching it."""
    url = environ.get("DATABASE_URL")
    if url:
        return KEPT | _from_url(url)
    server = _server(environ)
    return KEPT | {"NAME": server.name, "USER": server.user, "HOST": str(server.sockets)}


def ensure_running() -> None:
    """Start the embedded server unless it runs; the last process to leave stops it.

    Safe to call often and from many processes. With DATABASE_URL it does nothing.
    """
    if os.environ.get("DATABASE_URL"):
        return
    server = _server(os.environ)
    _join(server)
    server.start_if_down()


@cache
def _join(server: Server) -> None:
    pid = os.getpid()
    lock = server.join()

    def leave() -> None:
        # A forked child runs our exit handlers too, and holds its parent's lock.
        if os.getpid() == pid:
            server.leave(lock)

    atexit.register(leave)


def _server(environ: Mapping[str, str]) -> Server:
    return Server(var_folder(environ))


def _from_url(url: str) -> dict[str, Any]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _bad_url() from error
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgresql", "postgres"} or not name:
        raise _bad_url()
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", str(port or "")),
        "OPTIONS": options,
    }


def _bad_url() -> Unusable:
    # The address may hold a password: it is described, never repeated.
    return Unusable(
        "DATABASE_URL을 읽을 수 없습니다.",
        "DATABASE_URL must read postgresql://user:password@host:port/name?sslmode=…",
    )
