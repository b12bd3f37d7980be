"""Who plays: invented people and firms."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangsaeng.accounts.choices import CentreRole
from sangsaeng.methods.check_digits import complete_business_number
from sangsaeng.organizations.choices import Region, Size

# Known to everybody: these open nothing but the demo.
PASSWORD = "sangsaeng-2014"  # noqa: S105 - printed on a public page
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - the same

LOOK_AROUND = _("거래장터에서 공고를 찾아 신청하고, 지난 신청이 어떻게 되었는지 봅니다.")


@dataclass(frozen=True)
class Staff:
    """Somebody of the centre."""

    email: str
    name: str
    role: CentreRole
    try_this: Promise


@dataclass(frozen=True)
class Firm:
    """An organization and who acts for it; ``purpose`` is what it wants machines for."""

    code: str
    name: str
    manager: str
    size: Size
    region: Region
    address: str
    ksic: str
    first_nine: str
    purpose: str = ""
    certificate_until: date = date(2015, 3, 31)
    try_this: Promise = LOOK_AROUND

    @cached_property
    def business_number(self) -> str:
        return complete_business_number(self.first_nine)

    @property
    def email(self) -> str:
        return f"{self.code}@firm.example"


STAFF = (
    Staff(
        "officer@centre.example",
        "윤서진",
        CentreRole.OFFICER,
        _("기다리는 기업 등록을 심사하고, 진행 중인 배정과 성과표의 증빙을 살펴봅니다."),
    ),
    Staff(
        "officer2@centre.example",
        "박도현",
        CentreRole.OFFICER,
        _("대기업을 등록하고, 만료가 가까운 중소기업확인서를 찾아봅니다."),
    ),
    Staff(
        "head@centre.example",
        "정하윤",
        CentreRole.TEAM_HEAD,
        _("진행 중인 배정과 성과표를 살펴봅니다."),
    ),
    Staff(
        "board@centre.example",
        "한지우",
        CentreRole.BOARD_MEMBER,
        _("사업계획의 목표와 지금까지 확인된 성과를 봅니다."),
    ),
    Staff(
        "auditor@centre.example",
        "오민재",
        CentreRole.AUDITOR,
        _("감사기록과 증빙을 읽습니다. 쓰기는 할 수 없습니다."),
    ),
)

COMPANIES = (
    Firm(
        "hanbit", "한빛중공업", "강태호", Size.LARGE, Region.GYEONGNAM,
        "경상남도 창원시 성산구", "C29111", "609810001",
        try_this=_("대장을 올리고, 유휴자산을 새로 공고하고, 일부만 배정된 의자 공고를 봅니다."),
    ),
    Firm(
        "nuri", "누리전자", "서은별", Size.LARGE, Region.GYEONGGI,
        "경기도 수원시 영통구", "C26410", "124810002",
        try_this=_("저가양도 배정과 예비순위, 인수 확인을 기다리는 인도를 봅니다."),
    ),
    Firm(
        "garam", "가람화학", "문재희", Size.LARGE, Region.JEONNAM,
        "전라남도 여수시", "C20111", "417810003",
        try_this=_("두 줄이 잘못된 대장의 보고서와, 기한이 지나 다음 순위로 넘어간 배정을 봅니다."),
    ),
)  # fmt: skip

FIRMS = (
    Firm(
        "saebyeok", "새벽정밀", "김가온", Size.SMALL, Region.GYEONGNAM,
        "경상남도 김해시", "C29223", "615810011", "감속기 축 가공 물량이 늘어 선삭에 씁니다.",
        try_this=_("두 번 지원받은 1차 협력사입니다. 협력사 전용 공고를 신청합니다."),
    ),
    Firm(
        "daon", "다온금형", "이루다", Size.SMALL, Region.BUSAN,
        "부산광역시 강서구", "C29294", "606810012", "금형 보수 용접에 씁니다.",
    ),
    Firm(
        "haesol", "해솔산업", "최노을", Size.MEDIUM, Region.GYEONGNAM,
        "경상남도 함안군", "C25914", "608810013", "브래킷 성형 공정을 새로 만듭니다.",
    ),
    Firm(
        "mir", "미르테크", "장한결", Size.SMALL, Region.DAEGU,
        "대구광역시 달서구", "C29299", "503810014", "시제품 가공을 직접 하려 합니다.",
        try_this=_("양도약정의 두 번째 서명이 기다립니다."),
    ),
    Firm(
        "dodam", "도담기계", "임다솜", Size.SMALL, Region.ULSAN,
        "울산광역시 북구", "C29199", "610810015", "연삭 외주를 사내로 돌립니다.",
        try_this=_("배정에 기한 안에 답합니다. 수락하거나 포기해 보세요."),
    ),
    Firm(
        "neulchan", "늘찬전자", "노시현", Size.MEDIUM, Region.GYEONGGI,
        "경기도 화성시", "C26294", "134810016", "센서 기판 실장을 시작합니다.",
        try_this=_("인도받은 설비의 인수를 확인합니다. 확인하면 성과표의 수가 달라집니다."),
    ),
    Firm(
        "onsaemi", "온새미화학", "백아름", Size.SMALL, Region.JEONNAM,
        "전라남도 광양시", "C20499", "416810017", "코팅 원료의 건조 공정에 씁니다.",
    ),
    Firm(
        "ireum", "이룸센서", "신예준", Size.SMALL, Region.INCHEON,
        "인천광역시 남동구", "C27213", "131810018", "온도 센서의 신뢰성 시험에 씁니다.",
    ),
    Firm(
        "hangyeol", "한결공업", "유도윤", Size.SMALL, Region.CHUNGNAM,
        "충청남도 아산시", "C30399", "312810019", "시험편 제작에 씁니다.",
        certificate_until=date(2014, 8, 31),
        try_this=_("중소기업확인서가 만료되었습니다. 새 확인서를 올려 보세요."),
    ),
    Firm(
        "chambit", "참빛조명", "권나래", Size.SMALL, Region.GYEONGGI,
        "경기도 부천시", "C28422", "130810020", "조명 구동회로의 잡음을 잽니다.",
        certificate_until=date(2014, 10, 20),
        try_this=_("중소기업확인서가 곧 만료됩니다. 예비순위에서 기다리고 있습니다."),
    ),
    Firm(
        "narae", "나래포장", "송이든", Size.SMALL, Region.JEONBUK,
        "전라북도 군산시", "C17222", "401810021", "점착제 배합에 씁니다.",
    ),
    Firm(
        "byeori", "벼리소재", "홍채원", Size.MEDIUM, Region.CHUNGBUK,
        "충청북도 청주시", "C20302", "301810022", "분말 소재의 고액 분리에 씁니다.",
    ),
)  # fmt: skip

# Its registration still waits for an officer.
WAITING = Firm(
    "pureunsol", "푸른솔기전", "안소율", Size.SMALL, Region.DAEJEON,
    "대전광역시 유성구", "C28119", "305810023",
    try_this=_("등록 신청이 심사를 기다립니다. 승인 전에는 둘러보기만 할 수 있습니다."),
)  # fmt: skip

# Who supplies whom on the first tier; the last tie still waits for the firm's word.
TIES = (("hanbit", "saebyeok"), ("hanbit", "haesol"), ("nuri", "neulchan"), ("garam", "onsaemi"))
UNCONFIRMED_TIE = ("hanbit", "daon")
