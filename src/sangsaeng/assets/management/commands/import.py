"""``sangsaeng import KIND FILE``: take a list in from the command line."""  # noqa: N999 - the name people type

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext_lazy as _

from sangsaeng.assets.actions import import_ledger
from sangsaeng.assets.actions.ledgers import File, OwnerNotLarge
from sangsaeng.assets.ledgers.report import in_both
from sangsaeng.kernel import clock
from sangsaeng.kernel.refusals import Refused
from sangsaeng.organizations.models import Organization

REFUSED, UNUSABLE = 1, 2


class Command(BaseCommand):
    help = "Take a ledger of assets in (dry run, report by row)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=["assets"], metavar="KIND", help="assets")
        parser.add_argument("file", type=Path, metavar="FILE", help=".xlsx, .xls or .csv")
        parser.add_argument("--owner", required=True, metavar="BIZNO", help="whose ledger it is")
        parser.add_argument("--dry-run", action="store_true", help="read only, write nothing")
        parser.add_argument("--skip-bad-rows", action="store_true", help="write the good rows")
        parser.add_argument("--report", type=Path, metavar="OUT.json", help="the report as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        data = _read(options["file"])
        _check_writable(options["report"])
        number = options["owner"].replace("-", "").strip()
        owner = Organization.objects.filter(business_number=number).first()
        if owner is None:
            report = _owner_unknown(options["owner"])
        else:
            report = _import(owner, data, options)
        if options["report"]:
            text = json.dumps(report, ensure_ascii=False, indent=1)
            options["report"].write_text(f"{text}\n", encoding="utf-8")
        self._sum_up(report)
        if report["refused"] and not (owner and options["skip_bad_rows"]):
            first = report["refused"][0]
            raise CommandError(
                f"{first['code']}: {first['message']['ko']} / {first['message']['en']}",
                returncode=REFUSED,
            )

    def _sum_up(self, report: dict[str, Any]) -> None:
        for line in report["refused"]:
            said = f"{line['message']['ko']} / {line['message']['en']}"
            place = f"{line['row']} {line['column']} “{line['value']}”"
            self.stdout.write(f"refused {place} {line['code']}: {said}")
        for line in report["flags"]:
            said = f"{line['message']['ko']} / {line['message']['en']}"
            self.stdout.write(f"flagged {line['row']} {line['code']}: {said}")
        refused = len({line["row"] for line in report["refused"]})
        self.stdout.write(
            f"{report['rows']} rows: {report['accepted']} accepted,"
            f" {report['unchanged']} unchanged, {refused} refused;"
            f" {'written' if report['written'] else 'nothing written'}"
        )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", returncode=UNUSABLE) from error


def _check_writable(path: Path | None) -> None:
    """Find out before the import that its report could not be kept."""
    if path is None:
        return
    try:
        path.open("a").close()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", returncode=UNUSABLE) from error


def _import(owner: Organization, data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    try:
        outcome = import_ledger(
            owner,
            file=File(name=options["file"].name, data=data),
            skip_bad_rows=options["skip_bad_rows"],
            dry_run=options["dry_run"],
            by=None,
            at=clock.now(),
        )
    except OwnerNotLarge:
        raise
    except Refused as refusal:  # no ledger could be read from the file
        raise CommandError(f"{refusal.code}: {refusal}", returncode=UNUSABLE) from refusal
    return outcome.as_report()


def _owner_unknown(number: str) -> dict[str, Any]:
    message = in_both(_("이 사업자등록번호로 등록된 기업이 없습니다."))
    refusal = {
        "row": 0,
        "column": "--owner",
        "code": "OWNER_UNKNOWN",
        "value": number,
        "message": message,
    }
    return {
        "kind": "assets",
        "rows": 0,
        "accepted": 0,
        "unchanged": 0,
        "refused": [refusal],
        "flags": [],
        "written": False,
    }
