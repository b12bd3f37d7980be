"""What people bring along: a ledger in Excel, pictures, a certificate."""

from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from sangsaeng.files.choices import JPEG, PDF, XLSX
from sangsaeng.files.testing import make_pdf_upload, make_picture_upload

SERIAL = "WJ-150-0423"
MACHINE = {
    "자산번호": "A-0423",
    "자산명": "150톤 사출성형기",
    "자산구분": "생산설비",
    "제조사": "우진플라임",
    "모델명": "DL-A-150",
    "시리얼번호": SERIAL,
    "취득일자": "2006-05-02",
    "취득가액": 145_000_000,
    "장부가액": 9_200_000,
    "수량": 1,
    "소재지": "경상남도 창원시 성산구",
}
TABLES = {"자산번호": "A-0424", "자산명": "회의용 탁자", "자산구분": "사무시설", "수량": 4}


def ledger() -> dict[str, Any]:
    out = BytesIO()
    with Workbook(out) as book:
        sheet = book.add_worksheet("유휴자산")
        sheet.write_row(0, 0, MACHINE)
        for number, asset in enumerate((MACHINE, TABLES), start=1):
            sheet.write_row(number, 0, [asset.get(header, "") for header in MACHINE])
    return {"name": "유휴자산 대장.xlsx", "mimeType": XLSX, "buffer": out.getvalue()}


def picture(colour: str) -> dict[str, Any]:
    upload = make_picture_upload(colour=colour, size=(640, 480))
    return {"name": "현장 사진.jpg", "mimeType": JPEG, "buffer": upload.read()}


def certificate() -> dict[str, Any]:
    upload = make_pdf_upload()
    return {"name": "중소기업확인서.pdf", "mimeType": PDF, "buffer": upload.read()}
