"""`sangsaeng scorecard YEAR`: the plan's figures; `scorecard verify YEAR`: proved again."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sangsaeng.kernel.refusals import Refused
from sangsaeng.planning.indicators.scorecard import chapters_of, scorecard_body
from sangsaeng.planning.indicators.verification import verify_scorecard
from sangsaeng.planning.queries import Plan, plan_of

UNUSABLE = 2


class Command(BaseCommand):
    help = "사업계획의 성과표를 보이거나 다시 증명합니다 / Show or prove the plan's figures."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("words", nargs="+", metavar="[verify] YEAR")
        parser.add_argument("--json", action="store_true", help="write JSON")

    def handle(self, *_args: Any, words: list[str], **options: Any) -> None:
        *verb, year = words
        if verb not in ([], ["verify"]) or not (year.isascii() and year.isdecimal()):
            raise CommandError(
                "scorecard YEAR [--json] | scorecard verify YEAR", returncode=UNUSABLE
            )
        try:
            plan = plan_of(int(year))
            if verb:
                proof = verify_scorecard(plan)
                self.stdout.write(f"ok {proof.targets} targets, {proof.rows} rows")
                return
        except Refused as refusal:
            if options["json"]:
                self._write_json({"code": refusal.code, "detail": str(refusal)})
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self._write_json(scorecard_body(plan))
        else:
            self._write_lines(plan)

    def _write_json(self, body: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(body, ensure_ascii=False, indent=2))

    def _write_lines(self, plan: Plan) -> None:
        self.stdout.write(f"{plan.title}")
        for chapter in chapters_of(plan):
            self.stdout.write(f"\n{chapter.pillar.name}")
            for figure in chapter.figures:
                self.stdout.write(f"  {figure.target.name} · {figure.reading}")
