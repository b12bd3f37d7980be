"""Background work of agreements: the worker finds the printing here."""

from sangsaeng.agreements.tasks import print_agreement

__all__ = ["print_agreement"]
