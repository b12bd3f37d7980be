"""Servers as processes, and the processor time they and their database backends have had."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from django.db import connection

from sangsaeng.config.serving import PARENT

SERVE = Path(__file__).parent / "serve.py"
PROC = Path("/proc")
PATIENCE = 60.0
LAST_WORDS = 4_000


@dataclass(frozen=True)
class Cpu:
    """Milliseconds of processor: our processes, and the database's that worked for them."""

    app: float
    db: float

    @property
    def both(self) -> float:
        return self.app + self.db

    def per(self, count: int) -> "Cpu":
        return Cpu(self.app / count, self.db / count)


class Meter:
    """Reads what some processes and all other backends of this database have used so far."""

    def __init__(self, pids: Iterable[int]) -> None:
        self.pids = list(pids)
        self.apps, self.backends = self._read()

    def spent(self) -> Cpu:
        apps, backends = self._read()
        return Cpu(_grown(self.apps, apps), _grown(self.backends, backends))

    def _read(self) -> tuple[dict[int, float], dict[int, float]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            backends = [pid for (pid,) in cursor.fetchall()]
        apps = [each for pid in self.pids for each in _family(pid)]
        return {pid: _used(pid) for pid in apps}, {pid: _used(pid) for pid in backends}


def _grown(before: dict[int, float], after: dict[int, float]) -> float:
    return sum(used - before.get(pid, 0.0) for pid, used in after.items())


def _family(pid: int) -> Iterator[int]:
    yield pid
    for children in (PROC / str(pid) / "task").glob("*/children"):
        for child in children.read_text().split():
            yield from _family(int(child))


def _used(pid: int) -> float:
    """Add up the milliseconds, user and system, of every thread of a process."""
    total = 0
    for thread in (PROC / str(pid) / "task").glob("*/schedstat"):
        with suppress(OSError):  # a thread may end while we look
            total += int(thread.read_text().split()[0])
    return total / 1e6


@contextmanager
def serving(which: str, workers: int, port: int) -> Iterator[int]:
    """Run one server; gives its pid once it answers."""
    with TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, SERVE, which, str(workers), str(port)],
            env=os.environ | {PARENT: str(os.getpid())},
            stdout=said,
            stderr=said,
        )
        try:
            yield from _while_it_runs(process, which, port)
        except BaseException:
            said.seek(0)
            sys.stderr.write(said.read()[-LAST_WORDS:].decode(errors="replace"))
            raise


def _while_it_runs(process: "subprocess.Popen[bytes]", which: str, port: int) -> Iterator[int]:
    try:
        _wait(process, port, "/1" if which == "floor" else "/readyz")
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _wait(process: "subprocess.Popen[bytes]", port: int, path: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError, http.client.HTTPException):
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            client.request("GET", path)
            if client.getresponse().status == http.client.OK:
                return
        time.sleep(0.1)
    raise SystemExit(f"The server to be measured does not answer on port {port}.")
