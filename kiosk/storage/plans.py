"""Which index SQLite chooses: alike in an empty hall and in one of many years.

Where nobody has counted its rows, SQLite takes each column of an index to narrow a search alike. Ours begin
with the hall, which narrows nothing: it would rather walk through all papers in their order than find the
three that are not printed.
What it is told here is not counted but meant (sqlite.org: The Query Planner Overview, SQLITE_STAT tables).
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, text

ROWS, ROWS_OF_A_PART = 1_000_000, 1_000  # of a table, and of an index that holds some of its rows only
NARROWS = 1_000  # of so many rows each column after the hall leaves one
MAKE = text("ANALYZE sqlite_schema")  # makes the table of what was counted, and counts nothing of ours
TABLES = text("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
INDEXES = text("SELECT name, partial FROM pragma_index_list(:of_table)")
COLUMNS = text("SELECT name FROM pragma_index_info(:of_index) ORDER BY seqno")
FORGET = text("DELETE FROM sqlite_stat1")
TELL = text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:table, :index, :stat)")


def tell_what_narrows(connection: Connection) -> None:
    """Tell SQLite how much each index narrows a search; the connections opened afterwards know it."""
    connection.execute(MAKE)
    connection.execute(FORGET)
    for (table,) in connection.execute(TABLES).all():
        for index, partial in connection.execute(INDEXES, {"of_table": table}).all():
            columns = connection.execute(COLUMNS, {"of_index": index}).scalars()
            rows = ROWS_OF_A_PART if partial else ROWS
            stat = " ".join(str(left) for left in (rows, *_left(rows, columns.all())))
            connection.execute(TELL, {"table": table, "index": index, "stat": stat})


def _left(rows: int, columns: Sequence[str]) -> Iterator[int]:
    """Say how many rows each further column of an index leaves."""
    for column in columns:
        rows = rows if column == "hall_id" else max(rows // NARROWS, 1)
        yield rows
