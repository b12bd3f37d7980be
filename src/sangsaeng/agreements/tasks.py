"""Effects of agreements: the printed paper."""

import json
from datetime import UTC, datetime
from importlib.resources import as_file, files
from typing import Any

import pylopdf_fonts_ko
import typst
from django.db import transaction
from django.utils.translation import override
from procrastinate.contrib.django import app

from sangsaeng.agreements.models import Agreement
from sangsaeng.agreements.queries import parties_of
from sangsaeng.files.actions import store_bytes
from sangsaeng.kernel.words import business_number_text, moment_text


@app.task(retry=3, queue="papers")
def print_agreement(agreement_id: int) -> None:
    """Make the PDF of an effective agreement and keep it, once: a second run finds it."""
    with transaction.atomic():
        rows = Agreement.objects.select_for_update(of=("self",)).select_related("giver", "taker")
        agreement = rows.get(pk=agreement_id)
        if agreement.paper_id or agreement.effective_at is None:
            return
        agreement.paper = store_bytes(
            _pdf(agreement, at=agreement.effective_at),
            name=f"{agreement.title} {agreement.pk}.pdf",
            media_type="application/pdf",
            by=None,
            at=agreement.effective_at,
        )
        agreement.save(update_fields=["paper"])


def _pdf(agreement: Agreement, *, at: datetime) -> bytes:
    """Set the paper; the same agreement gives the same bytes, because its moment is its own."""
    fonts = files(pylopdf_fonts_ko)
    papers = files("sangsaeng.agreements").joinpath("papers")
    with as_file(fonts) as font_folder, as_file(papers) as folder:
        paper = typst.compile(
            folder / "agreement.typ",
            root=folder,
            format="pdf",
            font_paths=[font_folder],
            ignore_system_fonts=True,
            # What people wrote goes in as data, never as source.
            sys_inputs={"agreement": json.dumps(_content(agreement), ensure_ascii=False)},
            pdf_standards="a-2b",
            # The setter of the paper takes whole seconds only.
            timestamp=at.astimezone(UTC).replace(microsecond=0),
        )
    return bytes(paper)


def _content(agreement: Agreement) -> dict[str, Any]:
    with override("ko"):
        return {
            "title": agreement.title,
            "sha256": agreement.sha256,
            "articles": [
                {
                    "heading": article.heading,
                    "passages": [
                        {"text": passage.text, "facts": passage.facts}
                        for passage in article.passages
                    ],
                }
                for article in agreement.articles
            ],
            "effective": moment_text(agreement.effective_at),
            "parties": [
                {
                    "side": str(party.side.label),
                    "firm": party.organization.name,
                    "number": business_number_text(party.organization.business_number),
                    "signer": party.signature.typed_name if party.signature else "",
                    "signed": moment_text(party.signature.signed_at) if party.signature else "",
                }
                for party in parties_of(agreement)
            ],
        }
