"""The exchange until the demo's day: every step of the story, in the order of time."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, TypeAlias

from django.utils import timezone

from sangsaeng.agreements.choices import Side
from sangsaeng.assets.actions import (
    accept_award,
    add_photos,
    change_asset,
    confirm_receipt,
    draft_offer,
    publish_offer,
    record_delivery_with_uploads,
    record_payment,
    sign_agreement,
    submit_request,
)
from sangsaeng.assets.actions.handovers import expected_serial
from sangsaeng.assets.actions.offers import Terms
from sangsaeng.assets.choices import AssetClass, MediaStatus, PriceModel, SafetyStatus
from sangsaeng.assets.jobs import tick
from sangsaeng.assets.models import Asset, HandOver, Offer, Request
from sangsaeng.demo.cast import FIRMS
from sangsaeng.demo.days import PRESENT
from sangsaeng.demo.opening import Stage
from sangsaeng.demo.pictures import photo_of
from sangsaeng.demo.story import Asked, Offered
from sangsaeng.kernel import clock

Event: TypeAlias = tuple[datetime, Callable[[datetime], object]]
TUESDAY = 1
PURPOSES = {firm.code: firm.purpose for firm in FIRMS}
CLASSES_OF_INSTRUMENTS = "시험·측정"


def tell(stage: Stage, plots: Sequence[Offered]) -> int:
    """Let everything happen, each step when its moment comes; return how many steps."""
    events = [event for plot in plots for event in _Thread(stage, plot).events()]
    for moment, act in sorted(events, key=lambda event: event[0]):
        with clock.held_at(moment):
            tick(0)  # what the clock does before somebody acts
            act(moment)
    with clock.held_at(PRESENT):
        tick(0)
    return len(events)


class _Thread:
    """One offer from its facts to its receipt."""

    def __init__(self, stage: Stage, plot: Offered) -> None:
        self.stage, self.plot = stage, plot
        self.owner = stage.managers[plot.owner]
        self.requests: dict[str, Request] = {}

    def events(self) -> Iterator[Event]:
        """Say what is to happen when."""
        yield _days_before(self.plot.opens), self.publish
        for asked in self.plot.asked:
            for name in (
                "at", "accepted", "giver_signed", "taker_signed", "paid", "delivered", "received",
            ):  # fmt: skip
                moment = getattr(asked, name)
                if moment:
                    yield moment, partial(getattr(self, f"do_{name}"), asked)

    def publish(self, at: datetime) -> None:
        asset = Asset.objects.get(
            owner=self.stage.organizations[self.plot.owner], asset_no=self.plot.asset_no
        )
        asset = change_asset(asset, facts=_facts_of(asset, at=at), by=self.owner, at=at)
        pictures = [photo_of(asset.title, asset.asset_class, view=view) for view in range(2)]
        add_photos(asset, uploads=pictures, by=self.owner, at=at)
        draft = draft_offer(asset, terms=_terms(self.plot, asset), by=self.owner, at=at)
        self.offer: Offer = publish_offer(draft, by=self.owner, at=at)

    def do_at(self, asked: Asked, at: datetime) -> None:
        self.requests[asked.firm] = submit_request(
            self.offer,
            quantity=asked.quantity,
            purpose=PURPOSES[asked.firm],
            by=self.stage.managers[asked.firm],
            at=at,
        )

    def do_accepted(self, asked: Asked, at: datetime) -> None:
        accept_award(self.requests[asked.firm], by=self.stage.managers[asked.firm], at=at)

    def do_giver_signed(self, asked: Asked, at: datetime) -> None:
        self._sign(asked, side=Side.GIVER, at=at)

    def do_taker_signed(self, asked: Asked, at: datetime) -> None:
        self._sign(asked, side=Side.TAKER, at=at)

    def _sign(self, asked: Asked, *, side: Side, at: datetime) -> None:
        request = self.requests[asked.firm]
        signer = self.owner if side == Side.GIVER else self.stage.managers[asked.firm]
        text = Request.objects.values_list("award__agreement__sha256", flat=True)
        sign_agreement(
            request,
            side=side,
            typed_name=signer.name,
            sha256=text.get(pk=request.pk),
            by=signer,
            at=at,
        )

    def do_paid(self, asked: Asked, at: datetime) -> None:
        won = self.plot.price * asked.quantity
        record_payment(self.requests[asked.firm], won=won, by=self.owner, at=at)

    def do_delivered(self, asked: Asked, at: datetime) -> None:
        asset = self.offer.asset
        record_delivery_with_uploads(
            self._hand_over(asked),
            serial=expected_serial(asset),
            note="상차까지 마쳤습니다.",
            uploads=[photo_of(asset.title, asset.asset_class, view=2)],
            by=self.owner,
            at=at,
        )

    def do_received(self, asked: Asked, at: datetime) -> None:
        by = self.stage.managers[asked.firm]
        confirm_receipt(self._hand_over(asked), note="설치하고 시험 가동했습니다.", by=by, at=at)

    def _hand_over(self, asked: Asked) -> HandOver:
        return HandOver.objects.get(award__request=self.requests[asked.firm])


def _facts_of(asset: Asset, *, at: datetime) -> dict[str, Any]:
    """Say what a ledger leaves open and an offer needs."""
    facts: dict[str, Any] = {
        "free_of_claims": True,
        "contact_role": "상생협력팀",
        "market_value_basis": "",
    }
    if not asset.is_machine:
        return facts | {"media_status": MediaStatus.NO_MEDIA, "pickup_hours": "평일 9~17시"}
    facts |= {
        "safety_status": SafetyStatus.INSPECTED,
        "safety_checked_on": timezone.localdate(at) - timedelta(days=40),
        "power": "삼상 380 V" if asset.asset_class != AssetClass.RESEARCH_EQUIPMENT else "220 V",
        "tooling_and_manuals": "설명서 있음",
        "dismantling": "이전 비용은 받는 기업이 냅니다.",
    }
    if asset.asset_class == AssetClass.RESEARCH_EQUIPMENT:
        facts["national_class"] = CLASSES_OF_INSTRUMENTS
        facts["calibrated_on"] = date(2014, 5, 12)
    return facts


def _terms(plot: Offered, asset: Asset) -> Terms:
    opens = timezone.localdate(plot.opens)
    return Terms(
        title=asset.title,
        description=plot.description or "설비를 보러 오실 수 있습니다. 날짜를 미리 정해 주세요.",
        price_model=PriceModel.LOW_PRICE if plot.price else PriceModel.FREE,
        unit_price=plot.price,
        quantity=plot.quantity,
        available_from=opens + timedelta(days=10),
        removal_by=opens + timedelta(days=60),
        visibility=plot.visibility,
        audience=plot.audience,
        opens_at=plot.opens,
        closes_at=plot.closes,
        reserve_limit=10,
        accept_working_days=3,
    )


def _days_before(opens: datetime) -> datetime:
    """Publish two days ahead, past a weekend where one lies between."""
    return opens - timedelta(days=4 if opens.weekday() <= TUESDAY else 2)
