"""Addresses of those who look for assets, ask for them and take them over."""

from django.urls import path

from sangsaeng.assets.views import exchange, handovers, requests

urlpatterns = [
    path("exchange/", exchange.exchange, name="exchange"),
    path("exchange/<int:pk>/", exchange.offer, name="offer"),
    path("exchange/<int:pk>/ask/", exchange.ask, name="ask"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<int:pk>/", requests.request, name="request"),
    path("requests/<int:pk>/accept/", requests.accept, name="accept"),
    path("requests/<int:pk>/decline/", requests.decline, name="decline"),
    path("requests/<int:pk>/withdraw/", requests.withdraw, name="withdraw"),
    path("requests/<int:pk>/sign/", requests.sign, name="sign"),
    path("hand-overs/<int:pk>/", handovers.hand_over, name="hand_over"),
    path("hand-overs/<int:pk>/deliver/", handovers.deliver, name="deliver"),
    path("hand-overs/<int:pk>/receive/", handovers.receive, name="receive"),
    path(
        "hand-overs/<int:pk>/photos/<int:photo>/",
        handovers.hand_over_photo,
        name="hand_over_photo",
    ),
]
