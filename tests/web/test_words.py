"""Every sentence that a page of the hall says, it says in English too, with the same values in it."""

import re
from pathlib import Path
from string import Formatter

import pytest

import kiosk
from kiosk.app import WEB_WORDS
from printer.words import speaker

WEB = Path(kiosk.__file__).parent / "web"
SAID = re.compile(r"""\bsay\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
HAN = re.compile(r"[\u4e00-\u9fff]")


def sentences() -> list[str]:
    sources = [*WEB.rglob("*.html"), *WEB.rglob("*.py")]
    return sorted({found[1:-1] for source in sources for found in SAID.findall(source.read_text("utf-8"))})


def values_in(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("sentence", sentences())
def test_a_sentence_has_its_english(sentence: str) -> None:
    english = speaker(WEB_WORDS, "en")(sentence)

    assert not HAN.search(english)
    assert values_in(english) == values_in(sentence)


def test_the_pages_do_say_something() -> None:
    assert len(sentences()) > 200


def test_no_page_says_chinese_past_its_words() -> None:
    """A sentence outside `say` would stay Chinese for somebody who reads English."""
    naked = {}
    for page in WEB.rglob("*.html"):
        text = re.sub(r"\{#.*?#\}", "", page.read_text("utf-8"), flags=re.DOTALL)
        text = SAID.sub("", text)
        text = re.sub(r'中文|lang="zh-CN">[^<]*<', "", text)
        if found := HAN.findall(text):
            naked[page.name] = found
    assert naked == {}
