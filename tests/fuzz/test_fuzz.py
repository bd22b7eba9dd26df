"""Any input is handled: hypothesis feeds the seven areas of `areas.py`, hundreds of inputs to each.

`run.py` feeds them for any length of time.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from areas import AREAS, LedgerArea
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from run import feed
from support import amount

FEW, SOME = amount(100, long=5000), amount(600, long=20_000)
_any = st.binary(min_size=1, max_size=120)
_limits = settings(max_examples=SOME, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def ledger() -> Iterator[LedgerArea]:
    area = LedgerArea()
    yield area
    area.close()


@pytest.mark.parametrize("name", [name for name in AREAS if name != "ledger"])
@_limits
@given(data=_any)
def test_any_input_is_handled(name: str, data: bytes) -> None:
    feed(AREAS[name](), data)


@settings(_limits, max_examples=FEW)
@given(data=st.binary(min_size=6, max_size=30))
def test_any_damaged_ledger_is_handled(ledger: LedgerArea, data: bytes) -> None:
    feed(ledger, data)
