"""Papers with invented content, as the hall would fill them."""

from dataclasses import replace
from pathlib import Path

from printer.papers.checklist import Checklist, ChecklistRow, ChecklistService
from printer.papers.ticket import TicketSlip
from printer.words import speaker

LOCALE = Path(__file__).parents[2] / "printer" / "locale"
chinese = speaker([LOCALE], "zh")
english = speaker([LOCALE], "en")

TICKET = TicketSlip(
    hall="政务服务大厅（样例）",
    number="E012",
    queue_letter="E",
    queue_name="规划建设窗口",
    window="5 号窗口",
    services=("城镇污水排入排水管网许可证核发",),
    people_ahead=3,
    wait="约 20–45 分钟",
    reason="此事项由规划建设窗口办理",
    taken_at="2026-11-23 09:41",
    phone="0579-80000005",
    miss_rule="过号 30 分钟内可到窗口恢复，排在 3 位之后",
    reference="20261123-E012",
)
WITH_QR = replace(TICKET, url="https://hall.example/t/Zm9vYmFyYmF6cXV4MTIz", wifi="Hall-Guest")
SERVICE = ChecklistService(
    "E05", "排水许可", "15 个工作日", "5 个工作日", "不收费", "5 号窗口 规划建设", "0579-80000005", "2026.11"
)
CHECKLIST = Checklist(
    hall="政务服务大厅（样例）",
    services=(SERVICE,),
    situations=("属于哪一类排水？ 一般排水户",),
    rows=(
        ChecklistRow("内部排水管网、专用检测井、雨污水排放口位置和口径的图纸及说明", "原件 1"),
        ChecklistRow("隐蔽工程竣工报告", "复印件 1", group="隐蔽工程证明"),
        ChecklistRow("书面承诺书", "原件 1", group="隐蔽工程证明", undertaking=True),
        ChecklistRow("授权委托书", "原件 1", condition="委托他人办理"),
        ChecklistRow("营业执照", "", "由本厅核验", exempt=True),
    ),
    supervision_phone="0579-80000099",
    printed_at="2026-11-23 09:41",
)
