"""The hall on this machine: its holidays, its address, its key, its printers, its voice and its gateway."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from kiosk.app import BOARD_WORDS, Content, speakers
from kiosk.config import Settings, reaches_phones
from kiosk.doctor.findings import Finding, Sign, warning, well
from kiosk.hall.calendar import local_day, unknown_year
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.voicing import Heard, ZoneVoice
from kiosk.hall.words import NO_WORDS, Words
from kiosk.operations import messages, printers, voicing
from kiosk.operations.printers import PrinterLine
from kiosk.reactions.voice import Voice
from kiosk.storage.store import Store

AGENT_ALIVE = (
    "请看它的打印代理程序在不在运行（systemctl status yichuang-agent）、网络通不通",
    "see whether its print agent runs (systemctl status yichuang-agent) and reaches this server",
)
CONDITIONS = {  # of a printer that does not print: what happened, and what to do
    "paper_out": ("缺纸", "out of paper", ("请换一卷纸", "put a new roll in")),
    "cover_open": ("上盖开着", "its cover is open", ("请合上盖子", "close the cover")),
    "offline": (
        "连不上或脱机",
        "not reached, or offline",
        (
            "请看电源、网线和地址，再运行 python -m printer probe 地址",
            "see its power, cable and address, then: python -m printer probe URL",
        ),
    ),
    "broken": (
        "卡纸或故障",
        "jammed or broken",
        ("请取出卡住的纸，关机再开", "take the paper out, switch it off and on"),
    ),
    "hot": (
        "打印头过热",
        "its head is too hot",
        ("请等几分钟，会自己恢复", "wait some minutes, it goes on by itself"),
    ),
    "away": ("打印程序没有消息", "its print agent is silent", AGENT_ALIVE),
    "": ("还没有消息", "nothing was heard of it yet", AGENT_ALIVE),
}
PUBLIC_URL = (
    "设 YICHUANG_PUBLIC_URL=https://手机能打开的网址，再重启大厅（systemctl restart yichuang）",
    "set YICHUANG_PUBLIC_URL=https://… as phones open it, then restart the hall (systemctl restart yichuang)",
)
HEARD = {  # what the people of a zone hear, and what to do
    Heard.SPEECH: (Words("播报号码", "numbers are read out"), NO_WORDS),
    Heard.CHIME: (
        Words("只响提示音，不播报号码", "chime only, no number is read out"),
        Words(
            "请在 hall.toml 的 [voice] 选会说话的 engine，再运行 yichuang voice check",
            "choose an engine that speaks in [voice] of hall.toml, then run yichuang voice check",
        ),
    ),
    Heard.REFUSED: (
        Words("大屏的浏览器没有开声音", "the board's browser keeps the sound off"),
        Words(
            "请用 --autoplay-policy=no-user-gesture-required 启动浏览器，或在屏上点一下",
            "start it with --autoplay-policy=no-user-gesture-required, or touch the screen",
        ),
    ),
    Heard.NOTHING: (
        Words("没有开着声音的大屏", "no board with sound is on"),
        Words(
            "请打开大屏 /board，并在 /board/enrol 登记",
            "open /board on a screen, and let it in at /board/enrol",
        ),
    ),
}


def holidays(settings: Settings, catalogue: Catalogue, at: datetime) -> Finding:
    """Look whether the days off of the next weeks are known."""
    year = unknown_year(catalogue.hall.days, local_day(catalogue, at))
    if year is None:
        return well("节假日表够用", "the holidays of the next two months are known")
    return warning(
        f"没有 {year} 年的节假日表，按周一至周五计算",
        f"the holidays of {year} are not known: Monday to Friday count",
        (
            f"把放假和调休的日子写进 {settings.hall / 'days.toml'}，再运行 yichuang check 和 yichuang reload",
            f"add them to {settings.hall / 'days.toml'}, then run yichuang check and yichuang reload",
        ),
    )


def address(settings: Settings) -> Finding:
    """Look whether a phone can open what the QR codes carry."""
    carried = settings.public_url or settings.address
    if reaches_phones(carried):
        return well(f"二维码用 {carried}", f"QR codes carry {carried}")
    if settings.public_url:
        return warning(
            f"{carried} 只在大厅的网络里能打开，小票上不印二维码（除非 hall.toml 写明手机同网）",
            f"{carried} opens in the hall's network only: no QR code (unless hall.toml says phones share it)",
            PUBLIC_URL,
        )
    return warning(
        "没有设 YICHUANG_PUBLIC_URL，大厅外的手机打不开进度页",
        "YICHUANG_PUBLIC_URL is not set: no phone outside the hall opens the status page",
        PUBLIC_URL,
    )


def key(settings: Settings) -> Finding:
    """Look where the key lies: a backup of the data folder must not carry the key that opens it."""
    if not settings.key_path.resolve().is_relative_to(settings.data.resolve()):
        return well("密钥与数据分开存放", "the key is kept apart from the data")
    return warning(
        f"密钥 {settings.key_path} 在数据文件夹里，备份会带走它",
        f"the key {settings.key_path} lies in the data folder and goes with every copy of it",
        (
            "停下大厅，把它移到别处（如 /etc/yichuang/session.key），设 YICHUANG_KEY_FILE，再启动",
            "stop the hall, move it (/etc/yichuang/session.key), set YICHUANG_KEY_FILE, and start again",
        ),
    )


def papers(store: Store, at: datetime) -> Iterator[Finding]:
    """Look whether each printer prints."""
    lines = printers.all_now(store, at=at)
    if not lines:
        yield warning(
            "没有接打印机，单据只在 /paper 上看",
            "no printer: papers are seen at /paper only",
            (
                "在 windows.toml 写一段 [[printer]]，见 docs/printing.md，再运行 yichuang reload",
                "add a [[printer]] to windows.toml (docs/printing.md), then run yichuang reload",
            ),
        )
    yield from map(_printer, lines)


def _printer(line: PrinterLine) -> Finding:
    name = line.printer.name
    if line.is_well:
        return well(f"打印机 {name} 正常", f"printer {name} is well")
    zh, en, remedy = CONDITIONS.get(line.condition, (line.condition, line.condition, AGENT_ALIVE))
    return warning(f"打印机 {name} 不能出纸：{zh}", f"printer {name} does not print: {en}", remedy)


def outlet(store: Store, settings: Settings, at: datetime) -> Iterator[Finding]:
    """Look whether the gateway takes messages, where the hall has one."""
    now = messages.outlet_now(store, at=at)
    if now is None:
        return
    kept = settings.outlet_key_path
    if settings.outlet_key_file is None and settings.database.startswith("postgresql"):
        yield warning(
            f"网关的密钥 {kept} 只有这一个进程有，别的进程会另造一把",
            f"the gateway's key {kept} is this process's alone: each other process makes one of its own",
            (
                "把它移到各进程都读得到的地方（如 /etc/yichuang/outlet.key），设 YICHUANG_OUTLET_KEY_FILE",
                "move it to where all read it (/etc/yichuang/outlet.key) and set YICHUANG_OUTLET_KEY_FILE",
            ),
        )
    if not kept.is_file():
        yield warning(
            f"网关的密钥 {kept} 还没有",
            f"the gateway's key {kept} is not there",
            (
                "启动一次大厅就会生成，再把它交给网关（docs/outlet.md）",
                "the hall makes it at its start; then give it to the gateway (docs/outlet.md)",
            ),
        )
    if now.is_well:
        yield well(
            f"通知出口正常，待发 {now.waiting} 条", f"the gateway takes messages, {now.waiting} to send"
        )
    else:
        yield warning(
            f"通知出口送不出：{now.trouble}",
            f"the gateway takes no messages: {now.trouble}",
            (
                f"请看 {now.url} 通不通、两边的密钥是否相同、时钟是否一致；送不出的会自己重试",
                f"see whether {now.url} is reached, both sides have one key and one time; it is tried again",
            ),
        )


def audio(store: Store, content: Content, data: Path, at: datetime) -> Iterator[Finding]:
    """Look whether the chosen voice has all it needs, and what the people of each zone hear."""
    for lack in voice_of(store, data, at).lacks():
        yield warning(
            lack.zh,
            lack.en,
            (
                "请在 /manage/voice 补录或换一种声音，再运行 yichuang voice check",
                "record it or choose another voice at /manage/voice, then run yichuang voice check",
            ),
        )
    for one in voicing.voices(store, at=at):
        yield _heard(one, content.newest)


def voice_of(store: Store, data: Path, at: datetime) -> Voice:
    """Return the voice that the hall has chosen."""
    return Voice(store, lambda: at, data / "voice", lambda: "", speakers(BOARD_WORDS)["zh"])


def _heard(one: ZoneVoice, catalogue: Catalogue) -> Finding:
    name = catalogue.hall.name
    words, remedy = HEARD[one.heard]
    said = Words(f"{one.zone or name.zh}：{words.zh}", f"{one.zone or name.said('en')}: {words.en}")
    return Finding(Sign.WELL if one.heard is Heard.SPEECH else Sign.WARNING, said, remedy)
