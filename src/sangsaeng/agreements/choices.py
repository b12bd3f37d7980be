"""The two sides of an agreement."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    GIVER = "GIVER", _("제공기업")
    TAKER = "TAKER", _("수요기업")
