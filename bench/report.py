"""What was measured as one table, on the terminal and in the report."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

REPORT = Path(__file__).resolve().parents[1] / "docs" / "reports" / "performance.md"


@dataclass(frozen=True)
class Bar:
    """One line: what is asked, what was measured; no limit means it is only told."""

    name: str
    measured: float
    limit: float | None = None
    unit: str = ""
    at_least: bool = False

    @property
    def met(self) -> bool:
        if self.limit is None:
            return True
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    @property
    def cells(self) -> tuple[str, str, str, str]:
        if self.limit is None:
            return self.name, "", _number(self.measured, self.unit), ""
        sign = "≥" if self.at_least else "≤"
        verdict = "met" if self.met else "**not met**"
        asked = f"{sign} {_number(self.limit, self.unit)}"
        return self.name, asked, _number(self.measured, self.unit), verdict


def _number(value: float, unit: str) -> str:
    digits = 0 if value == int(value) or value >= 100 else 1  # noqa: PLR2004 - enough digits
    return f"{value:,.{digits}f} {unit}".strip()


def table(bars: Sequence[Bar]) -> str:
    """Write the bars as a table that reads well as it is, too."""
    rows = [("what", "bar", "measured", ""), *(bar.cells for bar in bars)]
    widths = [max(len(row[n]) for row in rows) for n in range(4)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    rule = "| " + " | ".join("-" * width for width in widths) + " |"
    return "\n".join([lines[0], rule, *lines[1:]])


def conditions(rows: int, runs: int) -> str:
    """Say on what, when and how much was measured."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ),
        "unknown processor",
    )
    load = os.getloadavg()[0]
    return (
        f"{date.today()}, {os.cpu_count()} cores ({model}), load average {load:.1f} at the end; "  # noqa: DTZ011 - the day of the machine
        f"{rows:,} offers, {runs} contended runs for each number of workers."
    )


def write(bars: Sequence[Bar], measured_on: str) -> None:
    """Put the table into the report, between its marks; the words around it are a person's."""
    text = REPORT.read_text(encoding="utf-8")
    start, end = "<!-- table -->\n", "<!-- end of table -->"
    before, _start, rest = text.partition(start)
    _old, _end, after = rest.partition(end)
    filled = f"{before}{start}\n{measured_on}\n\n{table(bars)}\n\n{end}{after}"
    REPORT.write_text(filled, encoding="utf-8")
