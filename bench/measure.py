"""Measure in the database that run.py made; run that, not this."""

import argparse
import sys
import time

import django

django.setup()

# The parts read models: settings come first.
from contention import Contest, in_processes, make_crowd, over_http  # noqa: E402
from filling import fill, prepare  # noqa: E402
from pages import Reading, public_pages, read, staff_page, under_load  # noqa: E402
from report import Bar, conditions, table, write  # noqa: E402
from servers import serving  # noqa: E402

KB = 1024
ACTION_RUNS = 2  # only told, not judged


def main() -> int:
    """Fill, measure page after page and contest after contest, print; 1 when a bar is missed."""
    parser = argparse.ArgumentParser()
    for name in ("rows", "runs", "port"):
        parser.add_argument(f"--{name}", type=int)
    parser.add_argument("--report", action="store_true")
    wanted = parser.parse_args()
    prepare()
    say(f"Filling the exchange with {wanted.rows:,} offers")
    fill(wanted.rows)
    bars = page_bars(wanted.port)
    print(table(bars), flush=True)
    bars += contest_bars(wanted.port, wanted.runs)
    measured_on = conditions(wanted.rows, wanted.runs)
    print(f"\n{measured_on}\n\n{table(bars)}")
    if wanted.report:
        write(bars, measured_on)
    return 0 if all(bar.met for bar in bars) else 1


def say(what: str) -> None:
    print(f"→ {time.strftime('%H:%M:%S')} {what}", flush=True)


def page_bars(port: int) -> list[Bar]:
    """Read the pages one visitor at a time, then the list by many."""
    say("Pages, beside the floor")
    pages = [*public_pages(), staff_page()]
    with serving("site", 1, port) as site, serving("floor", 1, port + 1) as floor:
        readings = read(pages, site=(port, site), floor=(port + 1, floor))
    with serving("site", 2, port):
        under_load(port, 8, 5)
        p50, p95, _errors = under_load(port, 8, 40)
        *_walls, errors = under_load(port, 50, 10)
    return [
        *_of_page("list", readings["list"], cpu=12, floor=60, size=40),
        Bar(
            "list, compressed for a browser: CPU (app + db)",
            readings["list, compressed"].cpu.both,
            unit="ms",
        ),
        *_of_page("detail", readings["detail"], cpu=6, floor=25, size=20),
        *_of_page("staff list of 50 rows", readings["staff list"], cpu=25, floor=None, size=40),
        Bar("staff list of 50 rows: statements", readings["staff list"].statements, 8),
        Bar("list, 8 visitors at once: p95 / p50 of the time", p95 / p50, 1.6, "×"),
        Bar("list, 50 visitors at once: errors in 500 answers", errors, 0),
    ]


def _of_page(
    name: str, reading: Reading, *, cpu: float, floor: float | None, size: float
) -> list[Bar]:
    bars = [
        Bar(f"{name}: CPU (app + db)", reading.cpu.both, cpu, "ms"),
        Bar(f"{name}: of it the database's", reading.cpu.db, unit="ms"),
        Bar(f"{name}: time × bare floor", reading.times_floor, floor, "×"),
        Bar(f"{name}: CPU × bare floor's", reading.cpu.both / reading.floor_cpu, unit="×"),
        Bar(f"{name}: HTML", reading.size / KB, size, "KB"),
    ]
    if name != "staff list of 50 rows":
        bars.append(Bar(f"{name}: statements", reading.statements))
    return bars


def contest_bars(port: int, runs: int) -> list[Bar]:
    """Let fifty ask at once, with few and with many workers, over HTTP and without."""
    crowd, bars = make_crowd(), []
    for workers in (2, 8):
        say(f"Fifty clients, {workers} web workers, {runs} runs")
        contest = over_http(port, workers, runs, crowd)
        say(f"{contest.rate:.0f} requests stored a second, {contest.exact} of {runs} runs exact")
        bars += [
            *_of_contest(f"asking, {workers} workers", contest, at_least=100),
            Bar(f"asking, {workers} workers: sold-out answer, CPU", contest.sold_out.both, 5, "ms"),
        ]
    for processes in (2, 8):
        few = min(runs, ACTION_RUNS)
        say(f"The action alone, fifty threads in {processes} processes, {few} runs")
        contest = in_processes(processes, few, crowd)
        bars += _of_contest(f"action alone, {processes} processes", contest, at_least=None)
    return bars


def _of_contest(name: str, contest: Contest, *, at_least: float | None) -> list[Bar]:
    for fault in sorted(contest.faults):
        say(f"NOT EXACT: {name}: {fault}")
    runs = len(contest.runs)
    return [
        Bar(f"{name}: requests stored a second", contest.rate, at_least, at_least=True),
        Bar(f"{name}: the slowest run", contest.slowest),
        Bar(f"{name}: exact runs of {runs}", contest.exact, runs, at_least=True),
        Bar(f"{name}: deadlocks", contest.deadlocks, 0),
        Bar(f"{name}: CPU of one", contest.cpu.both, unit="ms"),
        Bar(f"{name}: of it the database's", contest.cpu.db, unit="ms"),
    ]


if __name__ == "__main__":
    sys.exit(main())
