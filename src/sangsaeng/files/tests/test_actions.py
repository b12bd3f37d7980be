"""Taking files in: what is kept, what is refused, what is stripped."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from PIL import Image
from pytest_django import Settings

from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.audit.models import AuditLine
from sangsaeng.files.actions import (
    BrokenFile,
    BrokenPicture,
    EmptyFile,
    FileTooBig,
    FileTypeNotAllowed,
    look_at,
    store_bytes,
    store_upload,
)
from sangsaeng.files.choices import CSV, DOCUMENTS, JPEG, LEDGERS, PDF, PICTURES, PNG, XLS, XLSX
from sangsaeng.files.models import StoredFile
from sangsaeng.files.queries import open_file
from sangsaeng.files.tasks import keep_blob
from sangsaeng.files.testing import (
    make_csv_upload,
    make_pdf_upload,
    make_picture_upload,
    stores_in,
)
from sangsaeng.kernel.refusals import Refused

EVERYTHING = DOCUMENTS | LEDGERS


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Settings) -> Path:
    """Give each test a folder of its own for the blobs."""
    settings.STORAGES = stores_in(tmp_path)
    return tmp_path


def blobs(store: Path) -> list[str]:
    return sorted(str(path.relative_to(store)) for path in store.rglob("*") if path.is_file())


def make_workbook(*entries: tuple[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("[Content_Types].xml", b"<Types/>"), *entries):
            archive.writestr(name, content)
    return out.getvalue()


def upload_of(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


@pytest.mark.django_db
def test_store_upload_keeps_a_paper_byte_for_byte_with_a_line_in_the_trail(store: Path) -> None:
    person, upload = make_user(), make_pdf_upload(name="C:\\scan\\확인서.HTML")
    content = upload.read()

    stored = store_upload(upload, kinds=DOCUMENTS, by=person, at=MORNING)

    digest = sha256(content).hexdigest()
    assert (stored.sha256, stored.size, stored.media_type, stored.name) == (
        digest,
        len(content),
        PDF,
        "확인서.pdf",
    )
    assert (stored.uploaded_by, stored.uploaded_at) == (person, MORNING)
    with open_file(stored) as kept:
        assert kept.read() == content
    assert blobs(store) == [f"{digest[:2]}/{digest[2:4]}/{digest}"]
    line = AuditLine.objects.get()
    assert (line.verb, line.subject_id, line.facts) == (
        "file.stored",
        stored.pk,
        {"sha256": digest, "size": len(content)},
    )


@pytest.mark.django_db
def test_the_same_bytes_are_two_rows_and_one_blob(store: Path) -> None:
    person = make_user()

    first = store_upload(make_pdf_upload(text="같은 글"), kinds=DOCUMENTS, by=person, at=MORNING)
    second = store_upload(make_pdf_upload(text="같은 글"), kinds=DOCUMENTS, by=person, at=MORNING)

    assert first.pk != second.pk
    assert first.sha256 == second.sha256
    assert len(blobs(store)) == 1


@pytest.mark.django_db
def test_store_bytes_refuses_nothing_at_all(store: Path) -> None:
    with pytest.raises(EmptyFile):
        store_bytes(b"", name="약정서.pdf", media_type=PDF, by=None, at=MORNING)

    assert blobs(store) == []


@pytest.mark.django_db
def test_a_rolled_back_store_leaves_only_a_blob_that_the_next_one_takes_up(store: Path) -> None:
    def attempt() -> None:
        with transaction.atomic():
            store_bytes("보고서".encode(), name="보고서.pdf", media_type=PDF, by=None, at=MORNING)
            raise LookupError

    with pytest.raises(LookupError):
        attempt()
    left = blobs(store)

    stored = store_bytes("보고서".encode(), name="보고서.pdf", media_type=PDF, by=None, at=MORNING)

    assert StoredFile.objects.get() == stored
    assert blobs(store) == left == [stored.blob_name]


def test_writers_of_the_same_bytes_at_once_leave_one_whole_blob(store: Path) -> None:
    content = b"x" * 3_000_000
    digest = sha256(content).hexdigest()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: keep_blob(upload_of(content, "a"), sha256=digest), range(8)))

    assert blobs(store) == [f"{digest[:2]}/{digest[2:4]}/{digest}"]
    assert (store / digest[:2] / digest[2:4] / digest).read_bytes() == content


def test_a_write_that_fails_half_way_leaves_nothing(store: Path) -> None:
    class Torn(UploadedFile):  # type: ignore[type-arg]  # Django has no brackets at run time
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            yield b"half"
            raise OSError(chunk_size)

    with pytest.raises(OSError, match="None"):
        keep_blob(Torn(BytesIO(), "a", size=8), sha256="ab" * 32)

    assert blobs(store) == []


@pytest.mark.django_db
def test_a_picture_loses_place_and_comment_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "CAMERA-OF-KIM"
    exif.get_ifd(0x8825)[2] = (37.0, 33.0, 59.0)
    out = BytesIO()
    Image.new("RGB", (64, 48), "red").save(out, "JPEG", exif=exif, comment=b"PLANT GATE 3")

    stored = store_upload(
        upload_of(out.getvalue(), "a.jpg"), kinds=PICTURES, by=make_user(), at=MORNING
    )

    with open_file(stored) as kept:
        content = kept.read()
    with Image.open(BytesIO(content)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (48, 64), {})
        assert "comment" not in picture.info
    assert b"CAMERA-OF-KIM" not in content
    assert b"PLANT GATE 3" not in content
    assert stored.size == len(content)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "mode", "media_type"),
    [
        ("JPEG", "RGB", JPEG),
        ("JPEG", "CMYK", JPEG),
        ("JPEG", "L", JPEG),
        ("PNG", "RGB", PNG),
        ("PNG", "P", PNG),
        ("PNG", "LA", PNG),
        ("PNG", "I;16", PNG),
        ("WEBP", "RGB", JPEG),
        ("WEBP", "RGBA", PNG),
    ],
)
def test_pictures_of_all_kinds_are_drawn_anew_no_longer_than_2400(
    form: str, mode: str, media_type: str
) -> None:
    out = BytesIO()
    Image.new(mode, (3000, 1500)).save(out, form)

    stored = store_upload(
        upload_of(out.getvalue(), "x"), kinds=PICTURES, by=make_user(), at=MORNING
    )

    assert stored.media_type == media_type
    with open_file(stored) as kept, Image.open(kept) as picture:
        assert picture.size == (2400, 1200)


def png_of(width: int, height: int) -> bytes:
    """Make a tiny file that claims to be a huge picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + crc

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script>,</svg>'
WORKBOOK = make_workbook(("xl/workbook.xml", b"<workbook/>"))
LYING = WORKBOOK.replace(b"PK\x05\x06", b"PK\x05\x07")
BOMB = make_workbook(("xl/workbook.xml", b"<workbook/>"), ("xl/a.xml", b"\0" * 101 * 1024 * 1024))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "kinds", "refusal"),
    [
        (b"", EVERYTHING, EmptyFile),
        (SVG, EVERYTHING, FileTypeNotAllowed),
        (b"\xef\xbb\xbf \n<!doctype html>,", EVERYTHING, FileTypeNotAllowed),
        (b"MZ\x90\0\x03\0\0\0", EVERYTHING, FileTypeNotAllowed),
        (b"only words", EVERYTHING, FileTypeNotAllowed),
        (b"a,b\n\x1b[2J", EVERYTHING, FileTypeNotAllowed),
        (b"a,b\n\xff\xff\xff", EVERYTHING, FileTypeNotAllowed),
        (b"%PDF-1.7\n", PICTURES, FileTypeNotAllowed),
        (b"a,b\n1,2\n", DOCUMENTS, FileTypeNotAllowed),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 WordDocument", EVERYTHING, FileTypeNotAllowed),
        (make_workbook(), EVERYTHING, FileTypeNotAllowed),
        (
            make_workbook(("xl/workbook.xml", b"x"), ("xl/vbaProject.bin", b"x")),
            EVERYTHING,
            FileTypeNotAllowed,
        ),
        (LYING, EVERYTHING, BrokenFile),
        (BOMB, EVERYTHING, BrokenFile),
        (b"\xff\xd8\xff\xe0 torn", EVERYTHING, BrokenPicture),
        (make_picture_upload().read()[:200], EVERYTHING, BrokenPicture),
        (png_of(9_000, 6_000), EVERYTHING, BrokenPicture),
        (png_of(30_000, 30_000), EVERYTHING, BrokenPicture),
    ],
)
def test_store_upload_refuses_what_it_does_not_take(
    store: Path, content: bytes, kinds: frozenset[str], refusal: type[Refused]
) -> None:
    person = make_user()

    with pytest.raises(refusal):
        store_upload(upload_of(content, "사진.jpg"), kinds=kinds, by=person, at=MORNING)

    assert (StoredFile.objects.count(), blobs(store)) == (0, [])


def test_a_workbook_that_states_false_sizes_is_not_believed() -> None:
    true_size, told = struct.pack("<I", 101 * 1024 * 1024), struct.pack("<I", 10)
    assert BOMB.count(true_size) == 2

    with pytest.raises(BrokenFile):
        look_at(upload_of(BOMB.replace(true_size, told), "a.xlsx"), kinds=LEDGERS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (WORKBOOK, XLSX),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), XLS),
        ("자산명;수량\n펌프;3\n".encode("cp949"), CSV),
        (make_csv_upload("자산명,수량\r\n펌프,3\r\n").read(), CSV),
    ],
)
def test_store_upload_tells_ledgers_by_their_content(content: bytes, media_type: str) -> None:
    stored = store_upload(upload_of(content, "대장.pdf"), kinds=LEDGERS, by=make_user(), at=MORNING)

    assert stored.media_type == media_type


class Unread(BytesIO):
    """A body that must not be read."""

    def read(self, size: int | None = -1) -> bytes:
        raise AssertionError(size)


@pytest.mark.django_db
def test_a_file_too_big_is_refused_before_a_byte_is_read() -> None:
    upload = UploadedFile(Unread(), "huge.pdf", "application/pdf", 200 * 1024 * 1024)

    with pytest.raises(FileTooBig) as refused:
        store_upload(upload, kinds=EVERYTHING, by=make_user(), at=MORNING)

    assert str(refused.value) == "파일이 너무 큽니다. 20MB까지 올릴 수 있습니다."


@pytest.mark.django_db
def test_a_picture_has_a_lower_limit_than_a_paper() -> None:
    content = make_picture_upload().read() + b"\0" * 10 * 1024 * 1024

    with pytest.raises(FileTooBig) as refused:
        store_upload(upload_of(content, "a.jpg"), kinds=DOCUMENTS, by=make_user(), at=MORNING)

    assert str(refused.value) == "파일이 너무 큽니다. 10MB까지 올릴 수 있습니다."
