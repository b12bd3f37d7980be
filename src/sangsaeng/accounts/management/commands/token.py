"""``sangsaeng token EMAIL``: print a new API token of a person."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sangsaeng.accounts.actions import TOKEN_DAYS, create_token
from sangsaeng.accounts.queries import person_by_email
from sangsaeng.kernel import clock
from sangsaeng.kernel.refusals import Refused


class Command(BaseCommand):
    help = "Print a new API token of a person. It is shown only now, and not kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="the address the person signs in with")
        parser.add_argument(
            "--days", type=int, default=TOKEN_DAYS, help="how long it lives (default: %(default)s)"
        )

    def handle(self, *_args: Any, email: str, days: int, **_options: Any) -> None:
        person = person_by_email(email)
        if person is None:
            raise CommandError(f"{email}: nobody active signs in with this address")
        try:
            _token, key = create_token(person, by=None, at=clock.now(), days=days)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(key)
