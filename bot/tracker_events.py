"""The table of Rasa's tracker store, where conversations are kept: one JSON object an event.

As `rasa.core.tracker_store.SQLTrackerStore` of Rasa 3.6.21 makes it; Rasa itself only adds to it.
"""

from sqlalchemy import Column, Float, Integer, MetaData, String, Table, Text

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
