import pytest

from bot.territory.tables import Territory, load_territory


@pytest.fixture(scope="session")
def territory() -> Territory:
    return load_territory()
