"""People and sign-in as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sangsaeng.accounts"
