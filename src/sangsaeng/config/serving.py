"""The web server and the worker as processes: started, watched, stopped together."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from errno import EADDRINUSE
from functools import partial
from types import FrameType
from typing import Any

from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from sangsaeng.config.places import Unusable
from sangsaeng.config.postgres import ensure_running

WORKERS = 2
THREADS = 4  # a worker's requests at once; each holds one connection to the database
LOOK_EVERY = 1.0  # seconds
TOO_SOON = 5.0  # a process that ends sooner is not worth starting again
PARENT = "SANGSAENG_PARENT"


def serve_web(host: str, port: int) -> None:
    """Serve pages until told to stop."""
    refuse_taken_port(host, port)
    watch_as_child()
    _every(LOOK_EVERY, ensure_running)
    # The server forks: a connection made before would be shared, and break.
    connections.close_all()
    server = Granian(
        "sangsaeng.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.error,
    )
    server.on_startup(partial(_announce, port))
    server.serve(target_loader=_application, wrap_loader=False)


def _application() -> Any:
    _end_with_parent(os.getppid())
    from sangsaeng.config.wsgi import application  # noqa: PLC0415 - loads Django, in the worker

    return application


def serve_all(port: int, host: str = "127.0.0.1") -> int:
    """Run web and worker until Ctrl-C or SIGTERM, then stop both; return the exit code.

    One that dies is started again, unless it died at once: then both stop.
    """
    refuse_taken_port(host, port)
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, partial(_note, stopping))
    commands = (("serve", "--host", host, "--port", str(port)), ("worker",))
    running = [_Child(command) for command in commands]
    try:
        while not stopping.wait(LOOK_EVERY):
            if not all(child.kept_alive() for child in running):
                return 1
    finally:
        for child in running:
            child.process.terminate()
        for child in running:
            child.process.wait()
    return 0


class _Child:
    """One command of ours as a process that ends when we do."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self.command = command
        self.start()

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "sangsaeng", *self.command],
            env=os.environ | {PARENT: str(os.getpid())},
        )

    def kept_alive(self) -> bool:
        if self.process.poll() is None:
            return True
        if time.monotonic() - self.started < TOO_SOON:
            return False
        self.start()
        return True


def watch_as_child() -> None:
    """End when the supervisor that started us ended, even when it was killed."""
    if PARENT in os.environ:
        _end_with_parent(int(os.environ[PARENT]))


def refuse_taken_port(host: str, port: int) -> None:
    """Say so when another program listens; also on ::1, where a browser looks for localhost."""
    places = [(socket.AF_INET6, "::1")] if host == "127.0.0.1" and socket.has_ipv6 else []
    places.append((socket.AF_INET6 if ":" in host else socket.AF_INET, host))
    for family, address in places:
        with socket.socket(family) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((address, port))
            except OSError as error:
                if error.errno == EADDRINUSE:
                    raise _taken(port) from error
                if address == host:
                    raise Unusable(
                        f"이 주소에서 열 수 없습니다: {host}:{port}",
                        f"Cannot listen on {host}:{port}",
                        str(error),
                    ) from error


def _taken(port: int) -> Unusable:
    return Unusable(
        f"포트 {port}을(를) 다른 프로그램이 쓰고 있습니다. --port 로 다른 번호를 정하십시오.",
        f"Port {port} is in use by another program: choose another with --port.",
    )


def _announce(port: int) -> None:
    sys.stdout.write(f"http://localhost:{port}\n")
    sys.stdout.flush()


def _note(stopping: threading.Event, _number: int, _frame: FrameType | None) -> None:
    stopping.set()


def _end_with_parent(parent: int) -> None:
    def look() -> None:
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)

    _every(LOOK_EVERY, look)


def _every(seconds: float, act: Callable[[], None]) -> None:
    def repeat() -> None:
        while True:
            time.sleep(seconds)
            try:
                act()
            except Unusable as reason:
                sys.stderr.write(f"{reason}\n")

    threading.Thread(target=repeat, daemon=True).start()
