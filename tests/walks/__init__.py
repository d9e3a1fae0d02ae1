"""Walks through the served portal by real browsers; failures in the helpers are told in full."""

import pytest

pytest.register_assert_rewrite(
    "tests.walks.journey", "tests.walks.paper", "tests.walks.people", "tests.walks.pessel"
)
