"""``sangsaeng grant EMAIL ROLE``: give the first people of a centre their roles."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sangsaeng.accounts.actions import end_role, grant_role
from sangsaeng.accounts.choices import CentreRole
from sangsaeng.accounts.queries import person_by_email
from sangsaeng.kernel import clock
from sangsaeng.kernel.refusals import Refused


class Command(BaseCommand):
    help = (
        "Give a person a role at the centre. A new site starts with this: its first team head"
        " signs up on the site like anybody else, then the operator runs"
        " `sangsaeng grant EMAIL TEAM_HEAD`. From then on the person is asked to set up an"
        " authenticator app before anything else."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="the address the person signs in with")
        parser.add_argument("role", metavar="ROLE", type=str.upper, choices=CentreRole.values)
        parser.add_argument("--end", action="store_true", help="take the role back instead")

    def handle(self, *_args: Any, email: str, role: str, **options: Any) -> None:
        person = person_by_email(email)
        if person is None:
            raise CommandError(f"{email}: nobody active signs in with this address")
        change = end_role if options["end"] else grant_role
        try:
            change(person, role, by=None, at=clock.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        held = ", ".join(sorted(person.centre_roles)) or "-"
        self.stdout.write(f"{person.email}: {held}")
