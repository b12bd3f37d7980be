"""Where an award stands, for the one who looks: the step bar, and what to do now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangsaeng.accounts.models import User
from sangsaeng.assets.choices import RequestState
from sangsaeng.assets.models import Award, HandOver, Request
from sangsaeng.assets.queries import working_days_left
from sangsaeng.organizations.queries import organization_of

STEPS = (_("신청"), _("배정"), _("수락"), _("약정 서명"), _("인수인계"), _("완료"))


class Seat(StrEnum):
    """From where somebody looks at an award."""

    TAKER = "TAKER"
    GIVER = "GIVER"
    READER = "READER"


class Phase(StrEnum):
    """What an award waits for."""

    WAIT = "WAIT"
    ACCEPT = "ACCEPT"
    SIGN = "SIGN"
    DELIVER = "DELIVER"
    RECEIVE = "RECEIVE"
    DONE = "DONE"
    ENDED = "ENDED"


@dataclass(frozen=True)
class Task:
    """What stands on top of the page; ``mine`` says that the reader is the one to act."""

    title: Promise
    text: Promise
    mine: bool = False
    until: datetime | None = None
    days: int | None = None


_WAITING: dict[Phase, tuple[Promise, Promise]] = {
    Phase.WAIT: (
        _("예비순위에서 기다리고 있습니다."),
        _("앞 순서에서 포기하거나 기한이 지나면 바로 배정되고, 그때 알려 드립니다."),
    ),
    Phase.ACCEPT: (
        _("수요기업의 수락을 기다리고 있습니다."),
        _("기한까지 수락하지 않으면 다음 예비순위에 배정됩니다."),
    ),
    Phase.SIGN: (
        _("상대방의 서명을 기다리고 있습니다."),
        _("양측이 서명하면 약정이 발효되고 인수인계가 시작됩니다."),
    ),
    Phase.DELIVER: (
        _("제공기업의 인도를 기다리고 있습니다."),
        _("제공기업과 날짜를 정해 반출기한까지 가져가 주세요."),
    ),
    Phase.RECEIVE: (
        _("수요기업의 인수 확인을 기다리고 있습니다."),
        _("인수를 확인하면 실적으로 인정됩니다."),
    ),
    Phase.DONE: (
        _("인수인계가 끝났습니다."),
        _("양측이 확인한 인수증을 보고 인쇄할 수 있습니다."),
    ),
    Phase.ENDED: (_("끝난 신청입니다."), _("사유를 아래에서 볼 수 있습니다.")),
}
_TO_DO: dict[tuple[Phase, Seat], tuple[Promise, Promise]] = {
    (Phase.ACCEPT, Seat.TAKER): (
        _("배정되었습니다. 수락 여부를 정해 주세요."),
        _("기한까지 수락하지 않으면 다음 예비순위에 배정됩니다."),
    ),
    (Phase.SIGN, Seat.TAKER): (
        _("약정서를 읽고 서명해 주세요."),
        _("양측이 서명하면 약정이 발효되고 인수인계가 시작됩니다."),
    ),
    (Phase.SIGN, Seat.GIVER): (
        _("약정서를 읽고 서명해 주세요."),
        _("양측이 서명하면 약정이 발효되고 인수인계가 시작됩니다."),
    ),
    (Phase.DELIVER, Seat.GIVER): (
        _("물건을 건넨 뒤 인도를 기록해 주세요."),
        _("시리얼번호와 사진을 남기면 수요기업이 인수를 확인합니다."),
    ),
    (Phase.RECEIVE, Seat.TAKER): (
        _("물건을 확인하고 인수를 확인해 주세요."),
        _("인수를 확인하면 실적으로 인정됩니다."),
    ),
}
_PLACES = {
    Phase.WAIT: 1,
    Phase.ACCEPT: 2,
    Phase.SIGN: 3,
    Phase.DELIVER: 4,
    Phase.RECEIVE: 4,
    Phase.DONE: len(STEPS),
}
_PHASES = {
    RequestState.RESERVE: Phase.WAIT,
    RequestState.AWARDED: Phase.ACCEPT,
    RequestState.RECEIVED: Phase.DONE,
}


def seat_of(user: User, request: Request) -> Seat:
    """Say from where a person looks: as the firm that asked, the owner, or neither."""
    organization = organization_of(user)
    if organization is None or user.is_auditor:
        return Seat.READER
    seats = {request.firm_id: Seat.TAKER, request.offer.owner_id: Seat.GIVER}
    return seats.get(organization.pk, Seat.READER)


def hand_over_of(award: Award | None) -> HandOver | None:
    """Return the hand-over of an award, once both have signed."""
    return getattr(award, "hand_over", None)


def phase_of(request: Request) -> Phase:
    """Say what a request waits for."""
    if request.state != RequestState.ACCEPTED:
        return _PHASES.get(RequestState(request.state), Phase.ENDED)
    hand_over = hand_over_of(request.award)
    if hand_over is None:
        return Phase.SIGN
    return Phase.RECEIVE if hand_over.delivered_at else Phase.DELIVER


def steps_of(request: Request) -> list[tuple[str | Promise, str]]:
    """Give the step bar; a request that ended on the way has no current step."""
    phase = phase_of(request)
    ended = phase == Phase.ENDED
    place = _last_step(getattr(request, "award", None)) if ended else _PLACES[phase]
    now = "todo" if ended else "current"
    return [
        (label, "done" if n < place else now if n == place else "todo")
        for n, label in enumerate(STEPS)
    ]


def _last_step(award: Award | None) -> int:
    if award is None:
        return 1
    if award.accepted_at is None:
        return 2
    return 3 if hand_over_of(award) is None else 4


def task_of(request: Request, seat: Seat, *, signed: bool, at: datetime) -> Task:
    """Say what is to be done now, by whom, until when; ``signed``: this side has signed."""
    phase = phase_of(request)
    mine = (phase, seat) in _TO_DO and not (phase == Phase.SIGN and signed)
    title, text = _TO_DO[phase, seat] if mine else _WAITING[phase]
    if phase == Phase.SIGN and seat == Seat.READER:
        title = _("양측의 서명을 기다리고 있습니다.")
    if phase != Phase.ACCEPT:
        return Task(title, text, mine)
    until = request.award.expires_at
    days = working_days_left(until, at=at)
    # The clock ends at a midnight; people read the day before it.
    return Task(title, text, mine, until - timedelta(minutes=1), days)
