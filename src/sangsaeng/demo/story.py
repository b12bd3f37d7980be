"""What happened on the exchange until the demo's day, told as data."""

from dataclasses import dataclass
from datetime import datetime

from sangsaeng.assets.choices import Audience, Visibility
from sangsaeng.demo.days import day, working_day

LEDGERS = {
    "hanbit": ("hanbit.csv", day(6, 23, 14)),
    "nuri": ("nuri.csv", day(6, 24, 11)),
    "garam": ("garam.csv", day(6, 25, 15)),
}


@dataclass(frozen=True)
class Asked:
    """A request of a firm, and how far it came."""

    firm: str
    at: datetime
    quantity: int = 1
    accepted: datetime | None = None
    giver_signed: datetime | None = None
    taker_signed: datetime | None = None
    paid: datetime | None = None
    delivered: datetime | None = None
    received: datetime | None = None


@dataclass(frozen=True)
class Offered:
    """An offer of an asset, named by its number in the ledger, and who asked."""

    owner: str
    asset_no: str
    opens: datetime
    closes: datetime
    description: str = ""
    price: int = 0
    quantity: int = 1
    audience: Audience = Audience.ALL_SMES
    visibility: Visibility = Visibility.PUBLIC
    asked: tuple[Asked, ...] = ()


HANDED_OVER = (
    Offered(
        "hanbit", "HB-001", day(7, 8), day(7, 22), "척과 공구대를 함께 드립니다.",
        asked=(
            Asked("saebyeok", day(7, 8, 10, 4), 1, day(7, 8, 15), day(7, 9), day(7, 9, 16),
                  None, day(7, 21, 14), day(7, 22, 9)),
            Asked("hangyeol", day(7, 8, 11, 20)),
        ),
    ),
    Offered(
        "hanbit", "HB-004", day(7, 14), day(7, 28), "송급장치와 케이블을 함께 드립니다.",
        asked=(
            Asked("daon", day(7, 14, 10, 31), 1, day(7, 15), day(7, 15, 11), day(7, 16),
                  None, day(7, 29, 13), day(7, 29, 17)),
        ),
    ),
    Offered(
        "nuri", "NR-011", day(8, 4), day(8, 18), "2014년 5월에 온도를 교정했습니다.", 1_500_000,
        asked=(
            Asked("ireum", day(8, 4, 10, 2), 1, day(8, 5), day(8, 6), day(8, 6, 14),
                  day(8, 11), day(8, 20, 10), day(8, 21, 11)),
        ),
    ),
    Offered(
        "nuri", "NR-009", day(8, 11), day(8, 25), "프로브 4개를 함께 드립니다.",
        asked=(
            Asked("saebyeok", day(8, 11, 13), 1, day(8, 12), day(8, 12, 17), day(8, 13),
                  None, day(8, 26), day(8, 27)),
        ),
    ),
    Offered(
        "garam", "GR-003", day(8, 18), day(9, 1), "진공펌프는 함께 드리지 않습니다.",
        asked=(
            Asked("onsaemi", day(8, 18, 10, 7), 1, day(8, 19), day(8, 20), day(8, 20, 15),
                  None, day(9, 3), day(9, 4)),
        ),
    ),
    Offered(
        "hanbit", "HB-003", day(8, 25), day(9, 5), "기초 볼트를 풀어 둔 상태입니다.",
        asked=(
            Asked("haesol", day(8, 25, 10, 1), 1, day(8, 26), day(8, 27), day(8, 28),
                  None, day(9, 17), day(9, 19)),
        ),
    ),
)  # fmt: skip

UNDER_WAY = (
    # Delivered, and not yet received.
    Offered(
        "nuri", "NR-001", day(9, 15), day(9, 29), "피더 40개를 함께 드립니다.",
        asked=(
            Asked("neulchan", day(9, 15, 10, 12), 1, day(9, 16), day(9, 17), day(9, 17, 15),
                  None, day(9, 30, 14)),
        ),
    ),
    # The taker has not signed.
    Offered(
        "hanbit", "HB-002", day(9, 22), day(10, 6), "공구 24본을 함께 드립니다.",
        asked=(
            Asked("mir", day(9, 22, 10, 3), 1, day(9, 24), day(9, 30)),
            Asked("dodam", day(9, 22, 10, 9)),
            Asked("saebyeok", day(9, 23, 9, 40)),
        ),
    ),
    # The clock of the award runs.
    Offered(
        "hanbit", "HB-006", day(10, 1), day(10, 15), "마그네틱 척을 함께 드립니다.",
        asked=(Asked("dodam", day(10, 1, 10, 1)), Asked("haesol", day(10, 1, 11, 15))),
    ),
    Offered(
        "nuri", "NR-010", day(9, 29), day(10, 13), "측정 잡음이 규격 안에 있습니다.", 3_000_000,
        asked=(
            Asked("ireum", day(9, 29, 10, 5), 1, day(9, 30)),
            Asked("neulchan", day(9, 29, 10, 6)),
            Asked("chambit", day(9, 29, 14, 30)),
        ),
    ),
    # Partly awarded.
    Offered(
        "hanbit", "HB-021", day(9, 26), day(10, 17), "사무동 이전으로 남은 의자입니다.", 0, 60,
        asked=(
            Asked("mir", day(9, 26, 10, 10), 20, day(9, 29)),
            Asked("narae", day(10, 1, 9, 20), 15),
        ),
    ),
    # Lapsed, then the next in line was promoted and accepted.
    Offered(
        "garam", "GR-002", day(9, 22), day(10, 8), "여과포를 새로 갈았습니다.",
        asked=(
            Asked("byeori", day(9, 22, 10, 2)),
            Asked("narae", day(9, 22, 10, 30), 1, day(9, 29)),
        ),
    ),
    # Nobody asked.
    Offered("garam", "GR-009", day(8, 18), day(9, 1), "반출에 크레인이 필요합니다."),
)  # fmt: skip

OPEN = (
    Offered(
        "hanbit", "HB-007", day(9, 30), day(10, 14), "1차 협력사와 협력사에 먼저 드립니다.",
        audience=Audience.PARTNERS, visibility=Visibility.PARTNERS,
    ),
    Offered("hanbit", "HB-008", day(9, 30), day(10, 14), "에어드라이어를 함께 드립니다."),
    Offered("nuri", "NR-002", day(10, 1), day(10, 16), "컨베이어를 함께 드립니다.", 5_000_000),
    Offered("garam", "GR-013", day(10, 1), day(10, 20), "검출기를 함께 드립니다."),
    # Opens on the working day after the demo's.
    Offered("hanbit", "HB-017", day(10, 6), day(10, 17), "인장과 압축 지그를 함께 드립니다."),
)  # fmt: skip

# A fuller exchange, left out of the small demo: owner, ledger number, opening day, quantity.
MORE = tuple(
    Offered(
        owner, number, day(9, opens), working_day(10, 8, n % 9),
        quantity=quantity,
    )
    for n, (owner, number, opens, quantity) in enumerate(
        [
            ("hanbit", "HB-005", 22, 1), ("hanbit", "HB-010", 23, 1), ("hanbit", "HB-013", 24, 1),
            ("hanbit", "HB-016", 25, 1), ("hanbit", "HB-018", 26, 1), ("hanbit", "HB-022", 29, 40),
            ("nuri", "NR-003", 22, 1), ("nuri", "NR-005", 23, 1), ("nuri", "NR-012", 24, 1),
            ("nuri", "NR-016", 25, 1), ("nuri", "NR-018", 26, 12), ("nuri", "NR-019", 30, 6),
            ("garam", "GR-001", 23, 1), ("garam", "GR-004", 24, 1), ("garam", "GR-005", 25, 8),
            ("garam", "GR-014", 26, 1), ("garam", "GR-017", 29, 1), ("garam", "GR-021", 30, 6),
        ]
    )
)  # fmt: skip

SMALL = HANDED_OVER + UNDER_WAY + OPEN
FULL = SMALL + MORE
