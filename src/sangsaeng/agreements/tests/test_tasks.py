"""The paper: once, from data, with every word of the text."""

import io

import pytest
from pypdf import PdfReader

from sangsaeng.accounts.testing import MORNING
from sangsaeng.agreements.models import Agreement
from sangsaeng.agreements.tasks import print_agreement
from sangsaeng.agreements.testing import make_agreement, make_signed_agreement
from sangsaeng.files.models import StoredFile
from sangsaeng.files.queries import open_file
from sangsaeng.organizations.testing import make_firm, make_large_company

pytestmark = pytest.mark.django_db


def paper_text(agreement: Agreement) -> list[str]:
    """Read the pages of the kept paper, without the spaces that line breaks swallow."""
    agreement.refresh_from_db()
    assert agreement.paper is not None
    with open_file(agreement.paper) as kept:
        reader = PdfReader(io.BytesIO(kept.read()))
    return ["".join(page.extract_text().split()) for page in reader.pages]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_print_agreement_takes_any_moment_the_clock_gives() -> None:
    agreement = make_signed_agreement(at=MORNING.replace(microsecond=551_094))

    print_agreement(agreement_id=agreement.pk)

    assert paper_text(agreement)


def test_print_agreement_keeps_a_paper_with_the_whole_text_both_names_and_the_hash() -> None:
    giver, taker = make_large_company(name="한빛중공업"), make_firm(name="가온정밀")
    agreement = make_signed_agreement(giver=giver, taker=taker)

    print_agreement(agreement_id=agreement.pk)

    pages = paper_text(agreement)
    whole = "".join(pages)
    assert whole.startswith("무상양도약정서")
    for article in agreement.articles:
        assert squeezed(article.heading) in whole
    assert "반출기한인2014.11.14.(금)까지가져간다." in whole
    for signature in agreement.signatures.all():
        assert f"서명{squeezed(signature.typed_name)}(전자서명)" in pages[-1]
    for number, page in enumerate(pages, start=1):
        assert f"SHA-256{agreement.sha256}" in page
        assert f"{number}/{len(pages)}" in page


def test_print_agreement_a_second_time_finds_the_paper() -> None:
    agreement = make_signed_agreement()

    print_agreement(agreement_id=agreement.pk)
    print_agreement(agreement_id=agreement.pk)

    (stored,) = StoredFile.objects.all()
    assert (Agreement.objects.get().paper, stored.media_type) == (stored, "application/pdf")
    assert stored.name == f"무상양도 약정서 {agreement.pk}.pdf"
    assert stored.uploaded_at == agreement.effective_at


def test_print_agreement_makes_nothing_of_a_text_one_side_has_not_signed() -> None:
    agreement = make_agreement()

    print_agreement(agreement_id=agreement.pk)

    assert StoredFile.objects.count() == 0


def test_what_people_wrote_is_never_read_as_source() -> None:
    agreement = make_signed_agreement(
        asset_title='#panic("no") *굵게* $x$ \\ "따옴표" @label',
        known_faults='#read("/etc/passwd")',
    )

    print_agreement(agreement_id=agreement.pk)

    whole = "".join(paper_text(agreement))
    assert '#panic("no")*굵게*$x$\\"따옴표"@label' in whole
    assert '#read("/etc/passwd")' in whole
