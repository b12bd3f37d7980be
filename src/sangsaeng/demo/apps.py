"""The demo module as a Django app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "sangsaeng.demo"
