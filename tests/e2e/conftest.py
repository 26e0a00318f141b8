"""The product running as a newcomer starts it, outside production: every mail is redirected."""

from collections.abc import Iterator

import httpx
import pytest

from tests.e2e.product import Mailbox, Product, Visitor, running

REDIRECTED_TO = "essais@ctai.example"


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running(
        tmp_path_factory.mktemp("produit"), Mailbox(), {"CTAI_MAIL_REDIRECT_TO": REDIRECTED_TO}
    ) as started:
        yield started


@pytest.fixture
def visitor(product: Product) -> Iterator[Visitor]:
    with httpx.Client(base_url=product.url, timeout=40, trust_env=False) as http:
        yield Visitor(http)
