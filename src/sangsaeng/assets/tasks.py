"""Effects of the exchange: who is told what, in their own language."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as in_language_of_reader
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from procrastinate.contrib.django import app

from sangsaeng.accounts.models import User
from sangsaeng.agreements.choices import Side
from sangsaeng.assets.choices import RequestState
from sangsaeng.assets.models import Offer, Request
from sangsaeng.notices.actions import tell
from sangsaeng.organizations.queries import managers_of

# What the firm that asked reads, and what the owner reads, when a request moves.
TO_FIRM: dict[str, Promise] = {
    RequestState.AWARDED: _("배정되었습니다. 기한 안에 수락해 주세요."),
    RequestState.RESERVE: _("예비순위로 접수되었습니다. 순서가 오면 바로 알려 드립니다."),
    RequestState.ACCEPTED: _("수락하셨습니다. 약정서를 읽고 서명해 주세요."),
    RequestState.RECEIVED: _("인수인계가 끝났습니다."),
    RequestState.DECLINED: _("배정을 포기하셨습니다."),
    RequestState.LAPSED: _("수락 기한이 지나 배정이 끝났습니다."),
    RequestState.WITHDRAWN: _("신청을 철회하셨습니다."),
    RequestState.REVOKED: _("배정이 취소되었습니다."),
    RequestState.NOT_SELECTED: _("배정되지 않았습니다."),
}
TO_OWNER: dict[str, Promise] = {
    RequestState.AWARDED: _("신청한 기업에 배정되었습니다."),
    RequestState.RESERVE: _("예비순위 신청이 들어왔습니다."),
    RequestState.ACCEPTED: _("기업이 배정을 수락했습니다. 약정서에 서명해 주세요."),
    RequestState.RECEIVED: _("기업이 인수를 확인했습니다."),
    RequestState.DECLINED: _("기업이 배정을 포기했습니다."),
    RequestState.LAPSED: _("기업이 기한 안에 수락하지 않아 배정이 끝났습니다."),
    RequestState.WITHDRAWN: _("기업이 신청을 철회했습니다."),
    RequestState.REVOKED: _("배정을 취소했습니다."),
    RequestState.NOT_SELECTED: _("예비순위 신청이 끝났습니다."),
}
# The steps of an award that do not move the request itself.
STEPS: dict[str, Promise] = {
    f"SIGNED_{Side.GIVER}": _("제공기업이 약정서에 서명했습니다."),
    f"SIGNED_{Side.TAKER}": _("수요기업이 약정서에 서명했습니다."),
    "EFFECTIVE": _("양측이 서명하여 약정이 발효되었습니다. 인수인계를 진행해 주세요."),
    "DELIVERED": _("제공기업이 인도를 기록했습니다. 물건을 확인하고 인수를 눌러 주세요."),
}


@app.task(retry=5)
def tell_of_request(request_id: int, state: str, at: str) -> None:
    """Tell both sides where a request now stands."""
    request = _request(request_id)
    _tell_all(managers_of(request.firm_id), request, TO_FIRM[state], key=state, at=at)
    _tell_all(managers_of(request.offer.owner_id), request, TO_OWNER[state], key=state, at=at)


@app.task(retry=5)
def tell_of_step(request_id: int, step: str, at: str) -> None:
    """Tell both sides that the agreement or the hand-over went on."""
    request = _request(request_id)
    for organization_id in (request.firm_id, request.offer.owner_id):
        _tell_all(managers_of(organization_id), request, STEPS[step], key=step, at=at)


@app.task(retry=5)
def tell_owner_of_end(offer_id: int, at: str) -> None:
    """Tell the owner that an offer closed."""
    offer = Offer.objects.get(pk=offer_id)
    for user in managers_of(offer.owner_id):
        with override(user.language):
            title = f"{offer.title}: {offer.get_state_display()}"
            body = offer.end_reason
        tell(
            user,
            title=title[:200],
            body=body,
            path=f"/exchange/{offer.pk}/",
            dedupe_key=f"assets.offer:{offer.pk}:{offer.state}",
            at=datetime.fromisoformat(at),
        )


def _request(pk: int) -> Request:
    return Request.objects.select_related("offer").get(pk=pk)


def _tell_all(
    users: Iterable[User], request: Request, sentence: Promise, *, key: str, at: str
) -> None:
    for user in users:
        with override(user.language):
            # The program's own reasons are kept in Korean; people's are in no catalogue.
            reason = in_language_of_reader(request.reason) if request.reason else ""
            body = f"{request.offer.title} · {request.number}\n{reason}"
            title = str(sentence)
        tell(
            user,
            title=title,
            body=body.strip(),
            path=f"/requests/{request.pk}/",
            dedupe_key=f"assets.request:{request.pk}:{key}",
            at=datetime.fromisoformat(at),
        )
