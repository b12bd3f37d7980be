"""Everything the exchange reads."""

from sangsaeng.assets.queries.exchange import (
    Filters,
    Listing,
    Now,
    list_exchange,
    offers_on_exchange,
    request_tone,
    situation_of,
    what_now,
)
from sangsaeng.assets.queries.history import Event, history_of
from sangsaeng.assets.queries.line import (
    request_of_firm,
    requests_with_parties,
    reserve_rank,
    states_in_line,
    working_days_left,
)
from sangsaeng.assets.queries.publishing import (
    REQUIRED_TO_PUBLISH,
    awards_due,
    missing_for_publishing,
    offers_due,
    quantity_left,
)
from sangsaeng.assets.queries.visible import (
    NEVER_OFFERED,
    assets_visible_to,
    hand_overs_visible_to,
    imports_visible_to,
    ledger_visible_to,
    offers_visible_to,
    requests_visible_to,
)

__all__ = [
    "NEVER_OFFERED",
    "REQUIRED_TO_PUBLISH",
    "Event",
    "Filters",
    "Listing",
    "Now",
    "assets_visible_to",
    "awards_due",
    "hand_overs_visible_to",
    "history_of",
    "imports_visible_to",
    "ledger_visible_to",
    "list_exchange",
    "missing_for_publishing",
    "offers_due",
    "offers_on_exchange",
    "offers_visible_to",
    "quantity_left",
    "request_of_firm",
    "request_tone",
    "requests_visible_to",
    "requests_with_parties",
    "reserve_rank",
    "situation_of",
    "states_in_line",
    "what_now",
    "working_days_left",
]
