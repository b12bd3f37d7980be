"""Sizes, regions, ties and states of organizations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Size(models.TextChoices):
    """How large a firm is by Korean law; the two smaller ones are SMEs."""

    LARGE = "LARGE", _("대기업")
    MIDSIZE = "MIDSIZE", _("중견기업")
    MEDIUM = "MEDIUM", _("중기업")
    SMALL = "SMALL", _("소기업")


SME_SIZES = frozenset({Size.MEDIUM, Size.SMALL})


class Region(models.TextChoices):
    """The seventeen provinces and metropolitan cities, by their first two letters."""

    SEOUL = "SEOUL", _("서울")
    BUSAN = "BUSAN", _("부산")
    DAEGU = "DAEGU", _("대구")
    INCHEON = "INCHEON", _("인천")
    GWANGJU = "GWANGJU", _("광주")
    DAEJEON = "DAEJEON", _("대전")
    ULSAN = "ULSAN", _("울산")
    SEJONG = "SEJONG", _("세종")
    GYEONGGI = "GYEONGGI", _("경기")
    GANGWON = "GANGWON", _("강원")
    CHUNGBUK = "CHUNGBUK", _("충북")
    CHUNGNAM = "CHUNGNAM", _("충남")
    JEONBUK = "JEONBUK", _("전북")
    JEONNAM = "JEONNAM", _("전남")
    GYEONGBUK = "GYEONGBUK", _("경북")
    GYEONGNAM = "GYEONGNAM", _("경남")
    JEJU = "JEJU", _("제주")


class Tier(models.TextChoices):
    """How near a firm stands to a large company in its supply chain."""

    TIER_1 = "TIER_1", _("1차 협력사")
    TIER_2 = "TIER_2", _("2차 협력사")
    TIER_3 = "TIER_3", _("3차 협력사")


class RegistrationState(models.TextChoices):
    SUBMITTED = "SUBMITTED", _("심사 대기")
    APPROVED = "APPROVED", _("승인")
    REFUSED = "REFUSED", _("반려")


# How addresses begin, written out or short; the longer names first.
_BEGINNINGS = {
    "충청북": Region.CHUNGBUK,
    "충청남": Region.CHUNGNAM,
    "전라북": Region.JEONBUK,
    "전라남": Region.JEONNAM,
    "경상북": Region.GYEONGBUK,
    "경상남": Region.GYEONGNAM,
} | {str(region.label): region for region in Region}


def region_in(address: str) -> str:
    """Return the region an address begins with, or nothing.

    >>> region_in("충청남도 아산시"), region_in("서울특별시 중구"), region_in("본사 창고")
    ('CHUNGNAM', 'SEOUL', '')
    """
    start = address.strip()
    return next(
        (region.value for word, region in _BEGINNINGS.items() if start.startswith(word)), ""
    )
