"""Idle assets and the exchange 유휴자산 거래장터."""
