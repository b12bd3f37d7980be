"""A full exchange: many offers of all kinds, some with a line, and the people who ask.

The builders' rows lie in 2014, but every window is open still and every certificate good.
One offer goes through the program's own actions; the database copies it with other values,
so a new column needs nothing here.
"""

from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.utils import translation

from sangsaeng.accounts.actions import create_token
from sangsaeng.accounts.models import User
from sangsaeng.accounts.testing import MORNING
from sangsaeng.assets.models import Offer
from sangsaeng.assets.testing import make_offer, make_request
from sangsaeng.files.models import StoredFile
from sangsaeng.kernel import clock
from sangsaeng.organizations.models import SmeCertificate
from sangsaeng.organizations.testing import make_firm, make_large_company, make_manager

SOME_DAYS = timedelta(days=30)
OWNERS = 20
LONGEST_WINDOW = 20  # days
FIRST = 1_000  # the copies' numbers begin behind what the actions made

ASSETS = """
INSERT INTO assets_asset SELECT copy.* FROM assets_asset one
CROSS JOIN generate_series(%(first)s, %(last)s) n
CROSS JOIN LATERAL jsonb_populate_record(one, jsonb_build_object(
    'id', n,
    'asset_no', 'FA-14-' || n,
    'serial', 'S' || n,
    'owner_id', (%(owners)s::bigint[])[1 + n %% cardinality(%(owners)s)],
    'title', (ARRAY['사출성형기', '머시닝센터', 'CNC 선반', '공기압축기', '삼차원 측정기',
                    '회의용 책상', '오실로스코프', '프레스', '지게차', '항온항습기'])[1 + n %% 10]
             || ' ' || (20 + n %% 480) || '호',
    'asset_class', (ARRAY['PRODUCTION_EQUIPMENT', 'PRODUCTION_EQUIPMENT', 'RESEARCH_EQUIPMENT',
                          'OFFICE_FACILITY'])[1 + n / 10 %% 4],
    'region', (ARRAY['SEOUL', 'GYEONGGI', 'GYEONGNAM', 'INCHEON', 'BUSAN'])[1 + n %% 5],
    'quantity', 1 + n %% 7
)) copy WHERE one.id = %(asset)s
"""
OFFERS = """
INSERT INTO assets_offer SELECT copy.* FROM assets_offer one
CROSS JOIN generate_series(%(first)s, %(last)s) n JOIN assets_asset asset ON asset.id = n
CROSS JOIN LATERAL jsonb_populate_record(one, jsonb_build_object(
    'id', n,
    'asset_id', n,
    'owner_id', asset.owner_id,
    'title', asset.title,
    'quantity', asset.quantity,
    'awarded_quantity', 0,  -- the trigger counts what AWARDS gives
    'price_model', CASE WHEN n %% 3 = 0 THEN 'LOW_PRICE' ELSE 'FREE' END,
    'unit_price', CASE WHEN n %% 3 = 0 THEN 10000 * (1 + n %% 90) ELSE 0 END,
    'visibility', CASE WHEN n %% 10 = 0 THEN 'PARTNERS' ELSE 'PUBLIC' END,
    'published_at', one.published_at - n * interval '3 minutes',
    'created_at', one.created_at - n * interval '3 minutes',
    'closes_at', %(now)s::timestamptz + (1 + n %% %(window)s) * interval '1 day'
)) copy WHERE one.id = %(offer)s
"""
PHOTOS = """
INSERT INTO assets_assetphoto (asset_id, file_id, position)
SELECT n, %(file)s, p FROM generate_series(%(first)s, %(last)s, 2) n, generate_series(1, 2) p
"""
# In every fifth offer the first firm has its units and up to two others wait.
REQUESTS = """
INSERT INTO assets_request SELECT copy.* FROM assets_request one
CROSS JOIN generate_series(%(first)s, %(last)s, 5) n CROSS JOIN generate_series(0, 2) k
CROSS JOIN LATERAL jsonb_populate_record(one, jsonb_build_object(
    'id', n * 10 + k,
    'offer_id', n,
    'firm_id', (%(firms)s::bigint[])[1 + (n + k) %% cardinality(%(firms)s)],
    'order', k + 1,
    'state', CASE WHEN k = 0 THEN 'AWARDED' ELSE 'RESERVE' END
)) copy WHERE one.id = %(request)s AND k <= n / 5 %% 3
"""
AWARDS = """
INSERT INTO assets_award SELECT copy.* FROM assets_award one
CROSS JOIN generate_series(%(first)s, %(last)s, 5) n
CROSS JOIN LATERAL jsonb_populate_record(one, jsonb_build_object(
    'id', n, 'request_id', n * 10, 'offer_id', n
)) copy WHERE one.request_id = %(request)s
"""
TABLES = ("asset", "offer", "request", "award")


def prepare() -> None:
    """Make the tables; the clock stays the real one, so no page wears the demo's banner."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def fill(rows: int) -> None:
    """Put so many published offers on the exchange."""
    with translation.override("ko"):
        request = make_request(offer=make_offer(), at=MORNING)
        values = {
            "first": FIRST,
            "last": FIRST + rows - 1,
            "now": clock.now(),
            "window": LONGEST_WINDOW,
            "asset": request.offer.asset_id,
            "offer": request.offer_id,
            "request": request.pk,
            "owners": [make_large_company(name=f"한빛중공업 {n}호").pk for n in range(OWNERS)],
            "firms": [make_firm().pk for _ in range(OWNERS)],
            "file": _picture().pk,
        }
    with connection.cursor() as cursor:
        for statement in (ASSETS, OFFERS, PHOTOS, REQUESTS, AWARDS):
            cursor.execute(statement, values)
        for table in TABLES:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('assets_{table}', 'id'), %s)",
                [(FIRST + rows) * 10],
            )
        cursor.execute("VACUUM ANALYZE")


def make_line(*, quantity: int, reserve_limit: int) -> Offer:
    """Make an offer whose units are soon gone."""
    with translation.override("ko"):
        until = clock.now() + SOME_DAYS
        return make_offer(quantity=quantity, reserve_limit=reserve_limit, closes_at=until)


def make_askers(count: int) -> list[tuple[User, str]]:
    """Make firms that may ask, each with somebody who has a token."""
    with translation.override("ko"):
        people = [make_manager(make_firm()) for _ in range(count)]
        SmeCertificate.objects.update(valid_until=clock.today() + SOME_DAYS)
        return [(user, create_token(user, by=None, at=clock.now())[1]) for user in people]


def _picture() -> StoredFile:
    return StoredFile.objects.create(
        sha256="0" * 64, size=1, media_type="image/jpeg", name="설비.jpg", uploaded_at=MORNING
    )
