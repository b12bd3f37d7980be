"""Every address of the site, module by module."""

from django.urls import include, path

from sangsaeng.config.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("me/", include("sangsaeng.accounts.urls")),
    path("notices/", include("sangsaeng.notices.urls")),
    path("organizations/", include("sangsaeng.organizations.urls")),
    path("agreements/", include("sangsaeng.agreements.urls")),
    path("plan/", include("sangsaeng.planning.urls")),
    path("", include("sangsaeng.assets.urls")),
    path("", include("sangsaeng.portal.urls")),
]
