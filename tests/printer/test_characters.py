"""No character of a name is ever lost on paper: from memory, as a picture, or as 〓 with its code point."""

import logging
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin_dict.pinyin_data import ktghz2013

from printer.decode import decode
from printer.document import Document, Text
from printer.encode import escpos, plain
from printer.encode.characters import in_rom, normal, safe
from printer.encode.fonts import has_picture
from printer.encode.lines import PictureLine, TextLine, width_of
from printer.profiles import GENERIC_58, GENERIC_80, Mode, Profile, Rom
from tests.printer.recovered import lines_from

NAMES = "王䶮 𬭊 㛃 喆 龘 𠅤 鿏 龴 阿依·买买提 欧阳"
TABLE = "".join(map(chr, ktghz2013.pinyin_dict))  # 通用规范汉字表
BOTH = pytest.mark.parametrize("profile", [GENERIC_58, GENERIC_80], ids=lambda one: one.name)
COLUMNS = st.sampled_from([32, 48])
ROMS = pytest.mark.parametrize("rom", list(Rom))


def paper(text: str, *, size: int = 1, bold: bool = False) -> Document:
    return Document("姓名", (Text(text, size=size, bold=bold),))


@ROMS
@BOTH
@pytest.mark.parametrize("bold", [False, True])
def test_every_name_is_read_back_from_the_paper(profile: Profile, rom: Rom, bold: bool) -> None:
    data = escpos.encode(paper(NAMES, bold=bold), replace(profile, rom=rom))

    lines = lines_from(data, NAMES)

    said = "".join(line.text for line in lines if isinstance(line, TextLine))
    assert said.replace(" ", "") == NAMES.replace(" ", "")


@ROMS
def test_all_characters_of_the_national_table_come_out(rom: Rom) -> None:
    assert len(TABLE) == 8105
    profile = replace(GENERIC_80, rom=rom)
    rare = "".join(one for one in TABLE if not in_rom(one, rom))

    data = escpos.encode(paper(TABLE), profile)

    lines = lines_from(data, rare)
    assert "".join(line.text for line in lines if isinstance(line, TextLine)) == TABLE
    assert b"?" not in data.replace(b"\x1b*!", b"") or all(has_picture(one) for one in rare)


@pytest.mark.parametrize(
    ("rom", "known"), [(Rom.GB2312, 6638), (Rom.GBK, 7829), (Rom.GB18030, 7906)], ids=lambda one: str(one)
)
def test_a_memory_holds_as_many_of_the_table_as_its_standard(rom: Rom, known: int) -> None:
    assert sum(in_rom(one, rom) for one in TABLE) == known


def test_a_rare_character_costs_77_bytes_and_keeps_its_place() -> None:
    plain_name = escpos.encode(paper("王明"), GENERIC_80)
    rare_name = escpos.encode(paper("王䶮"), GENERIC_80)

    assert len(rare_name) - len(plain_name) == 77 - len("明".encode("gb18030"))


@pytest.mark.parametrize("size", [2, 3, 4])
def test_a_large_line_with_a_rare_character_is_one_picture(size: int) -> None:
    lines = decode(escpos.encode(paper("王䶮", size=size), GENERIC_80))

    assert isinstance(lines[0], PictureLine)
    assert lines[0].height <= 240


def test_a_printer_that_takes_no_pictures_prints_a_geta_mark_and_the_code_point(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        data = escpos.encode(paper("王䶮"), replace(GENERIC_80, mode=Mode.TEXT))

    assert [line.text for line in decode(data) if isinstance(line, TextLine)] == ["王〓", "〓 U+4DAE"]
    assert b"?" not in data
    assert "U+4DAE" in caplog.text


def test_a_character_in_no_font_is_a_geta_mark_with_its_code_point_everywhere(
    caplog: pytest.LogCaptureFixture,
) -> None:
    nowhere = "\U0002fa55"  # assigned to no character
    with caplog.at_level(logging.WARNING):
        text = plain.encode(paper(f"王{nowhere}"), columns=48)

    assert text == "王〓U+2FA55\n"
    assert decode(escpos.encode(paper(f"王{nowhere}"), GENERIC_80)) == (TextLine("王〓U+2FA55"),)


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("费用¥12", "费用￥12"),
        ("王\ue863", "王䶮"),
        ("\ue81e", "龴"),
        ("\ue816", "𠂇"),
        ("\ue81a", "㑳"),
        ("\uf9dc", "隆"),
        ("\u2f29", "小"),
        ("王\x1b@明\x00\u202e", "王@明"),
    ],
)
def test_old_and_double_forms_become_the_usual_ones(old: str, now: str) -> None:
    assert normal(old) == now


@given(st.text(max_size=60))
def test_whatever_is_written_no_command_gets_in_and_no_character_is_a_question_mark(text: str) -> None:
    wanted = text.count("?")

    data = escpos.encode(paper(text), replace(GENERIC_80, mode=Mode.TEXT))

    lines = decode(data)
    assert all(isinstance(line, TextLine) or line.__class__.__name__ == "FeedLine" for line in lines)
    assert sum(line.text.count("?") for line in lines if isinstance(line, TextLine)) <= wanted + normal(
        text
    ).count("?")


@given(
    st.text(alphabet=st.sampled_from(NAMES + "abc，。123"), min_size=1, max_size=80),
    st.sampled_from([32, 48]),
)
def test_every_printer_breaks_the_lines_alike(text: str, columns: int) -> None:
    profile = GENERIC_80 if columns == 48 else GENERIC_58
    wanted = [line for line in plain.encode(paper(text), columns=columns).splitlines() if line]

    for rom in Rom:
        lines = lines_from(escpos.encode(paper(text), replace(profile, rom=rom)), NAMES)
        assert [line.text.rstrip() for line in lines if isinstance(line, TextLine)] == wanted
        assert all(width_of(line) <= columns for line in wanted)


def test_four_bytes_are_sent_only_to_printers_that_know_them() -> None:
    assert not safe("㛃", Rom.GBK)
    assert safe("㛃", Rom.GB18030)
    assert not safe("𬭊", Rom.GB18030)
    assert not safe("\ue863", Rom.GB18030)
