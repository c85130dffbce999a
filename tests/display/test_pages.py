import ast
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from jinja2 import Environment, nodes

import display
from tests.display.screens import make_app
from tests.display.words import english_words

PACKAGE = Path(display.__file__).parent
SPEAKING = {"say", "both", "later"}


@pytest.fixture
def browser_less() -> FlaskClient:
    return make_app("threading").test_client()


def words_in_templates() -> set[str]:
    found = set()
    for template in (PACKAGE / "templates").glob("*.html"):
        tree = Environment(autoescape=True).parse(template.read_text("utf-8"))
        for call in tree.find_all(nodes.Call):
            name = call.node.attr if isinstance(call.node, nodes.Getattr) else getattr(call.node, "name", "")
            if name in SPEAKING and isinstance(call.args[0], nodes.Const):
                found.add(call.args[0].value)
    return found


def words_in_source() -> set[str]:
    found = set()
    for source in PACKAGE.glob("*.py"):
        for call in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "say":
                found.add(ast.literal_eval(call.args[0]))
    return found


def test_every_word_of_the_screens_has_its_english() -> None:
    words = words_in_templates() | words_in_source()

    assert words == set(english_words())
    assert all(english_words().values())


def test_no_word_is_in_the_script() -> None:
    scripts = "".join(script.read_text("utf-8") for script in (PACKAGE / "static").glob("*.js"))
    code = "\n".join(
        line.split("//")[0] for line in scripts.splitlines() if not line.strip().startswith(("*", "/*"))
    )

    assert not [sign for sign in code if "\u4e00" <= sign <= "\u9fff"]


def test_the_page_carries_the_board_so_that_it_shows_before_the_link_stands(
    browser_less: FlaskClient,
) -> None:
    page = browser_less.get("/board")

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert '"number": null' in page.text
    assert "取号后请在此等候叫号" in page.text
    assert "Take a number and wait here to be called" in page.text


def test_a_window_that_does_not_exist_has_no_screen(browser_less: FlaskClient) -> None:
    assert browser_less.get("/board/window/3").status_code == 200
    assert browser_less.get("/board/window/99").status_code == 404


@pytest.mark.parametrize("file", ["tokens.css", "live.js", "vendor/icons.svg", "vendor/socket.io.esm.min.js"])
def test_what_other_pages_link_is_under_static(browser_less: FlaskClient, file: str) -> None:
    assert browser_less.get(f"/static/{file}").status_code == 200
