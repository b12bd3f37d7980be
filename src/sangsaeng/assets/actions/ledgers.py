"""Taking a large company's ledger into the exchange."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sangsaeng.accounts.models import User
from sangsaeng.assets.choices import AssetClass, OfferState
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
# What rights and courses are counted in where the ledger does not say; machines have a default.
UNITS = {AssetClass.INTELLECTUAL_PROPERTY: "건", AssetClass.TRAINING_CONTENT: "건"}


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
    unread_sheets: tuple[str, ...] = ()

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


class Changes(NamedTuple):
    """Assets to add, and assets about which the ledger says more."""

    new: list[Asset]
    changed: list[Asset]


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
    second finds everything there (H15). What people added to an asset stays where
    the ledger is silent, and a row under a published offer stays as it was.
    """
    if not owner.is_large:
        raise OwnerNotLarge
    Organization.objects.select_for_update(no_key=True).get(pk=owner.pk)
    today = timezone.localdate(at)
    sheet = read_sheet(file.data, file.name)
    ledger = read_ledger(sheet, choices=file.choices, today=today)
    changes = _compare(owner, ledger, file)
    accepted = len(changes.new) + len(changes.changed)
    may_write = not ledger.refusals or skip_bad_rows
    outcome = Imported(
        ledger=ledger,
        accepted=accepted,
        unchanged=len(ledger.rows) - accepted,
        written=may_write and not dry_run and accepted > 0,
        unread_sheets=sheet.unread_sheets,
    )
    if outcome.written:
        source = _source(owner, file, outcome, by=by, at=at)
        _write(changes, source=source, at=at)
        new, changed = len(changes.new), len(changes.changed)
        record(
            "assets.imported",
            on=source,
            by=by,
            at=at,
            file=source.sha256,
            new=new,
            changed=changed,
        )
    return outcome


def _compare(owner: Organization, ledger: Ledger, file: File) -> Changes:
    """Fill assets from the good rows: those to add, and those about which the rows say more.

    The assets stay locked to the end: none can be published between this look and
    the writing.
    """
    mine = Asset.objects.filter(owner=owner)
    known = {asset.asset_no: asset for asset in mine.select_for_update(no_key=True).order_by("pk")}
    published = set(mine.filter(offers__state=OfferState.PUBLISHED).values_list("pk", flat=True))
    # A row that came from this very file says nothing new, whatever was mended since.
    read_before = (
        set()
        if file.choices
        else set(mine.filter(ledger_import__sha256=_digest(file)).values_list("pk", flat=True))
    )
    new, changed = [], []
    for number, row in _numbered(ledger):
        asset = known.get(number)
        if asset is None:
            new.append(_fill(Asset(owner=owner, asset_no=number), _first_words(row)))
        elif asset.pk not in published | read_before and _says_more(asset, row, ledger):
            changed.append(_fill(asset, _words(asset, row, ledger)))
    return Changes(new, changed)


def _source(
    owner: Organization, file: File, outcome: Imported, *, by: User | None, at: datetime
) -> LedgerImport:
    source, _created = LedgerImport.objects.update_or_create(
        owner=owner,
        sha256=_digest(file),
        defaults={
            "file_name": file.name[:200],
            "imported_by": by,
            "imported_at": at,
            "report": outcome.as_report(),
        },
    )
    return source


def _write(changes: Changes, *, source: LedgerImport, at: datetime) -> None:
    for asset in changes.new:
        _fill(asset, {"ledger_import": source, "created_at": at, "changed_at": at})
    for asset in changes.changed:
        _fill(asset, {"ledger_import": source, "changed_at": at})
    Asset.objects.bulk_create(changes.new, batch_size=PACKET)
    Asset.objects.bulk_update(
        changes.changed,
        [*COLUMNS, "region", "ledger_row", "ledger_import", "changed_at"],
        batch_size=PACKET,
    )


def _numbered(ledger: Ledger) -> Iterator[tuple[str, LedgerRow]]:
    """Name every row; of rows without a number that say the same, each is one more thing."""
    met: Counter[str] = Counter()
    for row in ledger.rows:
        number = row.asset_no or _number_from_content(row)
        met[number] += 1
        yield (number if met[number] == 1 else f"{number}-{met[number]}"), row


def _first_words(row: LedgerRow) -> dict[str, Any]:
    """Say what a row makes of a new asset; blanks are left to the table's own defaults."""
    words = {name: value for name in COLUMNS if not _blank(value := getattr(row, name))}
    words.setdefault("unit", UNITS.get(row.asset_class, "대"))
    return words | {"region": region_in(row.site), "ledger_row": row.row}


def _words(asset: Asset, row: LedgerRow, ledger: Ledger) -> dict[str, Any]:
    """Say what a row makes of an asset that is there: a blank takes nothing away."""
    said = {name.value for name in ledger.layout.columns} | {"asset_class"}
    words = {
        name: value for name in COLUMNS if name in said and not _blank(value := getattr(row, name))
    }
    if row.site:
        words["region"] = region_in(row.site)
    return words | {"extras": asset.extras | row.extras, "ledger_row": row.row}


def _says_more(asset: Asset, row: LedgerRow, ledger: Ledger) -> bool:
    words = _words(asset, row, ledger)
    del words["ledger_row"]  # a line moved up or down is the same line
    return any(getattr(asset, name) != value for name, value in words.items())


def _blank(value: object) -> bool:
    return value is None or value == ""


def _fill(asset: Asset, words: dict[str, Any]) -> Asset:
    for name, value in words.items():
        setattr(asset, name, value)
    return asset


def _number_from_content(row: LedgerRow) -> str:
    """Name a row without a ledger number by what makes it that thing."""
    parts = (row.title, row.maker, row.model_name, row.serial, row.site, str(row.purchased_on))
    return f"#{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:12]}"


def _digest(file: File) -> str:
    return hashlib.sha256(file.data).hexdigest()
