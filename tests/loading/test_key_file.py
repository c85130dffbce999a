"""The technician is told when the key lies where every backup takes it along."""

from pathlib import Path
from shutil import copytree

import pytest

from kiosk.config import SAMPLE_HALL, Settings
from kiosk.doctor import examine
from kiosk.doctor.findings import Sign
from tests.hall.halls import NINE


@pytest.mark.parametrize(
    ("key", "sign"),
    [("data/session.key", Sign.WARNING), ("data/keys/hall.key", Sign.WARNING), ("keys/hall.key", Sign.WELL)],
)
def test_a_key_in_the_data_folder_goes_with_every_backup(tmp_path: Path, key: str, sign: Sign) -> None:
    copytree(SAMPLE_HALL, tmp_path / "hall")
    settings = Settings(data=tmp_path / "data", hall=tmp_path / "hall", key_file=tmp_path / key)

    (found,) = (one for one in examine(settings, NINE) if "密钥" in one.words.zh)

    assert found.sign is sign
    assert sign is Sign.WELL or "YICHUANG_KEY_FILE" in found.remedy.zh
