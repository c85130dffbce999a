"""The machine under the hall: its disk, its clock, its sockets, its backups."""

import os
import resource
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from kiosk import running
from kiosk.config import Settings, is_loopback
from kiosk.doctor.certificates import whoever_it_is
from kiosk.doctor.findings import Finding, fault, warning, well

LEAST_DISK = 2**30  # bytes: a hall writes a few megabytes a day
LEAST_SHARE = 0.05
NO_DISK = 100 * 2**20
SLOW_SYNC_S = 0.05  # every number waits for one
AHEAD = timedelta(minutes=2)
FILES = 4096  # two for each phone and board, some hundreds of them on a busy day
BACKUP_OLD = timedelta(hours=36)
ASKED_S = 5
GB = 2**30
NO_BACKUPS = (
    "请设 YICHUANG_BACKUP_FOLDER（另一块磁盘），或运行 yichuang backup --to 文件",
    "set YICHUANG_BACKUP_FOLDER (on another disk), or run yichuang backup --to FILE",
)
PERMISSIONS = ("请检查磁盘、挂载和文件夹的权限", "check the disk, its mount and the folder's permissions")


def disk(data: Path) -> Iterator[Finding]:
    """Look at the free space where the data is, and at how long the disk takes to keep something."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        took = _synced(data / ".doctor")
        usage = shutil.disk_usage(data)
    except OSError as error:
        yield fault(
            f"数据文件夹写不进去：{error}",
            f"the data folder cannot be written: {error}",
            PERMISSIONS,
        )
        return
    size = f"{usage.free / GB:.1f} GiB"
    remedy = ("请清理磁盘，把旧备份移走", "free some space, move old backups away")
    if usage.free < NO_DISK:
        yield fault(f"磁盘只剩 {size}", f"only {size} of disk left", remedy)
    elif usage.free < LEAST_DISK or usage.free < LEAST_SHARE * usage.total:
        yield warning(f"磁盘只剩 {size}", f"only {size} of disk left", remedy)
    else:
        yield well(f"数据文件夹可写，磁盘剩 {size}", f"the data folder is writable, {size} of disk left")
    said = f"{took * 1000:.1f} ms"
    if took > SLOW_SYNC_S:
        yield warning(
            f"磁盘写盘慢：{said}",
            f"the disk is slow to keep what is written: {said}",
            ("数据请放在固态硬盘上，不要放在网络盘", "keep the data on an SSD, not on a network drive"),
        )
    else:
        yield well(f"写盘用时 {said}", f"a write is durable after {said}")


def clock(newest: datetime | None, at: datetime) -> Iterator[Finding]:
    """Look whether the clock is kept right, and whether it went back behind what has happened."""
    if newest is not None and newest > at + AHEAD:
        yield fault(
            f"时钟倒退了：最近的记录在 {newest:%Y-%m-%d %H:%M} UTC",
            f"the clock went back: the newest act is of {newest:%Y-%m-%d %H:%M} UTC",
            ("请校准时间后再开门", "set the clock right before the doors open"),
        )
    said = _asked("timedatectl", "show", "--property=NTPSynchronized", "--value")
    if said == "no":
        yield warning(
            "时钟没有和网络时间同步",
            "the clock is not synchronised",
            (
                "请运行 timedatectl set-ntp true，或设好大厅自己的时间服务器",
                "run timedatectl set-ntp true, or set the hall's own time server",
            ),
        )
    elif said == "yes":
        yield well("时钟已同步", "the clock is synchronised")
    else:
        yield well("时钟没有倒退（本机没有 timedatectl）", "the clock did not go back (no timedatectl here)")


def sockets() -> Finding:
    """Look whether so many phones and boards may be connected as come on a busy day."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < FILES:
        return warning(
            f"只能同时打开 {hard} 个文件，约 {hard // 2} 部手机和大屏",
            f"only {hard} open files: about {hard // 2} phones and boards",
            (f"在 systemd 单元里写 LimitNOFILE={FILES * 4}", f"LimitNOFILE={FILES * 4} in the systemd unit"),
        )
    return well("可同时连接的手机和大屏够多", "enough phones and boards may be connected at once")


def answering(settings: Settings) -> Finding:
    """Look whether the hall that should be running answers."""
    try:
        process = running.process(settings.data)
    except OSError as error:
        return warning(
            f"看不到大厅有没有在运行：{error}",
            f"it cannot be seen whether the hall runs: {error}",
            PERMISSIONS,
        )
    if process is None:
        return well("大厅没有在这里运行", "no hall is running here")
    try:
        host = "127.0.0.1" if settings.host in {"", "0.0.0.0", "::"} else settings.host  # noqa: S104  not bound
        with socket.create_connection((host, settings.port), timeout=ASKED_S) as plain:
            asked = whoever_it_is().wrap_socket(plain) if settings.has_tls else plain
            asked.sendall(b"GET /healthz/live HTTP/1.0\r\n\r\n")
            answered = asked.recv(64)
    except OSError as error:
        answered = str(error).encode()
    if b" 204 " in answered:
        return well("大厅在运行，有回应", "the hall is running and answers")
    return warning(
        f"大厅在运行（进程 {process}），但 {settings.address} 没有回应",
        f"the hall is running (process {process}), but {settings.address} does not answer",
        ("端口不同请用 YICHUANG_PORT 指明；否则重启服务", "name another port by YICHUANG_PORT, or restart"),
    )


def sign_in(settings: Settings) -> Finding:
    """Look whether people can sign in from other machines, and whether others can listen."""
    remedy = ("请装证书，见 docs/deploy/own-ca.md", "make a certificate by docs/deploy/own-ca.md")
    if settings.plain_sign_in and not settings.has_tls:
        return warning(
            "允许不加密登录（YICHUANG_PLAIN_SIGN_IN），同一网络里的人能看到口令",
            "sign-ins without TLS are allowed, others in the network can read passwords",
            remedy,
        )
    if settings.has_tls or settings.trusted_proxy or is_loopback(settings.host):
        return well("登录只走加密连接或本机", "people sign in over TLS or on this machine only")
    return warning(
        "没有证书，别的电脑上不能登录（窗口、管理）",
        "there is no certificate: nobody signs in from another machine (desk, manage)",
        remedy,
    )


def backups(settings: Settings, made: datetime | None, at: datetime) -> Iterator[Finding]:
    """Look how old the last backup is and whether it lies on another disk."""
    folder = settings.backup_folder
    remedy = (
        f"请看日志里的 nightly backup，以及 {folder} 在不在、有没有空间、yichuang 能不能写",
        f"see nightly backup in the log, and whether yichuang may write to {folder} and there is space",
    )
    if folder is None:
        remedy = NO_BACKUPS
    if made is None:
        if not settings.is_sample or settings.backup_folder:
            yield warning("从没有备份过", "no backup was ever made", remedy)
    elif at - made > BACKUP_OLD:
        days = (at - made).days
        yield warning(f"上次备份是 {days} 天前", f"the last backup is {days} days old", remedy)
    else:
        yield well(f"上次备份 {made:%Y-%m-%d %H:%M} UTC", f"last backup {made:%Y-%m-%d %H:%M} UTC")
    if folder and folder.is_dir() and (free := shutil.disk_usage(folder).free) < NO_DISK:
        yield warning(
            f"备份 {folder} 所在的磁盘只剩 {free / GB:.1f} GiB",
            f"only {free / GB:.1f} GiB is left for the backups in {folder}",
            ("请清理那里，或换一块磁盘", "free some space there, or take another disk"),
        )
    if folder and folder.is_dir() and folder.stat().st_dev == settings.data.stat().st_dev:
        yield warning(
            f"备份 {folder} 和数据在同一块磁盘上",
            f"the backups in {folder} lie on the same disk as the data",
            ("请放到另一块磁盘或另一台机器", "put them on another disk or machine"),
        )


def _synced(probe: Path) -> float:
    with probe.open("wb") as file:
        file.write(b"doctor")
        file.flush()
        begun = time.perf_counter()
        os.fsync(file.fileno())
        took = time.perf_counter() - begun
    probe.unlink()
    return took


def _asked(program: str, *arguments: str) -> str:
    """Ask a program of the system; nothing where it is not there or does not answer."""
    path = shutil.which(program)
    if path is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603  the system's own program
            [path, *arguments], capture_output=True, text=True, timeout=ASKED_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
