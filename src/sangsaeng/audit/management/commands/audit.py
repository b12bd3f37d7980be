"""``sangsaeng audit verify``: recompute the seals and name the first bad line."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sangsaeng.audit.queries import verify_trail


class Command(BaseCommand):
    help = "Check that the audit trail is whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["verify"])

    def handle(self, *_args: Any, **_options: Any) -> None:
        found = verify_trail()
        if found.fault:
            raise CommandError(found.fault)
        self.stdout.write(f"ok {found.lines} lines, {found.seals} seals")
        if found.unsealed:
            self.stderr.write(f"{found.unsealed} lines are waiting for the next seal")
