"""Certificates: handed in, decided on, ending."""

from datetime import date

import pytest

from sangsaeng.accounts.testing import MORNING
from sangsaeng.notices.models import Notice
from sangsaeng.organizations.actions import (
    announce_ending_certificates,
    approve_certificate,
    refuse_certificate,
    submit_certificate,
)
from sangsaeng.organizations.jobs import announce_certificates
from sangsaeng.organizations.queries import standing_of
from sangsaeng.organizations.testing import (
    make_certificate,
    make_firm,
    make_large_company,
    make_manager,
)
from sangsaeng.organizations.tests.asking import officer, paper, refused, told

pytestmark = pytest.mark.django_db


def test_a_new_certificate_counts_only_once_approved() -> None:
    firm, company, decider = make_firm(certified=False), make_large_company(), officer()
    manager = make_manager(firm)
    day = date(2014, 10, 2)

    sent = submit_certificate(organization=firm, paper=paper(), by=manager, at=MORNING)
    before = standing_of(firm, towards=company.pk, on=day).certified
    refused(
        "CERTIFICATE_WAITING",
        lambda: submit_certificate(organization=firm, paper=paper(), by=manager, at=MORNING),
    )
    approve_certificate(certificate=sent, by=decider, at=MORNING)

    assert (before, standing_of(firm, towards=company.pk, on=day).certified) == (False, True)
    assert told() == [
        (decider.pk, f"중소기업확인서가 들어왔습니다: {firm.name}"),
        (manager.pk, "중소기업확인서가 승인되었습니다."),
    ]
    refused(
        "CERTIFICATE_DECIDED",
        lambda: refuse_certificate(certificate=sent, reason="x", by=decider, at=MORNING),
    )


def test_a_refused_certificate_never_counts_and_makes_room_for_another() -> None:
    firm, company = make_firm(certified=False), make_large_company()
    manager = make_manager(firm)
    sent = submit_certificate(organization=firm, paper=paper(), by=manager, at=MORNING)

    refuse_certificate(certificate=sent, reason="다른 기업의 것입니다.", by=officer(), at=MORNING)
    submit_certificate(organization=firm, paper=paper(), by=manager, at=MORNING)

    assert not standing_of(firm, towards=company.pk, on=date(2014, 10, 2)).certified
    assert Notice.objects.get(user=manager).body == "다른 기업의 것입니다."
    refused(
        "NOT_FOR_LARGE_COMPANIES",
        lambda: submit_certificate(organization=company, paper=paper(), by=manager, at=MORNING),
    )


def test_announce_ending_certificates_tells_once_before_and_once_after_the_end() -> None:
    firm = make_firm(certified=False)
    manager = make_manager(firm)
    make_certificate(firm, valid_until=date(2014, 12, 31))
    renewed = make_firm(certified=False)
    make_manager(renewed)
    make_certificate(renewed, valid_until=date(2014, 12, 31))
    make_certificate(renewed, valid_from=date(2015, 1, 1), valid_until=date(2015, 12, 31))

    days = [date(2014, 11, 30), date(2014, 12, 1), date(2014, 12, 31), date(2015, 1, 1)]
    told_on = [announce_ending_certificates(on=day, at=MORNING) for day in [*days, days[-1]]]

    assert told_on == [0, 1, 0, 1, 0]
    assert told() == [
        (manager.pk, "중소기업확인서가 곧 만료됩니다."),
        (manager.pk, "중소기업확인서가 만료되었습니다."),
    ]


def test_the_job_looks_at_the_day_of_the_business() -> None:
    firm = make_firm(certified=False)
    manager = make_manager(firm)
    make_certificate(firm, valid_until=MORNING.date())

    announce_certificates(timestamp=0)

    assert told() == [(manager.pk, "중소기업확인서가 곧 만료됩니다.")]
