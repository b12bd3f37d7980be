"""How a firm stands to a large company: one side says so, the other confirms."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sangsaeng.accounts.models import User
from sangsaeng.audit.actions import record
from sangsaeng.kernel.refusals import Refused
from sangsaeng.notices.actions import Message, tell_each
from sangsaeng.organizations.models import Organization, PartnerTie
from sangsaeng.organizations.queries import managers_of


class FirmUnknown(Refused):
    """No organization has this business number."""

    message = _("등록되지 않은 사업자등록번호입니다. 협력사에 먼저 등록을 부탁해 주세요.")


class NotPartners(Refused):
    """Ties run from a large company to a firm that is not one."""

    message = _("대기업만, 대기업이 아닌 기업을 협력사로 정할 수 있습니다.")


class TieExists(Refused):
    """These two are tied already."""

    message = _("이미 협력사로 정했거나 확인을 기다리는 기업입니다.")
    conflict = True


class TieConfirmed(Refused):
    """The firm has confirmed."""

    message = _("이미 확인한 협력 관계입니다.")
    conflict = True


class TieEnded(Refused):
    """The tie was declined or ended."""

    message = _("이미 끝난 협력 관계입니다.")
    conflict = True


@transaction.atomic
def declare_tie(
    *, large_company: Organization, business_number: str, tier: str, by: User, at: datetime
) -> PartnerTie:
    """Say that a firm supplies the large company, on which tier; the firm is asked to confirm.

    Both rows are locked in the order of their ids, so of two colleagues who
    declare at once one succeeds and the other gets ``TieExists``.
    """
    firm_id = Organization.objects.filter(business_number=business_number).values("pk")
    locked = {
        organization.pk: organization
        for organization in Organization.objects.select_for_update()
        .filter(pk__in=[large_company.pk, *firm_id.values_list("pk", flat=True)])
        .order_by("pk")
    }
    company = locked.pop(large_company.pk)
    if company.business_number == business_number:
        raise NotPartners
    if not locked:
        raise FirmUnknown
    (firm,) = locked.values()
    if firm.is_large or not company.is_large:
        raise NotPartners
    if PartnerTie.objects.live().filter(large_company=company, firm=firm).exists():
        raise TieExists
    tie = PartnerTie.objects.create(large_company=company, firm=firm, tier=tier, declared_at=at)
    record("tie.declared", on=tie, by=by, at=at, tier=tier)
    tell_each(
        managers_of(firm.pk),
        render=lambda _user: Message(
            title=_("협력사 관계를 확인해 주세요: %(name)s") % {"name": company.name},
            body=str(tie.get_tier_display()),
            path=_path(firm.pk),
        ),
        dedupe_key=f"tie-declared:{tie.pk}",
        at=at,
    )
    return tie


@transaction.atomic
def confirm_tie(*, tie: PartnerTie, by: User, at: datetime) -> PartnerTie:
    """Confirm, for the firm, that the tie is as declared."""
    confirmed = _locked(tie)
    if confirmed.confirmed_at:
        raise TieConfirmed
    confirmed.confirmed_at = at
    confirmed.save(update_fields=["confirmed_at"])
    record("tie.confirmed", on=confirmed, by=by, at=at)
    tell_each(
        managers_of(confirmed.large_company_id),
        render=lambda _user: Message(
            title=_("협력사가 관계를 확인했습니다: %(name)s") % {"name": confirmed.firm.name},
            body=str(confirmed.get_tier_display()),
            path=_path(confirmed.large_company_id),
        ),
        dedupe_key=f"tie-confirmed:{confirmed.pk}",
        at=at,
    )
    return confirmed


@transaction.atomic
def end_tie(*, tie: PartnerTie, by: User, at: datetime) -> PartnerTie:
    """End a tie, or decline one that waits to be confirmed; the other side is told."""
    ending = _locked(tie)
    ending.ended_at = at
    ending.save(update_fields=["ended_at"])
    verb = "tie.ended" if ending.confirmed_at else "tie.declined"
    record(verb, on=ending, by=by, at=at)
    for told, other in (
        (ending.firm, ending.large_company),
        (ending.large_company, ending.firm),
    ):
        tell_each(
            managers_of(told.pk).exclude(pk=by.pk),
            render=lambda _user, told=told, other=other: Message(  # type: ignore[misc]  # bound now
                title=_("협력 관계가 끝났습니다: %(name)s") % {"name": other.name},
                path=_path(told.pk),
            ),
            dedupe_key=f"tie-ended:{ending.pk}",
            at=at,
        )
    return ending


def _locked(tie: PartnerTie) -> PartnerTie:
    ids = [tie.large_company_id, tie.firm_id]
    list(Organization.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    locked = PartnerTie.objects.select_related("large_company", "firm").get(pk=tie.pk)
    if locked.ended_at:
        raise TieEnded
    return locked


def _path(organization_id: int) -> str:
    return reverse("organizations:detail", args=[organization_id])
