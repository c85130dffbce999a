"""Three hundred requests that a machine made up: no fault, and no answer that is not described."""

from pathlib import Path

from tests.web.schemathesis_cases import ask


def test_no_made_up_request_gets_an_answer_that_is_not_described(tmp_path: Path) -> None:
    asked = ask(tmp_path, 300, 7)

    assert asked.requests >= 300
    assert asked.never == []
    assert asked.only_missed == []  # each has found what it was asked about
    assert len(asked.undone) <= 10
