"""``sangsaeng demo``: the site on a day of 2014, filled and served."""

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from sangsaeng.accounts.models import User
from sangsaeng.demo import cast
from sangsaeng.demo.filling import empty_database, fill
from sangsaeng.demo.marker import is_filled, is_real

YEAR = "2014"


class Command(BaseCommand):
    help = "2014년의 하루를 채우고 엽니다 / Fill and serve a day of 2014."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--small", action="store_true", help="fewer offers")
        parser.add_argument("--fresh", action="store_true", help="empty a filled demo first")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="fill only")

    def handle(self, *_args: Any, **options: Any) -> None:
        self._say("데이터베이스 / Database")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        if is_real():
            raise CommandError(
                "사람들이 쓰고 있는 데이터베이스입니다. 체험판은 빈 데이터베이스에만 채웁니다.\n"
                "People work in this database: the demo fills only an empty one."
            )
        if is_filled() and not options["fresh"]:
            self._say("채워 둔 체험판을 그대로 엽니다 / Kept as it was (--fresh fills it anew)")
        else:
            self._fill(small=options["small"])
        call_command("scorecard", YEAR, stdout=self.stdout)
        self._show_people(options["port"])
        if not options["no_serve"]:
            call_command("serve", port=options["port"], with_worker=True)

    def _fill(self, *, small: bool) -> None:
        began = monotonic()
        if User.objects.exists():
            empty_database()
        fill(small=small, say=self._say)
        self._say(f"{monotonic() - began:.0f} s")

    def _show_people(self, port: int) -> None:
        people = [(str(member.role.label), member.email) for member in cast.STAFF]
        people += [(firm.name, firm.email) for firm in (*cast.COMPANIES, *cast.FIRMS, cast.WAITING)]
        lines = [f"  {email:<24} {what}" for what, email in people]
        self.stdout.write(
            "\n".join(
                [
                    f"\n비밀번호 / Password: {cast.PASSWORD}",
                    *lines,
                    "센터 직원의 일회용 코드 / One-time codes of the centre's people:",
                    f"  http://localhost:{port}/demo/\n",
                ]
            )
        )

    def _say(self, line: str) -> None:
        self.stdout.write(f"→ {line}")
        self.stdout.flush()
