"""A network that falls silent between a process and PostgreSQL is found out; `make prove` drops packets."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import make_url

from kiosk.storage.postgres import NOTICES_SILENCE, Postgres
from tests.hall.halls import HALL

LONGEST_S = 15  # a clerk has pressed again by then


@pytest.mark.postgres
def test_whoever_waits_for_the_database_is_told_soon_that_the_network_is_silent(postgres_url: str) -> None:
    database = Postgres(make_url(postgres_url), HALL.id)

    with database.act() as acting, database.look() as looking:
        patience = [_patience_s(runner._raw) for runner in (acting, looking)]
    database.close()

    assert max(patience) <= LONGEST_S


@pytest.mark.postgres
def test_so_is_whoever_listens_for_notices(postgres_url: str) -> None:
    plain = make_url(postgres_url).set(drivername="postgresql").render_as_string()

    with psycopg.connect(plain, **NOTICES_SILENCE) as listening:
        assert _patience_s(listening) <= LONGEST_S


def _patience_s(connection: "psycopg.Connection[object]") -> float:
    """Say how long its end of a connection stays silent before the system gives it up."""
    with _socket_of(connection) as end:
        assert end.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        idle, between, tries, unheard_ms = (
            end.getsockopt(socket.IPPROTO_TCP, option)
            for option in (
                socket.TCP_KEEPIDLE,
                socket.TCP_KEEPINTVL,
                socket.TCP_KEEPCNT,
                socket.TCP_USER_TIMEOUT,
            )
        )
    assert unheard_ms
    return max(idle + between * tries, unheard_ms / 1000)


@contextmanager
def _socket_of(connection: "psycopg.Connection[object]") -> Iterator[socket.socket]:
    end = socket.socket(fileno=connection.fileno())
    try:
        yield end
    finally:
        end.detach()
