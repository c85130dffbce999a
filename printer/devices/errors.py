"""What can go wrong between the agent and a printer, in words for people."""

from typing import ClassVar


class DeviceError(Exception):
    """The device did not do its part; `written` says whether any byte had left for it."""

    zh: ClassVar[str] = "打印设备出错：{0}"
    en: ClassVar[str] = "The printer failed: {0}"

    def __init__(self, detail: object, *, written: bool = False) -> None:
        super().__init__(detail)
        self.detail = detail
        self.written = written

    def __str__(self) -> str:
        return f"{self.zh.format(self.detail)} / {self.en.format(self.detail)}"


class Unreachable(DeviceError):
    """Nobody answers at the device's address; trying again later helps."""

    zh = "连不上打印机 {0}，请检查电源和网线。"
    en = "The printer {0} cannot be reached. Please check its power and cable."


class Stalled(DeviceError):
    """The device takes no more bytes: no paper, cover open, or broken."""

    zh = "打印机不再接收数据（{0}），请检查纸和上盖。"
    en = "The printer takes no more data ({0}). Please check its paper and cover."


class BadAddress(DeviceError):
    """The URL names no kind of device that we know."""

    zh = "打印机地址有误：{0}。可用 tcp://主机:9100、file:///dev/usb/lp0。"
    en = "Wrong printer address: {0}. Use tcp://host:9100 or file:///dev/usb/lp0."


class Gone(DeviceError):
    """The printer was unplugged, or closed the connection, in the middle; trying again later helps."""

    zh = "打印机中途断开（{0}），请检查电源和连线。"
    en = "The printer went away ({0}). Please check its power and cable."
