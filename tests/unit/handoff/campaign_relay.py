"""A relay of the crash campaign, in a process of its own, on a clock that runs fast.

Arguments: database URL, port of the SMTP server, folder for settings, moment at which its clock starts, when
that was in Unix seconds, speed. With a speed of 200 a lease of five minutes lasts a second and a half.
"""

import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

from bot.db import make_engine, make_sessions
from bot.handoff.relay import run_relay
from bot.handoff.transport import transport_for
from bot.settings import read_settings


def main(url: str, port: str, var: str, start: str, began: str, speed: str) -> None:
    def clock() -> datetime:
        return datetime.fromisoformat(start) + timedelta(seconds=(time.time() - float(began)) * float(speed))

    settings = read_settings(
        {
            "CTAI_ENVIRONMENT": "production",
            "CTAI_SECRET_KEY": "k" * 32,
            "CTAI_ACTIONS_SECRET": "a" * 32,
            "CTAI_MAIL_FROM": "assistant@ctai.example",
            "CTAI_CENTRAL_INBOX": "centrale@ctai.example",
            "CTAI_SMTP_URL": f"smtp://127.0.0.1:{port}",
        },
        Path(var),
    )
    run_relay(
        settings,
        make_sessions(make_engine(url)),
        transport_for(settings),
        clock,
        threading.Event(),
        on_sent=lambda _session, _sent, _clock: None,
        pause_s=0.02,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
