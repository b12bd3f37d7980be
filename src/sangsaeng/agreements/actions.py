"""Drawing up, signing and printing agreements."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangsaeng.accounts.models import User
from sangsaeng.agreements.choices import Side
from sangsaeng.agreements.models import Agreement, Signature, TextVersion
from sangsaeng.agreements.tasks import print_agreement
from sangsaeng.audit.actions import record
from sangsaeng.kernel.refusals import Refused
from sangsaeng.organizations.models import Organization


class AlreadySigned(Refused):
    """This side has put its name under the text before."""

    message = _("이미 서명하셨습니다.")
    conflict = True


class AgreementRescinded(Refused):
    """The agreement was undone before both had signed."""

    message = _("취소된 약정이라 서명할 수 없습니다.")
    conflict = True


class NotYourName(Refused):
    """The typed name is not the signer's."""

    message = _("서명란에는 로그인한 분의 성명을 그대로 적어 주세요: %(name)s")


class TextChanged(Refused):
    """The text signed is not the text on file."""

    message = _("약정 내용이 화면을 연 뒤에 바뀌었습니다. 다시 읽고 서명해 주세요.")
    conflict = True


def digest(text: str) -> str:
    """Return the SHA-256 of a text as it is stored (UTF-8)."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def draw_up(
    *,
    code: str,
    giver: Organization,
    taker: Organization,
    values: Mapping[str, str],
    at: datetime,
) -> Agreement:
    """Fill the newest wording of ``code`` for two parties; later wordings change nothing (I9).

    Raises ``KeyError`` when the wording asks for a value nobody gave: a fault of
    ours, not of the people.
    """
    wording = TextVersion.objects.filter(code=code).order_by("-version")[:1].get()
    body = wording.body % dict(values)
    return Agreement.objects.create(
        text_version=wording,
        title=wording.title,
        body=body,
        sha256=digest(body),
        giver=giver,
        taker=taker,
        drawn_up_at=at,
    )


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
    """Undo an agreement; what was signed stays on file."""
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    agreement.rescinded_at = at
    agreement.save(update_fields=["rescinded_at"])
    record("agreement.rescinded", on=agreement, by=by, at=at)
