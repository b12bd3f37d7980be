"""Evidence files as a Django app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "sangsaeng.files"
