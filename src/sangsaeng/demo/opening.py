"""Before the exchange opens: people, companies, firms, ties and ledgers."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from importlib.resources import files

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from sangsaeng.accounts.actions import grant_role, install_demo_totp, sign_up
from sangsaeng.accounts.choices import REQUIRED_CONSENTS
from sangsaeng.accounts.models import User
from sangsaeng.assets.actions import import_ledger
from sangsaeng.assets.actions.ledgers import File
from sangsaeng.demo import cast, story
from sangsaeng.demo.days import day, working_day
from sangsaeng.demo.pictures import certificate_of
from sangsaeng.organizations.actions import (
    FirmFacts,
    Paper,
    accept_invitation,
    approve_registration,
    confirm_tie,
    declare_tie,
    enter_organization,
    invite_member,
    submit_registration,
)
from sangsaeng.organizations.choices import Tier
from sangsaeng.organizations.models import Organization, Registration

LEDGERS = files("sangsaeng.demo") / "ledgers"


@dataclass
class Stage:
    """Who and what is there so far, by the code of the cast."""

    officer: User
    organizations: dict[str, Organization] = field(default_factory=dict)
    managers: dict[str, User] = field(default_factory=dict)


def staff_up() -> Stage:
    """Let the centre's people in; the first of them does the centre's work in the story."""
    # One digest for all: making one takes longer than all the rest of a person.
    password = make_password(cast.PASSWORD)
    for number, member in enumerate(cast.STAFF):
        at = day(3, 3 + number, 9)
        user = _person(member.email, member.name, password, at=at)
        grant_role(user, member.role, by=None, at=at)
        install_demo_totp(user, cast.TOTP_SECRET)
    stage = Stage(officer=User.objects.get(email=cast.STAFF[0].email))
    for number, firm in enumerate((*cast.COMPANIES, *cast.FIRMS, cast.WAITING)):
        at = day(10, 1, 9) if firm == cast.WAITING else day(4, 1 + number, 9)
        stage.managers[firm.code] = _person(firm.email, firm.manager, password, at=at)
    return stage


def enter_companies(stage: Stage) -> None:
    """Let an officer enter the large companies and invite who acts for each."""
    for number, company in enumerate(cast.COMPANIES):
        at = day(4, 14 + number, 10)
        organization = enter_organization(facts=_facts(company), by=stage.officer, at=at)
        invitation = invite_member(
            organization=organization, email=company.email, by=stage.officer, at=at
        )
        manager = stage.managers[company.code]
        accept_invitation(invitation=invitation, by=manager, at=at + timedelta(hours=4))
        stage.organizations[company.code] = organization


def register_firms(stage: Stage) -> None:
    """Let the small firms register themselves and an officer approve them, all but the last."""
    for number, firm in enumerate(cast.FIRMS):
        at = working_day(5, 7, number, 11)
        asked = _register(stage, firm, at=at)
        stage.organizations[firm.code] = approve_registration(
            registration=asked, by=stage.officer, at=at + timedelta(hours=5)
        )
    _register(stage, cast.WAITING, at=day(10, 1, 16))


def tie_partners(stage: Stage) -> None:
    """Let large companies name their suppliers, who confirm."""
    for number, (company, firm) in enumerate((*cast.TIES, cast.UNCONFIRMED_TIE)):
        at = working_day(6, 9, number)
        tie = declare_tie(
            large_company=stage.organizations[company],
            business_number=stage.organizations[firm].business_number,
            tier=Tier.TIER_1,
            by=stage.managers[company],
            at=at,
        )
        if (company, firm) != cast.UNCONFIRMED_TIE:
            confirm_tie(tie=tie, by=stage.managers[firm], at=at + timedelta(hours=3))


def read_ledgers(stage: Stage) -> None:
    """Import the three ledgers; the bad rows stay out and are in the report."""
    for company, (name, at) in story.LEDGERS.items():
        import_ledger(
            stage.organizations[company],
            file=File(name=name, data=(LEDGERS / name).read_bytes()),
            skip_bad_rows=True,
            dry_run=False,
            by=stage.managers[company],
            at=at,
        )


def _person(email: str, name: str, password: str, *, at: datetime) -> User:
    user = sign_up(
        User(email=email, password=password),
        name=name,
        language="ko",
        consents=REQUIRED_CONSENTS,
        at=at,
    )
    # What the link in the mail of sign-up does.
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _register(stage: Stage, firm: cast.Firm, *, at: datetime) -> Registration:
    number = f"0010-2014-{firm.first_nine[-6:]}"
    return submit_registration(
        facts=_facts(firm),
        paper=Paper(
            number=number,
            valid_from=date(2014, 4, 1),
            valid_until=firm.certificate_until,
            file=certificate_of(firm.name, number, f"{firm.certificate_until:%Y. %m. %d.}"),
        ),
        by=stage.managers[firm.code],
        at=at,
    )


def _facts(firm: cast.Firm) -> FirmFacts:
    return FirmFacts(
        business_number=firm.business_number,
        name=firm.name,
        size=firm.size,
        region=firm.region,
        ksic=firm.ksic,
        address=firm.address,
    )
