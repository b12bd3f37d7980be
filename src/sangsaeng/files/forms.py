"""Form fields that take files; every module's forms use them."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sangsaeng.files.actions import look_at
from sangsaeng.files.choices import MEGABYTE, limit_of, suffixes, type_names
from sangsaeng.kernel.refusals import Refused

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

MOST_FILES = 10


class UploadField(forms.FileField):
    """One file of the given kinds; what ``store_upload`` would refuse is said at the field."""

    widget = forms.FileInput

    def __init__(self, *, kinds: frozenset[str], **options: Any) -> None:
        self.kinds = kinds
        options.setdefault("help_text", self.hint())
        super().__init__(allow_empty_file=True, **options)
        self.widget.attrs["accept"] = ",".join(suffixes(kinds))

    def hint(self) -> "StrOrPromise":
        """Say beforehand what is taken and how large."""
        limit = max(map(limit_of, self.kinds)) // MEGABYTE
        return format_lazy(
            _("{types} 형식, {limit}MB까지"), types=type_names(self.kinds), limit=limit
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            try:
                look_at(upload, kinds=self.kinds)
            except Refused as refusal:
                raise ValidationError(str(refusal), code=refusal.code) from refusal
        return upload


class ManyFilesInput(forms.FileInput):
    """A file chooser that takes several."""

    allow_multiple_selected = True


class UploadsField(UploadField):
    """Several files of the given kinds, cleaned to a list; empty when none was chosen."""

    widget = ManyFilesInput

    def __init__(self, *, kinds: frozenset[str], most: int = MOST_FILES, **options: Any) -> None:
        self.most = most
        super().__init__(kinds=kinds, **options)

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        chosen = data or []
        if len(chosen) > self.most:
            raise ValidationError(
                _("한 번에 %(most)s개까지 올릴 수 있습니다."), params={"most": self.most}
            )
        if not chosen:
            super().clean(None, initial)
        return [super(UploadsField, self).clean(upload, initial) for upload in chosen]
