"""Ten visitors, and one of everything they might reach for."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from sangsaeng.accounts.actions import create_token
from sangsaeng.accounts.choices import CentreRole
from sangsaeng.accounts.models import User
from sangsaeng.accounts.testing import MORNING, make_staff, make_user
from sangsaeng.agreements.actions import load_text_versions
from sangsaeng.agreements.tasks import print_agreement
from sangsaeng.assets.actions import accept_award, confirm_receipt, record_delivery
from sangsaeng.assets.choices import Visibility
from sangsaeng.assets.models import (
    Asset,
    AssetPhoto,
    HandOver,
    HandOverPhoto,
    LedgerImport,
    Offer,
    Request,
)
from sangsaeng.assets.testing import (
    make_asset,
    make_draft,
    make_hand_over,
    make_offer,
    make_request,
)
from sangsaeng.demo.story import LEDGERS
from sangsaeng.files.testing import make_stored_file
from sangsaeng.notices.testing import make_notice
from sangsaeng.organizations.actions import invite_member
from sangsaeng.organizations.models import Organization, SmeCertificate
from sangsaeng.organizations.tasks import invitation_token
from sangsaeng.organizations.testing import (
    make_firm,
    make_large_company,
    make_manager,
    make_registration,
    make_tie,
)

VISITORS: Final = (
    "nobody",  # not signed in
    "stranger",  # signed in, acts for no organization; asked to have one let in
    "owner",  # acts for the large company that offers
    "rival",  # acts for another large company
    "asker",  # acts for the firm that asked, a confirmed partner of the owner
    "firm",  # acts for a firm the owner named a partner, which has not confirmed it
    "officer",
    "head",
    "board",
    "auditor",
)
CENTRE: Final = frozenset({"officer", "head", "auditor"})
# Words nobody else may come across on any page, and who may.
SECRETS: Final[dict[str, frozenset[str]]] = {
    "협력사만 보는 초음파세척기": CENTRE | {"owner", "asker"},
    "쓰다 만 레이저가공기 공고": frozenset({"owner"}),
    "내놓지 않은 삼차원측정기": CENTRE | {"owner"},
    "예비순위 신청의 목적": CENTRE | {"asker"},
    "배정된 신청의 목적": CENTRE | {"owner", "asker"},
    "먼저신청한정공": CENTRE | {"owner"},
    "등록을기다리는기업": CENTRE,
    "신청기업담당자": CENTRE | {"owner", "asker"},
    "0010-2014-비공개": CENTRE | {"asker"},
    "invited@secret.example": CENTRE | {"asker"},
    "소유기업에만 온 알림": frozenset({"owner"}),
}


@dataclass
class World:
    """Who visits, and by what each thing is addressed."""

    people: dict[str, User | None] = field(default_factory=dict)
    owner: Organization = field(default_factory=make_large_company)
    things: dict[str, tuple[Any, ...]] = field(default_factory=lambda: {"-": ()})

    def person(self, visitor: str) -> User:
        found = self.people[visitor]
        assert found
        return found


def make_world() -> World:
    """Make everything once; what is hidden carries the words of ``SECRETS``."""
    load_text_versions(at=MORNING)
    world = World()
    firm, asker = make_firm(), make_firm()
    world.people = {
        "nobody": None,
        "stranger": make_user(),
        "owner": make_manager(world.owner),
        "rival": make_manager(make_large_company(name="다른중공업")),
        "asker": make_manager(asker, name="신청기업담당자"),
        "firm": make_manager(firm),
        "officer": make_staff(CentreRole.OFFICER),
        "head": make_staff(CentreRole.TEAM_HEAD),
        "board": make_staff(CentreRole.BOARD_MEMBER),
        "auditor": make_staff(CentreRole.AUDITOR),
    }
    confirmed = make_tie(world.owner, asker)
    declared = make_tie(world.owner, firm, confirmed=False)
    world.things |= {"tie": (confirmed.pk,), "named": (declared.pk,)}
    _add_own_things(world)
    _add_papers(world, asker)
    _add_ledger(world)
    _add_offers(world)
    _add_requests(world)
    _add_hand_overs(world)
    return world


def _add_own_things(world: World) -> None:
    owner = world.person("owner")
    token, _key = create_token(owner, by=owner, at=MORNING)
    notice = make_notice(owner, title="소유기업에만 온 알림")
    world.things |= {
        "token": (token.pk,),
        "notice": (notice.pk,),
        "consent": ("mail_news",),
        "terms": ("terms",),
        "year": (2014,),
        "file": (next(iter(LEDGERS.values()))[0],),
        "figure": (2014, "assets.firms_supplied"),
    }


def _add_papers(world: World, asker: Organization) -> None:
    waiting = SmeCertificate.objects.create(
        organization=asker,
        number="0010-2014-비공개",
        valid_from=MORNING.date(),
        valid_until=MORNING.date() + timedelta(days=365),
        file=make_stored_file(),
        submitted_by=world.person("asker"),
        submitted_at=MORNING,
    )
    sent = invite_member(
        organization=asker,
        email="invited@secret.example",
        by=world.person("asker"),
        at=MORNING,
    )
    membership = world.person("asker").memberships.get()
    world.things |= {
        "company": (world.owner.pk,),
        "small": (asker.pk,),
        "certificate": (waiting.pk,),
        "registration": (make_registration(name="등록을기다리는기업").pk,),
        "own": (make_registration(applicant=world.person("stranger")).pk,),
        "invitation": (sent.pk,),
        "link": (invitation_token(sent),),
        "membership": (membership.pk,),
    }


def _add_ledger(world: World) -> None:
    asset = make_asset(owner=world.owner, title="내놓지 않은 삼차원측정기")
    source = LedgerImport.objects.create(
        owner=world.owner,
        sha256="5f" * 32,
        file_name="자산대장.xlsx",
        imported_by=world.person("owner"),
        imported_at=MORNING,
        report={"refused": [], "flags": []},
    )
    world.things |= {
        "idle": (asset.pk,),
        "idle_photo": (_pictured(asset).pk,),
        "import": (source.pk,),
    }


def _pictured(asset: Asset) -> AssetPhoto:
    return AssetPhoto.objects.create(asset=asset, file=make_stored_file(), position=1)


def _add_offers(world: World) -> None:
    public, partners, draft = (make_asset(owner=world.owner) for _ in range(3))
    hidden = make_offer(
        asset=partners, title="협력사만 보는 초음파세척기", visibility=Visibility.PARTNERS
    )
    world.things |= {
        "public": (make_offer(asset=public).pk,),
        "partners": (hidden.pk,),
        "draft": (make_draft(asset=draft, title="쓰다 만 레이저가공기 공고").pk,),
        "public_photo": (_pictured(public).pk,),
        "partners_photo": (_pictured(partners).pk,),
    }


def _offer(world: World) -> Offer:
    return make_offer(asset=make_asset(owner=world.owner))


def _add_requests(world: World) -> None:
    asker, contested = world.person("asker"), _offer(world)
    make_request(offer=contested, by=make_manager(make_firm(name="먼저신청한정공")))
    reserve = make_request(offer=contested, by=asker)
    Request.objects.filter(pk=reserve.pk).update(purpose="예비순위 신청의 목적")
    awarded = make_request(offer=_offer(world), by=asker)
    Request.objects.filter(pk=awarded.pk).update(purpose="배정된 신청의 목적")
    accepted = accept_award(make_request(offer=_offer(world), by=asker), by=asker, at=MORNING)
    world.things |= {
        "reserve": (reserve.pk,),
        "awarded": (awarded.pk,),
        "accepted": (accepted.pk,),
    }


def _add_hand_overs(world: World) -> None:
    opened, delivered, received = (_hand_over(world) for _ in range(3))
    for row in (delivered, received):
        record_delivery(
            row,
            serial=row.award.offer.asset.serial,
            note="",
            photos=[make_stored_file(name="인도 사진.jpg")],
            by=world.person("owner"),
            at=MORNING,
        )
    received.refresh_from_db()
    confirm_receipt(received, note="", by=world.person("asker"), at=MORNING + timedelta(hours=1))
    agreement = received.award.agreement_id
    assert agreement is not None
    print_agreement(agreement_id=agreement)
    shot = HandOverPhoto.objects.get(hand_over=received)
    world.things |= {
        "opened": (opened.pk,),
        "delivered": (delivered.pk,),
        "received": (received.pk,),
        "agreement": (agreement,),
        "shot": (received.pk, shot.pk),
    }


def _hand_over(world: World) -> HandOver:
    return make_hand_over(request=make_request(offer=_offer(world), by=world.person("asker")))
