"""What can go wrong between the agent and a printer, in words for people; each says whether to try again."""

from typing import ClassVar


class DeviceError(Exception):
    """The device did not do its part; `written` says whether any byte of this write may have left for it.

    `retry` says whether trying again helps without anybody changing a setting.
    """

    zh: ClassVar[str] = "打印设备出错：{0}"
    en: ClassVar[str] = "The printer failed: {0}"
    retry: ClassVar[bool] = True

    def __init__(self, detail: object, *, written: bool = False) -> None:
        super().__init__(detail)
        self.detail = detail
        self.written = written

    def __str__(self) -> str:
        return f"{self.zh.format(self.detail)} / {self.en.format(self.detail)}"


class Unreachable(DeviceError):
    """Nobody answers at the device's address."""

    zh = "连不上打印机 {0}，请检查电源和连线。"
    en = "The printer {0} cannot be reached. Please check its power and cable."


class Stalled(DeviceError):
    """The device takes no more bytes: no paper, cover open, or broken."""

    zh = "打印机不再接收数据（{0}），请检查纸和上盖。"
    en = "The printer takes no more data ({0}). Please check its paper and cover."


class Gone(DeviceError):
    """The printer was unplugged, or closed the connection, in the middle."""

    zh = "打印机中途断开（{0}），请检查电源和连线。"
    en = "The printer went away ({0}). Please check its power and cable."


class InUse(DeviceError):
    """Another program writes to the printer; two writers would mix their papers."""

    zh = "打印机 {0} 正被另一个程序使用。"
    en = "Another program uses the printer {0}."


class NotPermitted(DeviceError):
    """This account may not open the device."""

    zh = "没有权限使用打印机 {0}。请把本账号加入 lp 组，或安装 docs/99-yichuang-printer.rules。"
    en = "No permission for the printer {0}. Join group lp, or install docs/99-yichuang-printer.rules."
    retry = False


class Ambiguous(DeviceError):
    """Several printers fit the address."""

    zh = "有几台打印机都符合，请在地址里写明序列号：{0}"
    en = "Several printers fit. Please put the serial number into the address: {0}"
    retry = False


class NoUsb(DeviceError):
    """The library that speaks USB is not on this machine."""

    zh = "本机没有 libusb，不能直接用 USB 打印机：apt-get install libusb-1.0-0"
    en = "This machine has no libusb, so USB printers cannot be used: apt-get install libusb-1.0-0"
    retry = False


class BadAddress(DeviceError):
    """The URL names no kind of device that we know."""

    zh = "打印机地址有误：{0}。可用 tcp://主机:9100、usb://04b8:0e15、serial:///dev/ttyUSB0、file:///dev/usb/lp0。"
    en = "Wrong printer address: {0}. Use tcp://, usb://, serial:// or file:// as in docs/printing.md."
    retry = False
