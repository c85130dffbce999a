"""Who signs what, and where the pen goes."""

from dataclasses import replace

import pytest

from printer.document import Barcode, Document
from printer.encode import plain
from printer.encode.lines import FeedLine, TextLine, lines_of, width_of
from printer.papers import courier_slip, signing, test_page
from printer.samples import SAMPLES
from printer.words import Say
from tests.printer.slips import chinese, english

SIGNERS = [
    ("申请人签字", "经办人签字", "邮寄专员签字"),
    ("交寄人", "邮政收寄"),
    ("承诺人", "身份证号", "联系电话", "日期"),
]


def parts(document: Document, columns: int) -> list[str]:
    return plain.encode(document, columns=columns).split("=" * columns)


@pytest.mark.parametrize("signers", SIGNERS)
@pytest.mark.parametrize("columns", [32, 48])
@pytest.mark.parametrize("say", [chinese, english])
def test_the_lines_to_sign_begin_at_one_edge_with_room_around_them(
    signers: tuple[str, ...], columns: int, say: Say
) -> None:
    document = Document("x", tuple(signing.lines(*(say(one) for one in signers))))
    lines = lines_of(document, columns)

    words = [line for line in lines if isinstance(line, TextLine)]
    pens = [line.text for line in words if "_" in line.text]
    assert len(pens) == len(signers)
    assert len({width_of(pen.removesuffix(signing.LINE)) for pen in pens}) == 1
    assert isinstance(lines[0], FeedLine)
    assert isinstance(lines[-1], FeedLine)


def test_each_part_of_a_receipt_is_signed_by_the_other_side() -> None:
    citizens, halls, _ = parts(SAMPLES["custody-receipt"](chinese), 48)

    assert "群众联" in citizens
    assert "收款人签字" in citizens
    assert "凭此联查询、退款" in citizens
    assert "大厅联" in halls
    assert "交款人签字" in halls
    assert "凭此联" not in halls
    for part in (citizens, halls):
        assert "￥300.00" in part
        assert "叁佰元整" in part


@pytest.mark.parametrize(
    ("say", "words"),
    [
        (chinese, ("收件凭证", "收到票据  12 张", "收件人签字", "交件人签字", "由大厅留存")),
        (
            english,
            ("Receipt for Bills", "Bills received  12", "Received by", "Handed in by", "keeps the original"),
        ),
    ],
)
def test_either_side_holds_what_the_other_signed_for_the_bills(say: Say, words: tuple[str, ...]) -> None:
    title, count, taken, handed_in, kept = words

    applicants, halls, _ = parts(SAMPLES["bills-receipt"](say), 48)

    assert taken in applicants
    assert kept in applicants
    assert handed_in in halls
    assert kept not in halls
    for part in (applicants, halls):
        assert all(
            one in part for one in (title, count, "￥3,456.78", "叁仟肆佰伍拾陆元柒角捌分", "SJ20261123-009")
        )
        assert "王䶮" not in part


def test_a_slip_without_the_posts_number_has_no_bars() -> None:
    slip = courier_slip.CourierSlip(
        hall="样例大厅",
        window="5 号窗口",
        hall_phone="0579-80000005",
        mail_number="",
        recipient="王䶮",
        phone="13800002046",
        address="样例镇幸福村 12 号",
        contents="排水许可证 1 份",
        case="E05-20261123-007",
        handed_in="2026-11-23 09:41",
        reference="YJ20261123-9",
    )

    without = courier_slip.lay_out(slip, chinese)
    numbered = courier_slip.lay_out(replace(slip, mail_number="1234567890123"), chinese)

    assert not any(isinstance(block, Barcode) for block in without.blocks)
    assert [block.data for block in numbered.blocks if isinstance(block, Barcode)] == ["1234567890123"]


def test_a_test_page_tries_both_kinds_of_code() -> None:
    paper = plain.encode(test_page.lay_out("generic", chinese), columns=48)

    assert "[Code128" in paper
    assert "[QR" in paper
