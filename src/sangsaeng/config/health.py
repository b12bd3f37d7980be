"""What a machine asks: is it alive, is it ready."""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


def pending_migrations() -> list[str]:
    """Name the migrations this code has and the database does not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Alive: the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Ready: the database answers, its tables are this code's, jobs can be queued."""
    parts = {"database": False, "migrations": False, "jobs": False}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            parts["database"] = True
            parts["migrations"] = is_migrated()
            cursor.execute("SELECT 1 FROM procrastinate_jobs LIMIT 1")
            parts["jobs"] = True
    except (DatabaseError, _Behind):
        return JsonResponse(parts, status=503)
    return JsonResponse(parts)


class _Behind(Exception):
    """The database lacks migrations; raised so that only a good answer is kept."""


@cache
def is_migrated() -> bool:
    if pending_migrations():
        raise _Behind
    return True
