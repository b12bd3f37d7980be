"""Plain drawings that stand in for photographs, and certificates that say what they are."""

from importlib.resources import as_file, files
from io import BytesIO
from typing import TypeAlias

import pylopdf_fonts_ko
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from sangsaeng.assets.choices import AssetClass

Font: TypeAlias = ImageFont.FreeTypeFont
SIZE = (1200, 900)
FLOOR = 660
# Background, floor, body, dark and light parts.
PALETTES = {
    AssetClass.PRODUCTION_EQUIPMENT: ("#e9eff6", "#d5dfeb", "#5b82ad", "#2f4f74", "#c7d8ea"),
    AssetClass.RESEARCH_EQUIPMENT: ("#e8f3f0", "#d2e5df", "#5a9a8b", "#2c6458", "#c9e4dc"),
    AssetClass.OFFICE_FACILITY: ("#f5efe6", "#e8dccb", "#b98b58", "#74522d", "#ecd9c1"),
}


def photo_of(title: str, asset_class: str, *, view: int = 0) -> SimpleUploadedFile:
    """Draw a thing of that class with its name; another ``view`` is another picture."""
    back, floor, body, dark, light = PALETTES[AssetClass(asset_class)]
    sheet = Image.new("RGB", SIZE, back)
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, FLOOR, *SIZE), fill=floor)
    draw.ellipse((230, FLOOR - 24, 970, FLOOR + 40), fill=light)
    shapes = {
        AssetClass.PRODUCTION_EQUIPMENT: _machine,
        AssetClass.RESEARCH_EQUIPMENT: _instrument,
        AssetClass.OFFICE_FACILITY: _furniture,
    }
    shapes[AssetClass(asset_class)](draw, (body, dark, light), 60 * view)
    draw.text((600, 775), title, font=_font(52), fill=dark, anchor="mm")
    return _upload(sheet, f"{title} {view + 1}.jpg", "JPEG")


def certificate_of(firm: str, number: str, until: str) -> SimpleUploadedFile:
    """Draw a certificate of the demo; it says on its face that it is none."""
    sheet = Image.new("RGB", (900, 1200), "#ffffff")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((40, 40, 860, 1160), outline="#2f4f74", width=6)
    lines = [
        (200, 56, "중소기업 확인서"),
        (300, 30, "체험용 견본 · 효력 없음"),
        (480, 40, firm),
        (580, 32, f"번호 {number}"),
        (650, 32, f"유효기간 {until}까지"),
    ]
    for height, size, text in lines:
        draw.text((450, height), text, font=_font(size), fill="#1e2124", anchor="mm")
    return _upload(sheet, f"중소기업확인서 {firm}.png", "PNG")


def _machine(draw: ImageDraw.ImageDraw, colours: tuple[str, str, str], shift: int) -> None:
    body, dark, light = colours
    draw.rounded_rectangle((250, 300, 950, 640), 28, fill=body)
    draw.rectangle((250, 590, 950, 640), fill=dark)
    draw.rounded_rectangle((330 + shift, 360, 640 + shift, 540), 14, fill=light)
    draw.line((485 + shift, 360, 485 + shift, 540), fill=body, width=8)
    draw.rounded_rectangle((770, 350, 890, 480), 10, fill=dark)
    draw.rectangle((788, 370, 872, 420), fill=light)
    for x in (795, 830, 865):
        draw.ellipse((x - 9, 441, x + 9, 459), fill=light)
    draw.rounded_rectangle((420, 215, 700, 300), 14, fill=dark)
    for x in (300, 850):
        draw.rectangle((x, 640, x + 60, 665), fill=dark)


def _instrument(draw: ImageDraw.ImageDraw, colours: tuple[str, str, str], shift: int) -> None:
    body, dark, light = colours
    draw.rounded_rectangle((300, 290, 900, 640), 24, fill=body)
    draw.rounded_rectangle((345, 335, 665, 560), 12, fill=dark)
    points = [(365 + 20 * n, 450 + (-1) ** n * (20 + (n * 17 + shift) % 50)) for n in range(15)]
    draw.line(points, fill=light, width=6)
    for row in (365, 450, 535):
        for x in (730, 820):
            draw.ellipse((x - 28, row - 28, x + 28, row + 28), fill=light)
            draw.line((x, row, x + 14, row - 18), fill=dark, width=5)
    for x in (340, 820):
        draw.rectangle((x, 640, x + 40, 662), fill=dark)


def _furniture(draw: ImageDraw.ImageDraw, colours: tuple[str, str, str], shift: int) -> None:
    body, dark, light = colours
    draw.rounded_rectangle((280, 380, 920, 430), 10, fill=body)
    for x in (310, 860):
        draw.rectangle((x, 430, x + 30, 660), fill=dark)
    draw.rounded_rectangle((630, 430, 850, 630), 8, fill=light)
    for y in (480, 540, 600):
        draw.line((670, y, 810, y), fill=body, width=6)
    draw.rounded_rectangle((380 + shift, 250, 560 + shift, 365), 10, fill=dark)
    draw.rectangle((455 + shift, 365, 485 + shift, 380), fill=dark)


def _font(size: int) -> Font:
    with as_file(files(pylopdf_fonts_ko) / "NotoSansKR-Regular.otf") as path:
        return ImageFont.truetype(str(path), size)


def _upload(sheet: Image.Image, name: str, form: str) -> SimpleUploadedFile:
    out = BytesIO()
    sheet.save(out, form)
    return SimpleUploadedFile(name, out.getvalue(), content_type=f"image/{form.lower()}")
