"""测试页: shows what a printer can do, before the hall opens."""

from printer.document import Align, Barcode, Block, Cut, Document, Feed, Qr, Rule, Text
from printer.words import Say

RARE = "义䶮㛃𬭊喆龘"


def lay_out(printer: str, say: Say) -> Document:
    """Print each size, the characters that show a ROM's limits, a rule of all cells and both codes."""
    sizes = tuple(Text(f"{size}× A012", size=size) for size in (1, 2, 3, 4))
    blocks: tuple[Block, ...] = (
        Text(say("打印测试页"), size=2, bold=True, align=Align.CENTER),
        Text(printer, align=Align.CENTER),
        Rule(),
        *sizes,
        Rule(),
        Text(say("生僻字：{characters}", characters=RARE)),
        Text("，。；：、（）《》？！￥"),
        Text(say("反白"), inverted=True),
        Feed(),
        Barcode("1234567890123", "1234 5678 90123"),
        Qr("https://example.org/t/test", say("请扫码核对")),
        Cut(),
    )
    return Document(say("打印测试页"), blocks, paper="test-page")
