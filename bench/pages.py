"""The pages that are read most, one visitor at a time, each beside the floor of its own size."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.db import connection
from django.test import Client as Visitor
from django.test.utils import CaptureQueriesContext
from filling import FIRST
from load import Ask, Client, at_once
from servers import Cpu, Meter

from sangsaeng.accounts.choices import CentreRole
from sangsaeng.accounts.testing import make_user
from sangsaeng.assets.choices import Visibility
from sangsaeng.assets.models import Offer

ROUNDS = 11
PER_ROUND = 20
WARM_UP = 40


@dataclass(frozen=True)
class Page:
    """A page to read, at one or more addresses in turn."""

    name: str
    paths: Sequence[str]
    headers: dict[str, str]


@dataclass(frozen=True)
class Reading:
    """Medians of one page: processor, wall and size, and the floor's beside them."""

    cpu: Cpu
    floor_cpu: float
    wall: float
    floor_wall: float
    size: int
    statements: int

    @property
    def times_floor(self) -> float:
        return self.wall / self.floor_wall


def public_pages() -> list[Page]:
    """Name the list, the list as a browser asks for it, and the details of many offers."""
    shown = Offer.objects.filter(pk__gte=FIRST, visibility=Visibility.PUBLIC).order_by("pk")
    details = [f"/exchange/{pk}/" for pk in shown.values_list("pk", flat=True)[:500:7]]
    return [
        Page("list", ["/exchange/"], {}),
        Page("list, compressed", ["/exchange/"], {"Accept-Encoding": "gzip"}),
        Page("detail", details, {}),
    ]


def staff_page() -> Page:
    """Name the list of all assets as the centre's officer reads it, signed in for real."""
    officer = make_user(roles=(CentreRole.OFFICER,))
    TOTP.activate(officer, generate_totp_secret())
    visitor = Visitor()
    visitor.force_login(officer)
    key = visitor.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = f"{settings.SESSION_COOKIE_NAME}={key}"
    return Page("staff list", ["/assets/"], {"Cookie": cookie})


def read(
    pages: Sequence[Page], *, site: tuple[int, int], floor: tuple[int, int]
) -> dict[str, Reading]:
    """Measure every page in turn, many rounds; ``site`` and ``floor`` are (port, pid)."""
    client, bare = Client(site[0]), Client(floor[0])
    asks = {
        page.name: cycle([Ask(path, headers=page.headers) for path in page.paths]) for page in pages
    }
    sizes = {}
    for page in pages:
        for ask in islice(asks[page.name], WARM_UP):
            said = client.send(ask)
            if said.status != 200:  # noqa: PLR2004 - anything else is not the page
                raise SystemExit(f"{ask.path} answered {said.status}")
            sizes[page.name] = len(said.body)
    rounds: dict[str, list[tuple[Cpu, list[float], Cpu, list[float]]]] = {p.name: [] for p in pages}
    for _ in range(ROUNDS):
        for page in pages:
            ground = _round(bare, [Ask(f"/{sizes[page.name]}")] * PER_ROUND, floor[1])
            stood = _round(client, list(islice(asks[page.name], PER_ROUND)), site[1])
            rounds[page.name].append((*stood, *ground))
    return {
        page.name: Reading(
            cpu=_median_cpu([one[0] for one in rounds[page.name]]),
            floor_cpu=_median_cpu([one[2] for one in rounds[page.name]]).app,
            wall=statistics.median(wall for one in rounds[page.name] for wall in one[1]),
            floor_wall=statistics.median(wall for one in rounds[page.name] for wall in one[3]),
            size=sizes[page.name],
            statements=_statements(page),
        )
        for page in pages
    }


def under_load(port: int, clients: int, each: int) -> tuple[float, float, int]:
    """Let many read the list at once: p50 and p95 of the wall, and how many answers were errors."""
    said, _seconds = at_once(port, [[Ask("/exchange/")] * each] * clients)
    walls = sorted(one.wall for one in said)
    errors = sum(one.status != 200 for one in said)  # noqa: PLR2004 - OK
    return statistics.median(walls), walls[int(len(walls) * 0.95)], errors


def _round(client: Client, asks: Sequence[Ask], pid: int) -> tuple[Cpu, list[float]]:
    meter = Meter([pid])
    walls = [client.send(ask).wall for ask in asks]
    return meter.spent().per(len(asks)), walls


def _median_cpu(readings: Sequence[Cpu]) -> Cpu:
    return Cpu(
        statistics.median(one.app for one in readings),
        statistics.median(one.db for one in readings),
    )


def _statements(page: Page) -> int:
    visitor = Visitor(headers={k: v for k, v in page.headers.items() if k == "Cookie"})
    visitor.get(page.paths[0])
    with CaptureQueriesContext(
        connection,
    ) as seen:
        visitor.get(page.paths[0])
    return len(seen)
