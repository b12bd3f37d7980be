"""One process of threads that ask by calling the action, as a web worker would."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402  # settings come first

from sangsaeng.accounts.models import User  # noqa: E402
from sangsaeng.assets.actions import submit_request  # noqa: E402
from sangsaeng.assets.models import Offer  # noqa: E402
from sangsaeng.kernel.refusals import Refused  # noqa: E402

PATIENCE = 60


def ask_in_threads(
    offers: tuple[int, int],
    people: Sequence[int],
    threads: int,
    at: datetime,
    gate: Any,
    answers: Any,
) -> None:
    """Ask for everybody in so many threads, between two openings of the gate.

    The first of the two offers only warms the process up: a web worker has long done so.
    """
    warm_up, offer = (Offer.objects.get(pk=pk) for pk in offers)
    together = threading.Barrier(threads)
    users = User.objects.in_bulk(people)

    def connect(_n: int) -> None:
        connection.ensure_connection()
        together.wait(PATIENCE)

    def ask(pk: int, offer: Offer = offer) -> tuple[str, float]:
        started = time.perf_counter()
        try:
            submit_request(offer, quantity=1, purpose="시험", by=users[pk], at=at)
            code = "STORED"
        except Refused as refusal:
            code = refusal.code
        return code, (time.perf_counter() - started) * 1000

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(connect, range(threads)))
        list(pool.map(lambda pk: ask(pk, warm_up), people))
        gate.wait(PATIENCE)
        gate.wait(PATIENCE)
        said = list(pool.map(ask, people))
        gate.wait(PATIENCE)
        # Whoever measures reads our processor time before we end.
        gate.wait(PATIENCE)
    answers.put(said)
