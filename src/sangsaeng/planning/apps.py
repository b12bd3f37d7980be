"""The planning module as a Django app."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "sangsaeng.planning"
