"""Dagster's history, kept open: by itself Dagster opens a SQLite file anew for each of thousands of queries."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import dagster as dg
from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME
from dagster._core.storage.runs import SqliteRunStorage
from dagster._core.storage.sql import create_engine
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS, create_db_conn_string
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData


def open_history(home: Path) -> dg.DagsterInstance:
    """The Dagster instance that a folder's `dagster.yaml` describes, its history kept open if SQLite holds it."""
    reference = InstanceRef.from_dir(str(home))
    storage = reference.storage_data
    if storage and storage.class_name == DagsterSqliteStorage.__name__:
        kept_open = ConfigurableClassData(__name__, OpenStorage.__name__, storage.config_yaml)
        reference = reference._replace(storage_data=kept_open)
    return dg.DagsterInstance.from_ref(reference)


class Engines(dict[str, Any]):
    """An engine of SQLAlchemy for each SQLite file, by its address: with connections that stay open, and statements
    that are compiled once."""

    def __missing__(self, address: str) -> Any:
        self[address] = create_engine(address, creator=partial(_connect, address.removeprefix("sqlite:///")))
        return self[address]

    def close(self) -> None:
        """Closes all connections."""
        for engine in self.values():
            engine.dispose()


def _connect(file: str) -> sqlite3.Connection:
    """A connection that syncs when SQLite folds its log into the file, not after each event: a power cut can take the
    last events, but leaves the file whole."""
    connection = sqlite3.connect(file, SQLITE_BUSY_TIMEOUT_SECONDS, check_same_thread=False)
    connection.execute("pragma synchronous = normal")
    return connection


class OpenRuns(SqliteRunStorage):
    """The file of all runs."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address, self.engines = address, Engines()

    def connect(self) -> AbstractContextManager[Any]:
        """A connection, in a transaction."""
        return self.engines[self.address].begin()

    def dispose(self) -> None:
        """Closes the file."""
        self.engines.close()


class OpenEvents(SqliteEventLogStorage):
    """The files of events: one for each run, and an index of all."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self.engines = Engines()

    @contextmanager
    def run_connection(self, run_id: str | None = None) -> Iterator[Any]:
        """A connection to the events of a run, in a transaction."""
        address = self.conn_string_for_shard(str(run_id))
        if address not in self.engines:
            with super().run_connection(run_id):  # makes the file
                pass
        with self.engines[address].begin() as connection:
            yield connection

    def index_connection(self) -> AbstractContextManager[Any]:
        """A connection to the index, in a transaction."""
        return self.run_connection(INDEX_SHARD_NAME)

    def has_table(self, table_name: str) -> bool:
        """Whether the index has a table."""
        with self.index_connection() as connection:
            return bool(connection.dialect.has_table(connection, table_name))

    def dispose(self) -> None:
        """Closes the files."""
        super().dispose()
        self.engines.close()


class OpenStorage(DagsterSqliteStorage):
    """Runs and events through connections that stay open until the instance is left."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(base_dir, inst_data)  # makes and migrates the files
        history = Path(base_dir) / "history"
        self._run_storage = OpenRuns(create_db_conn_string(str(history), "runs"))
        self._event_log_storage = OpenEvents(str(history / "runs"))

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> "OpenStorage":
        """The storage that the settings of Dagster's own describe."""
        return cls(inst_data=inst_data, **config_value)
