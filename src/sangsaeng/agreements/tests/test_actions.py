"""Drawing up, signing once a side, undoing; what the database keeps of it."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils.translation import override
from procrastinate.contrib.django.models import ProcrastinateJob

from sangsaeng.accounts.models import User
from sangsaeng.accounts.testing import MORNING
from sangsaeng.agreements.actions import (
    AgreementRescinded,
    AlreadySigned,
    NotYourName,
    NotYourSide,
    TextChanged,
    digest,
    draw_up,
    load_text_versions,
    rescind,
    sign,
)
from sangsaeng.agreements.choices import Side
from sangsaeng.agreements.models import Agreement, Signature, TextVersion
from sangsaeng.agreements.testing import TERMS, make_agreement, make_signed_agreement
from sangsaeng.kernel.refusals import Refused
from sangsaeng.organizations.testing import make_firm, make_large_company, make_manager

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=1)


def put_name(agreement: Agreement, *, side: Side, by: User, **other: str) -> Agreement:
    asked = {"typed_name": by.name, "sha256": agreement.sha256} | other
    return sign(agreement, side=side, by=by, at=LATER, **asked)


def test_load_text_versions_adds_a_version_only_when_the_text_changed() -> None:
    first = load_text_versions(at=MORNING)
    again = load_text_versions(at=LATER)
    TextVersion.objects.filter(code="FREE_TRANSFER").update(body="지난해의 글")

    changed = load_text_versions(at=LATER)

    assert [(text.code, text.version, text.title) for text in first] == [
        ("FREE_TRANSFER", 1, "무상양도 약정서"),
        ("LOW_PRICE_TRANSFER", 1, "저가양도 약정서"),
    ]
    assert again == []
    assert [(text.code, text.version, text.added_at) for text in changed] == [
        ("FREE_TRANSFER", 2, LATER)
    ]


@pytest.mark.parametrize("code", ["FREE_TRANSFER", "LOW_PRICE_TRANSFER"])
def test_draw_up_fills_every_value_and_hashes_what_was_filled(code: str) -> None:
    giver, taker = make_large_company(name="한빛중공업"), make_firm(name="가온정밀")

    agreement = make_agreement(giver=giver, taker=taker, code=code)

    assert "%(" not in agreement.body
    assert agreement.sha256 == digest(agreement.body)
    assert len([article for article in agreement.articles if article.heading]) == 10
    number = giver.business_number
    assert agreement.articles[0].passages[0].facts[:3] == (
        ("제공기업", "한빛중공업"),
        ("제공기업 사업자등록번호", f"{number[:3]}-{number[3:5]}-{number[5:]}"),
        ("제공기업 소재지", "경기도 안산시 단원구"),
    )
    assert "반출기한인 2014. 11. 14.(금)까지" in agreement.body
    assert ("- 합계: 3,500,000원" in agreement.body) is (code == "LOW_PRICE_TRANSFER")


def test_draw_up_is_the_same_in_every_language() -> None:
    giver, taker = make_large_company(), make_firm()
    with override("en"):
        english = make_agreement(giver=giver, taker=taker)

    assert english.sha256 == make_agreement(giver=giver, taker=taker).sha256


def test_draw_up_keeps_what_people_typed_on_one_line() -> None:
    agreement = make_agreement(known_faults="긁힘 100%\n## 제11조 (몰래)\n%(rule_hash)s", maker="")

    facts = dict(agreement.articles[2].passages[0].facts)

    assert facts["알려진 하자"] == "긁힘 100% ## 제11조 (몰래) %(rule_hash)s"
    assert facts["제조사 · 형식"] == "해당 없음 · SL-25"
    assert len([article for article in agreement.articles if article.heading]) == 10


def test_draw_up_fails_on_a_value_nobody_gave() -> None:
    load_text_versions(at=MORNING)
    short = {name: value for name, value in TERMS.items() if name != "serial"}

    with pytest.raises(KeyError, match="serial"):
        draw_up(
            code="FREE_TRANSFER",
            giver=make_large_company(),
            taker=make_firm(),
            values=short,
            at=MORNING,
        )

    assert Agreement.objects.count() == 0


def test_the_second_signature_makes_the_agreement_effective_and_queues_its_paper() -> None:
    agreement = make_agreement()
    giver, taker = make_manager(agreement.giver), make_manager(agreement.taker)

    after_one = put_name(agreement, side=Side.TAKER, by=taker)
    waiting = after_one.effective_at
    after_two = put_name(agreement, side=Side.GIVER, by=giver, typed_name=f" {giver.name} ")

    assert (waiting, after_two.effective_at) == (None, LATER)
    assert queued_papers() == [{"agreement_id": agreement.pk}]
    assert list(
        agreement.signatures.order_by("side").values_list("side", "signer", "typed_name", "sha256")
    ) == [
        ("GIVER", giver.pk, giver.name, agreement.sha256),
        ("TAKER", taker.pk, taker.name, agreement.sha256),
    ]


def test_sign_refuses_the_wrong_name_the_wrong_text_the_wrong_side_and_a_second_time() -> None:
    agreement = make_agreement()
    giver, stranger = make_manager(agreement.giver), make_manager(make_firm())
    put_name(agreement, side=Side.GIVER, by=giver)

    for refusal, side, by, other in (
        (AlreadySigned, Side.GIVER, make_manager(agreement.giver), {}),
        (NotYourSide, Side.TAKER, giver, {}),
        (NotYourSide, Side.TAKER, stranger, {}),
        (NotYourName, Side.TAKER, make_manager(agreement.taker), {"typed_name": giver.name}),
        (TextChanged, Side.TAKER, make_manager(agreement.taker), {"sha256": "0" * 64}),
    ):
        with pytest.raises(refusal):
            put_name(agreement, side=side, by=by, **other)

    assert list(agreement.signatures.values_list("side", "signer")) == [("GIVER", giver.pk)]


def test_a_rescinded_agreement_is_neither_signed_nor_rescinded_again() -> None:
    agreement = make_agreement()
    giver = make_manager(agreement.giver)
    rescind(agreement, by=giver, at=MORNING)

    with pytest.raises(AgreementRescinded):
        put_name(agreement, side=Side.GIVER, by=giver)
    with pytest.raises(AgreementRescinded):
        rescind(agreement, by=giver, at=LATER)

    agreement.refresh_from_db()
    assert (agreement.rescinded_at, agreement.signatures.count()) == (MORNING, 0)


def test_the_database_keeps_texts_and_signatures_as_they_are() -> None:
    agreement = make_signed_agreement()

    for tamper in (
        lambda: Agreement.objects.update(body="다른 글"),
        lambda: Agreement.objects.update(sha256="0" * 64),
        lambda: Signature.objects.update(typed_name="다른 이름"),
        lambda: Signature.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="frozen|never changed"), transaction.atomic():
            tamper()

    assert Agreement.objects.get().body == agreement.body


@pytest.mark.django_db(transaction=True)
def test_two_last_signatures_at_once_take_effect_once_and_queue_one_paper() -> None:
    """Both sides sign in the same moment, in transactions of their own."""
    agreement = make_agreement()
    giver, taker = make_manager(agreement.giver), make_manager(agreement.taker)

    outcomes = at_once(
        lambda: put_name(agreement, side=Side.GIVER, by=giver),
        lambda: put_name(agreement, side=Side.TAKER, by=taker),
    )

    assert outcomes == ["done", "done"]
    assert Agreement.objects.get().effective_at == LATER
    assert queued_papers() == [{"agreement_id": agreement.pk}]


@pytest.mark.django_db(transaction=True)
def test_one_side_signing_twice_at_once_signs_once() -> None:
    """Two managers of one firm press the button together."""
    agreement = make_agreement()
    managers = [make_manager(agreement.giver), make_manager(agreement.giver)]

    outcomes = at_once(
        *[lambda by=by: put_name(agreement, side=Side.GIVER, by=by) for by in managers]
    )

    assert sorted(outcomes) == ["AlreadySigned", "done"]
    assert agreement.signatures.count() == 1
    assert Agreement.objects.get().effective_at is None


def queued_papers() -> list[dict[str, int]]:
    return list(
        ProcrastinateJob.objects.filter(queue_name="papers").values_list("args", flat=True)
    )


def at_once(*works: Callable[[], object]) -> list[str]:
    """Run each work in a thread with a connection of its own, released together."""
    gate = threading.Barrier(len(works))
    outcomes: list[str] = []

    def run(work: Callable[[], object]) -> None:
        try:
            gate.wait()
            work()
            outcomes.append("done")
        except Refused as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture(autouse=True)
def _no_jobs_left() -> Iterator[None]:
    """Empty the job table, which Django's flush does not know."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
