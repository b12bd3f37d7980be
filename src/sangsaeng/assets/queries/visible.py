"""What each person may see of the exchange."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, Q, QuerySet, Subquery

from sangsaeng.accounts.models import User
from sangsaeng.assets.choices import Visibility
from sangsaeng.assets.models import Asset, HandOver, LedgerImport, Offer, Request
from sangsaeng.assets.models.offer import OfferQuerySet
from sangsaeng.organizations.models import Membership, PartnerTie

# The word for assets of which there never was an offer.
NEVER_OFFERED = "NONE"


def own_organizations(user: User) -> Subquery:
    """Give, for another query, the organizations a person acts for."""
    return Subquery(Membership.objects.live().filter(user=user).values("organization"))


def assets_visible_to(user: User) -> QuerySet[Asset]:
    """List ledger rows: the owner's people see theirs, the centre all, others none."""
    if user.reads_everything:
        return Asset.objects.all()
    return Asset.objects.filter(owner__in=own_organizations(user))


def ledger_visible_to(user: User, *, offer_state: str = "") -> QuerySet[Asset]:
    """List ledger rows, each with ``offer_state``: where its latest offer stands.

    ``NEVER_OFFERED`` asks for those without any.
    """
    latest = Offer.objects.filter(asset=OuterRef("pk")).order_by("-pk").values("state")[:1]
    rows = assets_visible_to(user).annotate(offer_state=Subquery(latest))
    if offer_state:
        rows = rows.filter(offer_state=None if offer_state == NEVER_OFFERED else offer_state)
    return rows.select_related("owner").prefetch_related("photos").order_by("pk")


def imports_visible_to(user: User) -> QuerySet[LedgerImport]:
    """List ledgers read so far, newest first."""
    rows = LedgerImport.objects.order_by("-pk")
    return rows if user.reads_everything else rows.filter(owner__in=own_organizations(user))


def offers_visible_to(user: User | AnonymousUser) -> OfferQuerySet:
    """List offers: published public ones for all, partner ones for confirmed partners.

    Drafts are the owner's alone; the centre sees every published one.
    """
    published: OfferQuerySet = Offer.objects.published()
    if not isinstance(user, User):
        return published.filter(visibility=Visibility.PUBLIC)
    if user.reads_everything:
        return published
    own = own_organizations(user)
    partners = PartnerTie.objects.confirmed().filter(firm__in=own).values("large_company")
    return Offer.objects.filter(
        Q(owner__in=own)
        | Q(published_at__isnull=False) & (Q(visibility=Visibility.PUBLIC) | Q(owner__in=partners))
    )


def requests_visible_to(user: User) -> QuerySet[Request]:
    """List requests: the firm that asked, the owner it asked, and the centre."""
    if user.reads_everything:
        return Request.objects.all()
    own = own_organizations(user)
    return Request.objects.filter(Q(firm__in=own) | Q(offer__owner__in=own))


def hand_overs_visible_to(user: User) -> QuerySet[HandOver]:
    """List hand-overs: both sides and the centre; board members see what the plan counts."""
    if user.reads_everything or user.is_board_member:
        return HandOver.objects.all()
    own = own_organizations(user)
    return HandOver.objects.filter(Q(giver__in=own) | Q(taker__in=own))
