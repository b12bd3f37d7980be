"""Every address of the site, module by module."""

from django.urls import include, path

from sangsaeng.accounts.views import set_language
from sangsaeng.api.urls import api
from sangsaeng.config.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("i18n/setlang/", set_language, name="set_language"),
    path("accounts/", include("allauth.urls")),
    path("me/", include("sangsaeng.accounts.urls")),
    path("notices/", include("sangsaeng.notices.urls")),
    path("organizations/", include("sangsaeng.organizations.urls")),
    path("agreements/", include("sangsaeng.agreements.urls")),
    path("plan/", include("sangsaeng.planning.urls")),
    path("api/v1/", api.urls),
    path("demo/", include("sangsaeng.demo.urls")),
    path("", include("sangsaeng.assets.urls")),
    path("", include("sangsaeng.portal.urls")),
]
