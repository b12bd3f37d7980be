"""The portal module as a Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "sangsaeng.portal"
