"""Organizations as a Django app."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "sangsaeng.organizations"
