"""What a printer can do, found out by asking it: for the technician who sets one up."""

from collections.abc import Iterator
from dataclasses import dataclass

from printer.devices import status
from printer.devices.address import Device
from printer.devices.dialogue import ASK_S, REST_S, Dialogue
from printer.devices.status import Condition
from printer.encode.escpos import INITIALISE, cut, glyph_bytes

# One character of each memory that is on the market, and one that is in none.
ROM_LINES = (("GB2312", "义"), ("GBK", "喆"), ("GB18030 ②", "䶮"), ("GB18030 ④", "㛃"), ("—", "𬭊"))
NAME = b"\x1dIC"  # GS I 67: the model's name
NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the table."""

    question: str
    answer: str


def ask(device: Device) -> Iterator[Finding]:
    """Ask everything that costs no paper.

    Raises:
        DeviceError: the way to the printer is broken.
    """
    dialogue = Dialogue(device)
    dialogue.drain()
    condition = dialogue.condition()
    yield Finding("状态 condition", condition.value)
    for kind in status.KINDS:
        bits = dialogue.ask(kind)
        yield Finding(f"DLE EOT {kind}", "—" if bits is None else f"{bits:#04x}")
    if condition is Condition.SILENT:
        yield Finding("建议 profile", "silent-58 / silent-80")
        return
    fence, process = dialogue.has_fence(), dialogue.has_process_id()
    yield Finding("GS r 1", _said(fence))
    yield Finding("GS ( H", _said(process))
    yield Finding("GS I 67", _name(device))
    if process:
        yield Finding("打印确认 confirms", "process-id（纸已出 / when the paper is out）")
    elif fence:
        yield Finding("打印确认 confirms", "fence（数据已处理 / when the data was processed）")
    else:
        yield Finding("打印确认 confirms", "none（只知已发送 / sent, unconfirmed）")


def rom_test() -> bytes:
    """Write a slip that shows which characters a printer has: by its memory left, as a picture right.

    Where both sides look alike the memory has the character; the first line that differs names the `rom`.
    """
    body = b"".join(
        f"{name:<11}".encode("gb18030")
        + character.encode("gb18030")
        + b" = "
        + glyph_bytes(character)
        + b"\n"
        for name, character in ROM_LINES
    )
    return INITIALISE + "字库测试 ROM test\n".encode("gb18030") + body + cut()


def _name(device: Device) -> str:
    device.write(NAME)
    said = device.read(1, ASK_S)
    while said and not said.endswith(b"\x00") and len(said) < NAME_LENGTH:
        more = device.read(1, REST_S)
        if not more:
            break
        said += more
    return said.strip(b"_\x00").decode("ascii", "replace") or "—"


def _said(answered: bool) -> str:  # noqa: FBT001  a word for one answer
    return "有 yes" if answered else "无 no"
