"""Addresses of those who own assets."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def absent(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404(f"{request.path} {pk}")


urlpatterns = [
    path("assets/<int:pk>/", absent, name="asset"),
    path("assets/photos/<int:pk>/", absent, name="photo"),
    path("offers/<int:pk>/withdraw/", absent, name="offer_withdraw"),
    path("requests/<int:pk>/revoke/", absent, name="award_revoke"),
    path("requests/<int:pk>/payment/", absent, name="payment"),
]
