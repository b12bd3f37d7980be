"""Addresses of the large company's pages."""

from django.urls import path

from sangsaeng.assets.views import imports, ledgers, offers, records

urlpatterns = [
    path("assets/", ledgers.ledger, name="ledger"),
    path("assets/import/", imports.import_page, name="import"),
    path("assets/imports/<int:pk>/", imports.import_report, name="import_report"),
    path("assets/<int:pk>/", records.asset, name="asset"),
    path("assets/<int:pk>/change/", records.change, name="change"),
    path("assets/<int:pk>/photos/", records.photos, name="photos"),
    path("assets/photos/<int:pk>/", records.photo, name="photo"),
    path("assets/photos/<int:pk>/remove/", records.photo_remove, name="photo_remove"),
    path("assets/<int:pk>/offer/", offers.offer_new, name="offer_new"),
    path("offers/<int:pk>/change/", offers.offer_change, name="offer_change"),
    path("offers/<int:pk>/publish/", offers.offer_publish, name="offer_publish"),
    path("offers/<int:pk>/discard/", offers.offer_discard, name="offer_discard"),
    path("offers/<int:pk>/withdraw/", offers.offer_withdraw, name="offer_withdraw"),
    path("requests/<int:pk>/revoke/", offers.award_revoke, name="award_revoke"),
    path("requests/<int:pk>/payment/", offers.payment, name="payment"),
]
