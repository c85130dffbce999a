import re
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

import printer
from printer.document import Document, NotADocument, Text, from_json, to_json
from printer.encode import plain
from printer.encode.lines import TextLine, broken, cells_of, lines_of, width_of
from printer.papers.ticket import lay_out, lay_out_elder
from printer.profiles import PROFILES, UnknownProfile, profile_for
from printer.samples import SAMPLES
from tests.printer.slips import LOCALE, TICKET, WITH_QR, chinese, english

TICKET_58 = """\
      政务服务大厅（样例）

        E012
    规划建设窗口
        5 号窗口
--------------------------------
事项  城镇污水排入排水管网许可证
      核发
前面  3 人
预计  约 20–45 分钟
取号  2026-11-23 09:41
--------------------------------
此事项由规划建设窗口办理
过号 30 分钟内可到窗口恢复，排在
3 位之后
咨询  0579-80000005
样例数据，以本厅公布的办事指南为
准
编号 20261123-E012
================================
"""


def test_ticket_on_narrow_paper() -> None:
    assert plain.encode(lay_out(TICKET, chinese), columns=32) == TICKET_58


def test_the_number_is_four_times_as_high_on_both_papers() -> None:
    document = lay_out(replace(TICKET, number="A1000"), chinese)

    for columns in (32, 48):
        (number,) = [
            one for one in lines_of(document, columns) if isinstance(one, TextLine) and one.size == 4
        ]
        assert number.text == "A1000"


def test_a_ticket_without_an_address_carries_no_qr() -> None:
    assert "[QR" not in plain.encode(lay_out(TICKET, chinese), columns=48)
    assert "Hall-Guest" in plain.encode(lay_out(WITH_QR, chinese), columns=48)


def test_without_a_phone_page_the_code_is_for_the_halls_own_scanners() -> None:
    slip = replace(TICKET, code="yc:Zm9vYmFyYmF6cXV4MTIzNA")

    paper, elders = (plain.encode(one(slip, chinese), columns=48) for one in (lay_out, lay_out_elder))

    assert all("[QR yc:Zm9vYmFyYmF6cXV4MTIzNA" in one and "取号机上扫" in one for one in (paper, elders))
    assert "手机" not in paper
    assert "yc:" not in plain.encode(lay_out(replace(WITH_QR, code=slip.code), chinese), columns=48)


def test_a_confirmed_service_carries_no_sample_line() -> None:
    paper = plain.encode(lay_out(replace(TICKET, sample=False), chinese), columns=48)

    assert "样例数据" not in paper


def test_a_ticket_says_what_is_special_about_it() -> None:
    slip = replace(TICKET, priority="老年人", needs=("坐轮椅",), papers_missing=True)

    assert "优先：老年人 · 材料未齐 · 坐轮椅" in plain.encode(lay_out(slip, chinese), columns=48)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("columns", [32, 48])
def test_no_line_is_wider_than_its_paper(name: str, columns: int) -> None:
    for line in lines_of(SAMPLES[name](english), columns):
        if isinstance(line, TextLine):
            assert line.pad + width_of(line.text) * line.size <= columns


@given(st.text(max_size=200), st.integers(8, 48))
def test_breaking_loses_no_character_and_fits(text: str, columns: int) -> None:
    lines = broken(text, columns)

    assert all(width_of(line) <= columns or len(line) == 1 for line in lines)
    kept = "".join(lines).split()
    assert "".join(kept) == "".join(broken(text, 10_000)[0].split())


CLAUSES = st.tuples(
    st.text("办事材料A1", min_size=1, max_size=9),
    st.sampled_from(["", "，", "。", "；", "：", "（样）", "《书》，"]),
).map("".join)


@given(st.lists(CLAUSES, max_size=20).map("".join), st.integers(12, 48))
def test_no_line_begins_with_a_comma_or_ends_with_an_opening_bracket(text: str, columns: int) -> None:
    for before, after in zip(lines := broken(text, columns), lines[1:], strict=False):
        assert after[0] not in "，。；：）》"
        assert before[-1] not in "（《"


@given(st.characters())
def test_every_character_has_a_width(character: str) -> None:
    assert cells_of(character) in {0, 1, 2}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_paper_survives_the_way_through_json(name: str) -> None:
    document = SAMPLES[name](chinese)

    assert from_json(to_json(document)) == document


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"title": "x"}, "blocks"),
        ({"title": "x", "blocks": [{"kind": "stamp"}]}, "blocks.0"),
        ({"title": "x", "blocks": [{"kind": "text", "text": "x", "size": 9}]}, "size"),
        ({"title": 3, "blocks": []}, "title"),
    ],
)
def test_what_is_no_document_is_refused_by_name(values: dict[str, object], place: str) -> None:
    with pytest.raises(NotADocument, match=place):
        from_json(values)


@given(st.lists(st.text(max_size=30), max_size=5))
def test_any_text_can_stand_in_a_document(texts: list[str]) -> None:
    document = Document("x", tuple(Text(text) for text in texts))

    assert from_json(to_json(document)) == document


SAID = re.compile(r"""\bsay\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)""")
PIECE = re.compile(r"""\"((?:[^"\\]|\\.)*)\"""")


def sentences() -> list[str]:
    sources = sorted((Path(printer.__file__).parent / "papers").glob("*.py"))
    found = {"".join(PIECE.findall(one)) for path in sources for one in SAID.findall(path.read_text("utf-8"))}
    return sorted(found)


@pytest.mark.parametrize("sentence", sentences())
def test_a_sentence_on_paper_has_its_english(sentence: str) -> None:
    said = english(sentence)

    assert not re.search(r"[\u4e00-\u9fff]", said)
    assert set(re.findall(r"{(\w+)}", said)) == set(re.findall(r"{(\w+)}", sentence))


def test_every_word_on_paper_has_english() -> None:
    with (LOCALE / "en.po").open("rb") as file:
        entries = [one for one in read_po(file) if one.id]
    papers = "".join(plain.encode(make(english), columns=48) for make in SAMPLES.values())

    assert all(one.string for one in entries)
    assert "Ahead" in papers
    assert "What to bring" in papers


def test_an_unknown_profile_names_the_known_ones() -> None:
    with pytest.raises(UnknownProfile, match="generic-58"):
        profile_for(58, "generic-80")
    assert {profile.width for profile in PROFILES.values()} == {58, 80}
