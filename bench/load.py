"""Clients: one after the other, or many at once, each on a connection of its own."""

import http.client
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

TIMEOUT = 60.0


@dataclass(frozen=True)
class Ask:
    """One HTTP request to make."""

    path: str
    method: str = "GET"
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """What was answered, and after how many milliseconds."""

    status: int
    body: bytes
    wall: float


class Client:
    """A connection that is kept."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)

    def send(self, ask: Ask) -> Said:
        started = time.perf_counter()
        self.connection.request(ask.method, ask.path, ask.body, ask.headers)
        response = self.connection.getresponse()
        body = response.read()
        return Said(response.status, body, (time.perf_counter() - started) * 1000)


def at_once(
    port: int, shares: Sequence[Sequence[Ask]], before: Callable[[], None] = lambda: None
) -> tuple[list[Said], float]:
    """Let one client work through each share, all released together; give the seconds taken.

    ``before`` runs when every client is connected, just before the release.
    """
    gate = threading.Barrier(len(shares) + 1)

    def run(share: Sequence[Ask]) -> list[Said]:
        client = Client(port)
        client.send(Ask("/healthz"))
        gate.wait(TIMEOUT)
        return [client.send(ask) for ask in share]

    with ThreadPoolExecutor(len(shares)) as pool:
        running = [pool.submit(run, share) for share in shares]
        while gate.n_waiting < len(shares) and not any(each.done() for each in running):
            time.sleep(0.01)
        before()
        started = time.perf_counter()
        gate.wait(TIMEOUT)
        said = [answer for each in running for answer in each.result()]
        return said, time.perf_counter() - started
