"""The JSON API, version 1: the modules' routers under one roof."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from sangsaeng.assets.api import router as assets
from sangsaeng.kernel.api import problem_not_allowed, problem_of
from sangsaeng.kernel.refusals import Refused
from sangsaeng.planning.api import router as plans

View = Callable[..., HttpResponseBase]


class Api(NinjaAPI):
    """An API whose every refusal is a problem, wrong methods and unknown addresses too."""

    @property
    def urls(self) -> tuple[list[Any], str, str]:
        patterns, app_name, namespace = super().urls
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = _speaking_problems(pattern.callback)
        return [*patterns, re_path("", _nothing_here)], app_name, namespace

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Describe the routes; refusals carry the media type of problems."""
        schema = super().get_openapi_schema(**options)
        for operation in (op for path in schema["paths"].values() for op in path.values()):
            for status, response in operation["responses"].items():
                if int(status) >= 400:  # noqa: PLR2004 - where errors begin
                    response["content"] = {
                        "application/problem+json": response["content"]["application/json"]
                    }
        return schema


def _speaking_problems(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code == 405:  # noqa: PLR2004 - method not allowed
            return problem_not_allowed(response["Allow"])
        return response

    return answer


def _refuse(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem_of(error)


@csrf_exempt
def _nothing_here(_request: HttpRequest) -> HttpResponseBase:
    return problem_of(Http404())


api: Final = Api(
    title="Sangsaeng",
    version="1.0.0",
    description="The cooperation centre's exchange and plan, for programs.",
    docs_url=None,
    urls_namespace="api",
)
for refusal in (Refused, Http404, PermissionDenied, HttpError, ValidationError):
    api.add_exception_handler(refusal, _refuse)
api.add_router("/assets", assets)
api.add_router("/plans", plans)
