"""Doing the queued jobs at once, in this process."""

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def do_queued_jobs() -> int:
    """Run what waits, oldest first, papers too; return how many jobs were done."""
    # The worker may not have been loaded here: without it no task has a name.
    app.perform_import_paths()  # type: ignore[no-untyped-call]  # a gap of procrastinate
    done = 0
    while jobs := list(ProcrastinateJob.objects.filter(status="todo").order_by("pk")):
        for job in jobs:
            app.tasks[job.task_name](**job.args)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)", [job.pk]
                )
        done += len(jobs)
    return done


def empty_queue() -> None:
    """Forget every job; a flush passes the queue by, since its tables have no models."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_periodic_defers CASCADE")
