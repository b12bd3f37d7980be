"""The kernel as a Django app: its templates, its clock table."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "sangsaeng.kernel"
