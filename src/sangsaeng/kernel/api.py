"""What every route of the JSON API shares: problems, lists with a cursor, numbers in paths."""

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final, TypeAlias, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Field, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import StringConstraints

from sangsaeng.kernel.refusals import Refused

# Counting further costs more than anybody learns from it.
COUNTED_TO: Final = 1_000
LARGEST_PAGE: Final = 100

M = TypeVar("M", bound=Model)
# What people type, without the zero byte no table can hold.
Typed: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00]*$")]


class Problem(Schema):
    """An error as RFC 9457 writes it, with the sentence for people in ``detail``."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    fields: dict[str, list[str]]


# What any route may answer instead; spread into its own ``response``.
PROBLEMS: Final[dict[int, Any]] = dict.fromkeys((401, 404, 422), Problem)
WRITE_PROBLEMS: Final[dict[int, Any]] = dict.fromkeys((401, 403, 404, 409, 422), Problem)


class BadCursor(Refused):
    """The cursor is not one of ours."""

    message = gettext_lazy("cursor 값이 올바르지 않습니다. 목록의 next 주소를 그대로 쓰세요.")


def problem(
    status: int, code: str, detail: str, fields: Mapping[str, list[str]] | None = None
) -> HttpResponse:
    """Answer with a problem."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "fields": dict(fields or {}),
    }
    content = json.dumps(body, ensure_ascii=False)
    response = HttpResponse(content, status=status, content_type="application/problem+json")
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


def problem_of(error: Exception) -> HttpResponse:
    """Say what went wrong as a problem; what is our own fault is raised on."""
    match error:
        case Refused():
            return problem(409 if error.conflict else 422, error.code, str(error))
        case Http404():
            return problem(404, "NOT_FOUND", _("찾으시는 것이 없거나 볼 수 없는 것입니다."))
        case PermissionDenied():
            return problem(403, "FORBIDDEN", str(error) or _("이 일을 할 권한이 없습니다."))
        case AuthenticationError():
            return problem(401, "UNAUTHENTICATED", _("유효한 API 토큰이 필요합니다."))
        case ValidationError():
            fields = _fields(error.errors)
            return problem(422, "INVALID", _("보낸 값을 확인해 주세요."), fields)
        case HttpError():
            return problem(error.status_code, "MALFORMED", _("읽을 수 없는 요청입니다."))
        case _:
            raise error


def problem_not_allowed(allowed: str) -> HttpResponse:
    """Say that the route does not take this method."""
    answer = problem(405, "METHOD_NOT_ALLOWED", _("이 주소에서 쓸 수 없는 메서드입니다."))
    answer["Allow"] = allowed
    return answer


def _fields(errors: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for error in errors:
        name = str(error["loc"][-1])
        fields.setdefault(name, []).append(_sentence(error))
    return fields


# What a value lacks, by the name of the fault; the placeholder is the limit it broke.
SENTENCES: Final = {
    "missing": gettext_lazy("꼭 필요한 값입니다."),
    "int_parsing": gettext_lazy("정수를 적어 주세요."),
    "int_type": gettext_lazy("정수를 적어 주세요."),
    "int_from_float": gettext_lazy("정수를 적어 주세요."),
    "greater_than_equal": gettext_lazy("%(ge)s 이상이어야 합니다."),
    "less_than_equal": gettext_lazy("%(le)s 이하여야 합니다."),
    "string_too_short": gettext_lazy("%(min_length)s자 이상 적어 주세요."),
    "string_too_long": gettext_lazy("%(max_length)s자까지 적을 수 있습니다."),
    "enum": gettext_lazy("쓸 수 있는 값: %(expected)s"),
    "literal_error": gettext_lazy("쓸 수 있는 값: %(expected)s"),
}


def _sentence(error: Mapping[str, Any]) -> str:
    sentence = SENTENCES.get(error["type"], gettext_lazy("올바르지 않은 값입니다."))
    filled: str = str(sentence) % error.get("ctx", {})
    return filled


def row_id(text: str) -> int:
    """Read a row's id, or the number people quote: ``123`` and ``R-2014-000123`` are one.

    >>> row_id("R-2014-000123")
    123
    """
    digits = text.rpartition("-")[2]
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 18):  # noqa: PLR2004 - bigint
        raise Http404
    return int(digits)


@dataclass(frozen=True)
class Order:
    """A way to sort whose last column tells any two rows apart; ``-`` sorts downwards."""

    columns: tuple[str, ...]

    def after(self, values: list[Any]) -> Q:
        """Say which rows lie behind the one with these values."""
        behind = Q()
        equal = Q()
        for column, value in zip(self.columns, values, strict=True):
            name = column.removeprefix("-")
            beyond = "lt" if column.startswith("-") else "gt"
            behind |= equal & Q(**{f"{name}__{beyond}": value})
            equal &= Q(**{name: value})
        return behind


class PageIn(Schema):
    """How much of a list a caller wants, and from where on."""

    limit: int = Field(20, ge=1, le=LARGEST_PAGE)
    cursor: str = ""


def listed(
    rows: QuerySet[M],
    *,
    request: HttpRequest,
    order: Order,
    part: PageIn,
    write: Callable[[list[M]], list[dict[str, Any]]],
) -> dict[str, Any]:
    """Cut one page of a list behind a cursor; rows that come or go meanwhile shift nothing."""
    count = rows.order_by()[: COUNTED_TO + 1].count()
    page = rows.order_by(*order.columns)
    if part.cursor:
        page = page.filter(order.after(_read_cursor(part.cursor, order)))
    found = list(page[: part.limit + 1])
    return {
        "items": write(found[: part.limit]),
        "next": _next(request, found[part.limit - 1], order) if len(found) > part.limit else None,
        "count": min(count, COUNTED_TO),
        "count_exact": count <= COUNTED_TO,
    }


def _next(request: HttpRequest, last: Model, order: Order) -> str:
    values = [_value(last, column.removeprefix("-")) for column in order.columns]
    content = json.dumps(values)
    query = request.GET.copy()
    query["cursor"] = base64.urlsafe_b64encode(content.encode()).decode()
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _value(row: Model, name: str) -> Any:
    value = getattr(row, name)
    return value.isoformat() if isinstance(value, datetime) else value


def _read_cursor(cursor: str, order: Order) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except ValueError as error:
        raise BadCursor from error
    if not isinstance(values, list) or len(values) != len(order.columns):
        raise BadCursor
    return [_read_value(value, column) for value, column in zip(values, order.columns, strict=True)]


def _read_value(value: Any, column: str) -> Any:
    if column.endswith("_at"):
        moment = parse_datetime(value) if isinstance(value, str) else None
        if moment is None or moment.tzinfo is None:
            raise BadCursor
        return moment
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadCursor
    return value
