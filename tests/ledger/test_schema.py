from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from azlift.ledger import Server
from azlift.ledger.engine import Place, connect_to
from azlift.ledger.opening import open_database, upgrade
from azlift.ledger.schema import REVISIONS

MIGRATIONS = Path(__file__).parents[2] / "src" / "azlift" / "ledger" / "migrations"

TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": "SELECT tgname, pg_get_functiondef(tgfoid) FROM pg_trigger WHERE tgrelid = 'event'::regclass "
    "ORDER BY tgname",
}


def described(place: Place) -> tuple[object, ...]:
    """Tables, columns, keys, indexes and triggers, as the database says them."""
    with connect_to(place).connect() as connection:
        look = inspect(connection)
        schema = place.schema if isinstance(place, Server) else ""
        tables = {
            table: (
                [(c["name"], str(c["type"]), c["nullable"]) for c in look.get_columns(table)],
                look.get_pk_constraint(table)["constrained_columns"],
                look.get_indexes(table),
            )
            for table in sorted(look.get_table_names())
        }
        triggers = [tuple(row) for row in connection.execute(text(TRIGGERS[connection.dialect.name]))]
        return tables, [(name, said.replace(schema or "-", "-")) for name, said in triggers]


def test_a_new_ledger_is_what_all_migrations_make(place: Place, tmp_path: Path) -> None:
    migrated = Server(place.url, f"{place.schema}_old") if isinstance(place, Server) else tmp_path / "old.ledger"
    with connect_to(migrated).begin() as connection:
        if isinstance(migrated, Server):
            connection.exec_driver_sql(f"CREATE SCHEMA {migrated.schema}")
        upgrade(connection, "")
    open_database(place).dispose()
    assert described(place) == described(migrated)


def test_the_revisions_this_azlift_knows_are_those_it_can_go_through() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    walked = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(walked)) == REVISIONS
