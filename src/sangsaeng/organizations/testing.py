"""Builders of organizations and who acts for them."""

from datetime import date, timedelta
from itertools import count

from sangsaeng.accounts.models import User
from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.files.testing import make_stored_file
from sangsaeng.methods.check_digits import complete_business_number
from sangsaeng.organizations.choices import Region, RegistrationState, Size, Tier
from sangsaeng.organizations.models import (
    Membership,
    Organization,
    PartnerTie,
    Registration,
    SmeCertificate,
)

_numbers = count(101_810_001)


def make_organization(
    *, name: str = "", size: str = Size.SMALL, region: str = Region.GYEONGGI
) -> Organization:
    """Make an organization with a valid business number of its own."""
    first_nine = f"{next(_numbers)}"
    return Organization.objects.create(
        business_number=complete_business_number(first_nine),
        name=name or f"상생정밀{first_nine[-4:]}",
        size=size,
        ksic="C29223",
        region=region,
        address="경기도 안산시 단원구",
        created_at=MORNING - timedelta(days=80),
    )


def make_certificate(
    organization: Organization,
    *,
    valid_from: date = date(2014, 4, 1),
    valid_until: date = date(2015, 3, 31),
) -> SmeCertificate:
    """Give a firm an SME certificate."""
    return SmeCertificate.objects.create(
        organization=organization,
        number=f"0010-2014-{organization.pk:06d}",
        valid_from=valid_from,
        valid_until=valid_until,
        approved_at=MORNING - timedelta(days=70),
    )


def make_firm(*, name: str = "", certified: bool = True) -> Organization:
    """Make a small firm that may ask for assets."""
    firm = make_organization(name=name)
    if certified:
        make_certificate(firm)
    return firm


def make_large_company(*, name: str = "") -> Organization:
    """Make a large company that may offer assets."""
    return make_organization(name=name or "한빛중공업", size=Size.LARGE, region=Region.GYEONGNAM)


def make_manager(organization: Organization, *, name: str = "", language: str = "ko") -> User:
    """Make a person who acts for an organization."""
    user = make_user(name=name, language=language)
    Membership.objects.create(
        user=user, organization=organization, started_at=MORNING - timedelta(days=60)
    )
    return user


def make_tie(
    large_company: Organization,
    firm: Organization,
    *,
    tier: str = Tier.TIER_1,
    confirmed: bool = True,
) -> PartnerTie:
    """Tie a firm to a large company it supplies."""
    return PartnerTie.objects.create(
        large_company=large_company,
        firm=firm,
        tier=tier,
        declared_at=MORNING - timedelta(days=50),
        confirmed_at=MORNING - timedelta(days=49) if confirmed else None,
    )


def make_registration(
    *,
    applicant: User | None = None,
    business_number: str = "",
    name: str = "한결정밀",
    state: str = RegistrationState.SUBMITTED,
) -> Registration:
    """Make a firm's request to be let in, with its certificate."""
    person = applicant or make_user()
    return Registration.objects.create(
        applicant=person,
        business_number=business_number or complete_business_number(f"{next(_numbers)}"),
        name=name,
        size=Size.SMALL,
        ksic="C29223",
        region=Region.INCHEON,
        address="인천광역시 남동구",
        certificate_number="0010-2014-000777",
        certificate_from=date(2014, 4, 1),
        certificate_until=date(2015, 3, 31),
        certificate=make_stored_file(by=person),
        state=state,
        submitted_at=MORNING - timedelta(days=3),
        reason="확인서가 흐립니다." if state == RegistrationState.REFUSED else "",
    )
