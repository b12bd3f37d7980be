"""Agreements as a Django app."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "sangsaeng.agreements"
