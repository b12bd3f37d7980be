"""The exchange as a Django app."""

from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "sangsaeng.assets"
