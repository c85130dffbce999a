"""体检: what a technician asks before the doors open: is the hall well, and what must be done?"""

from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from pypinyin import Style, pinyin

from display.board import Call, Label
from display.voice import LEADS, announcement, ordinal, pronounced
from kiosk.app import BOARD_WORDS, Content, open_hall, speakers
from kiosk.config import Settings, reaches_phones
from kiosk.doctor import machine
from kiosk.doctor.findings import Finding, Sign, fault, warning, well
from kiosk.hall.calendar import local_day, unknown_year
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.errors import HallError
from kiosk.hall.voicing import Heard, ZoneVoice
from kiosk.hall.words import Words
from kiosk.loading import check
from kiosk.operations import messages, printers, voicing
from kiosk.reactions.voice import Voice, diction_of, words_of
from kiosk.storage import copying, migrate
from kiosk.storage.migrate import MadeByNewer
from kiosk.storage.settings import BACKUP_MADE
from kiosk.storage.store import Store

LOOKED_THROUGH = 2**30  # bytes; a larger file takes minutes, and its backups are looked through each night


def examine(settings: Settings, at: datetime) -> Iterator[Finding]:
    """Look at a hall's files, data, printers and voice; it may be running meanwhile."""
    report = check(settings.hall)
    for mistake in report.faults:
        yield fault(str(mistake), "fault in the hall's files")
    if report.faults:
        return
    yield well(
        f"内容没有错误，{len(report.notices)} 条提醒", f"no fault in the files, {len(report.notices)} notices"
    )
    yield from machine.disk(settings.data)
    yield machine.sockets()
    yield machine.answering(settings)
    yield from machine.certificate(settings, at)
    yield _address(settings)
    yield machine.sign_in(settings)
    if not settings.is_sample:
        yield _key(settings)
    content = Content(settings)
    yield _holidays(content.newest, at)
    for look in (_database, _version):
        yield (found := look(settings))
        if found.sign is not Sign.WELL:
            return  # opening it would change its tables under whoever serves it
    try:
        store = open_hall(settings, content)
    except HallError as error:
        yield Finding(Sign.FAULT, Words(error.said("zh"), error.said("en")))
        return
    with store.read() as reading:
        last = [when for _, when, _ in reading.events.after(reading.events.head() - 1)]
        made = reading.settings.get(BACKUP_MADE)
    yield from machine.clock(last[-1] if last else None, at)
    yield from machine.backups(settings, datetime.fromisoformat(made) if made else None, at)
    yield from _printers(store, at)
    yield from _voice(store, content, settings.data, at)
    yield from _outlet(store, settings, at)
    store.close()


def pronunciation(settings: Settings) -> Iterator[str]:
    """Show how calls are read out, with the sound of each character; words that have several are marked."""
    catalogue = Content(settings).newest
    say, words = speakers(BOARD_WORDS)["zh"], words_of(catalogue).values()
    diction, letter = diction_of(catalogue), catalogue.hall.queues[0].letter
    for kind in LEADS:
        call = Call(0, f"{letter}012", catalogue.hall.windows[0].number, Label(""), "", kind)
        yield _sounded(announcement(call, say, diction))
    for window in catalogue.hall.windows:
        yield _sounded(f"到{ordinal(window.number)}号窗口办理")
    for word in words:
        said = pronounced(word, diction)
        yield _sounded(said) + _several(said)
    for text, _ in catalogue.hall.voice.words:
        if not any(text in word for word in words):
            yield f"! 读音表里的“{text}”哪里都没用到 / this entry of the list is used nowhere"


def voice_lacks(settings: Settings, at: datetime) -> tuple[str, ...]:
    """Say what the chosen voice lacks."""
    content = Content(settings)
    store = open_hall(settings, content)
    lacks = _voice_of(store, settings.data, at).lacks()
    store.close()
    return tuple(f"! {one.zh} / {one.en}" for one in lacks)


def _version(settings: Settings) -> Finding:
    """Compare the database's tables with those that this program speaks of."""
    program, newest = version("yichuang"), migrate.head()
    try:
        migration = migrate.standing(settings.database)
        if migration is not None:
            migrate.must_be_known(migration)
    except MadeByNewer as error:
        return Finding(Sign.FAULT, Words(error.said("zh"), error.said("en")))
    except HallError as error:
        return fault(
            error.said("zh"),
            error.said("en"),
            ("请看数据库服务器是否在运行", "see whether the database server is running"),
        )
    if migration in {None, newest}:
        return well(
            f"程序 {program}，数据表 {migration or '新建'}", f"program {program}, tables {migration or 'new'}"
        )
    return warning(
        f"数据表是旧的（{migration}，程序 {program} 要 {newest}）",
        f"the tables are old ({migration}; program {program} wants {newest})",
        ("先备份，再重启大厅，启动时会升级", "make a backup, then restart the hall: its start upgrades them"),
    )


def _database(settings: Settings) -> Finding:
    if copying.kind(settings.database) == "sqlite":
        path = copying.file_of(settings.database)
        small = path.is_file() and path.stat().st_size < LOOKED_THROUGH
        if small and (said := copying.wrong_in(path)):
            return fault(
                f"数据库有损坏：{said}",
                f"the database is damaged: {said}",
                ("请停下大厅，用最近的备份恢复", "stop the hall and restore the last backup"),
            )
    return well("数据库没有损坏", "the database is whole")


def _holidays(catalogue: Catalogue, at: datetime) -> Finding:
    year = unknown_year(catalogue.hall.days, local_day(catalogue, at))
    if year is None:
        return well("节假日表够用", "the holidays of the next two months are known")
    return warning(
        f"没有 {year} 年的节假日表，按周一至周五计算；请写进 days.toml",
        f"the holidays of {year} are not known: Monday to Friday count; add them to days.toml",
    )


def _address(settings: Settings) -> Finding:
    if reaches_phones(settings.public_url or settings.address):
        return well(f"二维码用 {settings.public_url}", f"QR codes carry {settings.public_url}")
    zh = "没有设 YICHUANG_PUBLIC_URL，大厅外的手机打不开进度页"
    return warning(zh, "YICHUANG_PUBLIC_URL is not set: no phone outside the hall opens the status page")


def _key(settings: Settings) -> Finding:
    """A backup of the data folder must not carry the key that opens it."""
    if settings.key_path.resolve().is_relative_to(settings.data.resolve()):
        return warning(
            f"密钥 {settings.key_path} 在数据文件夹里，备份会带走它：请移到别处并设置 YICHUANG_KEY_FILE",
            "the key lies in the data folder and goes with every backup: move it, set YICHUANG_KEY_FILE",
        )
    return well("密钥与数据分开存放", "the key is kept apart from the data")


def _printers(store: Store, at: datetime) -> Iterator[Finding]:
    lines = printers.all_now(store, at=at)
    if not lines:
        yield warning("没有接打印机，单据只在 /paper 上看", "no printer: papers are seen at /paper only")
    for line in lines:
        name = line.printer.name
        if line.is_well:
            yield well(f"打印机 {name} 正常", f"printer {name} is well")
        else:
            state = line.condition or "?"
            yield warning(f"打印机 {name} 不能出纸：{state}", f"printer {name} does not print: {state}")


def _outlet(store: Store, settings: Settings, at: datetime) -> Iterator[Finding]:
    now = messages.outlet_now(store, at=at)
    if now is None:
        return
    key = settings.outlet_key_path
    if not key.is_file():
        yield warning(
            f"网关的密钥 {key} 还没有，启动大厅时生成", f"the gateway's key {key} is made at the start"
        )
    if now.is_well:
        yield well(
            f"通知出口正常，待发 {now.waiting} 条", f"the gateway takes messages, {now.waiting} to send"
        )
    else:
        yield warning(f"通知出口送不出：{now.trouble}", f"the gateway takes no messages: {now.trouble}")


def _voice(store: Store, content: Content, data: Path, at: datetime) -> Iterator[Finding]:
    for lack in _voice_of(store, data, at).lacks():
        yield warning(lack.zh, lack.en)
    for one in voicing.voices(store, at=at):
        yield _heard(one, content.newest)


def _voice_of(store: Store, data: Path, at: datetime) -> Voice:
    return Voice(store, lambda: at, data / "voice", lambda: "", speakers(BOARD_WORDS)["zh"])


def _heard(one: ZoneVoice, catalogue: Catalogue) -> Finding:
    zone = f"{one.zone or catalogue.hall.name.zh}：", f"{one.zone or catalogue.hall.name.said('en')}: "
    words = {
        Heard.SPEECH: Words("播报号码", "numbers are read out"),
        Heard.CHIME: Words("只响提示音，不播报号码", "chime only, no number is read out"),
        Heard.REFUSED: Words("大屏的浏览器没有开声音", "the board's browser keeps the sound off"),
        Heard.NOTHING: Words("没有开着声音的大屏", "no board with sound is on"),
    }[one.heard]
    sign = Sign.WELL if one.heard is Heard.SPEECH else Sign.WARNING
    return Finding(sign, Words(zone[0] + words.zh, zone[1] + words.en))


def _sounded(text: str) -> str:
    return f"  {text}\n    {' '.join(each[0] for each in pinyin(text, style=Style.TONE))}"


def _several(text: str) -> str:
    """Name the characters of a word that can be read in several ways: a voice may choose another one."""
    readings = zip(text, pinyin(list(text), style=Style.TONE, heteronym=True), strict=False)
    several = sorted({sign for sign, sounds in readings if len(sounds) > 1})
    return f"    多音字 / several readings: {' '.join(several)}" if several else ""
