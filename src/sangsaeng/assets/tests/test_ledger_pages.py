"""The ledger and its import, as the large company's officer meets them."""

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from xlsxwriter import Workbook

from sangsaeng.accounts.choices import CentreRole
from sangsaeng.accounts.testing import make_user
from sangsaeng.assets.models import Asset, LedgerImport
from sangsaeng.assets.testing import make_asset, make_draft, make_offer
from sangsaeng.assets.tests.visitors import client_of, page, send
from sangsaeng.files.testing import make_csv_upload, make_picture_upload, make_xlsx_upload
from sangsaeng.organizations.models import Organization
from sangsaeng.organizations.testing import make_large_company, make_manager

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]

LEDGER = "자산번호,자산명,자산구분,취득가액\nFA-1,프레스,생산설비,1200000\n"


@pytest.fixture
def client(owner: Organization) -> Client:
    return client_of(make_manager(owner))


def hand_in(client: Client, text: str = LEDGER) -> str:
    answer = client.post("/assets/import/", {"file": make_csv_upload(text)})
    assert answer.status_code == 302
    return str(answer["Location"])


@pytest.mark.parametrize("language", ["ko", "en"])
def test_ledger_costs_the_same_for_five_rows_and_fifty(
    client: Client, owner: Organization, language: str
) -> None:
    client.cookies["django_language"] = language
    for _ in range(5):
        make_asset(owner=owner, no_photo_reason="")
    with CaptureQueriesContext(
        connection,
    ) as five:
        page(client, "/assets/")
    for _ in range(45):
        make_asset(owner=owner, no_photo_reason="")

    with CaptureQueriesContext(connection) as fifty:
        shown = page(client, "/assets/")

    assert (len(five), len(fifty)) == (8, 8)
    assert len(shown.encode()) < 40 * 1024


def test_ledger_shows_own_assets_and_what_is_to_be_done(
    client: Client, owner: Organization
) -> None:
    make_asset(owner=owner, title="준비된 프레스")
    make_asset(owner=owner, title="덜 된 선반", maker="", serial="")
    make_draft(asset=make_asset(owner=owner, title="쓰던 밀링"))
    make_asset(title="남의 크레인")

    shown = page(client, "/assets/")

    assert ["공고하기" in shown, "채울 것 2가지" in shown, "공고 이어 쓰기" in shown] == [True] * 3
    assert "남의 크레인" not in shown


def test_ledger_is_filtered_by_class_state_and_words(client: Client, owner: Organization) -> None:
    make_asset(owner=owner, title="프레스")
    make_asset(owner=owner, title="분석기", asset_class="RESEARCH_EQUIPMENT")
    make_offer(asset=make_asset(owner=owner, title="공고한 선반"))

    def titles(**asked: str) -> list[str]:
        shown = page(client, "/assets/", **asked)
        return [title for title in ("프레스", "분석기", "공고한 선반") if f">{title}<" in shown]

    assert titles(asset_class="RESEARCH_EQUIPMENT") == ["분석기"]
    assert titles(state="PUBLISHED") == ["공고한 선반"]
    assert titles(state="NONE") == ["프레스", "분석기"]
    assert titles(q="선반") == ["공고한 선반"]
    assert titles(asset_class="UNHEARD_OF") == ["프레스", "분석기", "공고한 선반"]
    assert "조건에 맞는 자산이 없습니다." in page(client, "/assets/", q="없는 것")


def test_ledger_goes_on_with_its_filters(client: Client, owner: Organization) -> None:
    for _ in range(51):
        make_asset(owner=owner)

    assert 'href="?asset_class=PRODUCTION_EQUIPMENT&amp;page=2"' in page(
        client, "/assets/", asset_class="PRODUCTION_EQUIPMENT"
    )
    assert 'href="?asset_class=PRODUCTION_EQUIPMENT"' in page(
        client, "/assets/", asset_class="PRODUCTION_EQUIPMENT", page="2"
    )


def test_ledger_that_is_empty_says_how_to_begin(client: Client) -> None:
    assert "엑셀 자산대장을 그대로 올리면" in page(client, "/assets/")


def test_import_is_looked_at_before_it_is_written(client: Client, owner: Organization) -> None:
    path = hand_in(client)

    looked_at = page(client, path)
    nothing_yet = Asset.objects.count()
    answer = send(client, path)

    source = LedgerImport.objects.get()
    assert ("이 내용으로 등록" in looked_at, nothing_yet) == (True, 0)
    assert answer["Location"] == f"/assets/imports/{source.pk}/"
    assert [asset.title for asset in owner.assets.all()] == ["프레스"]
    assert "1건을 자산대장에 등록했습니다." in page(client, answer["Location"])


def test_import_names_each_bad_cell_and_writes_the_rest_when_told(client: Client) -> None:
    path = hand_in(client, f"{LEDGER}FA-2,선반,생산설비,12O만\n")

    looked_at = page(client, path)
    refused = send(client, path).content.decode()
    nothing_yet = Asset.objects.count()
    answer = send(client, path, {"skip_bad_rows": "on"})

    for told in ("3행", "12O만", "금액으로 읽을 수 없습니다."):
        assert told in looked_at
    assert ("아직 등록하지 않았습니다." in refused, nothing_yet) == (True, 0)
    assert (answer.status_code, Asset.objects.count()) == (302, 1)


def test_import_reasons_are_in_the_persons_language(client: Client) -> None:
    path = hand_in(client, f"{LEDGER}FA-2,선반,생산설비,12O만\n")
    client.cookies["django_language"] = "en"

    shown = page(client, path)

    assert ("금액으로 읽을 수 없습니다." in shown, "Row 3" in shown) == (False, True)


def test_import_of_the_same_file_says_that_nothing_changed(client: Client) -> None:
    send(client, hand_in(client))
    path = hand_in(client)

    looked_at = page(client, path)
    answer = send(client, path)

    assert "모두 이미 등록된 내용입니다." in looked_at
    assert "바뀐 것이 없습니다." in page(client, answer["Location"])
    assert LedgerImport.objects.count() == 1


def test_import_says_which_columns_and_sheets_it_did_not_read(client: Client) -> None:
    out = BytesIO()
    book = Workbook(out)
    first = book.add_worksheet("설비")
    for row, cells in enumerate([("자산명", "자산구분", "색깔"), ("프레스", "생산설비", "파랑")]):
        first.write_row(row, 0, cells)
    book.add_worksheet("비품")
    book.close()
    upload = make_xlsx_upload(out.getvalue())

    shown = page(client, client.post("/assets/import/", {"file": upload})["Location"])

    assert "읽지 않은 열: 색깔" in shown
    assert "첫 시트만 읽었습니다. 읽지 않은 시트: 비품" in shown


def test_import_asks_for_the_class_a_ledger_leaves_open(client: Client) -> None:
    path = hand_in(client, "자산명,제조사\n프레스,한일\n")

    asked = page(client, path)
    settled = f"{path}&read=yes&unit=1000&asset_class=PRODUCTION_EQUIPMENT"
    looked_at = page(client, settled)
    send(client, settled)

    assert "자산구분 열이 없습니다." in asked
    assert "생산설비" in looked_at
    assert Asset.objects.get().asset_class == "PRODUCTION_EQUIPMENT"


def test_import_reads_columns_as_told(client: Client) -> None:
    path = hand_in(client, "자산명,자산구분,부가정보\n프레스,생산설비,한일\n")
    settled = (
        f"{path}&read=yes&header=자산명&column_0=title&header=자산구분&column_1=asset_class"
        "&header=부가정보&column_2=maker"
    )

    shown = page(client, settled)
    send(client, settled)

    assert '<option value="maker" selected>' in shown
    assert Asset.objects.get().maker == "한일"


def test_import_keeps_a_reading_that_leads_nowhere(client: Client) -> None:
    path = hand_in(client)

    shown = page(client, f"{path}&read=yes&header=자산명&column_0=&unit=1000")

    assert "머리글에서 필요한 열을 찾지 못했습니다" in shown
    assert '<option value="1000" selected>' in shown


def test_import_refuses_what_is_no_ledger_at_the_field(client: Client) -> None:
    without_title = page(client, hand_in(client, "가,나\n1,2\n"))
    picture = client.post("/assets/import/", {"file": make_picture_upload()}).content.decode()
    nothing = send(client, "/assets/import/").content.decode()

    assert "머리글에서 필요한 열을 찾지 못했습니다" in without_title
    for shown in (without_title, picture, nothing):
        assert 'id="id_file_error"' in shown


def test_import_takes_no_file_of_somebody_else(client: Client) -> None:
    path = hand_in(client_of(make_manager(make_large_company())))

    assert client.get(path).status_code == 404
    assert client.get("/assets/import/?file=x").status_code == 404


def test_import_report_is_the_owners_and_the_centres(client: Client) -> None:
    path = send(client, hand_in(client))["Location"]
    stranger = client_of(make_manager(make_large_company()))
    auditor = client_of(make_user(roles=(CentreRole.AUDITOR,)))

    assert [one.get(path).status_code for one in (client, stranger, auditor)] == [200, 404, 200]
