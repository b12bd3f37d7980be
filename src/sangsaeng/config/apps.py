"""The config module as a Django app."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "sangsaeng.config"
