"""Who is who in the demo; on any other site these pages do not exist."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from sangsaeng.accounts.models import User
from sangsaeng.accounts.queries import totp_code_now
from sangsaeng.demo import cast
from sangsaeng.demo.marker import is_filled
from sangsaeng.demo.opening import LEDGERS
from sangsaeng.demo.story import LEDGERS as NAMES


@never_cache
def people(request: HttpRequest) -> HttpResponse:
    _refuse_elsewhere()
    users = User.objects.in_bulk([member.email for member in cast.STAFF], field_name="email")
    context = {
        "password": cast.PASSWORD,
        "staff": [
            {"member": member, "code": totp_code_now(users[member.email])} for member in cast.STAFF
        ],
        "companies": cast.COMPANIES,
        "firms": (*cast.FIRMS, cast.WAITING),
        "ledgers": [
            (company.name, NAMES[company.code][0], company.business_number)
            for company in cast.COMPANIES
        ],
    }
    return render(request, "demo/people.html", context)


def ledger(_request: HttpRequest, name: str) -> HttpResponse:
    _refuse_elsewhere()
    if name not in {file_name for file_name, _at in NAMES.values()}:
        raise Http404
    return HttpResponse(
        (LEDGERS / name).read_bytes(),
        content_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _refuse_elsewhere() -> None:
    if not is_filled():
        raise Http404
