"""The api module as a Django app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "sangsaeng.api"
