"""Rasa's tracker store, where conversations are kept: its address, and its table of one JSON object an event.

As `rasa.core.tracker_store.SQLTrackerStore` of Rasa 3.6.21 makes it; Rasa itself only adds to it.
"""

from sqlalchemy import URL, Column, Float, Integer, MetaData, String, Table, Text, make_url

EVENTS = Table(
    "events",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("sender_id", String(255)),
    Column("type_name", String(255)),
    Column("timestamp", Float),
    Column("action_name", String(255)),
    Column("data", Text),
)


def tracker_url(url: str) -> URL:
    """Gives the address of the store for this side, whose PostgreSQL driver is not Rasa's.

    Args:
        url: as Rasa has it, in the style of SQLAlchemy 1.4.

    Raises:
        ArgumentError: it is not the URL of a database.
    """
    parsed = make_url(url)
    return parsed if parsed.get_backend_name() == "sqlite" else parsed.set(drivername="postgresql+psycopg")
