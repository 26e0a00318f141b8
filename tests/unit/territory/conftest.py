import gc

import pytest

from bot.territory.tables import Territory, load_territory


@pytest.fixture(scope="session")
def territory() -> Territory:
    loaded = load_territory()
    # It lives as long as the tests do: the collector need not walk through it again and again.
    gc.freeze()
    return loaded
