"""A firm gets in: it asks, an officer decides."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sangsaeng.accounts.models import User
from sangsaeng.audit.actions import record
from sangsaeng.files.actions import store_upload
from sangsaeng.files.choices import DOCUMENTS
from sangsaeng.files.models import StoredFile
from sangsaeng.kernel.refusals import Refused
from sangsaeng.notices.actions import Message, tell_each
from sangsaeng.organizations.choices import SME_SIZES, RegistrationState, Size
from sangsaeng.organizations.models import (
    Membership,
    Organization,
    Registration,
    SmeCertificate,
)
from sangsaeng.organizations.queries import officers

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class AlreadyRegistered(Refused):
    """An organization with this business number is in."""

    message = _("이미 등록된 기업입니다: 그 기업의 담당자에게 초대를 받으세요.")
    conflict = True


class RegistrationWaiting(Refused):
    """Somebody asked for this firm, or this person for another, and no officer has decided."""

    message = _("이 기업 또는 이 신청자의 등록 신청이 이미 심사를 기다리고 있습니다.")
    conflict = True


class AlreadyMember(Refused):
    """The person acts for an organization, and nobody acts for two."""

    message = _("이미 다른 조직의 담당자입니다. 한 사람은 한 조직의 담당자만 될 수 있습니다.")
    conflict = True


class CertificateMissing(Refused):
    """A small or medium firm shows what it is."""

    message = _("중소기업은 중소기업확인서의 번호와 유효기간, 파일을 모두 내야 합니다.")


class EnteredByOfficersOnly(Refused):
    """A large company does not register itself."""

    message = _("대기업은 협력센터 담당자가 등록합니다. 협력센터에 연락해 주세요.")


class RegistrationDecided(Refused):
    """An officer has decided on it."""

    message = _("이미 처리된 등록 신청입니다.")
    conflict = True


@dataclass(frozen=True)
class FirmFacts:
    """What an organization says of itself."""

    business_number: str
    name: str
    size: str
    region: str
    ksic: str = ""
    address: str = ""


@dataclass(frozen=True)
class Paper:
    """An SME certificate as handed in; a file kept from an earlier try may stand for an upload."""

    number: str
    valid_from: date
    valid_until: date
    file: "UploadedFile[bytes] | StoredFile"

    def kept(self, *, by: User, at: datetime) -> StoredFile:
        """Store the upload, or return the file that is kept already."""
        if isinstance(self.file, StoredFile):
            return self.file
        return store_upload(self.file, kinds=DOCUMENTS, by=by, at=at)


@transaction.atomic
def submit_registration(
    *, facts: FirmFacts, paper: Paper | None, by: User, at: datetime
) -> Registration:
    """Ask for a firm to be let in.

    Of two people who ask for one business number at the same moment one succeeds
    and the other gets ``RegistrationWaiting``. The row is written before it is
    known that no such organization exists: writing waits for an approval in
    progress, so the question is asked after it.
    """
    if facts.size == Size.LARGE:
        raise EnteredByOfficersOnly
    if facts.size in SME_SIZES and paper is None:
        raise CertificateMissing
    _refuse_members(by)
    certificate = {}
    if paper:
        certificate = {
            "certificate_number": paper.number,
            "certificate_from": paper.valid_from,
            "certificate_until": paper.valid_until,
            "certificate": paper.kept(by=by, at=at),
        }
    try:
        with transaction.atomic():
            registration = Registration.objects.create(
                applicant=by, submitted_at=at, **asdict(facts), **certificate
            )
    except IntegrityError as error:
        raise RegistrationWaiting from error
    if Organization.objects.filter(business_number=facts.business_number).exists():
        raise AlreadyRegistered
    record("registration.submitted", on=registration, by=by, at=at)
    path = reverse("organizations:registration", args=[registration.pk])
    tell_each(
        officers(),
        render=lambda _user: Message(
            title=_("기업 등록 신청이 들어왔습니다: %(name)s") % {"name": facts.name},
            body=_("중소기업확인서를 확인하고 승인하거나 반려해 주세요."),
            path=path,
        ),
        dedupe_key=f"registration-submitted:{registration.pk}",
        at=at,
    )
    return registration


@transaction.atomic
def approve_registration(*, registration: Registration, by: User, at: datetime) -> Organization:
    """Let the firm in, with its applicant as first manager and its certificate, all or nothing."""
    asked = _locked(registration)
    organization = _create(
        FirmFacts(
            business_number=asked.business_number,
            name=asked.name,
            size=asked.size,
            region=asked.region,
            ksic=asked.ksic,
            address=asked.address,
        ),
        at=at,
    )
    join(organization, user=asked.applicant, at=at)
    if asked.certificate_number and asked.certificate_from and asked.certificate_until:
        SmeCertificate.objects.create(
            organization=organization,
            number=asked.certificate_number,
            valid_from=asked.certificate_from,
            valid_until=asked.certificate_until,
            file=asked.certificate,
            submitted_by=asked.applicant,
            submitted_at=asked.submitted_at,
            approved_at=at,
        )
    asked.organization = organization
    _decide(asked, RegistrationState.APPROVED, by=by, at=at)
    record("registration.approved", on=asked, by=by, at=at, organization=organization.pk)
    _tell_applicant(
        asked,
        lambda _user: Message(
            title=_("기업 등록이 승인되었습니다: %(name)s") % {"name": asked.name},
            body=_("이제 나눔 공고에 신청하고 동료를 초대할 수 있습니다."),
            path=reverse("organizations:detail", args=[organization.pk]),
        ),
        at=at,
    )
    return organization


@transaction.atomic
def refuse_registration(
    *, registration: Registration, reason: str, by: User, at: datetime
) -> Registration:
    """Turn a registration down and tell the applicant why; they may ask again."""
    asked = _locked(registration)
    asked.reason = reason
    _decide(asked, RegistrationState.REFUSED, by=by, at=at)
    record("registration.refused", on=asked, by=by, at=at)
    _tell_applicant(
        asked,
        lambda _user: Message(
            title=_("기업 등록 신청이 반려되었습니다: %(name)s") % {"name": asked.name},
            body=reason,
            path=reverse("organizations:register"),
        ),
        at=at,
    )
    return asked


@transaction.atomic
def enter_organization(*, facts: FirmFacts, by: User, at: datetime) -> Organization:
    """Enter an organization by the centre's own hand: how a large company gets in."""
    organization = _create(facts, at=at)
    record("organization.entered", on=organization, by=by, at=at)
    return organization


def join(organization: Organization, *, user: User, at: datetime) -> Membership:
    """Make a person act for an organization; a constraint holds them to one."""
    try:
        with transaction.atomic():
            return Membership.objects.create(organization=organization, user=user, started_at=at)
    except IntegrityError as error:
        raise AlreadyMember from error


def _create(facts: FirmFacts, *, at: datetime) -> Organization:
    try:
        with transaction.atomic():
            return Organization.objects.create(created_at=at, **asdict(facts))
    except IntegrityError as error:
        raise AlreadyRegistered from error


def _refuse_members(user: User) -> None:
    if Membership.objects.live().filter(user=user).exists():
        raise AlreadyMember


def _locked(registration: Registration) -> Registration:
    asked = (
        Registration.objects.select_for_update(of=("self",))
        .select_related("applicant", "certificate")
        .get(pk=registration.pk)
    )
    if asked.state != RegistrationState.SUBMITTED:
        raise RegistrationDecided
    return asked


def _decide(asked: Registration, state: RegistrationState, *, by: User, at: datetime) -> None:
    asked.state, asked.decided_by, asked.decided_at = state, by, at
    asked.save(update_fields=["state", "decided_by", "decided_at", "reason", "organization"])


def _tell_applicant(
    asked: Registration, render: Callable[[User], Message], *, at: datetime
) -> None:
    tell_each(
        [asked.applicant], render=render, dedupe_key=f"registration-decided:{asked.pk}", at=at
    )
