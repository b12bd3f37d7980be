"""`sangsaeng load_texts`: after each migration, take up the wordings that changed."""

from typing import Any

from django.core.management.base import BaseCommand

from sangsaeng.agreements.actions import load_text_versions
from sangsaeng.kernel import clock


class Command(BaseCommand):
    help = "바뀐 약정 문안을 새 판으로 싣습니다 / Add the agreements' wordings that changed."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for wording in load_text_versions(at=clock.now()):
            self.stdout.write(f"{wording}")
