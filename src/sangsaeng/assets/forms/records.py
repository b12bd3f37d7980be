"""The form of an asset, by its class: what the field's minimum asks for."""

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangsaeng.assets.choices import AssetClass, Condition, MediaStatus, SafetyStatus
from sangsaeng.assets.forms.fields import DayField, WonField, WordsField
from sangsaeng.assets.models import Asset
from sangsaeng.files.choices import PICTURES
from sangsaeng.files.forms import UploadsField
from sangsaeng.organizations.choices import Region, region_in

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

CHOOSE = ("", _("고르세요"))


class Section(NamedTuple):
    """Fields that are asked for together."""

    title: Promise
    fields: list[forms.BoundField]


def _text(label: "_StrPromise", limit: int = 200, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=limit, required=False, **options)


def _count(label: "_StrPromise", **options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=2_000_000_000, required=False, **options
    )


class AssetForm(forms.Form):
    """What is asked of every asset."""

    SECTIONS: ClassVar[tuple[tuple[Promise, tuple[str, ...]], ...]] = (
        (
            _("기본 사항"),
            ("title", "maker", "model_name", "serial", "quantity", "unit", "site", "region"),
        ),
        (
            _("상태와 가동"),
            ("condition", "known_faults", "utilisation_percent", "idle_since"),
        ),
        (
            _("취득과 가액"),
            (
                "purchased_on",
                "purchase_cost",
                "book_value",
                "market_value",
                "market_value_basis",
            ),
        ),
        (
            _("공고 준비"),
            ("free_of_claims", "no_photo_reason", "contact_role", "note"),
        ),
    )

    title = forms.CharField(label=_("자산명"), max_length=200)
    maker = _text(_("제조사"), 100)
    model_name = _text(_("모델명"), 100)
    serial = _text(
        _("시리얼번호"),
        100,
        help_text=_("명판에 적힌 그대로 적어 주세요. 인도할 때 이 번호와 맞추어 봅니다."),
    )
    quantity = forms.IntegerField(label=_("수량"), min_value=1, max_value=2_000_000_000)
    unit = forms.CharField(label=_("단위"), max_length=20, help_text=_("예: 대, 개, 세트"))
    site = _text(_("소재지"), help_text=_("시·도부터 적어 주세요. 예: 경상남도 창원시 성산구"))
    region = forms.ChoiceField(
        label=_("지역"),
        required=False,
        choices=[("", _("소재지에서 읽음")), *Region.choices],
    )

    condition = forms.ChoiceField(
        label=_("상태"),
        required=False,
        choices=[CHOOSE, *Condition.choices],
        help_text=_(
            "신품: 쓰지 않음 · 정상: 바로 쓸 수 있음 · 수리 필요: 고치면 쓸 수 있음 · "
            "부품용: 부품만 쓸 수 있음 · 불용: 고철"
        ),
    )
    known_faults = WordsField(
        label=_("알려진 결함"),
        required=False,
        help_text=_("고장, 빠진 부품, 소음처럼 가져갈 기업이 알아야 할 것을 적어 주세요."),
    )
    utilisation_percent = forms.DecimalField(
        label=_("가동률(%)"), min_value=0, max_value=100, decimal_places=2, required=False
    )
    idle_since = DayField(label=_("쉬기 시작한 날"), required=False)

    purchased_on = DayField(label=_("취득일"), required=False)
    purchase_cost = WonField(label=_("취득가액(원)"), required=False)
    book_value = WonField(label=_("장부가액(원)"), required=False)
    market_value = WonField(label=_("시가(원)"), required=False)
    market_value_basis = _text(_("시가의 근거"), help_text=_("예: 감정평가, 중고 거래가 조사"))

    free_of_claims = forms.BooleanField(
        label=_("담보·압류·임차처럼 넘겨주는 데 걸리는 권리가 없음을 확인했습니다."),
        required=False,
    )
    no_photo_reason = _text(
        _("사진이 없는 사유"), help_text=_("사진을 올리셨다면 비워 두세요. 예: 이전 작업 중")
    )
    contact_role = _text(
        _("문의 부서"),
        100,
        help_text=_("사람 이름 대신 부서와 역할을 적어 주세요. 예: 창원공장 설비팀"),
    )
    note = WordsField(label=_("비고"), required=False)

    @property
    def sections(self) -> list[Section]:
        return [Section(title, [self[name] for name in names]) for title, names in self.SECTIONS]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("market_value") is not None and not facts.get("market_value_basis"):
            self.add_error("market_value_basis", _("시가를 적으셨으면 그 근거도 적어 주세요."))
        if not facts.get("region"):
            facts["region"] = region_in(facts.get("site", ""))
        return facts


class MachineForm(AssetForm):
    """What is asked of a machine besides."""

    SECTIONS = (
        *AssetForm.SECTIONS,
        (
            _("안전"),
            ("safety_status", "safety_checked_on", "hazardous_substances"),
        ),
        (
            _("옮기고 다시 쓰기"),
            (
                "power",
                "dimensions",
                "weight_kg",
                "floor_load",
                "dismantling",
                "tooling_and_manuals",
                "hours_run",
                "last_serviced_on",
            ),
        ),
    )

    safety_status = forms.ChoiceField(
        label=_("방호·안전검사 상태"), required=False, choices=[CHOOSE, *SafetyStatus.choices]
    )
    safety_checked_on = DayField(label=_("안전 확인일"), required=False)
    hazardous_substances = _text(
        _("유해 물질"), help_text=_("냉매, 절연유, 세정제처럼 처리가 필요한 것을 적어 주세요.")
    )
    power = _text(_("동력"), 100, help_text=_("예: 삼상 380V 22kW"))
    dimensions = _text(_("크기"), 100, help_text=_("가로 × 세로 × 높이. 예: 4.2 × 1.6 × 2.1 m"))
    weight_kg = _count(_("무게(kg)"))
    floor_load = _text(_("바닥 하중"), 100, help_text=_("예: 2 t/㎡"))
    dismantling = _text(_("해체·크레인"), help_text=_("예: 두 부분으로 해체, 10톤 크레인 필요"))
    tooling_and_manuals = _text(_("금형·설명서"), help_text=_("함께 넘기는 것을 적어 주세요."))
    hours_run = _count(_("가동 시간(시간)"))
    last_serviced_on = DayField(label=_("마지막 점검일"), required=False)


class ResearchForm(MachineForm):
    """What is asked of an instrument besides."""

    SECTIONS = (
        *MachineForm.SECTIONS,
        (
            _("연구장비"),
            ("national_class", "nfec_number", "state_funded", "calibrated_on", "accessories"),
        ),
    )

    national_class = _text(
        _("국가표준 장비분류"),
        20,
        help_text=_("국가연구시설장비 표준분류의 번호. 예: B-203"),
    )
    nfec_number = _text(_("NFEC 등록번호"), 40, help_text=_("ZEUS에 등록된 장비라면 적어 주세요."))
    state_funded = forms.BooleanField(label=_("국가 예산으로 산 장비입니다."), required=False)
    calibrated_on = DayField(label=_("교정일"), required=False)
    accessories = _text(_("부속품"))


class OfficeForm(AssetForm):
    """What is asked of office things besides."""

    SECTIONS = (
        *AssetForm.SECTIONS,
        (_("사무시설"), ("media_status", "set_contents", "pickup_hours")),
    )

    media_status = forms.ChoiceField(
        label=_("저장매체 삭제"),
        required=False,
        choices=[CHOOSE, *MediaStatus.choices],
        help_text=_("컴퓨터·복합기처럼 자료가 남을 수 있는 물건은 지운 뒤에만 공고할 수 있습니다."),
    )
    set_contents = _text(_("구성"), help_text=_("예: 책상 1, 서랍 1, 의자 1"))
    pickup_hours = _text(
        _("가져갈 수 있는 시간"), 100, help_text=_("예: 평일 09:00~17:00, 화물 승강기 있음")
    )


FORMS: dict[str, type[AssetForm]] = {
    AssetClass.PRODUCTION_EQUIPMENT: MachineForm,
    AssetClass.RESEARCH_EQUIPMENT: ResearchForm,
    AssetClass.OFFICE_FACILITY: OfficeForm,
    AssetClass.INTELLECTUAL_PROPERTY: AssetForm,
    AssetClass.TRAINING_CONTENT: AssetForm,
}


def form_of(asset: Asset) -> type[AssetForm]:
    """Say which form an asset of this class has."""
    return FORMS[asset.asset_class]


class PhotosForm(forms.Form):
    """Pictures to add to an asset."""

    photos = UploadsField(label=_("올릴 사진"), kinds=PICTURES)
