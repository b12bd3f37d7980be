"""Who reads an agreement, on screen and as a paper."""

import pytest
from django.test import Client

from sangsaeng.accounts.testing import make_staff, make_user
from sangsaeng.agreements.models import Agreement
from sangsaeng.agreements.queries import agreements_visible_to
from sangsaeng.agreements.tasks import print_agreement
from sangsaeng.agreements.testing import make_agreement, make_signed_agreement
from sangsaeng.organizations.models import Membership
from sangsaeng.organizations.testing import make_firm, make_manager

pytestmark = pytest.mark.django_db


def test_agreements_are_visible_to_both_parties_staff_and_auditor_only() -> None:
    agreement, other = make_agreement(), make_agreement()
    seen = {
        "giver": make_manager(agreement.giver),
        "taker": make_manager(agreement.taker),
        "officer": make_staff("OFFICER"),
        "auditor": make_staff("AUDITOR"),
        "board member": make_staff("BOARD_MEMBER"),
        "stranger": make_manager(make_firm()),
        "nobody's": make_user(),
    }

    visible = {
        who: sorted(agreements_visible_to(user).values_list("pk", flat=True))
        for who, user in seen.items()
    }

    assert visible == {
        "giver": [agreement.pk],
        "taker": [agreement.pk],
        "officer": [agreement.pk, other.pk],
        "auditor": [agreement.pk, other.pk],
        "board member": [],
        "stranger": [],
        "nobody's": [],
    }


def test_a_manager_who_left_no_longer_sees_the_agreement() -> None:
    agreement = make_agreement()
    manager = make_manager(agreement.taker)
    Membership.objects.update(ended_at=agreement.drawn_up_at)

    assert list(agreements_visible_to(manager)) == []


def test_the_page_shows_the_text_and_who_has_signed(client: Client) -> None:
    agreement = make_agreement(known_faults="<b>긁힘</b>")
    client.force_login(make_manager(agreement.taker))

    page = client.get(f"/agreements/{agreement.pk}/").content.decode()

    assert "<h3>제4조 (인도와 반출)</h3>" in page
    assert "&lt;b&gt;긁힘&lt;/b&gt;" in page
    assert page.count("아직 서명하지 않음") == 2
    assert agreement.sha256 in page
    assert "/paper/" not in page


def test_the_paper_is_sent_to_those_who_may_read_it(client: Client) -> None:
    agreement = make_signed_agreement()
    print_agreement(agreement_id=agreement.pk)
    agreement = Agreement.objects.get()
    path = f"/agreements/{agreement.pk}/paper/"

    client.force_login(make_manager(make_firm()))
    hidden = client.get(path)
    client.force_login(agreement.signatures.get(side="TAKER").signer)
    sent = client.get(path)

    assert hidden.status_code == 404
    assert sent["Content-Type"] == "application/pdf"
    assert sent.getvalue().startswith(b"%PDF-")
    assert f'href="{path}"' in client.get(f"/agreements/{agreement.pk}/").content.decode()


def test_a_paper_not_yet_printed_and_an_unsigned_visitor_find_nothing(client: Client) -> None:
    agreement = make_signed_agreement()
    path = f"/agreements/{agreement.pk}/paper/"

    visitor = client.get(path)
    client.force_login(agreement.signatures.get(side="GIVER").signer)

    assert visitor["Location"].endswith(f"?next={path}")
    assert client.get(path).status_code == 404
    assert "만들고 있습니다" in client.get(f"/agreements/{agreement.pk}/").content.decode()
