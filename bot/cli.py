"""`./ctai`: the operator's command. Each process of the product is one of its commands."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

import actions.server
import bot.web.server
from bot import training
from bot.clock import PARIS, now
from bot.db import ROOT, make_engine, make_sessions, transaction, upgrade
from bot.dossier.email_code import GOOD_FOR_MINUTES
from bot.dossier.journal import verify_journal
from bot.dossier.tracking import on_message_sent
from bot.handoff import inboxes, outbox
from bot.handoff.addresses import InvalidAddress
from bot.handoff.inbox_check import Coverage, check_inboxes
from bot.handoff.inbox_files import UnreadableDirectory
from bot.handoff.inbox_import import import_suggestions, read_directory
from bot.handoff.inboxes import InboxNotConfirmed
from bot.handoff.offices import prefectures, sous_prefectures
from bot.handoff.relay import run_relay
from bot.handoff.storage import InboxStatus, MessageState
from bot.handoff.transport import transport_for
from bot.jsonl import InvalidLine, read_lines
from bot.knowledge.checks import as_lines, check
from bot.knowledge.reading import read_corpus
from bot.knowledge.report import write_report
from bot.knowledge.yaml_files import InvalidKnowledge
from bot.logs import configure_logs
from bot.review import decisions as reviewing
from bot.review.conversations import open_conversations
from bot.review.lines import CONVERSATIONS_MIN, shortened
from bot.review.model import Line, ReviewRefused, Votes
from bot.rights.conversations import tracker_store
from bot.rights.daily import run_daily
from bot.rights.erase import erase as erase_address
from bot.rights.export import export as export_address
from bot.rights.export import write_export
from bot.rights.purge import count_due
from bot.rights.purge import purge as purge_all
from bot.rights.scrub import NotScrubbed, scrub_both
from bot.rights.verification import RightsRefused, prove_address, send_rights_code
from bot.settings import InvalidSettings, Settings, read_settings
from bot.supervision import CannotStart, rasa_program
from bot.supervision import serve as run_all
from bot.territory.build import WrongTables
from bot.territory.build import build as build_tables
from bot.territory.build.packages import PackageNotFetched, fetch_packages
from bot.territory.build.sources import HISTORY_VERSION
from bot.territory.locate import locate
from bot.territory.tables import DEFAULT as TERRITORY
from bot.territory.tables import load_territory

app = typer.Typer(
    help="The CTAI assistant: serve it, train it, look after its messages.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
db_app = typer.Typer(help="The database.", no_args_is_help=True)
outbox_app = typer.Typer(help="The messages that leave.", no_args_is_help=True)
inboxes_app = typer.Typer(help="The inboxes of the préfectures.", no_args_is_help=True)
territory_app = typer.Typer(help="The tables of communes, EPCI and départements.", no_args_is_help=True)
knowledge_app = typer.Typer(help="What the assistant states, and where it comes from.", no_args_is_help=True)
review_app = typer.Typer(help="Learning from what was not understood.", no_args_is_help=True)
journal_app = typer.Typer(help="The journal of the dossiers.", no_args_is_help=True)
app.add_typer(db_app, name="db")
app.add_typer(outbox_app, name="outbox")
app.add_typer(inboxes_app, name="inboxes")
app.add_typer(territory_app, name="territory")
app.add_typer(knowledge_app, name="knowledge")
app.add_typer(review_app, name="review")
app.add_typer(journal_app, name="journal")


#: What an operator did wrong, not the program.
_MISTAKES = (
    InvalidSettings,
    InvalidAddress,
    UnreadableDirectory,
    InboxNotConfirmed,
    CannotStart,
    training.TrainingFailed,
    WrongTables,
    PackageNotFetched,
    InvalidLine,
    InvalidKnowledge,
    ReviewRefused,
    RightsRefused,
    NotScrubbed,
)


def main() -> None:
    """Entry point; what an operator did wrong is one line on the screen, not a trace."""
    try:
        app()
    except _MISTAKES as error:
        sys.exit(f"ctai: {error}")


def _settings() -> Settings:
    settings = read_settings(os.environ, ROOT)
    settings.var.mkdir(parents=True, exist_ok=True)
    configure_logs(production=settings.production)
    return settings


@contextmanager
def _database(settings: Settings) -> Iterator[sessionmaker[Session]]:
    engine: Engine = make_engine(settings.database_url)
    try:
        yield make_sessions(engine)
    finally:
        engine.dispose()


@app.command()
def serve() -> None:
    """Starts the whole assistant and keeps it running until Ctrl-C."""
    settings = _settings()
    model = training.train(ROOT)
    upgrade(settings.database_url)

    def ready() -> None:
        typer.echo(f"\n  The assistant:  {settings.public_url}")
        if settings.smtp_url is None:
            typer.echo(f"  Mails land in:  {settings.mail_folder}  (.eml files; set CTAI_SMTP_URL to send)")
        if settings.mail_redirect_to:
            typer.echo(f"  Every mail is redirected to {settings.mail_redirect_to}: this is not production.")
        typer.echo(f"  Logs are in:    {settings.var / 'journaux'}\n  Ctrl-C stops everything.\n")

    run_all(settings, ROOT, model, say=typer.echo, ready=ready)


@app.command()
def train(
    *,
    force: Annotated[bool, typer.Option(help="Train even when the model is there.")] = False,
    path: Annotated[bool, typer.Option("--path", help="Only show the model's file.")] = False,
) -> None:
    """Trains the model if it is missing or stale."""
    if path:
        typer.echo(training.model_path(ROOT))
        return
    if not force and training.model_path(ROOT).exists():
        typer.echo(f"the model is up to date: {training.model_path(ROOT)}")
        return
    typer.echo("training the model (about a minute)…")
    typer.echo(f"trained: {training.train(ROOT, force=force)}")


@app.command()
def parse(
    jsonl: Annotated[Path, typer.Option(help='One {"text": …} a line.', exists=True, dir_okay=False)],
) -> None:
    """Reads sentences as the assistant does: one JSON object a line, in and out."""
    model = training.train(ROOT)
    with jsonl.open("rb") as lines:
        done = subprocess.run(  # noqa: S603  (fixed words and the project's own paths)
            [training.bot_python(ROOT), "-m", "bot.nlu.parse", model],
            stdin=lines,
            cwd=ROOT,
            env=training.rasa_environ(),
            check=False,
        )
    raise typer.Exit(done.returncode)


@app.command()
def rasa() -> None:
    """Runs Rasa alone, as `serve` does."""
    program = rasa_program(_settings(), ROOT, training.train(ROOT))
    os.execve(program.command[0], list(program.command), dict(program.environ))  # noqa: S606


@app.command(name="actions")
def run_actions() -> None:
    """Runs the custom actions alone, for `rasa shell` and `rasa interactive`."""
    upgrade(_settings().database_url)
    actions.server.main()


@app.command()
def web() -> None:
    """Runs the public door alone."""
    bot.web.server.main()


@app.command()
def relay() -> None:
    """Runs the relay alone: sends what is in the outbox, and purges once a night."""
    settings = _settings()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with _database(settings) as sessions:
        # A thread of its own, so that no message waits for a purge. It is left behind when the relay ends:
        # what it had not committed is done the next night.
        threading.Thread(target=run_daily, args=(settings, sessions, now, stop), daemon=True).start()
        run_relay(settings, sessions, transport_for(settings), now, stop, on_sent=on_message_sent)


@db_app.command(name="upgrade")
def db_upgrade() -> None:
    """Creates the database or brings it to the newest schema."""
    settings = _settings()
    upgrade(settings.database_url)
    typer.echo("the database is up to date")


@outbox_app.command(name="list")
def outbox_list(
    state: Annotated[MessageState | None, typer.Option(help="Only messages in this state.")] = None,
) -> None:
    """Shows the messages, one JSON object a line, without their contents."""
    with _database(_settings()) as sessions, transaction(sessions) as session:
        for message in outbox.list_messages(session, state):
            typer.echo(json.dumps(asdict(message), ensure_ascii=False, default=str))


@outbox_app.command(name="retry")
def outbox_retry(
    message_id: Annotated[int | None, typer.Argument(help="One message; without it, every dead one.")] = None,
) -> None:
    """Puts dead letters back in the queue."""
    with _database(_settings()) as sessions, transaction(sessions) as session:
        typer.echo(f"{outbox.retry(session, message_id, now)} message(s) will be sent again")


@inboxes_app.command(name="import")
def inboxes_import(
    file: Annotated[Path, typer.Argument(help="Service-Public JSON, or CSV.", exists=True, dir_okay=False)],
    author: Annotated[str, typer.Option(help="Who imports.")] = "import",
) -> None:
    """Notes the addresses of a file, still to be confirmed, and its telephones; nothing is written there."""
    settings = _settings()
    territory = load_territory()
    reading = read_directory(file, territory)
    with _database(settings) as sessions, transaction(sessions) as session:
        report = import_suggestions(
            session, reading, territory, now, author=author, production=settings.production
        )
    for kept in report.kept_confirmed:
        other = "" if kept.suggested == kept.address else f"; the file says {kept.suggested}"
        typer.echo(f"kept       {kept.prefecture_id} {kept.address} is confirmed{other}")
    for skipped in report.skipped:
        typer.echo(f"skipped    {skipped.what}: {skipped.reason}")
    for doubt in report.suspicious:
        typer.echo(f"suspicious {doubt.prefecture_id} {doubt.address}: {doubt.suspicion}")
    typer.echo(f"contacts   {len(report.contacts)} office(s) with a telephone or a postal address to show")
    typer.echo(
        f"{len(report.suggested)} to confirm, {len(report.kept_confirmed)} confirmed and left alone, "
        f"{len(report.skipped)} skipped, {len(report.suspicious)} suspicious"
    )


@inboxes_app.command(name="list")
def inboxes_list(
    status: Annotated[InboxStatus | None, typer.Option(help="Only inboxes in this state.")] = None,
) -> None:
    """Shows the directory, one JSON object a line."""
    with _database(_settings()) as sessions, transaction(sessions) as session:
        for inbox in inboxes.list_inboxes(session):
            if status in {None, inbox.status}:
                typer.echo(
                    json.dumps(
                        {
                            "prefecture": inbox.prefecture_id,
                            "address": inbox.address,
                            "cc": inbox.cc,
                            "status": inbox.status.value,
                            "source": inbox.source,
                            "valid_until": inbox.valid_until.isoformat() if inbox.valid_until else None,
                        },
                        ensure_ascii=False,
                    )
                )


@inboxes_app.command(name="confirm")
def inboxes_confirm(
    prefecture_id: Annotated[str, typer.Argument(help="pref:23, hc:987, or spref:421 for copies.")],
    address: Annotated[str, typer.Argument(help="The inbox, checked by a person.")],
    author: Annotated[str, typer.Option(help="Who checked it.", prompt="Who checked it")],
    source: Annotated[str, typer.Option(help="How it was checked.", prompt="How it was checked")],
) -> None:
    """Records an inbox that a person has checked; good for twelve months."""
    settings = _settings()
    _known_office(prefecture_id)
    with _database(settings) as sessions, transaction(sessions) as session:
        inbox = inboxes.confirm_inbox(
            session, prefecture_id, address, now, author=author, source=source, production=settings.production
        )
    copies = f", with copies to {_copies(inbox)}" if inbox.cc else ""
    typer.echo(f"{prefecture_id} is confirmed until {_day(inbox)}{copies}")


@inboxes_app.command(name="copies")
def inboxes_copies(
    prefecture_id: Annotated[str, typer.Argument(help="A préfecture whose inbox is confirmed.")],
    addresses: Annotated[list[str] | None, typer.Argument(help="All the copies; none to stop them.")] = None,
    *,
    author: Annotated[str, typer.Option(help="Who decides.", prompt="Who decides")],
) -> None:
    """Says who receives a copy of every dossier of a préfecture, in place of those who did."""
    settings = _settings()
    if prefecture_id not in prefectures(load_territory()):
        raise typer.BadParameter(f"there is no préfecture {prefecture_id}: write pref:23, pref:2A, hc:987…")
    with _database(settings) as sessions, transaction(sessions) as session:
        inbox = inboxes.set_copies(
            session, prefecture_id, addresses or [], now, author=author, production=settings.production
        )
    typer.echo(f"{prefecture_id}: copies to {_copies(inbox)}")


@inboxes_app.command(name="withdraw")
def inboxes_withdraw(
    prefecture_id: Annotated[str, typer.Argument(help="pref:23, hc:987, spref:421…")],
    author: Annotated[str, typer.Option(help="Who decides.", prompt="Who decides")],
    reason: Annotated[str, typer.Option(help="A message came back, for instance.", prompt="Why")],
) -> None:
    """Forgets an inbox; the central one stands in."""
    settings = _settings()
    _known_office(prefecture_id)
    with _database(settings) as sessions, transaction(sessions) as session:
        inboxes.withdraw_inbox(session, prefecture_id, now, author=author, reason=reason)
    typer.echo(f"{prefecture_id} is withdrawn")


@inboxes_app.command(name="check")
def inboxes_check() -> None:
    """Tells what the directory covers and what needs a person; fails when something is past its date."""
    settings = _settings()
    with _database(settings) as sessions, transaction(sessions) as session:
        check = check_inboxes(inboxes.list_inboxes(session), load_territory(), now)
    typer.echo(f"confirmed  {_coverage(check.confirmed)}")
    typer.echo(f"known      {_coverage(check.known)}, to confirm and expired included")
    for inbox in check.expired:
        typer.echo(f"expired    {inbox.prefecture_id} {inbox.address} on {_day(inbox)}")
    for inbox in check.expiring:
        typer.echo(f"expiring   {inbox.prefecture_id} {inbox.address} on {_day(inbox)}")
    for doubt in check.suspicious:
        typer.echo(f"suspicious {doubt.prefecture_id} {doubt.address}: {doubt.suspicion}")
    typer.echo(f"central    {' '.join(check.unconfirmed) or 'nothing goes to the central inbox'}")
    if check.needs_a_person(production=settings.production):
        raise typer.Exit(1)


def _known_office(id_: str) -> None:
    territory = load_territory()
    if id_ not in prefectures(territory) | sous_prefectures(territory):
        raise typer.BadParameter(f"there is no office {id_}: write pref:23, pref:2A, hc:987, spref:421…")


def _day(inbox: inboxes.Inbox) -> str:
    return f"{inbox.valid_until.astimezone(PARIS):%Y-%m-%d}" if inbox.valid_until else "an unknown day"


def _copies(inbox: inboxes.Inbox) -> str:
    return ", ".join(inbox.cc) or "nobody"


def _coverage(coverage: Coverage) -> str:
    return (
        f"{coverage.offices} of {coverage.all_offices} préfectures ({coverage.offices_share:.1%}), "
        f"{coverage.inhabitants_share:.1%} of {coverage.all_inhabitants:,} inhabitants"
    )


@territory_app.command(name="build")
def territory_build(
    npm_folder: Annotated[
        Path | None, typer.Argument(help="Unpacked package of the year; without it, npm fetches both.")
    ] = None,
    history_folder: Annotated[
        Path | None, typer.Argument(help=f"Unpacked package {HISTORY_VERSION}, with the old names.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Where the tables go.")] = TERRITORY,
) -> None:
    """Builds `data/territory/` from two pinned packages and the committed patches, or writes nothing."""
    if (npm_folder is None) != (history_folder is None):
        raise typer.BadParameter(f"give both packages: that of the year, and {HISTORY_VERSION}")
    with tempfile.TemporaryDirectory() as folder:
        if npm_folder is None or history_folder is None:
            typer.echo("fetching the packages that SOURCES.yml names…")
            npm_folder, history_folder = fetch_packages(TERRITORY / "SOURCES.yml", Path(folder))
        warnings = build_tables(npm_folder, history_folder, TERRITORY / "patches", out)
    for warning in warnings:
        typer.echo(f"warning: {warning}", err=True)
    typer.echo("the tables are built: read the changes with git diff")


@knowledge_app.command(name="check")
def knowledge_check(
    root: Annotated[Path, typer.Option(help="The project's folder.", exists=True, file_okay=False)] = ROOT,
) -> None:
    """Tells, in French, what is wrong in the answers, their facts and their sources; fails if anything is."""
    corpus = read_corpus(root)
    problems = as_lines(check(corpus, now().astimezone(PARIS).date()))
    for problem in problems:
        typer.echo(problem)
    if problems:
        typer.echo(f"{len(problems)} problème(s) à corriger : voir docs/reponses.md")
        raise typer.Exit(1)
    typer.echo(
        f"Tout est en ordre : {len(corpus.answers)} réponses, {len(corpus.knowledge.facts)} faits, "
        f"{len(corpus.knowledge.sources)} sources."
    )


@knowledge_app.command(name="report")
def knowledge_report(
    out: Annotated[Path, typer.Option(help="The HTML file to write.", dir_okay=False)],
    root: Annotated[Path, typer.Option(help="The project's folder.", exists=True, file_okay=False)] = ROOT,
) -> None:
    """Writes the page that reviewers read, print and sign: every question, its answer, its sources."""
    page = write_report(read_corpus(root), now().astimezone(PARIS).date())
    try:
        out.write_text(page, encoding="utf-8")
    except OSError as error:
        raise typer.BadParameter(f"{out} cannot be written: {error.strerror}") from error
    typer.echo(f"Le rapport est écrit : {out}")


_Root = Annotated[Path, typer.Option(help="The project's folder.", exists=True, file_okay=False)]
_Key = Annotated[str, typer.Argument(help="Of the line, as `review list` shows it.")]
_Text = Annotated[str | None, typer.Option(help="Your wording, in place of the visitor's.")]


@contextmanager
def _conversations(settings: Settings) -> Iterator[tuple[Session, Engine]]:
    """Yields a transaction on the product's database, and the conversations beside it."""
    conversations = open_conversations(settings.tracker_database_url)
    try:
        with _database(settings) as sessions, transaction(sessions) as session:
            yield session, conversations
    finally:
        conversations.dispose()


@review_app.command(name="list")
def review_list(
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most lines shown.")] = 20,
) -> None:
    """Shows, masked, the messages that were not understood or whose answer got a thumb down."""
    with _conversations(_settings()) as (session, conversations):
        found = reviewing.to_review(session, conversations, since.date() if since else None)
    lines = shortened(found.lines)
    for line in lines[:limit]:
        typer.echo(_review_line(line))
    for votes in found.unseen:
        typer.echo(
            f"unseen    {_votes(votes)}: fewer than {CONVERSATIONS_MIN} conversations got it, "
            "their messages are not shown"
        )
    typer.echo(f"{len(lines)} line(s) to review, {min(limit, len(lines))} shown")


@review_app.command(name="keep")
def review_keep(
    key: _Key,
    intent: Annotated[str, typer.Option(help="Whose example it becomes: financement_montant…")],
    text: _Text = None,
    root: _Root = ROOT,
) -> None:
    """Writes a line into the training sentences of an intent."""
    with _conversations(_settings()) as (session, conversations):
        file = reviewing.keep_for_training(session, conversations, root, key, intent, now, text=text)
    typer.echo(f"{file.relative_to(root)}: one more example of {intent}; ./ctai train learns it")


@review_app.command(name="test")
def review_test(
    key: _Key,
    theme: Annotated[str, typer.Option(help="What it should be understood as: financement…")],
    register: Annotated[str, typer.Option(help="How it is written: simple, formel, sms…")] = "simple",
    text: _Text = None,
    root: _Root = ROOT,
) -> None:
    """Writes a line into the questions that the understanding is measured with."""
    with _conversations(_settings()) as (session, conversations):
        file = reviewing.keep_as_test(
            session, conversations, root, key, theme, now, register=register, text=text
        )
    typer.echo(f"{file.relative_to(root)}: one more question of {theme}")


@review_app.command(name="drop")
def review_drop(key: _Key) -> None:
    """Notes that nothing is to be made of a line; it is not shown again."""
    with _conversations(_settings()) as (session, conversations):
        reviewing.drop(session, conversations, key, now)
    typer.echo(f"{key} is dropped")


def _review_line(line: Line) -> str:
    why = [
        *(["not understood"] if line.not_understood else []),
        *([f"answered by {_votes(line.votes)}"] if line.votes else []),
    ]
    nearest = ", ".join(f"{intent} {confidence:.0%}" for intent, confidence in line.nearest)
    return (
        f"{line.key}  {line.day}  {line.count} time(s)  {'; '.join(why)}\n"
        f"          {line.text}\n          nearest: {nearest or 'nothing'}"
    )


def _votes(votes: Votes) -> str:
    reasons = ", ".join(f"{reason} {times}" for reason, times in sorted(votes.reasons.items()))
    return f"{votes.answer}, {votes.down} thumb(s) down" + (f" ({reasons})" if reasons else "")


@journal_app.command(name="verify")
def journal_verify() -> None:
    """Follows the chain of the journal from its first line; fails where it is broken."""
    with _database(_settings()) as sessions, transaction(sessions) as session:
        found = verify_journal(session)
    if found.broken_at is not None:
        typer.echo(
            f"the journal is broken at line {found.broken_at}; {found.lines - 1} line(s) hold before it"
        )
        raise typer.Exit(1)
    typer.echo(f"{found.lines} line(s), the chain holds; keep the last digest elsewhere: {found.digest}")


_Address = Annotated[str, typer.Argument(help="Of the person who uses their rights.")]
_SendCode = Annotated[bool, typer.Option("--send-code", help="First: mail a code to the address.")]
_Code = Annotated[str | None, typer.Option(help="Then: the code, as the person tells it.")]


@contextmanager
def _personal_data(settings: Settings) -> Iterator[tuple[sessionmaker[Session], Engine | None]]:
    """Yields the product's database and the conversations, None when there are none."""
    with _database(settings) as sessions, tracker_store(settings.tracker_database_url) as store:
        yield sessions, store


@app.command()
def purge(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what would be removed.")] = False,
    author: Annotated[str, typer.Option(help="A role or an identifier, for the journal.")] = "opérateur",
) -> None:
    """Removes what has been kept long enough, as the relay does each night (docs/donnees.md)."""
    settings = _settings()
    with _personal_data(settings) as (sessions, store):
        if dry_run:
            purged = count_due(sessions, store, settings.mail_folder, now)
        else:
            purged = purge_all(sessions, store, settings.mail_folder, now, author=author)
    _show(purged.counts)
    typer.echo("Essai : rien n’a été retiré." if dry_run else "Les fichiers des bases ont été réécrits.")


@app.command()
def export(
    address: _Address,
    *,
    send_code: _SendCode = False,
    code: _Code = None,
    out: Annotated[Path | None, typer.Option(help="The zip file to write.", dir_okay=False)] = None,
) -> None:
    """Gives a person all that is held of them, once a code has proved their address."""
    settings = _settings()
    if _code_step(settings, address, send_code=send_code, code=code):
        return
    if out is None:
        raise typer.BadParameter("say which file to write with --out")
    with _personal_data(settings) as (sessions, store):
        proved = prove_address(sessions, address, code or "", settings, now)
        with transaction(sessions) as session:
            exported = export_address(session, store, settings, proved, now)
            write_export(exported, out)
    _show(exported.counts)
    typer.echo(f"L’export est écrit : {out}")


@app.command()
def erase(
    address: _Address,
    *,
    send_code: _SendCode = False,
    code: _Code = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for a confirmation.")] = False,
) -> None:
    """Erases what is held of a person, once a code has proved their address."""
    settings = _settings()
    if _code_step(settings, address, send_code=send_code, code=code):
        return
    with _personal_data(settings) as (sessions, store):
        proved = prove_address(sessions, address, code or "", settings, now)
        if not yes:
            typer.confirm(f"Effacer tout ce qui est conservé de {proved} ?", abort=True)
        with transaction(sessions) as session:
            erased = erase_address(session, store, settings, proved, now)
        _show(erased.counts)
        for handed in erased.handed:
            typer.echo(f"à prévenir de l’effacement : {handed.office}, pour {handed.reference}")
        scrub_both(sessions, store)
    typer.echo(
        "C’est effacé. Les fichiers des bases ont été réécrits ; les sauvegardes suivent leur propre durée."
    )


def _code_step(settings: Settings, address: str, *, send_code: bool, code: str | None) -> bool:
    """Mails a code when that is what is asked for, and says whether it was; one of the two must be."""
    if send_code == (code is not None):
        raise typer.BadParameter("first --send-code, then --code with what the person tells you")
    if send_code:
        with _database(settings) as sessions, transaction(sessions) as session:
            send_rights_code(session, address, settings, now)
        typer.echo(f"Un code part vers cette adresse, valable {GOOD_FOR_MINUTES} minutes.")
    return send_code


def _show(counts: Mapping[str, int]) -> None:
    for label, count in counts.items():
        typer.echo(f"{count:>8} {label}")


@app.command(name="locate")
def locate_all(
    jsonl: Annotated[Path, typer.Option(help='One {"text": …} a line.', exists=True, dir_okay=False)],
) -> None:
    """Says whom each text speaks of and which préfecture is theirs: one JSON object a line, in and out."""
    with jsonl.open(encoding="utf-8") as lines:
        texts = list(read_lines(lines))  # all checked before the tables are loaded
    territory = load_territory()
    for text in texts:
        typer.echo(json.dumps(locate(territory, text), ensure_ascii=False))


if __name__ == "__main__":
    main()
