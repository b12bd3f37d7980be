"""Addresses of the exchange."""

from sangsaeng.assets.urls.owner import urlpatterns as owner
from sangsaeng.assets.urls.taker import urlpatterns as taker

app_name = "assets"
urlpatterns = [*owner, *taker]
