"""What a browser is sent of scripts and styles: right, small, and not again."""

import gzip
from pathlib import Path

import pytest

import display
from tests.web import api_hall
from tests.web.api_hall import SampleHall

hall = api_hall.still_hall


@pytest.mark.parametrize("accepts", ["gzip, deflate, br", "identity", "", "gzip;q=0"])
def test_the_socket_client_comes_compressed_to_who_can_read_that(hall: SampleHall, accepts: str) -> None:
    browser = hall.program.web.test_client()
    name = "vendor/socket.io.esm.min.js"
    original = (Path(display.__file__).parent / "static" / name).read_bytes()

    answer = browser.get(f"/static/{name}", headers={"Accept-Encoding": accepts})

    packed = answer.headers.get("Content-Encoding") == "gzip"
    assert packed is accepts.startswith("gzip, ")
    assert (gzip.decompress(answer.data) if packed else answer.data) == original
    assert answer.mimetype == "text/javascript"
    assert "Accept-Encoding" in answer.headers["Vary"]
    if packed:
        assert len(answer.data) < 14_000


def test_a_browser_that_has_a_file_is_not_sent_it_again(hall: SampleHall) -> None:
    browser = hall.program.web.test_client()
    first = browser.get("/static/tokens.css", headers={"Accept-Encoding": "gzip"})

    again = browser.get(
        "/static/tokens.css", headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]}
    )

    assert (again.status_code, again.data) == (304, b"")


def test_scripts_and_styles_go_out_without_their_comments_and_otherwise_whole(hall: SampleHall) -> None:
    browser = hall.program.web.test_client()
    for path in ("/static/live.js", "/static/tokens.css", "/assets/phone/phone.js"):
        text = browser.get(path).text
        assert "/**" not in text
        assert text.strip()
    assert 'import { connect } from "./vendor/socket.io.esm.min.js";' in browser.get("/static/live.js").text
