"""Taking a large company's ledger into the exchange."""

import hashlib
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangsaeng.accounts.models import User
from sangsaeng.assets.choices import OfferState
from sangsaeng.assets.ledgers import Choices, Ledger, LedgerRow, read_ledger
from sangsaeng.assets.models import Asset, LedgerImport
from sangsaeng.audit.actions import record
from sangsaeng.kernel.refusals import Refused
from sangsaeng.kernel.sheets import read_sheet
from sangsaeng.organizations.choices import region_in
from sangsaeng.organizations.models import Organization

# Rows go to the database in packets of this many.
PACKET = 1_000
# What a row of the ledger says of its asset, column by column of the same name.
COLUMNS = tuple(field.name for field in fields(LedgerRow) if field.name not in {"row", "asset_no"})


class OwnerNotLarge(Refused):
    """Only large companies keep idle assets here."""

    message = _("유휴자산은 대기업만 등록할 수 있습니다.")


@dataclass(frozen=True)
class File:
    """A ledger as it was handed in, and how its owner said it should be read."""

    name: str
    data: bytes
    choices: Choices | None = None


@dataclass(frozen=True)
class Imported:
    """What an import did, or would do: the report of the contract."""

    ledger: Ledger
    accepted: int
    unchanged: int
    written: bool

    def as_report(self) -> dict[str, Any]:
        return {
            "kind": "assets",
            "rows": self.ledger.rows_read,
            "accepted": self.accepted,
            "unchanged": self.unchanged,
            "refused": [refusal.as_report() for refusal in self.ledger.refusals],
            "flags": [flag.as_report() for flag in self.ledger.flags],
            "written": self.written,
        }


@transaction.atomic
def import_ledger(
    owner: Organization,
    *,
    file: File,
    skip_bad_rows: bool,
    dry_run: bool,
    by: User | None,
    at: datetime,
) -> Imported:
    """Read a ledger and write its rows, all or, with ``skip_bad_rows``, the good ones.

    A row is known by its ledger number (or, without one, by what it says), so the
    same file twice changes nothing. The owner's row is locked: of two presses the
    second finds everything there (H15). A row under a published offer stays as it was.
    """
    if not owner.is_large:
        raise OwnerNotLarge
    Organization.objects.select_for_update().get(pk=owner.pk)
    ledger = read_ledger(read_sheet(file.data, file.name), choices=file.choices, today=at.date())
    new, changed, unchanged = _compare(owner, ledger)
    may_write = not ledger.refusals or skip_bad_rows
    writes = may_write and not dry_run and bool(new or changed)
    if writes:
        _write(owner, file, new, changed, by=by, at=at)
    outcome = Imported(
        ledger=ledger, accepted=len(new) + len(changed), unchanged=unchanged, written=writes
    )
    if writes:
        LedgerImport.objects.filter(owner=owner, sha256=_digest(file)).update(
            report=outcome.as_report()
        )
    return outcome


def _compare(
    owner: Organization, ledger: Ledger
) -> tuple[list[tuple[str, LedgerRow]], list[tuple[Asset, LedgerRow]], int]:
    """Sort the good rows into new ones, changed ones and those that say nothing new."""
    known = {asset.asset_no: asset for asset in Asset.objects.filter(owner=owner)}
    published = set(
        Asset.objects.filter(owner=owner, offers__state=OfferState.PUBLISHED).values_list(
            "pk", flat=True
        )
    )
    new, changed, unchanged = [], [], 0
    for row in ledger.rows:
        number = row.asset_no or _number_from_content(row)
        asset = known.get(number)
        if asset is None:
            new.append((number, row))
        elif asset.pk in published or _says_the_same(asset, row):
            unchanged += 1
        else:
            changed.append((asset, row))
    return new, changed, unchanged


def _write(
    owner: Organization,
    file: File,
    new: list[tuple[str, LedgerRow]],
    changed: list[tuple[Asset, LedgerRow]],
    *,
    by: User | None,
    at: datetime,
) -> None:
    source, _created = LedgerImport.objects.update_or_create(
        owner=owner,
        sha256=_digest(file),
        defaults={
            "file_name": file.name[:200],
            "imported_by": by,
            "imported_at": at,
            "report": {},
        },
    )
    origin = {"ledger_import": source, "changed_at": at}
    Asset.objects.bulk_create(
        (
            Asset(owner=owner, asset_no=number, created_at=at, **origin, **_columns(row))
            for number, row in new
        ),
        batch_size=PACKET,
    )
    for asset, row in changed:
        for name, value in (_columns(row) | origin).items():
            setattr(asset, name, value)
    Asset.objects.bulk_update(
        [asset for asset, _row in changed],
        [*COLUMNS, "region", "ledger_row", *origin],
        batch_size=PACKET,
    )
    record(
        "assets.imported",
        on=source,
        by=by,
        at=at,
        file=source.sha256,
        new=len(new),
        changed=len(changed),
    )


def _columns(row: LedgerRow) -> dict[str, Any]:
    columns = {name: getattr(row, name) for name in COLUMNS}
    columns["condition"] = row.condition or ""
    return columns | {"region": region_in(row.site), "ledger_row": row.row}


def _says_the_same(asset: Asset, row: LedgerRow) -> bool:
    columns = _columns(row)
    del columns["ledger_row"]  # a line moved up or down is the same line
    return all(getattr(asset, name) == value for name, value in columns.items())


def _number_from_content(row: LedgerRow) -> str:
    """Name a row without a ledger number by what makes it that thing."""
    parts = (row.title, row.maker, row.model_name, row.serial, row.site, str(row.purchased_on))
    return f"#{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:12]}"


def _digest(file: File) -> str:
    return hashlib.sha256(file.data).hexdigest()
