"""Ties between a large company and its partners."""

import pytest

from sangsaeng.accounts.testing import MORNING
from sangsaeng.organizations.actions import (
    confirm_tie,
    declare_tie,
    end_tie,
)
from sangsaeng.organizations.choices import Tier
from sangsaeng.organizations.models import (
    Organization,
    PartnerTie,
)
from sangsaeng.organizations.queries import standing_of
from sangsaeng.organizations.testing import (
    make_firm,
    make_large_company,
    make_manager,
    make_organization,
    make_tie,
)
from sangsaeng.organizations.tests.asking import NUMBER, refused, told, verbs

pytestmark = pytest.mark.django_db


def test_a_tie_is_declared_confirmed_and_ended_with_word_to_the_other_side() -> None:
    company, firm = make_large_company(name="한빛중공업"), make_firm(name="한결정밀")
    buyer, seller = make_manager(company), make_manager(firm)

    tie = declare_tie(
        large_company=company,
        business_number=firm.business_number,
        tier=Tier.TIER_1,
        by=buyer,
        at=MORNING,
    )
    waiting = standing_of(firm, towards=company.pk, on=MORNING.date()).tier
    confirm_tie(tie=tie, by=seller, at=MORNING)
    confirmed = standing_of(firm, towards=company.pk, on=MORNING.date()).tier
    end_tie(tie=tie, by=seller, at=MORNING)

    assert (waiting, confirmed) == (None, Tier.TIER_1)
    assert standing_of(firm, towards=company.pk, on=MORNING.date()).tier is None
    assert told() == [
        (seller.pk, "협력사 관계를 확인해 주세요: 한빛중공업"),
        (buyer.pk, "협력사가 관계를 확인했습니다: 한결정밀"),
        (buyer.pk, "협력 관계가 끝났습니다: 한결정밀"),
    ]
    assert verbs() == ["tie.declared", "tie.confirmed", "tie.ended"]


def test_declare_tie_refuses_what_is_no_partnership() -> None:
    company, firm, other = make_large_company(), make_firm(), make_large_company(name="다른중공업")
    buyer = make_manager(company)
    make_tie(company, firm, confirmed=False)

    def declare(number: str, by: Organization = company) -> PartnerTie:
        return declare_tie(
            large_company=by, business_number=number, tier=Tier.TIER_2, by=buyer, at=MORNING
        )

    refused("FIRM_UNKNOWN", lambda: declare(NUMBER))
    refused("NOT_PARTNERS", lambda: declare(company.business_number))
    refused("NOT_PARTNERS", lambda: declare(other.business_number))
    refused("NOT_PARTNERS", lambda: declare(firm.business_number, by=make_organization()))
    refused("TIE_EXISTS", lambda: declare(firm.business_number))
    assert PartnerTie.objects.count() == 1


def test_a_declined_tie_is_over_and_may_be_declared_again() -> None:
    company, firm = make_large_company(), make_firm()
    buyer, seller = make_manager(company), make_manager(firm)
    tie = make_tie(company, firm, confirmed=False)

    end_tie(tie=tie, by=seller, at=MORNING)

    assert verbs() == ["tie.declined"]
    refused("TIE_ENDED", lambda: confirm_tie(tie=tie, by=seller, at=MORNING))
    again = declare_tie(
        large_company=company,
        business_number=firm.business_number,
        tier=Tier.TIER_1,
        by=buyer,
        at=MORNING,
    )
    confirm_tie(tie=again, by=seller, at=MORNING)
    refused("TIE_CONFIRMED", lambda: confirm_tie(tie=again, by=seller, at=MORNING))
