"""A firm's SME certificate is renewed, and its end announced."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sangsaeng.accounts.models import User
from sangsaeng.audit.actions import record
from sangsaeng.kernel.refusals import Refused
from sangsaeng.kernel.words import date_text
from sangsaeng.notices.actions import Message, tell_each
from sangsaeng.organizations.actions.registrations import Paper
from sangsaeng.organizations.models import Organization, SmeCertificate
from sangsaeng.organizations.queries import (
    firms_whose_certificate_ends_between,
    managers_of,
    officers,
)

# How long before its end, and after it, a firm is told of its certificate.
NOTICE_DAYS = 30
ENDING = _("중소기업확인서가 곧 만료됩니다.")
ENDED = _("중소기업확인서가 만료되었습니다.")


class CertificateWaiting(Refused):
    """An officer has not yet looked at the one before."""

    message = _("먼저 낸 중소기업확인서가 심사를 기다리고 있습니다.")
    conflict = True


class CertificateDecided(Refused):
    """An officer has decided on it."""

    message = _("이미 처리된 중소기업확인서입니다.")
    conflict = True


class NotForLargeCompanies(Refused):
    """A large company has no SME certificate."""

    message = _("중소기업만 중소기업확인서를 낼 수 있습니다.")


@transaction.atomic
def submit_certificate(
    *, organization: Organization, paper: Paper, by: User, at: datetime
) -> SmeCertificate:
    """Hand in a new certificate; it counts once an officer approved it.

    The organization's row is locked, so of two colleagues one succeeds.
    """
    firm = Organization.objects.select_for_update().get(pk=organization.pk)
    if not firm.is_sme:
        raise NotForLargeCompanies
    if firm.sme_certificates.waiting().exists():
        raise CertificateWaiting
    certificate = SmeCertificate.objects.create(
        organization=firm,
        number=paper.number,
        valid_from=paper.valid_from,
        valid_until=paper.valid_until,
        file=paper.kept(by=by, at=at),
        submitted_by=by,
        submitted_at=at,
    )
    record("certificate.submitted", on=certificate, by=by, at=at, organization=firm.pk)
    tell_each(
        officers(),
        render=lambda _user: Message(
            title=_("중소기업확인서가 들어왔습니다: %(name)s") % {"name": firm.name},
            path=reverse("organizations:registrations"),
        ),
        dedupe_key=f"certificate-submitted:{certificate.pk}",
        at=at,
    )
    return certificate


@transaction.atomic
def approve_certificate(*, certificate: SmeCertificate, by: User, at: datetime) -> SmeCertificate:
    """Let a certificate count, and tell the firm."""
    paper = _locked(certificate)
    paper.approved_at = at
    paper.save(update_fields=["approved_at"])
    record("certificate.approved", on=paper, by=by, at=at, organization=paper.organization_id)
    _tell_firm(
        paper,
        lambda _user: Message(title=_("중소기업확인서가 승인되었습니다."), path=_path(paper)),
        dedupe_key=f"certificate-decided:{paper.pk}",
        at=at,
    )
    return paper


@transaction.atomic
def refuse_certificate(
    *, certificate: SmeCertificate, reason: str, by: User, at: datetime
) -> SmeCertificate:
    """Turn a certificate down and tell the firm why; it may hand in another."""
    paper = _locked(certificate)
    paper.refused_at, paper.reason = at, reason
    paper.save(update_fields=["refused_at", "reason"])
    record("certificate.refused", on=paper, by=by, at=at, organization=paper.organization_id)
    _tell_firm(
        paper,
        lambda _user: Message(
            title=_("중소기업확인서가 반려되었습니다."), body=reason, path=_path(paper)
        ),
        dedupe_key=f"certificate-decided:{paper.pk}",
        at=at,
    )
    return paper


@transaction.atomic
def announce_ending_certificates(*, on: date, at: datetime) -> int:
    """Tell firms whose certificate ends within thirty days, or has ended, once for each.

    Run on any day, it catches up. Returns how many people were told.
    """
    told = 0
    month = timedelta(days=NOTICE_DAYS)
    for paper in firms_whose_certificate_ends_between(on - month, on + month):
        step = "ended" if paper.valid_until < on else "ending"
        told += _tell_firm(
            paper,
            partial(_of_its_end, paper, ended=step == "ended"),
            dedupe_key=f"certificate-{step}:{paper.pk}",
            at=at,
        )
    return told


def _locked(certificate: SmeCertificate) -> SmeCertificate:
    Organization.objects.select_for_update().get(pk=certificate.organization_id)
    paper = SmeCertificate.objects.select_for_update().get(pk=certificate.pk)
    if paper.approved_at or paper.refused_at:
        raise CertificateDecided
    return paper


def _tell_firm(
    paper: SmeCertificate, render: Callable[[User], Message], *, dedupe_key: str, at: datetime
) -> int:
    told = tell_each(
        managers_of(paper.organization_id), render=render, dedupe_key=dedupe_key, at=at
    )
    return len(told)


def _of_its_end(paper: SmeCertificate, _user: User, *, ended: bool) -> Message:
    return Message(
        title=ENDED if ended else ENDING,
        body=_("유효기간의 마지막 날: %(day)s. 새 확인서를 올려 주세요.")
        % {"day": date_text(paper.valid_until)},
        path=_path(paper),
    )


def _path(paper: SmeCertificate) -> str:
    return reverse("organizations:detail", args=[paper.organization_id])
