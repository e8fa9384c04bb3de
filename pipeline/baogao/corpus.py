"""An annotated corpus as pandas frames and through SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

from baogao.errors import BaogaoError
from baogao.schema import TABLES
from baogao.write.batch import read_manifest
from baogao.write.export import whole_shards
from baogao.write.shards import read_columns, shard_path

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa


class Corpus:
    """The tables that `baogao annotate` wrote.

    Parameters
    ----------
    folder : path
        The corpus.

    Raises
    ------
    BaogaoError
        The folder is no corpus, or one of another schema version.

    Examples
    --------
    >>> corpus = Corpus("corpus/annotated")  # doctest: +SKIP
    >>> corpus.documents[["place", "year"]]  # doctest: +SKIP
    >>> corpus.sql("select label, count(*) n from sentences group by label")  # doctest: +SKIP
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.manifest = read_manifest(self.folder)

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """DuckDB with each table as a view over its files."""
        import duckdb

        connection = duckdb.connect(":memory:")
        # What is fetched at run time is nothing, extensions included.
        connection.execute("set autoinstall_known_extensions = false")
        # What takes more goes to disk, so that a laptop can do ten thousand reports.
        connection.execute("set memory_limit = '1GB'")
        connection.execute("set temp_directory = ?", [gettempdir()])
        shards = whole_shards(self.folder)
        for name, schema in TABLES.items():
            files = [str(shard_path(self.folder, name, shard)) for shard in shards]
            if files:
                listed = ", ".join("'" + _literal(f) + "'" for f in files)
                connection.execute(f"create view {name} as select * from read_parquet([{listed}])")
            else:
                connection.register(name, schema.empty_table())
        return connection

    def sql(
        self,
        query: str,
        parameters: Sequence[Any] | None = None,
        frames: Mapping[str, pd.DataFrame] | None = None,
    ) -> pd.DataFrame:
        """Return the result of a query over the tables; they may be larger than memory.

        Parameters
        ----------
        query : str
            SQL of DuckDB. `end` is a keyword of it: write `"end"`.
        parameters : sequence, optional
            Values for the question marks in the query.
        frames : mapping, optional
            Frames that the query can name besides the tables.

        Raises
        ------
        BaogaoError
            The query is wrong, in DuckDB's words.
        """
        import duckdb

        for name, frame in (frames or {}).items():
            self.connection.register(name, frame)
        try:
            return self.connection.execute(query, parameters).df()
        except duckdb.Error as error:
            detail = " ".join(str(error).split())
            raise BaogaoError(f"the query failed: {detail}", "", "mend the query") from error
        finally:
            for name in frames or {}:
                self.connection.unregister(name)

    def batches(
        self, query: str, parameters: Sequence[Any] | None = None, size: int = 10_000
    ) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows of a query in lists, for results larger than memory."""
        cursor = self.connection.cursor()
        cursor.execute(query, parameters)
        while rows := cursor.fetchmany(size):
            yield rows

    def shards(self, columns: Mapping[str, Sequence[str]]) -> Iterator[dict[str, pa.Table]]:
        """Yield columns of tables, some reports at a time, for passes over a large corpus.

        A report is never in two parts. Text is given as dictionaries, so that equal words are
        compared as numbers.

        Parameters
        ----------
        columns : mapping
            Table → names of its columns.

        Raises
        ------
        BaogaoError
            A file is damaged.
        """
        for shard in whole_shards(self.folder):
            yield {
                table: read_columns(self.folder, table, shard, names)
                for table, names in columns.items()
            }

    def table(self, name: str) -> pd.DataFrame:
        """Return a whole table in the order of the corpus.

        Raises
        ------
        BaogaoError
            There is no table of this name.
        """
        if name not in TABLES:
            raise BaogaoError(f"no table {name!r}", str(self.folder), f"use {', '.join(TABLES)}")
        return self.sql(f"select * from {name}")

    @property
    def documents(self) -> pd.DataFrame:
        """The `documents` table, a row a report."""
        return self.table("documents")

    @property
    def sections(self) -> pd.DataFrame:
        """The `sections` table."""
        return self.table("sections")

    @property
    def sentences(self) -> pd.DataFrame:
        """The `sentences` table; headings have no label."""
        return self.table("sentences")

    @property
    def tokens(self) -> pd.DataFrame:
        """The `tokens` table."""
        return self.table("tokens")

    @property
    def entities(self) -> pd.DataFrame:
        """The `entities` table."""
        return self.table("entities")

    @property
    def measures(self) -> pd.DataFrame:
        """The `measures` table."""
        return self.table("measures")


def _literal(path: str) -> str:
    """Escape a path for DuckDB's list of files: a quote, and what it would take for a pattern."""
    quoted = path.replace("'", "''")
    return "".join(f"[{c}]" if c in "*?[" else c for c in quoted)
