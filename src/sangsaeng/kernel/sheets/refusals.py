"""What can be wrong with a spreadsheet, and how much of one we take."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangsaeng.kernel.refusals import Refused

MAX_BYTES = 20_000_000
MAX_UNPACKED = 200_000_000
MAX_RATIO = 250
MAX_ROWS = 100_000
HEAD_ROWS = 20  # a title, a unit note and the header may stand above the rows
MAX_COLUMNS = 256
MAX_CELLS = 5_000_000


class SheetUnreadable(Refused):
    """The file could not be read as a table."""

    message: ClassVar[str | Promise] = _(
        "파일이 손상되어 표를 읽을 수 없습니다. 다시 저장해서 올려 주세요."
    )


class SheetEmpty(SheetUnreadable):
    """The file has no bytes."""

    message = _("내용이 없는 빈 파일입니다.")


class SheetTooBig(SheetUnreadable):
    """The file has more bytes than we take."""

    message = _("파일이 너무 큽니다. 허용 크기: %(limit)s MB")


class SheetBomb(SheetUnreadable):
    """The file would grow beyond measure when unpacked."""

    message = _("압축을 풀면 지나치게 커지는 파일이라 열지 않았습니다. 허용 크기: %(limit)s MB")


class SheetOfOtherKind(SheetUnreadable):
    """The file is not a spreadsheet, whatever its name says."""

    message = _("표 파일이 아닙니다. 엑셀(.xlsx, .xls)이나 CSV 파일을 올려 주세요.")


class SheetLocked(SheetUnreadable):
    """The file is encrypted."""

    message = _("암호가 걸린 파일입니다. 암호를 풀고 다시 저장해서 올려 주세요.")


class SheetMissing(SheetUnreadable):
    """The workbook has no visible worksheet."""

    message = _("파일 안에 읽을 시트가 없습니다.")


class SheetTooLong(SheetUnreadable):
    """The table has more rows or cells than we take."""

    message = _("표가 너무 깁니다. 허용 행 수: %(limit)s")


class SheetTooWide(SheetUnreadable):
    """The table has more columns than we take."""

    message = _("표의 열이 너무 많습니다. 허용 열 수: %(limit)s")
