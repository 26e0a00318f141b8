"""Somebody who talks to the running product over HTTP."""

from collections.abc import Iterator

import httpx
import pytest

from tests.e2e.product import Product, Visitor


@pytest.fixture
def visitor(product: Product) -> Iterator[Visitor]:
    with httpx.Client(base_url=product.url, timeout=40, trust_env=False) as http:
        yield Visitor(http)
