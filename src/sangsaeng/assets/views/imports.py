"""Taking a ledger in: hand it in, see how it reads, write it."""

from itertools import islice
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from sangsaeng.assets.actions import import_ledger
from sangsaeng.assets.actions.ledgers import File, Imported
from sangsaeng.assets.forms.ledgers import LedgerUploadForm, ReadingForm
from sangsaeng.assets.ledgers import LedgerClassMissing, LedgerUnitUnclear
from sangsaeng.assets.models import LedgerImport
from sangsaeng.assets.policies import can_manage_assets
from sangsaeng.assets.queries import imports_visible_to
from sangsaeng.assets.views.people import SignedIn
from sangsaeng.files.actions import store_upload
from sangsaeng.files.choices import LEDGERS
from sangsaeng.files.models import StoredFile
from sangsaeng.files.queries import open_file
from sangsaeng.kernel import clock
from sangsaeng.kernel.pages import with_query
from sangsaeng.kernel.refusals import Refused
from sangsaeng.kernel.words import in_english
from sangsaeng.organizations.models import Organization
from sangsaeng.organizations.queries import organization_of

# What a report shows of a long list; the rest is counted.
SHOWN = 200
PREVIEWED = 10
# Which question of the reading form answers a refusal.
ANSWERED_BY = {LedgerClassMissing: "asset_class", LedgerUnitUnclear: "unit"}


@login_required
def import_page(request: SignedIn) -> HttpResponse:
    """Hand a ledger in, look at how it reads, then write it; the file is sent once."""
    owner = _owner(request)
    if "file" in request.FILES or not request.GET.get("file"):
        return _hand_in(request)
    stored = _handed_in(request)
    settled = _settled(request)
    wanted = request.method == "POST"
    skip = request.POST.get("skip_bad_rows") == "on"
    try:
        outcome = _run(owner, request, stored, settled, skip=skip, dry_run=not wanted)
    except Refused as refusal:
        return _unread(request, stored, settled, refusal)
    if wanted and (outcome.written or not outcome.accepted):
        return _done(request, owner, stored, outcome)
    context = {
        "step": "check",
        "stored": stored,
        "reading": ReadingForm.of(outcome.ledger.layout, settled),
        "outcome": outcome,
        "preview": list(islice(outcome.ledger.rows, PREVIEWED)),
        "blocked": wanted,
        "report": _told(outcome.as_report()),
    }
    return render(request, "assets/ledger_import.html", context)


def _owner(request: SignedIn) -> Organization:
    user = request.user
    owner = organization_of(user)
    if owner is None or not can_manage_assets(user, owner):
        if user.reads_everything:
            raise PermissionDenied
        raise Http404
    return owner


def _hand_in(request: SignedIn, form: LedgerUploadForm | None = None) -> HttpResponse:
    if form is None and request.method == "POST":
        form = LedgerUploadForm(request.POST, request.FILES)
        if form.is_valid():
            user, at = request.user, clock.now()
            stored = store_upload(form.cleaned_data["file"], kinds=LEDGERS, by=user, at=at)
            return redirect(with_query(request.path, file=stored.pk))
    context = {"step": "choose", "form": form or LedgerUploadForm()}
    return render(request, "assets/ledger_import.html", context)


def _handed_in(request: SignedIn) -> StoredFile:
    """Find the ledger this very person handed in before."""
    number = request.GET["file"]
    mine = StoredFile.objects.filter(uploaded_by=request.user)
    return get_object_or_404(
        mine.filter(media_type__in=LEDGERS), pk=int(number) if number.isdecimal() else 0
    )


def _settled(request: SignedIn) -> ReadingForm | None:
    """Read how the person wants it read; nothing said means as the ledger itself says."""
    if "read" not in request.GET:
        return None
    return ReadingForm(request.GET, headers=request.GET.getlist("header"))


def _run(
    owner: Organization,
    request: SignedIn,
    stored: StoredFile,
    settled: ReadingForm | None,
    *,
    skip: bool,
    dry_run: bool,
) -> Imported:
    with open_file(stored) as opened:
        data = opened.read()
    choices = settled.choices() if settled and settled.is_valid() else None
    return import_ledger(
        owner,
        file=File(name=stored.name, data=data, choices=choices),
        skip_bad_rows=skip,
        dry_run=dry_run,
        by=request.user,
        at=clock.now(),
    )


def _unread(
    request: SignedIn, stored: StoredFile, settled: ReadingForm | None, refusal: Refused
) -> HttpResponse:
    """Ask what the ledger leaves open, or for another file when nobody could read this one."""
    question = ANSWERED_BY.get(type(refusal))
    if question is None and settled is None:
        form = LedgerUploadForm({})
        form.errors["file"] = form.error_class([str(refusal)])
        return _hand_in(request, form)
    reading = settled or ReadingForm({}, headers=[])
    reading.add_error(question, str(refusal))
    context = {"step": "check", "stored": stored, "reading": reading}
    return render(request, "assets/ledger_import.html", context)


def _done(
    request: SignedIn, owner: Organization, stored: StoredFile, outcome: Imported
) -> HttpResponse:
    if not outcome.written:
        messages.info(request, _("모두 이미 등록된 내용이라 바뀐 것이 없습니다."))
        return redirect("assets:ledger")
    count = outcome.accepted
    words = ngettext(
        "%(count)s건을 자산대장에 등록했습니다.", "%(count)s건을 자산대장에 등록했습니다.", count
    )
    messages.success(request, words % {"count": count})
    source = LedgerImport.objects.get(owner=owner, sha256=stored.sha256)
    return redirect("assets:import_report", source.pk)


@login_required
@require_safe
def import_report(request: SignedIn, pk: int) -> HttpResponse:
    sources = imports_visible_to(request.user)
    source = get_object_or_404(sources.select_related("imported_by", "owner"), pk=pk)
    context = {"source": source, "report": _told(source.report)}
    return render(request, "assets/ledger_report.html", context)


def _told(report: dict[str, Any]) -> dict[str, Any]:
    """Say a report in the person's language, long lists cut."""
    language = "en" if in_english() else "ko"
    told = {
        name: [line | {"message": line["message"][language]} for line in report[name][:SHOWN]]
        for name in ("refused", "flags")
    }
    refused_rows = {line["row"] for line in report["refused"]}
    return (
        report
        | told
        | {
            "refused_rows": len(refused_rows),
            "refused_cells": len(report["refused"]),
            "more_refused": max(0, len(report["refused"]) - SHOWN),
            "flagged": len(report["flags"]),
            "more_flags": max(0, len(report["flags"]) - SHOWN),
        }
    )
