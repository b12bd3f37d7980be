"""Telling people once, in their language, by inbox and mail."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from sangsaeng.accounts.models import User
from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.kernel.words import date_text
from sangsaeng.notices.actions import Message, tell_each
from sangsaeng.notices.models import Notice
from sangsaeng.notices.queries import notices_visible_to, unread_count
from sangsaeng.notices.tasks import mail_notice
from sangsaeng.notices.testing import make_notice


def tell_all(*people: User, key: str = "a:1") -> list[Notice]:
    return tell_each(
        people,
        render=lambda user: Message(
            title=_("알림"),
            body=f"{user.name}: {date_text(MORNING)}",
            path="/notices/",
        ),
        dedupe_key=key,
        at=MORNING,
    )


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.django_db
def test_tell_each_speaks_everybodys_language_once() -> None:
    korean, english = make_user(name="김"), make_user(name="Lee", language="en")

    first, again = tell_all(korean, english), tell_all(korean, english)

    assert [(n.user, n.title, n.body) for n in first] == [
        (korean, "알림", "김: 2014. 10. 2.(목)"),
        (english, "Notices", "Lee: Thu 2 Oct 2014"),
    ]
    assert again == []
    assert [job.args for job in ProcrastinateJob.objects.order_by("id")] == [
        {"notice_id": notice.pk} for notice in first
    ]


@pytest.mark.django_db
def test_a_title_too_long_is_cut_and_not_refused() -> None:
    (notice,) = tell_each(
        [make_user()],
        render=lambda _user: Message(title="가" * 300),
        dedupe_key="a",
        at=MORNING,
    )

    assert notice.title == "가" * 200


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_fact_leaves_neither_notice_nor_mail() -> None:
    """H18: no mail without the fact, no fact without the mail."""
    person = make_user()

    def attempt() -> None:
        with transaction.atomic():
            tell_all(person)
            raise LookupError

    with pytest.raises(LookupError):
        attempt()

    assert (Notice.objects.count(), ProcrastinateJob.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_the_mail_goes_out_once_with_a_link() -> None:
    notice = make_notice(make_user(email="kim@firm.example"), title="두\n줄", path="/o/1/")

    mail_notice(notice.pk)
    mail_notice(notice.pk)

    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == ("두 줄", ["kim@firm.example"])
    assert letter.body.splitlines()[-1].endswith("/o/1/")
    assert letter.body.splitlines()[-1].startswith("http")
    assert letter.extra_headers == {"Message-ID": f"<notice-{notice.pk}@localhost>"}


@pytest.mark.django_db
def test_somebody_who_left_gets_no_mail() -> None:
    person = make_user()
    notice = make_notice(person)
    person.is_active = False
    person.save()

    mail_notice(notice.pk)

    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_one_notice_send_one_mail() -> None:
    """H18: at least once becomes once, under the notice's lock."""
    notice = make_notice(make_user())

    def send(_number: int) -> None:
        try:
            mail_notice(notice.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(4)))

    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_the_inbox_shows_ones_own_with_the_unread_first() -> None:
    person, other = make_user(), make_user()
    old = make_notice(person, title="오래된 새 소식", at=MORNING - timedelta(days=9))
    read = make_notice(person, title="읽은 것", read_at=MORNING)
    make_notice(other, title="남의 소식")

    page = client_of(person).get("/notices/").content.decode()

    assert list(notices_visible_to(person)) == [old, read]
    assert unread_count(person) == 1
    assert page.index("오래된 새 소식") < page.index("읽은 것")
    assert "남의 소식" not in page


@pytest.mark.django_db
def test_opening_marks_read_once_and_leads_on() -> None:
    person = make_user()
    notice, elsewhere = make_notice(person), make_notice(person, path="//evil.example/")
    client = client_of(person)

    client.post(f"/notices/{notice.pk}/open/")
    first = Notice.objects.get(pk=notice.pk).read_at
    answer = client.post(f"/notices/{notice.pk}/open/")

    assert first is not None
    assert Notice.objects.get(pk=notice.pk).read_at == first
    assert answer["Location"] == "/organizations/mine/"
    assert client.post(f"/notices/{elsewhere.pk}/open/")["Location"] == "/notices/"


@pytest.mark.django_db
def test_somebody_elses_notice_can_neither_be_opened_nor_read_away() -> None:
    mine, others = make_notice(make_user()), make_notice(make_user())
    client = client_of(mine.user)

    answer = client.post(f"/notices/{others.pk}/open/")
    client.post("/notices/read/")

    assert answer.status_code == 404
    assert list(Notice.objects.filter(read_at=None)) == [others]


@pytest.mark.django_db
def test_the_inbox_costs_the_same_for_one_row_and_for_three() -> None:
    person = make_user()
    client = client_of(person)

    def cost() -> int:
        with CaptureQueriesContext(connection) as context:
            client.get("/notices/")
        return len(context)

    make_notice(person)
    of_one = cost()
    make_notice(person)
    make_notice(person)

    assert cost() == of_one <= 8
