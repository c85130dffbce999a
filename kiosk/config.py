"""设置: every setting with its meaning and default."""

import re
from datetime import time
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from limits import parse
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PRINTER_URL = r"(tcp://[^/\s]+|usb://|serial:///|file:///|memory://)\S*"
SAMPLE_HALL = Path(__file__).parent / "content"


class Settings(BaseSettings):
    """The settings of one serving process; each is read from `YICHUANG_<NAME>` when not given."""

    model_config = SettingsConfigDict(env_prefix="YICHUANG_", env_ignore_empty=True, frozen=True)

    data: Path = Field(Path("data"), description="folder of this hall's data; made when missing")
    hall: Path = Field(SAMPLE_HALL, description="folder of the hall's content; the sample hall when not set")
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8000, ge=0, le=65535, description="TCP port to listen on")
    database_url: str = Field("", description="SQLAlchemy URL; SQLite in the data folder when empty")
    public_url: str = Field(
        "", description="what QR codes carry, e.g. https://hall.example; empty: this address"
    )
    key_file: Path | None = Field(
        None,
        description="file of the hall's key, which signs sessions and seals personal data; keep it apart "
        "from the backups; in the data folder when not set",
    )
    outlet_key_file: Path | None = Field(
        None,
        description="file of the key that signs messages to the gateway; in the data folder when not set",
    )
    anchors_file: Path | None = Field(
        None,
        description="file in which each day's line of the log is noted for `yichuang audit verify`; best on "
        "another machine; in the data folder when not set",
    )
    session_hours: float = Field(12, gt=0, le=168, description="after how long everybody signs in again")
    session_idle_minutes: float = Field(
        60, gt=0, le=1440, description="after how long without a request somebody signs in again"
    )
    hosts: str = Field(
        "", description="further names this server is reached by, with commas; addresses are always good"
    )
    printer_url: str = Field(
        "", description="one printer for all papers, e.g. tcp://192.168.1.50:9100; the hall's file when empty"
    )
    printer_width: Literal[58, 80] = Field(80, description="paper width of that printer in mm: 58 or 80")
    printer_profile: str = Field("", description="profile of that printer; generic of that width when empty")
    clock_rate: float = Field(1.0, gt=0, le=3600, description="how fast the clock runs; sample data only")
    trusted_proxy: bool = Field(
        default=False,
        description="a proxy of ours on this machine sets X-Forwarded-For and X-Forwarded-Proto; without it "
        "such requests count as foreign",
    )
    certificate_file: Path | None = Field(
        None,
        description="TLS certificate of the hall's address; with its key the hall answers over TLS itself",
    )
    certificate_key_file: Path | None = Field(
        None, description="key of that certificate; not set where a proxy before the hall has it"
    )
    public_host: str = Field("127.0.0.1", description="address of the public entrance, where there is one")
    public_port: int | None = Field(
        None,
        ge=0,
        le=65535,
        description="TCP port of an entrance for phones and village assistants alone; none when not set",
    )
    plain_sign_in: bool = Field(
        default=False,
        description="let people sign in from other machines without TLS: in a closed network only",
    )

    log: Literal["text", "json"] = Field(
        "text", description="how the log is written, one line for each thing"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "warning", description="from which level on; info writes a line for each request"
    )
    backup_folder: Path | None = Field(
        None, description="folder where a backup is made each night, best on another disk; none when not set"
    )
    backup_at: time = Field(time(2, 30), description="when, by the hall's clock")
    backup_keep: int = Field(14, ge=1, description="how many of them are kept")

    api_rate: str = Field(
        "120000 per minute", description="how often one program may ask the API, e.g. 100 per second"
    )

    @field_validator("api_rate")
    @classmethod
    def _is_a_rate(cls, text: str) -> str:
        parse(text)
        return text

    @field_validator("printer_url")
    @classmethod
    def _is_a_printer(cls, text: str) -> str:
        if text and not re.fullmatch(PRINTER_URL, text):
            raise ValueError("tcp://host:9100, usb://04b8:0e15, serial:///dev/ttyUSB0 or file:///dev/usb/lp0")
        return text

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, text: str) -> str:
        url = urlsplit(text)
        if text and (url.scheme not in {"http", "https"} or not url.hostname or url.port == 0):
            raise ValueError("https://name or https://name:port, as phones open it")
        return text

    @property
    def database(self) -> str:
        """The database in use."""
        return self.database_url or f"sqlite:///{self.data.resolve() / 'hall.db'}"

    @property
    def key_path(self) -> Path:
        """Where the hall's key is."""
        return self.key_file or self.data / "session.key"

    @property
    def outlet_key_path(self) -> Path:
        """Where the key is that the hall shares with its gateway."""
        return self.outlet_key_file or self.data / "outlet.key"

    @property
    def anchors_path(self) -> Path:
        """Where each day's line of the log is noted."""
        return self.anchors_file or self.data / "audit-anchors.txt"

    @property
    def is_https(self) -> bool:
        """Tell whether people reach the hall over TLS."""
        return self.has_tls or self.public_url.startswith("https://")

    @property
    def address(self) -> str:
        """Where this process answers, as a person types it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.has_tls else 'http'}://{host}:{self.port}"

    @property
    def has_tls(self) -> bool:
        """Tell whether this process answers over TLS itself."""
        return bool(self.certificate_file and self.certificate_key_file)

    @property
    def is_sample(self) -> bool:
        """Tell whether the sample hall is served."""
        return self.hall.resolve() == SAMPLE_HALL.resolve()


def is_address(host: str) -> bool:
    """Tell whether a word is an IP address."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Tell whether an address is this machine only."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def reaches_phones(public_url: str) -> bool:
    """Tell whether a phone outside the hall's own network could open this address."""
    host = urlsplit(public_url).hostname or ""
    try:
        return ip_address(host).is_global
    except ValueError:
        return (
            bool(host)
            and host != "localhost"
            and not host.endswith((".local", ".lan", ".internal", ".localhost"))
        )
