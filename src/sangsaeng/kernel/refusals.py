"""A refusal is a fact the person can read: why a rule said no."""

import re
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """An action declined to act; nothing was written.

    Subclasses state the fact in ``message``; keyword arguments fill its
    placeholders. ``conflict`` marks what can no longer be asked for (HTTP 409);
    other refusals are rules (HTTP 422).
    """

    message: ClassVar[str | Promise] = _("지금은 할 수 없습니다.")
    conflict: ClassVar[bool] = False

    def __init__(self, **params: Any) -> None:
        super().__init__(*params.values())
        self.params = params

    def __str__(self) -> str:
        return str(self.message) % self.params if self.params else str(self.message)

    @property
    def code(self) -> str:
        """The stable upper-case name of this fact: ``AssetTaken`` → ``ASSET_TAKEN``."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", type(self).__name__).upper()
