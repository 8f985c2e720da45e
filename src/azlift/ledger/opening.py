"""Opening a ledger: made when there is none, brought up to date when an older azlift made it, refused when a newer did.

All of it happens under the lock of writers, in one transaction: who opens at the same moment finds it done, and an
upgrade that fails leaves the tables as they were.
"""

from importlib.metadata import version
from importlib.resources import files

from sqlalchemy import Connection, Engine, inspect, select
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from azlift.errors import LedgerNewer, LedgerUnwritable
from azlift.ledger.engine import READING, Place, Server, connect_to, explained
from azlift.ledger.hours import database_time
from azlift.ledger.lease import check_nobody_drives
from azlift.ledger.schema import CURRENT, EVENTS, REVISIONS, UPGRADES, VERSION, VERSION_TABLE, create_tables

BEFORE_REVISIONS = REVISIONS[0]
"""What azlift 0.1.0 made: tables without a word on their revision."""


def open_database(place: Place) -> Engine:
    """An engine on the ledger, its tables made or upgraded if need be.

    Raises LedgerUnwritable, LedgerBroken; LedgerNewer for tables this azlift does not know; HeldByAnother where an
    upgrade would have to be made while somebody drives a wave.
    """
    engine = connect_to(place)
    try:
        with engine.connect().execution_options(**READING) as connection:
            up_to_date = found_revision(connection) == CURRENT
        if not up_to_date:
            with engine.begin() as connection:
                _bring_up(connection, place)
    except DatabaseError as error:
        raise explained(error, place) from error
    return engine


def found_revision(connection: Connection) -> str:
    """The revision of the tables; empty where there are none."""
    look = inspect(connection)
    if look.has_table(VERSION_TABLE):
        return str(connection.execute(select(VERSION.c.version_num)).scalar() or "")
    return BEFORE_REVISIONS if look.has_table(EVENTS.name) else ""


def _bring_up(connection: Connection, place: Place) -> None:
    found = found_revision(connection)
    if found == CURRENT:
        return
    if found and found not in REVISIONS:
        raise _newer(connection, found, place)
    if found:
        check_nobody_drives(connection)
        upgrade(connection, found)
    else:
        if isinstance(place, Server):
            _make_schema(connection, place)
        create_tables(connection)
    now = database_time(connection).isoformat()
    connection.execute(UPGRADES.insert().values(revision=CURRENT, azlift=version("azlift"), at=now))


def upgrade(connection: Connection, found: str, wanted: str = CURRENT) -> None:
    """Run the migrations from one revision to another, in the connection's own transaction."""
    from alembic import command  # a third of a second, for what happens once
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("azlift.ledger") / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    if found and not inspect(connection).has_table(VERSION_TABLE):
        command.stamp(config, found)
    command.upgrade(config, wanted)


def _make_schema(connection: Connection, place: Server) -> None:
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise LedgerUnwritable(
            f"{place}: the database's encoding is {encoding}; names of machines need UTF8",
            advice="Let its owner create one with ENCODING 'UTF8' TEMPLATE template0, and name that in `ledger`.",
        )
    if not inspect(connection).has_schema(place.schema):
        connection.exec_driver_sql(f'CREATE SCHEMA "{place.schema}"')


def _newer(connection: Connection, found: str, place: Place) -> LedgerNewer:
    """Named by the azlift that made it, as far as this one can read that."""
    try:
        maker = connection.execute(select(UPGRADES.c.azlift).where(UPGRADES.c.revision == found)).scalar()
    except SQLAlchemyError:
        maker = None
    return LedgerNewer(
        f"{place}: its tables are of revision {found}, made by azlift {maker or 'of a later version'}; "
        f"this azlift ({version('azlift')}) knows them up to {CURRENT}",
        advice=f"Install azlift {maker or 'of that version'} or later here; nothing was changed.",
    )
