"""The addresses of one's own account, under ``/me/``."""

from django.urls import path

from sangsaeng.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("consents/", views.consents, name="consents"),
    path("consents/<str:code>/", views.answer_consent, name="answer_consent"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", views.revoke, name="revoke_token"),
    path("texts/<str:code>/", views.text, name="text"),
]
