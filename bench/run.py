"""Measure the bars of speed: `python bench/run.py [--rows N] [--runs N] [--port N] [--report]`.

A database of its own is made on the server the settings name and dropped at the end,
however the measuring ended.
"""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql

from sangsaeng.config.postgres import database_from_environment, ensure_running

NAME = "sangsaeng_bench"
SETTINGS = "sangsaeng.config.settings"
MEASURE = Path(__file__).parent / "measure.py"


def main() -> int:
    """Make the database, measure in a process of its own, drop the database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="offers on the exchange")
    parser.add_argument("--runs", type=int, default=3, help="contended runs per number of workers")
    parser.add_argument("--port", type=int, default=8110, help="the first of two free ports")
    parser.add_argument("--report", action="store_true", help="write docs/reports/performance.md")
    wanted = parser.parse_args()
    arguments = [f"--{name}={getattr(wanted, name)}" for name in ("rows", "runs", "port")]
    if wanted.report:
        arguments.append("--report")
    # Asked to end, the database is dropped all the same.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    ensure_running()
    with database_of_its_own() as url:
        measured = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, MEASURE, *arguments],
            env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": SETTINGS},
            check=False,
        )
    return measured.returncode


@contextmanager
def database_of_its_own() -> Iterator[str]:
    """Make an empty database, give its address, drop it."""
    found = database_from_environment(os.environ)
    place = {key: str(found[key.upper()]) for key in ("user", "host") if found.get(key.upper())}
    login = {key: str(found[key.upper()]) for key in ("password", "port") if found.get(key.upper())}
    reach = {"dbname": found["NAME"], **place, **login, **found.get("OPTIONS", {})}
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME))
    with psycopg.connect(**reach, autocommit=True) as connection:
        connection.execute(drop)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
        try:
            yield _address(reach)
        finally:
            connection.execute(drop)


def _address(reach: dict[str, str]) -> str:
    who = quote(reach.get("user", ""))
    if reach.get("password"):
        who += ":" + quote(reach["password"])
    others = {key: reach[key] for key in reach if key not in {"user", "password", "dbname"}}
    return f"postgresql://{who}@/{NAME}?{urlencode(others)}"


if __name__ == "__main__":
    sys.exit(main())
