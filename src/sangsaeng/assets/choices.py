"""What assets, offers, requests and awards can be."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AssetClass(models.TextChoices):
    """The five classes of the plan."""

    PRODUCTION_EQUIPMENT = "PRODUCTION_EQUIPMENT", _("생산설비")
    RESEARCH_EQUIPMENT = "RESEARCH_EQUIPMENT", _("연구장비")
    OFFICE_FACILITY = "OFFICE_FACILITY", _("사무시설")
    INTELLECTUAL_PROPERTY = "INTELLECTUAL_PROPERTY", _("지식재산권")
    TRAINING_CONTENT = "TRAINING_CONTENT", _("직무교육 콘텐츠")


# Offers of the other two open with the full exchange.
OFFERABLE = frozenset(
    {AssetClass.PRODUCTION_EQUIPMENT, AssetClass.RESEARCH_EQUIPMENT, AssetClass.OFFICE_FACILITY}
)
MACHINES = frozenset({AssetClass.PRODUCTION_EQUIPMENT, AssetClass.RESEARCH_EQUIPMENT})


class Condition(models.TextChoices):
    """How usable a thing is, from new to scrap."""

    NEW = "NEW", _("신품")
    USABLE = "USABLE", _("정상")
    REPAIRABLE = "REPAIRABLE", _("수리 필요")
    PARTS = "PARTS", _("부품용")
    SCRAP = "SCRAP", _("불용")


class SafetyStatus(models.TextChoices):
    """Guarding and safety inspection of a machine; needed before anybody may see it offered."""

    INSPECTED = "INSPECTED", _("안전검사 합격")
    CERTIFIED = "CERTIFIED", _("안전인증 보유")
    GUARDED = "GUARDED", _("방호조치 완료")
    NOT_SUBJECT = "NOT_SUBJECT", _("대상 아님")


class MediaStatus(models.TextChoices):
    """Whether data can still be on the thing."""

    NO_MEDIA = "NO_MEDIA", _("저장매체 없음")
    WIPED = "WIPED", _("저장매체 삭제 완료")


class PriceModel(models.TextChoices):
    FREE = "FREE", _("무상양도")
    LOW_PRICE = "LOW_PRICE", _("저가양도")


class Audience(models.TextChoices):
    """Whose window it is: who may ask."""

    TIER_1 = "TIER_1", _("1차 협력사")
    PARTNERS = "PARTNERS", _("모든 협력사")
    ALL_SMES = "ALL_SMES", _("모든 중소기업")


class Visibility(models.TextChoices):
    PUBLIC = "PUBLIC", _("모두에게 공개")
    PARTNERS = "PARTNERS", _("협력사에만 공개")


class Rule(models.TextChoices):
    FIRST_COME = "FIRST_COME", _("선착순")


class OfferState(models.TextChoices):
    DRAFT = "DRAFT", _("작성 중")
    PUBLISHED = "PUBLISHED", _("공고됨")
    WITHDRAWN = "WITHDRAWN", _("철회됨")
    CLOSED = "CLOSED", _("마감")
    COMPLETED = "COMPLETED", _("인도 완료")


class RequestState(models.TextChoices):
    """Where a request stands; the last six are its ends (I6)."""

    AWARDED = "AWARDED", _("배정됨")
    RESERVE = "RESERVE", _("예비순위")
    ACCEPTED = "ACCEPTED", _("수락함")
    RECEIVED = "RECEIVED", _("인수 완료")
    DECLINED = "DECLINED", _("포기")
    LAPSED = "LAPSED", _("기한 경과")
    WITHDRAWN = "WITHDRAWN", _("신청 철회")
    REVOKED = "REVOKED", _("배정 취소")
    NOT_SELECTED = "NOT_SELECTED", _("미배정")


OPEN_REQUESTS = frozenset({RequestState.AWARDED, RequestState.RESERVE, RequestState.ACCEPTED})
ENDED_REQUESTS = frozenset(RequestState) - OPEN_REQUESTS
