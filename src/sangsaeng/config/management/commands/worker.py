"""`sangsaeng worker`: does the jobs."""

import asyncio
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from sangsaeng.config.serving import watch_as_child

LAST_JOB = 10.0  # seconds a running job is given when the worker is told to stop


class Command(BaseCommand):
    requires_system_checks = ()  # it shows no pages
    help = "쌓인 일을 처리합니다 / Do the queued and the periodic jobs."

    def handle(self, *_args: Any, **_options: Any) -> None:
        watch_as_child()
        with app.replace_connector(DjangoConnector().get_worker_connector()) as working:
            asyncio.run(_work(working))


async def _work(working: Any) -> None:
    async with working.open_async():
        await working.run_worker_async(
            name="sangsaeng", delete_jobs="successful", shutdown_graceful_timeout=LAST_JOB
        )
