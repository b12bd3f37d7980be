"""Builders of agreements."""

from datetime import date, datetime, timedelta

from sangsaeng.accounts.testing import MORNING
from sangsaeng.agreements.actions import Value, draw_up, load_text_versions, sign
from sangsaeng.agreements.choices import Side
from sangsaeng.agreements.models import Agreement
from sangsaeng.organizations.models import Organization
from sangsaeng.organizations.testing import make_firm, make_large_company, make_manager

TERMS: dict[str, Value] = {
    "asset_title": "CNC 선반 SL-25",
    "asset_no": "M-2009-0113",
    "maker": "두레기공",
    "model": "SL-25",
    "serial": "DR-25-0977",
    "quantity": "1대",
    "unit_price": 3_500_000,
    "total_price": 3_500_000,
    "site": "창원 2공장 B동",
    "condition": "정상",
    "known_faults": "주축대 덮개에 긁힌 자국",
    "safety": "방호조치 완료",
    "media": None,
    "available_from": date(2014, 10, 13),
    "removal_by": date(2014, 11, 14),
    "offer_number": "O-2014-000007",
    "request_number": "R-2014-000123",
    "rule_hash": "5f" * 32,
}


def make_agreement(
    *,
    giver: Organization | None = None,
    taker: Organization | None = None,
    code: str = "FREE_TRANSFER",
    at: datetime = MORNING,
    **values: Value,
) -> Agreement:
    """Draw up an agreement about a lathe; ``values`` replace what its text says."""
    load_text_versions(at=at)
    return draw_up(
        code=code,
        giver=giver or make_large_company(),
        taker=taker or make_firm(),
        values=TERMS | values,
        at=at,
    )


def make_signed_agreement(
    *,
    giver: Organization | None = None,
    taker: Organization | None = None,
    at: datetime = MORNING,
    **values: Value,
) -> Agreement:
    """Draw up an agreement and let a manager of each side sign it, a minute apart."""
    agreement = make_agreement(giver=giver, taker=taker, at=at, **values)
    for minutes, side, party in (
        (1, Side.GIVER, agreement.giver),
        (2, Side.TAKER, agreement.taker),
    ):
        signer = make_manager(party)
        agreement = sign(
            agreement,
            side=side,
            typed_name=signer.name,
            sha256=agreement.sha256,
            by=signer,
            at=at + timedelta(minutes=minutes),
        )
    return agreement
