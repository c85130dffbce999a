"""打印任务: what was printed, what is stuck, and once more."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kiosk.operations import printing
from kiosk.operations.accounts import Role
from kiosk.operations.pressing import act_once
from kiosk.storage.store import Store
from kiosk.web.api.routes import route
from kiosk.web.context import hall
from kiosk.web.parts.asker import asker
from kiosk.web.parts.forms import ActBody
from kiosk.web.parts.presses import press_of_header
from kiosk.web.parts.shapes import PaperShape, Shape, paper_shape

NEWEST = 2**62


class PaperQuery(BaseModel):
    """Which print jobs to list."""

    model_config = ConfigDict(extra="ignore")

    before: Annotated[int, Field(ge=0, le=NEWEST, description="only jobs older than this event")] = NEWEST
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    unsettled: bool = Field(default=False, description="only jobs that are not out yet, oldest first")


class PaperList(Shape):
    """Print jobs, newest first."""

    print_jobs: tuple[PaperShape, ...]


@route("GET", "/print-jobs", roles=(Role.DESK,), query=PaperQuery, answers={200: PaperList})
def print_jobs(query: PaperQuery) -> PaperList:
    """List the print jobs, newest first, or those that are not out yet."""
    with hall().store.read() as reading:
        catalogue = reading.catalogue(hall().now())
        papers = (
            reading.papers.unsettled()[: query.limit]
            if query.unsettled
            else reading.papers.recent(query.limit, query.before)
        )
        return PaperList(print_jobs=tuple(paper_shape(one, catalogue) for one in papers))


@route("GET", "/print-jobs/<job>", roles=(Role.DESK,), answers={200: PaperShape})
def print_job(job: str) -> PaperShape:
    """Show one print job."""
    with hall().store.read() as reading:
        return paper_shape(reading.papers.get(job), reading.catalogue(hall().now()))


@route("POST", "/print-jobs/<job>/reprint", roles=(Role.DESK,), body=ActBody, answers={200: PaperShape})
def reprint(job: str, body: ActBody) -> PaperShape:
    """Print a paper once more, marked as a further copy."""
    press, at = press_of_header(asker(), body), hall().now()

    def again(store: Store) -> object:
        return printing.reprint(store, paper=job, at=at)

    act_once(hall().store, press=press, at=at, act=again)
    return print_job(job)
