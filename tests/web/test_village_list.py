"""A village's list as a workbook: whole names, masked numbers, and it is known who took it."""

from io import BytesIO

from openpyxl import load_workbook

from kiosk.app import Program
from kiosk.hall.delegation_events import VillageListExported
from tests.retirees import number_of
from tests.web.test_assistant import clerk, phone, send
from tests.web.test_assistant import program as program

PAGE, FILE = "/desk/retirees", "/desk/retirees/villages/C01/list.xlsx"


def test_the_retirees_window_takes_a_villages_list_as_a_workbook(program: Program) -> None:
    answer = send(clerk(program), PAGE, FILE)

    sheet = load_workbook(BytesIO(answer.data)).active
    assert sheet is not None
    head, *lines = sheet.iter_rows(values_only=True)
    assert (head[0], len(lines)) == ("姓名", 3)
    assert not any(number_of(n) in str(lines) for n in range(1, 4))
    with program.store.read() as reading:
        told = [one for _, _, one in reading.events.after(0) if isinstance(one, VillageListExported)]
        window6 = reading.accounts.by_name("window6")
    assert told == [VillageListExported("C01", 3, window6.id if window6 else "")]


def test_nobody_else_takes_it(program: Program) -> None:
    assert send(phone(program), "/assistant", FILE).status_code == 403
    assert send(clerk(program), PAGE, FILE.replace("C01", "C99")).status_code == 404
