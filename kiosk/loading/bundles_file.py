"""一件事文件: the shape of bundles.toml, and what must agree with the services."""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from kiosk.hall.bundle import Bundle
from kiosk.hall.words import Words
from kiosk.loading.faults import Fault, shown
from kiosk.loading.files import BUNDLES, SERVICES, Files
from kiosk.loading.hall_checks import twice
from kiosk.loading.names import listed, tables, text, texts
from kiosk.loading.shape import Code, Said, Shape, Text

MOST = 20  # services of one visit


class BundleShape(Shape):
    """[[bundle]]: its English name is needed, as it stands alone on a tile."""

    code: Code
    name: Annotated[Text, Field(max_length=30)]
    name_en: Annotated[Text, Field(max_length=60)]
    about: Said = ""
    about_en: Said = ""
    services: Annotated[list[Text], Field(min_length=2, max_length=MOST)]

    def built(self) -> Bundle:
        """Make the joint matter."""
        return Bundle(self.code, self.pair("name"), self.pair("about"), tuple(self.services))


class BundlesShape(Shape):
    """bundles.toml."""

    bundle: Annotated[list[BundleShape], Field(min_length=1)]


def check_bundles(files: Files) -> Iterator[Fault]:
    """Compare the joint matters with each other and with the services."""
    file = files.tables.get(BUNDLES)
    if file is None:
        return
    yield from twice(BUNDLES, file, "bundle", "code")
    known = {text(service, "code") for service in files.services.values()} - {""}
    all_read = not any(fault.file.startswith(SERVICES) for fault in files.faults)
    for place, bundle in tables(file, "bundle"):
        times = Counter(code for _, code in texts(bundle, "services"))
        for at, code in texts(bundle, "services"):
            if all_read and code not in known:
                zh = f"没有这个事项。可用：{listed(known)}。"
                yield Fault(
                    BUNDLES,
                    f"{place}.{at}",
                    shown(code),
                    Words(zh, f"There is no such service. Known: {listed(known)}."),
                )
            elif times[code] > 1:
                zh, en = "这个事项写了两次，请删去一个。", "This service stands twice; remove one."
                yield Fault(BUNDLES, f"{place}.{at}", shown(code), Words(zh, en))
