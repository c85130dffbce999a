"""事项核对: what must agree inside a service file, and between all of them."""

from collections.abc import Iterator, Mapping
from datetime import date

from kiosk.hall.words import Words
from kiosk.loading.faults import Fault, shown
from kiosk.loading.files import Files, Table
from kiosk.loading.hall_checks import letters, repeated, twice, unknown_queue
from kiosk.loading.names import clauses, listed, tables, text, whole

Options = Mapping[str, set[str]]


def check_services(files: Files) -> Iterator[Fault]:
    """Compare every service file with itself, the hall and the other services."""
    known = letters(files)
    for file, service in files.services.items():
        letter = text(service, "queue")
        if known and letter and letter not in known:
            yield unknown_queue(file, "queue", letter, known)
        yield from _codes(file, service)
        yield from _questions(file, service)
        yield from _materials(file, service)
        yield from _limits(file, service)
        yield from _dates(file, service)
        yield from _presence(file, service)
        yield from _before(file, service)
        yield from _bills(file, service)
    yield from _versions(files)
    yield from _shared_papers(files)
    yield from _shared_groups(files)
    yield from _shared_questions(files)


def _codes(file: str, service: Table) -> Iterator[Fault]:
    for key in ("question", "material", "group"):
        yield from twice(file, service, key, "code")
    for place, question in tables(service, "question"):
        for fault in twice(file, question, "option", "code"):
            yield Fault(file, f"{place}.{fault.key}", fault.value, fault.remedy)


def _options(service: Table) -> dict[str, set[str]]:
    return {
        text(question, "code"): {text(option, "code") for _, option in tables(question, "option")}
        for _, question in tables(service, "question")
    }


def _questions(file: str, service: Table) -> Iterator[Fault]:
    every, earlier = _options(service), dict[str, set[str]]()
    for place, question in tables(service, "question"):
        code = text(question, "code")
        yield from _condition(file, place, question, earlier, every)
        if question.get("shared") is True and "when" in question:
            zh = "共用的问题总要问，不能有 when。"
            en = "A shared question is always asked and has no `when`."
            yield Fault(file, f"{place}.when", shown(question["when"]), Words(zh, en))
        earlier[code] = every.get(code, set())


def _condition(file: str, place: str, table: Table, known: Options, every: Options) -> Iterator[Fault]:
    for at, question, options in clauses(table):
        if question not in known:
            late = question in every
            zh = (
                "这个问题排在后面，条件只能用前面的问题。"
                if late
                else f"本事项没有这个问题。可用：{listed({*known})}。"
            )
            en = (
                "This question comes later; a condition can only look at earlier ones."
                if late
                else f"This service has no such question. Known: {listed({*known})}."
            )
            yield Fault(file, f"{place}.{at}", shown(question), Words(zh, en))
            continue
        for option in options:
            if option not in known[question]:
                offered = listed(set(known[question]))
                zh, en = (
                    f"这个问题没有这个选项。可用：{offered}。",
                    f"The question has no such option. Known: {offered}.",
                )
                yield Fault(file, f"{place}.{at}", shown(option), Words(zh, en))


def _materials(file: str, service: Table) -> Iterator[Fault]:
    options = _options(service)
    groups = {text(group, "code") for _, group in tables(service, "group")}
    members = [text(material, "group") for _, material in tables(service, "material")]
    for place, material in tables(service, "material"):
        yield from _condition(file, place, material, options, options)
        group = text(material, "group")
        if group and group not in groups:
            zh = f"没有这个“任选其一”组，请补一个 [[group]]，或改为：{listed(groups) or '（无）'}。"
            en = f"There is no such one-of group. Add a [[group]], or use: {listed(groups) or '(none)'}."
            yield Fault(file, f"{place}.group", shown(group), Words(zh, en))
    for place, group_table in tables(service, "group"):
        code = text(group_table, "code")
        if code and members.count(code) < 2:
            zh = "“任选其一”组至少要有两种材料写 group = 这个代码。"
            en = "A one-of group needs at least two materials that name it."
            yield Fault(file, f"{place}.code", shown(code), Words(zh, en))


def _limits(file: str, service: Table) -> Iterator[Fault]:
    legal, promised = service.get("legal"), service.get("promised")
    if not (isinstance(legal, dict) and isinstance(promised, dict)):
        return
    if legal.get("unit") != "working_day" or promised.get("unit") != "working_day":
        return
    allowed, said = whole(legal, "n"), whole(promised, "n")
    if allowed is not None and said is not None and said > allowed:
        zh = f"承诺时限不能长于法定时限（{allowed}）。"
        yield Fault(
            file,
            "promised.n",
            shown(said),
            Words(zh, f"The promise cannot be longer than the law's {allowed}."),
        )


def _dates(file: str, service: Table) -> Iterator[Fault]:
    begins, ends = service.get("effective_from"), service.get("effective_until")
    if type(begins) is date and type(ends) is date and ends < begins:
        zh, en = "失效日期早于生效日期。", "It ends before it begins."
        yield Fault(file, "effective_until", shown(ends), Words(zh, en))
    if bool(text(service, "confirmed_by")) != ("confirmed_on" in service):
        missing = "confirmed_on" if text(service, "confirmed_by") else "confirmed_by"
        zh = "确认人 confirmed_by 和确认日期 confirmed_on 要一起写。"
        yield Fault(file, missing, "", Words(zh, "Give confirmed_by and confirmed_on together."))


def _presence(file: str, service: Table) -> Iterator[Fault]:
    """Refuse others acting where the applicant must come in person."""
    if service.get("in_person") is not True:
        return
    for key in ("proxy", "custody_allowed"):
        if service.get(key):
            zh = "须本人到场的事项不能代办，也不能代收保管。"
            en = "Where the applicant must come in person, nobody can act for him or pay for him."
            yield Fault(file, key, shown(service[key]), Words(zh, en))


def _before(file: str, service: Table) -> Iterator[Fault]:
    """Refuse an inspection before what is no application: it ends in a list of papers and in a case."""
    if "inspection" not in service:
        return
    if not _opens_case(service):
        zh = "上门排查只用于立办件的事项：kind 是 handle、有 [legal] 或 [promised]、没有 case = false。"
        en = "Only what opens a case is inspected: kind handle, [legal] or [promised], and no case = false."
        yield Fault(file, "inspection", "", Words(zh, en))
    if not any(True for _ in tables(service, "material")):
        zh = "上门排查通过后要提前告知材料，请先写 [[material]]。"
        en = "After the inspection the materials are told ahead: add a [[material]] first."
        yield Fault(file, "inspection", "", Words(zh, en))


def _bills(file: str, service: Table) -> Iterator[Fault]:
    """Refuse to keep bills where there is no case to keep them with."""
    if service.get("keeps_bills") is True and not _opens_case(service):
        zh = "留存票据只用于立办件的事项：kind 是 handle、有 [legal] 或 [promised]、没有 case = false。"
        en = "Bills are kept with a case only: kind handle, [legal] or [promised], and no case = false."
        yield Fault(file, "keeps_bills", "true", Words(zh, en))


def _opens_case(service: Table) -> bool:
    limited = isinstance(service.get("legal"), dict) or isinstance(service.get("promised"), dict)
    return service.get("case") is not False and limited and service.get("kind", "handle") == "handle"


def _versions(files: Files) -> Iterator[Fault]:
    """Refuse two texts of one service on the same day."""
    seen: dict[str, list[tuple[str, date, date]]] = {}
    for file, service in files.services.items():
        code, begins, ends = (
            text(service, "code"),
            service.get("effective_from"),
            service.get("effective_until"),
        )
        if not code or type(begins) is not date:
            continue
        until = ends if type(ends) is date else date.max
        for other, other_begins, other_until in seen.get(code, []):
            if begins <= other_until and other_begins <= until:
                yield repeated(file, "code", code, other)
        seen.setdefault(code, []).append((file, begins, until))


def _shared_papers(files: Files) -> Iterator[Fault]:
    """Refuse one code for two papers: a visit of several services would print the wrong one."""
    seen: dict[str, tuple[str, Table]] = {}
    for file, service in files.services.items():
        for place, material in tables(service, "material"):
            code = text(material, "code")
            first, paper = seen.setdefault(code, (file, material))
            for key in ("name", "group"):
                if code and text(material, key) != text(paper, key) and first != file:
                    yield _another(file, f"{place}.{key}", text(material, key), first, text(paper, key))


def _shared_groups(files: Files) -> Iterator[Fault]:
    """Refuse one code for two one-of groups: a visit of several services would mix them."""
    seen: dict[str, tuple[str, list[str]]] = {}
    for file, service in files.services.items():
        for place, group in tables(service, "group"):
            code = text(group, "code")
            members = sorted(_members(service, code))
            first, others = seen.setdefault(code, (file, members))
            if code and members != others and first != file:
                yield _another(file, f"{place}.code", ", ".join(members), first, ", ".join(others))


def _members(service: Table, group: str) -> Iterator[str]:
    return (
        text(material, "code")
        for _, material in tables(service, "material")
        if text(material, "group") == group
    )


def _shared_questions(files: Files) -> Iterator[Fault]:
    """Refuse one code for two shared questions: the answer to one would be taken for the other."""
    seen: dict[str, tuple[str, Table]] = {}
    for file, service in files.services.items():
        for place, question in tables(service, "question"):
            if question.get("shared") is not True:
                continue
            code = text(question, "code")
            first, asked = seen.setdefault(code, (file, question))
            if _asked(question) != _asked(asked):
                yield _another(file, f"{place}.code", _asked(question), first, _asked(asked))


def _asked(question: Table) -> str:
    options = ", ".join(text(option, "code") for _, option in tables(question, "option"))
    return f"{text(question, 'text')} {options}"


def _another(file: str, key: str, value: str, first: str, stands: str) -> Fault:
    zh = f"与 {first} 里同一代码的内容（{stands or '无'}）不同。请改成一样，或换一个代码。"
    en = f"In {first} the same code holds ({stands or 'nothing'}). Make them equal or change the code."
    return Fault(file, key, shown(value), Words(zh, en))
