"""Structured logs of the service processes: JSON in production, readable lines on a developer's screen.

No message text, no name, no address in clear is ever logged. What a line may carry is closed: an event name
in English, ids made by the server, counts, durations in milliseconds, and `address=fingerprint(…)`.
"""

import hashlib
import logging
import sys
from typing import cast

import structlog


def configure_logs(*, production: bool) -> None:
    """Sets structlog up for this process; called once, by each process's entry point."""
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if production
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )


def logger(name: str) -> structlog.typing.FilteringBoundLogger:
    """Gives the logger of one module; `name` tells the room."""
    return cast("structlog.typing.FilteringBoundLogger", structlog.get_logger(room=name))


def fingerprint(value: str) -> str:
    """Names an address in a log without showing it: the first 10 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(value.strip().lower().encode()).hexdigest()[:10]
