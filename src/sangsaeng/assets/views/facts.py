"""An asset's facts and an offer's rule, as its page says them."""

from django.utils.translation import gettext as _

from sangsaeng.assets.choices import AssetClass, Audience, PriceModel
from sangsaeng.assets.models import Asset, Offer
from sangsaeng.kernel.words import date_text, moment_text, won_exact, won_text

Facts = list[tuple[str, str]]


def facts_of(asset: Asset) -> Facts:
    """List what is known about an asset, by its class; what is not known is left out."""
    facts: list[tuple[str, object]] = [
        (_("분류"), asset.get_asset_class_display()),
        (_("제조사"), asset.maker),
        (_("모델명"), asset.model_name),
        (_("시리얼번호"), asset.serial),
        (_("취득일"), date_text(asset.purchased_on)),
        (_("취득가액"), won_text(asset.purchase_cost)),
        (_("장부가액"), won_text(asset.book_value)),
        (_("소재지"), asset.site),
        (_("쉬기 시작한 날"), date_text(asset.idle_since)),
    ]
    if asset.is_machine:
        facts += _machine(asset)
    if asset.asset_class == AssetClass.RESEARCH_EQUIPMENT:
        facts += _research(asset)
    if asset.asset_class == AssetClass.OFFICE_FACILITY:
        facts += _office(asset)
    return [(term, str(value)) for term, value in facts if value]


def _machine(asset: Asset) -> list[tuple[str, object]]:
    safety = asset.get_safety_status_display()
    if safety and asset.safety_checked_on:
        safety = f"{safety} · {date_text(asset.safety_checked_on)}"
    return [
        (_("방호·안전검사"), safety),
        (_("동력"), asset.power),
        (_("크기"), asset.dimensions),
        (_("무게"), f"{asset.weight_kg:,} kg" if asset.weight_kg else ""),
        (_("바닥 하중"), asset.floor_load),
        (_("해체·크레인"), asset.dismantling),
        (_("금형·설명서"), asset.tooling_and_manuals),
        (_("가동 시간"), f"{asset.hours_run:,} h" if asset.hours_run else ""),
        (_("마지막 점검일"), date_text(asset.last_serviced_on)),
        (_("유해 물질"), asset.hazardous_substances),
    ]


def _research(asset: Asset) -> list[tuple[str, object]]:
    return [
        (_("국가표준 장비분류"), asset.national_class),
        (_("NFEC 등록번호"), asset.nfec_number),
        (_("국가 예산으로 산 장비"), _("예") if asset.state_funded else ""),
        (_("교정일"), date_text(asset.calibrated_on)),
        (_("부속품"), asset.accessories),
    ]


def _office(asset: Asset) -> list[tuple[str, object]]:
    return [
        (_("저장매체 삭제"), asset.get_media_status_display()),
        (_("구성"), asset.set_contents),
        (_("가져갈 수 있는 시간"), asset.pickup_hours),
    ]


def rule_sentences(offer: Offer) -> list[str]:
    """Say the published rule so that one understands it before asking."""
    who = {
        Audience.TIER_1: _("제공기업의 1차 협력사인 중소기업만 신청할 수 있습니다."),
        Audience.PARTNERS: _("제공기업의 협력사인 중소기업만 신청할 수 있습니다."),
        Audience.ALL_SMES: _("모든 중소기업이 신청할 수 있습니다."),
    }[Audience(offer.audience)]
    price = _("무상으로 양도합니다.")
    if offer.price_model == PriceModel.LOW_PRICE:
        price = _("단가 %(won)s에 양도합니다.") % {"won": won_exact(offer.unit_price)}
    return [
        f"{who} {_('신청하는 날 유효한 중소기업확인서가 있어야 합니다.')}",
        _("접수기간은 %(opens)s부터 %(closes)s까지이며, 서버가 받은 시각으로 정합니다.")
        % {"opens": moment_text(offer.opens_at), "closes": moment_text(offer.closes_at)},
        _("선착순입니다. 남은 수량이 있고 앞에 기다리는 기업이 없으면 신청하는 즉시 배정됩니다."),
        _("모두 배정되면 예비순위 %(limit)s번까지 받습니다. 앞 순서를 건너뛰는 배정은 없습니다.")
        % {"limit": offer.reserve_limit},
        _(
            "배정되면 %(days)s영업일 안에 수락해야 합니다. "
            "지나거나 포기하면 바로 다음 예비순위에 배정됩니다."
        )
        % {"days": offer.accept_working_days},
        _("%(start)s부터 가져갈 수 있고, %(end)s까지 반출해야 합니다.")
        % {"start": date_text(offer.available_from), "end": date_text(offer.removal_by)},
        price,
    ]
