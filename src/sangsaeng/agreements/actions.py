"""Drawing up, signing and undoing agreements."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from importlib.resources import files
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sangsaeng.accounts.models import User
from sangsaeng.agreements.choices import Side
from sangsaeng.agreements.models import Agreement, Signature, TextVersion
from sangsaeng.agreements.tasks import print_agreement
from sangsaeng.audit.actions import record
from sangsaeng.kernel.refusals import Refused
from sangsaeng.kernel.words import business_number_text, date_text
from sangsaeng.organizations.models import Organization
from sangsaeng.organizations.queries import organization_of

Value: TypeAlias = str | int | date | None
# What an agreement says where there is nothing to say.
NOTHING = "해당 없음"


class AlreadySigned(Refused):
    """This side has put its name under the text before."""

    message = _("이미 서명하셨습니다.")
    conflict = True


class AgreementRescinded(Refused):
    """The agreement was undone."""

    message = _("이미 취소된 약정입니다.")
    conflict = True


class NotYourName(Refused):
    """The typed name is not the signer's."""

    message = _("서명란에는 로그인한 분의 성명을 그대로 적어 주세요: %(name)s")


class NotYourSide(Refused):
    """The signer does not act for the organization on this side."""

    message = _("이 기업의 담당자만 서명할 수 있습니다: %(firm)s")


class TextChanged(Refused):
    """The text signed is not the text on file."""

    message = _("약정 내용이 화면을 연 뒤에 바뀌었습니다. 다시 읽고 서명해 주세요.")
    conflict = True


def digest(text: str) -> str:
    """Return the SHA-256 of a text as it is stored (UTF-8)."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def load_text_versions(*, at: datetime) -> list[TextVersion]:
    """Add a version of every wording in ``texts/`` that differs from its newest one.

    Run after each migration, by the demo and by tests; a second run adds nothing.
    Wordings signed before stay as they are.
    """
    added = []
    for path in sorted(files("sangsaeng.agreements").joinpath("texts").iterdir(), key=lambda text: text.name):
        code = path.name.removesuffix(".md")
        heading, _newline, body = path.read_text(encoding="utf-8").partition("\n")
        wording = {"title": heading.removeprefix("# "), "body": body.strip()}
        newest = TextVersion.objects.filter(code=code).order_by("-version").first()
        if newest and (newest.title, newest.body) == (wording["title"], wording["body"]):
            continue
        # Two processes that start together agree on the next number.
        version, created = TextVersion.objects.get_or_create(
            code=code,
            version=newest.version + 1 if newest else 1,
            defaults={**wording, "sha256": digest(wording["body"]), "added_at": at},
        )
        added += [version] if created else []
    return added


@transaction.atomic
def draw_up(
    *,
    code: str,
    giver: Organization,
    taker: Organization,
    values: Mapping[str, Value],
    at: datetime,
) -> Agreement:
    """Fill the newest wording of ``code`` for two parties; later wordings change nothing (I9).

    The parties and the day are filled in here; ``values`` brings the rest. Raises
    ``KeyError`` when the wording asks for a value nobody gave: a fault of ours,
    not of the people.
    """
    wording = TextVersion.objects.filter(code=code).order_by("-version")[:1].get()
    with override("ko"):  # the language of the wordings, whoever is looking
        filled = {
            name: _written(value)
            for name, value in {
                **values,
                **_party("giver", giver),
                **_party("taker", taker),
                "drawn_up_on": timezone.localdate(at),
            }.items()
        }
    body = wording.body % filled
    agreement = Agreement.objects.create(
        text_version=wording,
        title=wording.title,
        body=body,
        sha256=digest(body),
        giver=giver,
        taker=taker,
        drawn_up_at=at,
    )
    record(
        "agreement.drawn_up",
        on=agreement,
        by=None,
        at=at,
        wording=str(wording),
        sha256=agreement.sha256,
    )
    return agreement


def _party(side: str, organization: Organization) -> dict[str, Value]:
    return {
        f"{side}_name": organization.name,
        f"{side}_number": business_number_text(organization.business_number),
        f"{side}_address": organization.address or organization.get_region_display(),
    }


def _written(value: Value) -> str:
    """Write a value on one line: what people typed cannot pass for an article of ours."""
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, int):
        return f"{value:,}"
    return " ".join((value or "").split()) or NOTHING


@transaction.atomic
def sign(  # noqa: PLR0913 - what makes a signature: which text, which side, who, how, when
    agreement: Agreement, *, side: Side, typed_name: str, sha256: str, by: User, at: datetime
) -> Agreement:
    """Put one side's name under the text; with the second the agreement takes effect.

    The agreement row is locked, so of two last signatures exactly one makes it
    effective, and the paper is queued once.
    """
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.rescinded_at:
        raise AgreementRescinded
    if sha256 != agreement.sha256:
        raise TextChanged
    party = agreement.giver if side == Side.GIVER else agreement.taker
    if organization_of(by) != party:
        raise NotYourSide(firm=party.name)
    if typed_name.strip() != by.name:
        raise NotYourName(name=by.name)
    signed = set(agreement.signatures.values_list("side", flat=True))
    if side in signed:
        raise AlreadySigned
    signature = Signature.objects.create(
        agreement=agreement,
        side=side,
        signer=by,
        typed_name=by.name,
        sha256=agreement.sha256,
        signed_at=at,
    )
    record("agreement.signed", on=signature, by=by, at=at, agreement=agreement.pk, sha256=sha256)
    if signed:
        agreement.effective_at = at
        agreement.save(update_fields=["effective_at"])
        print_agreement.defer(agreement_id=agreement.pk)
    return agreement


@transaction.atomic
def rescind(agreement: Agreement, *, by: User | None, at: datetime) -> None:
    """Undo an agreement, signed or not; text and signatures stay on file."""
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.rescinded_at:
        raise AgreementRescinded
    agreement.rescinded_at = at
    agreement.save(update_fields=["rescinded_at"])
    record("agreement.rescinded", on=agreement, by=by, at=at)
