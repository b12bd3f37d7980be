"""The pages of the exchange as each person meets them."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sangsaeng.accounts.choices import CentreRole
from sangsaeng.accounts.models import User
from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.agreements.choices import Side
from sangsaeng.assets.actions import (
    accept_award,
    confirm_receipt,
    decline_award,
    sign_agreement,
    withdraw_offer,
)
from sangsaeng.assets.choices import Audience, RequestState, Visibility
from sangsaeng.assets.models import HandOver, Offer, Request
from sangsaeng.assets.testing import make_asset, make_hand_over, make_offer, make_request
from sangsaeng.files.testing import make_picture_upload, stores_in
from sangsaeng.kernel.clock import held_at
from sangsaeng.organizations.models import Organization
from sangsaeng.organizations.testing import (
    make_certificate,
    make_firm,
    make_large_company,
    make_manager,
    make_tie,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning(settings, tmp_path):
    settings.STORAGES = stores_in(tmp_path)
    with held_at(MORNING):
        yield


def client_of(user: User | None = None) -> Client:
    """Sign somebody in; the centre's people with their second factor."""
    client = Client()
    if user:
        if user.needs_second_factor:
            TOTP.activate(user, generate_totp_secret())
        client.force_login(user)
    return client


def manager_of(organization: Organization) -> User:
    return User.objects.get(memberships__organization=organization)


def page(client: Client, name: str, *args: object, **query: object) -> str:
    response = client.get(reverse(f"assets:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_smoke() -> None:
    offer = make_offer(quantity=2)
    firm = make_firm()
    user = make_manager(firm)
    client = client_of(user)
    page(Client(), "exchange")
    print(page(client, "exchange", for_us="on", q="사출"))
    print(page(client, "offer", offer.pk))
    print(page(client, "ask", offer.pk, quantity="2"))
    answer = client.post(reverse("assets:ask", args=[offer.pk]), {"quantity": 1, "purpose": "시험"})
    wish = Request.objects.get()
    assert answer.headers["Location"] == reverse("assets:request", args=[wish.pk])
    page(client, "requests")
    page(client, "request", wish.pk)
    client.post(reverse("assets:accept", args=[wish.pk]), {"sure": "on"})
    wish.refresh_from_db()
    assert wish.state == "ACCEPTED"
    text = page(client, "request", wish.pk)
    sha = wish.award.agreement.sha256
    client.post(
        reverse("assets:sign", args=[wish.pk]),
        {"typed_name": user.name, "agreed": "on", "sha256": sha},
    )
    giver = manager_of(offer.owner)
    gc = client_of(giver)
    page(gc, "request", wish.pk)
    r = gc.post(
        reverse("assets:sign", args=[wish.pk]),
        {"typed_name": giver.name, "agreed": "on", "sha256": sha},
    )
    assert r.status_code == 302
    ho = HandOver.objects.get()
    page(gc, "deliver", ho.pk)
    r = gc.post(
        reverse("assets:deliver", args=[ho.pk]),
        {
            "serial": offer.asset.serial,
            "photos": [make_picture_upload(), make_picture_upload(colour="red")],
        },
    )
    assert r.status_code == 302, r.content.decode()
    page(client, "receive", ho.pk)
    page(client, "hand_over", ho.pk)
    r = client.post(reverse("assets:receive", args=[ho.pk]), {"note": ""})
    assert r.status_code == 302
    page(client, "hand_over", ho.pk)
    print(page(client, "request", wish.pk))
    page(client_of(make_user(roles=(CentreRole.BOARD_MEMBER,))), "hand_over", ho.pk)
