"""`sangsaeng lottery`: anybody can draw again and get the same ranks."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sangsaeng.methods.lottery import ranks

UNUSABLE = 2


class Command(BaseCommand):
    requires_system_checks = ()  # it shows no pages
    help = "추첨 순위를 다시 계산합니다 / Draw the published lottery again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", required=True, help="the published seed")
        parser.add_argument("--requests", required=True, type=Path, help="one number a line")

    def handle(self, *_args: Any, **options: Any) -> None:
        numbers = _numbers(options["requests"])
        for rank, number, mark in ranks(options["seed"], numbers):
            self.stdout.write(f"{rank}\t{number}\t{mark}")


def _numbers(path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise CommandError(
            f"UTF-8 파일이 아닙니다 / This file is not UTF-8: {path}", returncode=UNUSABLE
        ) from error
    numbers = [line for line in lines if line.strip()]
    seen: set[str] = set()
    for number in numbers:
        if number in seen:
            raise CommandError(
                f"같은 신청번호가 두 번 있습니다 / This number is there twice: {number}",
                returncode=UNUSABLE,
            )
        seen.add(number)
    return numbers
