"""Drawing a picture anew, so that nothing but what it shows is kept."""

from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps

from sangsaeng.files.choices import JPEG, LONGEST_SIDE, MOST_POINTS, PNG, WEBP

READERS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
QUALITY = 85


class Unreadable(Exception):
    """These bytes do not draw a picture of reasonable size."""


def redraw(source: BinaryIO, *, media_type: str) -> tuple[str, bytes]:
    """Draw a picture upright, at most so long, without place, camera or comment.

    A drawing with see-through parts, and any PNG, stays a PNG; the rest becomes a JPEG.
    """
    try:
        with Image.open(source, formats=[READERS[media_type]]) as picture:
            if picture.width * picture.height > MOST_POINTS:
                raise Unreadable
            # Lets the JPEG reader skip detail that will not be kept.
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            as_png = media_type == PNG or upright.has_transparency_data
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            drawn = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    # Pillow answers bad bytes with whatever its decoders raise.
    except (
        OSError,
        SyntaxError,
        ValueError,
        ArithmeticError,
        LookupError,
        TypeError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise Unreadable from error
    # A new sheet: whatever else the source carried (EXIF, comments, profiles) stays behind.
    sheet = Image.new(drawn.mode, drawn.size)
    sheet.paste(drawn)
    out = BytesIO()
    if as_png:
        sheet.save(out, "PNG")
        return PNG, out.getvalue()
    sheet.save(out, "JPEG", quality=QUALITY)
    return JPEG, out.getvalue()
