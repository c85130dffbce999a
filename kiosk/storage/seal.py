"""封存: what identifies a person cannot be read without the hall's key, and can still be found."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.hall.errors import HallError

BYTES = 32
LEAST_KEY = 16  # bytes; the key file that the program makes has 64
SHOWN = 12  # characters of a fingerprint: enough to compare by eye
INDEX = 32  # characters of a blind index: 128 bits


class NoKey(HallError):
    """Personal data cannot be kept or read: the hall's key is missing."""

    status = 500
    zh = "没有本厅的密钥，不能保存或读取个人信息。请检查 YICHUANG_KEY_FILE。"
    en = "The hall's key is missing, so personal data can be neither kept nor read. Check YICHUANG_KEY_FILE."


class NoWholeKey(HallError):
    """The file of the key holds none, or a piece of one."""

    status = 500
    zh = "密钥文件 {0} 是空的或不完整。请放回本厅原来的密钥；从没启用过的大厅可以删掉它，启动时另造一把。"
    en = (
        "The key file {0} is empty or cut off. Put the hall's own key back; where the hall was never used, "
        "delete the file, and its start makes another."
    )


class WrongKey(HallError):
    """This key did not seal the data."""

    status = 500
    zh = "本厅的密钥不对：数据是用指纹为 {0} 的密钥封存的，现在的是 {1}。请换回原来的密钥文件。"
    en = "The hall's key is wrong: it is {1}, the data was sealed with {0}. Put the old key file back."


class Seal:
    """Seals and opens with keys that are derived from the hall's one key (HKDF, RFC 5869)."""

    def __init__(self, key: bytes = b"") -> None:
        self._has_key = len(key) >= LEAST_KEY
        self._box = Fernet(base64.urlsafe_b64encode(_derived(key, b"seal")))
        self._index = _derived(key, b"index")
        self.fingerprint = _derived(key, b"fingerprint").hex()[:SHOWN]

    def close(self, facts: Mapping[str, str]) -> str:
        """Seal what is known of a person; nothing known is "".

        Raises:
            NoKey: the hall has no key.
        """
        self._must_have_key()
        known = {name: value for name, value in facts.items() if value}
        if not known:
            return ""
        return self._box.encrypt(json.dumps(known, ensure_ascii=False).encode()).decode("ascii")

    def open(self, sealed: str) -> dict[str, str]:
        """Read what was sealed; what was erased since is empty.

        Raises:
            NoKey: the hall has no key.
            WrongKey: another key sealed it, or it was altered.
        """
        self._must_have_key()
        if not sealed:
            return {}
        try:
            return dict(json.loads(self._box.decrypt(sealed.encode("ascii"))))
        except InvalidToken:
            raise WrongKey("?", self.fingerprint) from None

    def blind(self, kind: str, value: str) -> str:
        """Name a value so that it can be found again and not be read; nothing is "".

        Only whoever has the key can tell which value stands behind a name, or try values.
        """
        self._must_have_key()
        if not value:
            return ""
        said = f"{kind}\0{value}".encode()
        return hmac.new(self._index, said, hashlib.sha256).hexdigest()[:INDEX]

    def stand_in(self, value: str) -> str:
        """Stand for what somebody wished, so that equal wishes are known and none can be guessed from it.

        A hall without a key keeps nothing of people, and has this all the same.
        """
        return hmac.new(self._index, f"wish\0{value}".encode(), hashlib.sha256).hexdigest()

    def _must_have_key(self) -> None:
        if not self._has_key:
            raise NoKey


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), BYTES, salt=None, info=b"yichuang " + purpose).derive(key or b"no key")
