"""What every page's frame needs: navigation, unread notices, the demo's banner."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangsaeng.accounts.models import User
from sangsaeng.kernel import clock
from sangsaeng.kernel.words import date_text, time_text
from sangsaeng.notices.queries import unread_count
from sangsaeng.organizations.queries import organization_of
from sangsaeng.planning.queries import latest_year

Entry = tuple[str | Promise, str, bool]


@dataclass
class Shell:
    """The frame of a page; each part is worked out when a template asks for it."""

    request: HttpRequest

    @cached_property
    def user(self) -> User | None:
        user = getattr(self.request, "user", None)
        return user if isinstance(user, User) else None

    @cached_property
    def navigation(self) -> list[Entry]:
        return [
            (label, url, self.request.path.startswith(url)) for label, url in self._destinations()
        ]

    @cached_property
    def unread(self) -> int:
        return unread_count(self.user) if self.user else 0

    @cached_property
    def banner(self) -> str:
        """Say which day it is where the clock was shifted."""
        if not clock.offset():
            return ""
        now = clock.now()
        return f"{_('체험판')} · {date_text(now)} {time_text(now)}"

    @cached_property
    def banner_url(self) -> str:
        return reverse("demo:people") if self.banner else ""

    def _destinations(self) -> list[tuple[str | Promise, str]]:
        exchange = (_("거래장터"), reverse("assets:exchange"))
        plan = (_("성과표"), reverse("planning:scorecard", args=[latest_year()]))
        if self.user is None:
            return [exchange, plan]
        return [(_("내 업무"), reverse("portal:desk")), exchange, *self._work(self.user), plan]

    def _work(self, user: User) -> list[tuple[str | Promise, str]]:
        requests = (_("신청·배정"), reverse("assets:requests"))
        ledger = (_("유휴자산"), reverse("assets:ledger"))
        if user.reads_everything:
            firms = (_("기업"), reverse("organizations:list"))
            trail = (_("감사기록"), reverse("portal:trail"))
            return [requests, ledger, firms, trail]
        if user.is_board_member:
            return []
        own = (_("우리 기업"), reverse("organizations:mine"))
        organization = organization_of(user)
        if organization and organization.is_large:
            return [ledger, requests, own]
        return [requests, own]


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Give the frame of the page."""
    return {"shell": Shell(request)}
