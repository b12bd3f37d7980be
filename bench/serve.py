"""One web server to be measured: the product's with so many workers, or the bare floor.

`python bench/serve.py site|floor WORKERS PORT`; the process that started it says when to end.
"""

import sys
from collections.abc import Callable, Iterable
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from sangsaeng.config import serving


def floor(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer `/1234` with 1,234 bytes and do nothing else."""
    size = int(environ["PATH_INFO"].strip("/"))
    start("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(size))])
    return [b"x" * size]


def load_floor() -> Any:
    """Give the server its application."""
    return floor


def main() -> None:
    """Serve until the parent ends or says so."""
    which, workers, port = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if which == "site":
        serving.WORKERS = workers
        serving.serve_web("127.0.0.1", port)
        return
    serving.watch_as_child()
    server = Granian(
        "floor",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=serving.THREADS,
        log_level=LogLevels.error,
    )
    server.serve(target_loader=load_floor, wrap_loader=False)


if __name__ == "__main__":
    main()
