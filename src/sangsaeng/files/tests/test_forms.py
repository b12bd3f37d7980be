"""The upload fields, and how files go out."""

from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from pytest_django import Settings

from sangsaeng.accounts.testing import MORNING
from sangsaeng.files.actions import store_bytes
from sangsaeng.files.choices import DOCUMENTS, JPEG, PDF, PICTURES
from sangsaeng.files.forms import UploadField, UploadsField
from sangsaeng.files.responses import send_file
from sangsaeng.files.testing import make_pdf_upload, make_picture_upload, stores_in

SVG = SimpleUploadedFile("a.png", b"<svg/>", content_type="image/png")


class PaperForm(forms.Form):
    paper = UploadField(kinds=DOCUMENTS)
    pictures = UploadsField(kinds=PICTURES, most=2, required=False)


@pytest.fixture
def _store(tmp_path: Path, settings: Settings) -> None:
    settings.STORAGES = stores_in(tmp_path)


def content_of(answer: HttpResponseBase) -> bytes:
    """Read an answer to its end and let go of its file."""
    assert isinstance(answer, FileResponse)
    content = answer.getvalue()
    assert answer.file_to_stream
    answer.file_to_stream.close()
    return content


def form_with(paper: object, *pictures: object) -> PaperForm:
    sent = {"paper": [paper] if paper else [], "pictures": list(pictures)}
    files: MultiValueDict[str, Any] = MultiValueDict(sent)
    return PaperForm({}, files)


def test_the_fields_take_a_paper_and_several_pictures() -> None:
    paper, first, second = make_pdf_upload(), make_picture_upload(), make_picture_upload()

    form = form_with(paper, first, second)

    assert form.errors == {}
    assert form.cleaned_data == {"paper": paper, "pictures": [first, second]}
    assert form_with(paper).is_valid()


def test_the_fields_say_what_is_wrong_where_it_is_wrong() -> None:
    empty = SimpleUploadedFile("a.pdf", b"")

    assert dict(form_with(None).errors) == {"paper": ["필수 항목입니다."]}
    assert dict(form_with(empty, SVG).errors) == {
        "paper": ["빈 파일입니다. 내용이 있는 파일을 골라 주세요."],
        "pictures": ["받지 않는 형식의 파일입니다. 올릴 수 있는 형식: JPEG, PNG, WebP"],
    }
    assert dict(form_with(make_pdf_upload(), SVG, SVG, SVG).errors) == {
        "pictures": ["한 번에 2개까지 올릴 수 있습니다."]
    }


def test_a_required_list_of_files_asks_for_one() -> None:
    class PicturesForm(forms.Form):
        pictures = UploadsField(kinds=PICTURES)

    assert dict(PicturesForm({}, MultiValueDict()).errors) == {"pictures": ["필수 항목입니다."]}


def test_the_fields_say_beforehand_what_they_take_in_both_languages() -> None:
    fields = PaperForm().fields

    assert str(fields["paper"].help_text) == "PDF, JPEG, PNG, WebP 형식, 20MB까지"
    with translation.override("en"):
        assert str(fields["pictures"].help_text) == "JPEG, PNG, WebP, up to 10 MB"
    assert fields["pictures"].widget.attrs == {
        "accept": ".jpg,.jpeg,.png,.webp",
        "multiple": True,
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("_store")
def test_send_file_sends_a_download_that_no_browser_runs_or_shares() -> None:
    content = b"%PDF-1.4 paper"
    stored = store_bytes(content, name="확인서.pdf", media_type=PDF, by=None, at=MORNING)

    answer = send_file(stored, inline=True)

    assert content_of(answer) == content
    assert dict(answer.items()) == {
        "Content-Type": PDF,
        "Content-Length": str(len(content)),
        "Content-Disposition": "attachment; filename*=utf-8''%ED%99%95%EC%9D%B8%EC%84%9C.pdf",
        "ETag": f'"{stored.sha256}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-cache",
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("_store")
def test_send_file_shows_pictures_in_place_and_answers_304_to_who_holds_them() -> None:
    picture = make_picture_upload().read()
    stored = store_bytes(picture, name="펌프.jpg", media_type=JPEG, by=None, at=MORNING)
    asking = RequestFactory().get("/", headers={"If-None-Match": f'"{stored.sha256}"'})

    shown = send_file(stored, inline=True, request=RequestFactory().get("/"))
    kept = send_file(stored, inline=True, request=asking)

    assert content_of(shown) == picture
    assert shown["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert (kept.status_code, kept["Cache-Control"]) == (304, "private, no-cache")
