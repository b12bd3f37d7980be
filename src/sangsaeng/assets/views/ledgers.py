"""The ledger of a large company, as a list."""

from dataclasses import dataclass
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from sangsaeng.accounts.models import User
from sangsaeng.assets.choices import OfferState
from sangsaeng.assets.forms.ledgers import FilterForm
from sangsaeng.assets.models import Asset
from sangsaeng.assets.policies import can_be_offered
from sangsaeng.assets.queries import ledger_visible_to, missing_for_publishing
from sangsaeng.assets.views.people import SignedIn
from sangsaeng.kernel.pages import page_of, with_query
from sangsaeng.organizations.queries import organization_of

ROWS = 50
SEARCHED = ("title", "asset_no", "maker", "model_name", "serial", "site")
TONES = {
    OfferState.DRAFT: "warning",
    OfferState.PUBLISHED: "info",
    OfferState.COMPLETED: "done",
}


@dataclass(frozen=True)
class Line:
    """A row of the list: an asset, where its offer stands, what is still to fill in."""

    asset: Asset
    state: str
    tone: str
    missing: int | None  # None: nothing to do before an offer

    @property
    def to_fill(self) -> str:
        count = self.missing or 0
        words = ngettext("채울 것 %(count)s가지", "채울 것 %(count)s가지", count)
        return words % {"count": count}


@login_required
@require_safe
def ledger(request: SignedIn) -> HttpResponse:
    user = request.user
    company = organization_of(user)
    keeps = company is not None and company.is_large
    if not keeps and not user.reads_everything:
        raise Http404
    form = FilterForm(request.GET)
    page = page_of(_found(user, form), request, size=ROWS)
    asked = {name: value for name, value in request.GET.dict().items() if value and name != "page"}
    context = {
        "form": form,
        "page": page,
        "lines": [_line(asset) for asset in page],
        "asked": asked,
        "company": company,
        "keeps": keeps,
        **_neighbours(page, asked),
    }
    return render(request, "assets/ledger.html", context)


def _found(user: User, form: FilterForm) -> QuerySet[Asset]:
    if not form.is_valid():
        return ledger_visible_to(user)
    wish = form.cleaned_data
    rows = ledger_visible_to(user, offer_state=wish["state"])
    if wish["asset_class"]:
        rows = rows.filter(asset_class=wish["asset_class"])
    if wish["q"]:
        found = Q()
        for column in SEARCHED:
            found |= Q((f"{column}__icontains", wish["q"]))
        rows = rows.filter(found)
    return rows


def _line(asset: Asset) -> Line:
    state = cast("str | None", asset.offer_state)  # type: ignore[attr-defined]  # annotated
    idle = state not in {OfferState.PUBLISHED, OfferState.COMPLETED} and can_be_offered(asset)
    return Line(
        asset=asset,
        state=str(OfferState(state).label) if state else "",
        tone=TONES.get(OfferState(state), "neutral") if state else "",
        missing=len(missing_for_publishing(asset)) if idle else None,
    )


def _neighbours(page: Page[Asset], asked: dict[str, str]) -> dict[str, str]:
    later = page.next_page_number() if page.has_next() else None
    return {
        "next": with_query("", **asked, page=later) if later else "",
        "first": with_query("", **asked) if page.number > 1 else "",
    }
