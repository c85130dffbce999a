"""The hall's key: who has it can read and find people, who has not can do neither."""

from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.config import SAMPLE_HALL, Settings
from kiosk.doctor import examine
from kiosk.doctor.findings import Sign
from kiosk.storage.seal import NoKey, Seal, WrongKey
from tests.databases import KEY, open_test_store
from tests.web.api_hall import NINE

OURS, THEIRS = Seal(KEY), Seal(b"the key of somebody else")
FACTS = st.dictionaries(st.text(max_size=8), st.text(min_size=1, max_size=30), max_size=4)


@given(FACTS)
def test_what_is_sealed_is_read_with_the_key_alone(facts: dict[str, str]) -> None:
    sealed = OURS.close(facts)

    assert OURS.open(sealed) == facts
    if facts:
        with pytest.raises(WrongKey):
            THEIRS.open(sealed)


def test_nothing_of_it_can_be_seen() -> None:
    sealed = OURS.close({"name": "王小明", "phone": "13800002046"})

    assert "王" not in sealed
    assert "2046" not in sealed
    assert sealed != OURS.close({"name": "王小明", "phone": "13800002046"})


def test_altered_data_is_not_taken_for_true() -> None:
    sealed = OURS.close({"name": "王小明"})
    changed = sealed[:-9] + ("A" if sealed[-9] != "A" else "B") + sealed[-8:]

    with pytest.raises(WrongKey):
        OURS.open(changed)


def test_the_same_value_is_found_again_and_another_key_names_it_otherwise() -> None:
    name = OURS.blind("phone", "13800002046")

    assert name == OURS.blind("phone", "13800002046")
    assert name not in {OURS.blind("name", "13800002046"), OURS.blind("phone", "13800002047")}
    assert name != THEIRS.blind("phone", "13800002046")
    assert OURS.blind("phone", "") == ""


def test_without_a_key_nothing_is_kept() -> None:
    with pytest.raises(NoKey):
        Seal().close({"name": "王小明"})
    with pytest.raises(NoKey):
        Seal().blind("phone", "13800002046")


def test_a_store_is_held_to_the_key_that_sealed_it(database_url: str) -> None:
    open_test_store(database_url).close()

    with pytest.raises(WrongKey, match=OURS.fingerprint):
        open_test_store(database_url, key=b"the key of somebody else")
    open_test_store(database_url).close()


def test_the_doctor_warns_while_the_key_goes_with_the_backups(tmp_path: Path) -> None:
    content, apart = tmp_path / "content", tmp_path / "elsewhere" / "hall.key"
    copytree(SAMPLE_HALL, content)
    beside = Settings(data=tmp_path / "data", hall=content)
    kept = Settings(data=tmp_path / "data", hall=content, key_file=apart)

    assert any("密钥" in str(one) and one.sign is Sign.WARNING for one in examine(beside, NINE))
    assert not any("密钥" in str(one) and one.sign is Sign.WARNING for one in examine(kept, NINE))
