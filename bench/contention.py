"""Fifty who want the last units at the same moment: over HTTP, and the action alone."""

import json
import multiprocessing
import random
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from acting import ask_in_threads
from django.db import connection
from filling import make_askers, make_line
from load import Ask, Said, at_once
from servers import Cpu, Meter, serving

from sangsaeng.accounts.models import User
from sangsaeng.assets.choices import RequestState
from sangsaeng.assets.models import Award, Offer
from sangsaeng.audit.models import AuditLine
from sangsaeng.kernel import clock

CLIENTS = 50
QUANTITY, RESERVES = 60, 120
PLACES = QUANTITY + RESERVES
FIRMS = PLACES + 10  # ten come too late …
TWICE = 10  # … and of ten firms a second person asks too
LATE = 100  # who asks when all is long gone
Asker = tuple[User, str]


@dataclass(frozen=True)
class Run:
    """One run: requests stored in a second, processor for each ask, what was wrong."""

    rate: float
    cpu: Cpu
    sold_out: Cpu | None
    p95: float
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Contest:
    """All runs with one number of workers."""

    workers: int
    runs: tuple[Run, ...]
    deadlocks: int

    @property
    def rate(self) -> float:
        return statistics.median(run.rate for run in self.runs)

    @property
    def slowest(self) -> float:
        return min(run.rate for run in self.runs)

    @property
    def p95(self) -> float:
        return statistics.median(run.p95 for run in self.runs)

    @property
    def cpu(self) -> Cpu:
        return _median([run.cpu for run in self.runs])

    @property
    def sold_out(self) -> Cpu:
        return _median([run.sold_out for run in self.runs if run.sold_out])

    @property
    def exact(self) -> int:
        return sum(not run.faults for run in self.runs)

    @property
    def faults(self) -> set[str]:
        return {fault for run in self.runs for fault in run.faults}


def _median(readings: Sequence[Cpu]) -> Cpu:
    return Cpu(
        statistics.median(one.app for one in readings),
        statistics.median(one.db for one in readings),
    )


def make_crowd() -> list[Asker]:
    """Make everybody who asks in the runs."""
    return make_askers(FIRMS + LATE)


def over_http(port: int, workers: int, runs: int, crowd: Sequence[Asker]) -> Contest:
    """Ask through the web server, the first runs not counted: they warm every worker up."""
    before = _deadlocks()
    with serving("site", workers, port) as pid:
        for _ in range(1 + workers // 4):
            _http_run(port, pid, crowd)
        counted = [_http_run(port, pid, crowd) for _ in range(runs)]
    return Contest(workers, tuple(counted), _deadlocks() - before)


def in_processes(processes: int, runs: int, crowd: Sequence[Asker]) -> Contest:
    """Call the action itself from threads of several processes."""
    before = _deadlocks()
    counted = [_action_run(processes, crowd) for _ in range(runs)]
    return Contest(processes, tuple(counted), _deadlocks() - before)


def _http_run(port: int, pid: int, crowd: Sequence[Asker]) -> Run:
    offer = make_line(quantity=QUANTITY, reserve_limit=RESERVES)
    asks = [_ask(offer, asker) for asker in (*crowd[:FIRMS], *crowd[:TWICE])]
    random.shuffle(asks)
    meter = Meter([pid])
    said, seconds = at_once(port, [asks[n::CLIENTS] for n in range(CLIENTS)])
    cpu = meter.spent().per(len(asks))
    late = [_ask(offer, asker) for asker in crowd[FIRMS:]]
    meter = Meter([pid])
    refused, _seconds = at_once(port, [late[n::CLIENTS] for n in range(CLIENTS)])
    sold_out = meter.spent().per(len(late))
    walls = sorted(one.wall for one in said)
    return Run(
        rate=PLACES / seconds,
        cpu=cpu,
        sold_out=sold_out,
        p95=walls[int(len(walls) * 0.95)],
        faults=(*_wrong_answers(said, refused), *_wrong_rows(offer)),
    )


def _ask(offer: Offer, asker: Asker) -> Ask:
    body = json.dumps({"quantity": 1, "purpose": "시험 생산에 씁니다."}).encode()
    headers = {"Authorization": f"Bearer {asker[1]}", "Content-Type": "application/json"}
    return Ask(f"/api/v1/assets/offers/{offer.pk}/requests", "POST", body, headers)


def _wrong_answers(said: Sequence[Said], refused: Sequence[Said]) -> list[str]:
    stored, conflict = 201, 409
    faults = []
    if Counter(one.status for one in said) != {stored: PLACES, conflict: len(said) - PLACES}:
        faults.append(f"answers {dict(Counter(one.status for one in said))}")
    codes = Counter(json.loads(one.body).get("code") for one in refused)
    if codes != {"RESERVE_FULL": len(refused)}:
        faults.append(f"answers when all was gone {dict(codes)}")
    return faults


def _wrong_rows(offer: Offer) -> list[str]:
    """Say what does not hold in the tables after a run."""
    rows = list(offer.requests.order_by("order").values_list("pk", "order", "firm", "state"))
    pks = [pk for pk, *_others in rows]
    awards = Award.objects.live().filter(offer=offer).values_list("quantity", flat=True)
    offer.refresh_from_db()
    states = [RequestState.AWARDED] * QUANTITY + [RequestState.RESERVE] * RESERVES
    lines = AuditLine.objects.filter(verb="request.submitted", subject_id__in=pks)
    holds = {
        "awards are not the quantity": sum(awards) == QUANTITY == offer.awarded_quantity,
        "orders have gaps": [order for _pk, order, *_o in rows] == list(range(1, PLACES + 1)),
        "a firm has two requests": len({firm for *_o, firm, _state in rows}) == len(rows),
        "the first in order are not the awarded": [state for *_o, state in rows] == states,
        "audit lines are missing": lines.count() == PLACES,
        "notice jobs are missing": _jobs(pks) == PLACES,
    }
    return [fault for fault, held in holds.items() if not held]


def _jobs(requests: Sequence[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT args->>'request_id') FROM procrastinate_jobs"
            " WHERE (args->>'request_id')::bigint = ANY(%s)",
            [list(requests)],
        )
        (count,) = cursor.fetchone()
    return int(count)


def _deadlocks() -> int:
    time.sleep(1.1)  # backends report their counts at most once a second
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        (count,) = cursor.fetchone()
    return int(count)


def _action_run(processes: int, crowd: Sequence[Asker]) -> Run:
    warm_up, offer = (make_line(quantity=QUANTITY, reserve_limit=RESERVES) for _ in range(2))
    people = [user.pk for user, _key in (*crowd[:FIRMS], *crowd[:TWICE])]
    random.shuffle(people)
    context = multiprocessing.get_context("spawn")
    gate, answers = context.Barrier(processes + 1), context.SimpleQueue()
    threads = [len(range(n, CLIENTS, processes)) for n in range(processes)]
    workers = [
        context.Process(
            target=ask_in_threads,
            args=(
                (warm_up.pk, offer.pk),
                people[n::processes],
                threads[n],
                clock.now(),
                gate,
                answers,
            ),
        )
        for n in range(processes)
    ]
    for worker in workers:
        worker.start()
    gate.wait(60)
    meter = Meter([worker.pid for worker in workers if worker.pid])
    started = time.perf_counter()
    gate.wait(60)
    gate.wait(60)
    seconds = time.perf_counter() - started
    cpu = meter.spent().per(len(people))
    gate.wait(60)
    said = [answers.get() for _ in workers]
    for worker in workers:
        worker.join(60)
    codes = Counter(code for each in said for code, _wall in each)
    walls = sorted(wall for each in said for _code, wall in each)
    refused = sum(codes[code] for code in ("ASKED_ALREADY", "RESERVE_FULL"))
    wrong = codes["STORED"] != PLACES or refused != len(people) - PLACES
    faults = [f"answers {dict(codes)}"] if wrong else []
    return Run(
        rate=PLACES / seconds,
        cpu=cpu,
        sold_out=None,
        p95=walls[int(len(walls) * 0.95)],
        faults=(*faults, *_wrong_rows(offer)),
    )
