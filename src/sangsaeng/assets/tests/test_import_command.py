"""``sangsaeng import assets`` as the contract has it."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sangsaeng.assets.actions.ledgers import OwnerNotLarge
from sangsaeng.assets.models import Asset
from sangsaeng.kernel.words import business_number_text
from sangsaeng.organizations.models import Organization
from sangsaeng.organizations.testing import make_firm

pytestmark = pytest.mark.django_db

GOOD = "자산번호,자산명,자산구분,취득가액\nFA-1,프레스,생산설비,1200000\n"
BAD = f"{GOOD}FA-2,선반,생산설비,12O만\n"


def keep(folder: Path, text: str, name: str = "대장.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def run(path: Path, owner: Organization | str, **options: Any) -> str:
    said = io.StringIO()
    number = owner if isinstance(owner, str) else owner.business_number
    call_command("import", "assets", str(path), owner=number, stdout=said, **options)
    return said.getvalue()


def test_import_writes_the_ledger_and_the_report(tmp_path: Path, owner: Organization) -> None:
    out = tmp_path / "report.json"

    said = run(keep(tmp_path, GOOD), business_number_text(owner.business_number), report=out)

    assert said == "1 rows: 1 accepted, 0 unchanged, 0 refused; written\n"
    assert [asset.title for asset in owner.assets.all()] == ["프레스"]
    assert json.loads(out.read_text(encoding="utf-8")) == {
        "kind": "assets",
        "rows": 1,
        "accepted": 1,
        "unchanged": 0,
        "refused": [],
        "flags": [],
        "written": True,
    }


def test_import_twice_changes_nothing(tmp_path: Path, owner: Organization) -> None:
    path = keep(tmp_path, GOOD)
    run(path, owner)

    assert run(path, owner) == "1 rows: 0 accepted, 1 unchanged, 0 refused; nothing written\n"


def test_import_on_trial_writes_nothing(tmp_path: Path, owner: Organization) -> None:
    said = run(keep(tmp_path, GOOD), owner, dry_run=True)

    assert said == "1 rows: 1 accepted, 0 unchanged, 0 refused; nothing written\n"
    assert not Asset.objects.exists()


def test_import_of_a_bad_row_is_refused_whole(tmp_path: Path, owner: Organization) -> None:
    out = tmp_path / "report.json"

    with pytest.raises(CommandError, match="MONEY_UNREADABLE") as refused:
        run(keep(tmp_path, BAD), owner, report=out)

    line = json.loads(out.read_text(encoding="utf-8"))["refused"][0]
    assert refused.value.returncode == 1
    assert line == {
        "row": 3,
        "column": "취득가액",
        "code": "MONEY_UNREADABLE",
        "value": "12O만",
        "message": {"ko": "금액으로 읽을 수 없습니다.", "en": line["message"]["en"]},
    }
    assert not Asset.objects.exists()


def test_import_leaves_bad_rows_out_when_told(tmp_path: Path, owner: Organization) -> None:
    said = run(keep(tmp_path, BAD), owner, skip_bad_rows=True)

    assert said.splitlines()[-1] == "2 rows: 1 accepted, 0 unchanged, 1 refused; written"
    assert [asset.asset_no for asset in Asset.objects.all()] == ["FA-1"]


def test_import_tells_what_to_look_at(tmp_path: Path, owner: Organization) -> None:
    twice = "자산명,자산구분,시리얼번호\n프레스,생산설비,S1\n선반,생산설비,S1\n"

    said = run(keep(tmp_path, twice), owner)

    assert said.startswith("flagged 3 DUPLICATE_SERIAL: 같은 파일의")


@pytest.mark.parametrize("skip", [False, True])
def test_import_for_an_unknown_owner_is_refused(
    tmp_path: Path,
    skip: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    out = tmp_path / "report.json"

    with pytest.raises(CommandError, match="OWNER_UNKNOWN") as refused:
        run(keep(tmp_path, GOOD), "123-45-67890", report=out, skip_bad_rows=skip)

    report = json.loads(out.read_text(encoding="utf-8"))
    assert refused.value.returncode == 1
    assert [line["code"] for line in report["refused"]] == ["OWNER_UNKNOWN"]
    assert report["written"] is False


def test_import_for_a_small_firm_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OwnerNotLarge):
        run(keep(tmp_path, GOOD), make_firm())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "빈.csv"),
        ("아무 말\n", "글.csv"),
        ("%PDF-1.4\n", "사진.xlsx"),
        ("a,b\n1,2\n", "열.csv"),
    ],
)
def test_import_of_no_ledger_is_unusable(
    tmp_path: Path, owner: Organization, text: str, name: str
) -> None:
    with pytest.raises(CommandError) as refused:
        run(keep(tmp_path, text, name), owner)

    assert refused.value.returncode == 2


def test_import_of_a_missing_file_or_into_a_missing_folder_is_unusable(
    tmp_path: Path, owner: Organization
) -> None:
    with pytest.raises(CommandError, match="없는") as missing:
        run(tmp_path / "없는.csv", owner)
    with pytest.raises(CommandError, match="report") as nowhere:
        run(keep(tmp_path, GOOD), owner, report=tmp_path / "none" / "report.json")

    assert (missing.value.returncode, nowhere.value.returncode) == (2, 2)
    assert not Asset.objects.exists()
