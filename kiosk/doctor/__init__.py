"""体检: what a technician asks before the doors open: is the hall well, and what must be done?"""

import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from difflib import get_close_matches
from importlib.metadata import version

from pypinyin import Style, pinyin

from display.board import Call, Label
from display.voice import LEADS, announcement, ordinal, pronounced
from kiosk.app import BOARD_WORDS, Content, open_hall, speakers
from kiosk.config import Settings
from kiosk.doctor import hall, machine
from kiosk.doctor.certificates import certificate
from kiosk.doctor.findings import Finding, Sign, fault, warning, well
from kiosk.hall.errors import HallError
from kiosk.loading import check
from kiosk.reactions.voice import diction_of, words_of
from kiosk.storage import copying, migrate
from kiosk.storage.migrate import MadeByNewer
from kiosk.storage.settings import BACKUP_MADE
from kiosk.storage.store import Store

CHECK_AGAIN = ("请改好，再运行 yichuang check", "correct it, then run yichuang check")
KEY_OR_DATABASE = (
    "请看 YICHUANG_KEY_FILE 指的是不是原来的密钥，YICHUANG_DATABASE_URL 指的数据库能不能连上",
    "see whether YICHUANG_KEY_FILE names the old key and the database of YICHUANG_DATABASE_URL is reached",
)
NOT_REACHED = (
    "请看数据库服务器是否在运行、YICHUANG_DATABASE_URL 对不对；不通的原因在上一行",
    "see whether its server runs and YICHUANG_DATABASE_URL is right; the line before says why",
)
NO_DATA = (
    "新大厅请先 yichuang serve；已有大厅请用 --data 或 YICHUANG_DATA 指明它的数据文件夹",
    "start a new hall by yichuang serve; of another, name its data by --data or YICHUANG_DATA",
)
OTHER_NAMES = {"YICHUANG_TOKEN", "YICHUANG_AGENT_TOKEN", "YICHUANG_FONT"}  # of what runs beside the hall
NOT_KNOWN = ("设置的名称见 README 的表", "the names are in the table of the README")
LIKE = 0.8  # how much of two names is the same where one is a slip of the other
LOOKED_THROUGH = 2**30  # bytes; a larger file takes minutes, and its backups are looked through each night


def examine(settings: Settings, at: datetime) -> Iterator[Finding]:
    """Look at a hall's files, data, printers and voice; it may be running meanwhile."""
    report = check(settings.hall)
    for mistake in report.faults:
        yield fault(mistake.said("zh"), mistake.said("en"), CHECK_AGAIN)
    if report.faults:
        return
    yield well(
        f"内容没有错误，{len(report.notices)} 条提醒", f"no fault in the files, {len(report.notices)} notices"
    )
    yield from unknown_names(os.environ)
    yield from machine.disk(settings.data)
    yield machine.sockets()
    yield machine.answering(settings)
    yield from certificate(settings, at)
    yield hall.address(settings)
    yield machine.sign_in(settings)
    if not settings.is_sample:
        yield hall.key(settings)
    content = Content(settings)
    yield hall.holidays(settings, content.newest, at)
    for look in (_database, _version):
        yield (found := look(settings))
        if found.sign is not Sign.WELL:
            return  # opening it would change its tables under whoever serves it
    try:
        store = open_hall(settings, content)
    except HallError as error:
        yield fault(error.said("zh"), error.said("en"), KEY_OR_DATABASE)
        return
    except OSError as error:
        yield fault(f"打不开：{error}", f"not to be opened: {error}", machine.PERMISSIONS)
        return
    yield from _inside(store, settings, content, at)
    store.close()


def _inside(store: Store, settings: Settings, content: Content, at: datetime) -> Iterator[Finding]:
    """Look at what the hall itself has written down."""
    with store.read() as reading:
        last = [when for _, when, _ in reading.events.after(reading.events.head() - 1)]
        made = reading.settings.get(BACKUP_MADE)
    yield from machine.clock(last[-1] if last else None, at)
    yield from machine.backups(settings, datetime.fromisoformat(made) if made else None, at)
    yield from hall.papers(store, at)
    yield from hall.audio(store, content, settings.data, at)
    yield from hall.outlet(store, settings, at)


def unknown_names(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Name what looks like a setting and is none: one letter wrong, and no backup is ever made."""
    known = {f"YICHUANG_{name}".upper() for name in Settings.model_fields} | OTHER_NAMES
    for name in sorted(environment):
        if name.upper().startswith("YICHUANG_") and name.upper() not in known:
            near = get_close_matches(name.upper(), known, 1, LIKE)
            yield warning(
                f"没有名为 {name} 的设置，它不起作用",
                f"there is no setting {name}, nothing comes of it",
                (f"是不是 {near[0]}？", f"is {near[0]} meant?") if near else NOT_KNOWN,
            )


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
    lacks = hall.voice_of(store, settings.data, at).lacks()
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
        return fault(
            error.said("zh"),
            error.said("en"),
            (
                "请装写下这些数据的版本（docs/deploy/upgrade.md）",
                "install the version that made it (docs/deploy/upgrade.md)",
            ),
        )
    except HallError:
        return fault(
            "数据库连不上，或地址不对",
            "the database is not reached, or its address is wrong",
            NOT_REACHED,
        )
    if migration is None:
        return warning(
            f"这里还没有大厅的数据（{settings.data}）",
            f"there is no hall's data here yet ({settings.data})",
            NO_DATA,
        )
    if migration == newest:
        return well(f"程序 {program}，数据表 {migration}", f"program {program}, tables {migration}")
    return warning(
        f"数据表是旧的（{migration}，程序 {program} 要 {newest}）",
        f"the tables are old ({migration}; program {program} wants {newest})",
        ("先备份，再重启大厅，启动时会升级", "make a backup, then restart the hall: its start upgrades them"),
    )


def _database(settings: Settings) -> Finding:
    """Look whether the file of the database is whole and takes what is written."""
    try:
        is_file = copying.kind(settings.database) == "sqlite"
        path = copying.file_of(settings.database)
        if not is_file or not path.exists():
            return well("数据库没有损坏", "the database is whole")
        if path.stat().st_size < LOOKED_THROUGH and (said := copying.wrong_in(path)):
            return fault(
                f"数据库有损坏：{said}",
                f"the database is damaged: {said}",
                (
                    "请停下大厅，用最近的备份恢复：yichuang restore 文件 --replace",
                    "stop the hall and restore the last backup: yichuang restore FILE --replace",
                ),
            )
        copying.must_take_acts(path)
    except HallError as error:
        return fault(error.said("zh"), error.said("en"), KEY_OR_DATABASE)
    except OSError as error:
        return fault(
            f"数据库文件读写不了：{error}",
            f"the file of the database cannot be read and written: {error}",
            (
                "请看磁盘空间、文件的所有者（yichuang）、别的程序是否开着它（fuser hall.db）",
                "see to the disk's space, its owner (yichuang), and who else has it open (fuser hall.db)",
            ),
        )
    return well("数据库没有损坏，可以写", "the database is whole and takes what is written")


def _sounded(text: str) -> str:
    return f"  {text}\n    {' '.join(each[0] for each in pinyin(text, style=Style.TONE))}"


def _several(text: str) -> str:
    """Name the characters of a word that can be read in several ways: a voice may choose another one."""
    readings = zip(text, pinyin(list(text), style=Style.TONE, heteronym=True), strict=False)
    several = sorted({sign for sign, sounds in readings if len(sounds) > 1})
    return f"    多音字 / several readings: {' '.join(several)}" if several else ""
