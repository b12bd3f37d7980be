"""`sangsaeng serve`: the web server."""

import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sangsaeng.config.health import pending_migrations
from sangsaeng.config.serving import serve_all, serve_web


class Command(BaseCommand):
    help = "웹 서버를 엽니다 / Serve the site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--migrate", action="store_true", help="bring the tables up to date")
        parser.add_argument("--with-worker", action="store_true", help="run the worker beside it")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["migrate"]:
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
            call_command("load_texts")
        elif missing := pending_migrations():
            raise CommandError(
                f"데이터베이스가 이 프로그램보다 오래되었습니다 ({len(missing)}). "
                "`sangsaeng migrate`를 먼저 실행하거나 --migrate 를 주십시오.\n"
                f"The database is behind this program by {len(missing)} migrations: "
                "run `sangsaeng migrate` first, or give --migrate."
            )
        if options["with_worker"]:
            sys.exit(serve_all(options["port"], options["host"]))
        serve_web(options["host"], options["port"])
