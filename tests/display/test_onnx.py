"""A speech model of the hall's own: here one that hums, made for the test."""

import re
import tomllib
from pathlib import Path

import numpy
import onnx
import pytest
from onnx import TensorProto, helper

from display.board import Call, Label
from display.engines import sound
from display.engines.onnx import LETTERS, Model, Onnx, Unusable, spelled
from display.voice import Diction
from tests.display.words import speaker

CALL = Call(7, "A012", 3, Label("规划建设"), "")
SYLLABLES = (
    "qing3 ling2 yi1 er4 hao4 dao4 san1 chuang1 kou3 ban4 li3 ei2 bi4 xi1 di4 zai4 ci4 zui4 hou4 yi2 yi4"
)
PAGE = Path(__file__).parents[2] / "docs" / "voice.md"
SAMPLES_EACH = 4000  # a sixth of a second a syllable


def humming_model(folder: Path, **more: object) -> Path:
    """Make a model whose every syllable is a hum, higher with the symbol's number."""
    folder.mkdir(parents=True, exist_ok=True)
    time = numpy.arange(SAMPLES_EACH, dtype=numpy.float32).reshape(1, 1, SAMPLES_EACH) * 0.05
    nodes = [
        helper.make_node("Cast", ["input_ids"], ["pitch"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["pitch", "last"], ["column"]),
        helper.make_node("Add", ["column", "base"], ["higher"]),
        helper.make_node("Mul", ["higher", "time"], ["phase"]),
        helper.make_node("Sin", ["phase"], ["wave"]),
        helper.make_node("Mul", ["wave", "speed"], ["sound"]),
    ]
    constants = [
        helper.make_tensor("last", TensorProto.INT64, [1], [2]),
        helper.make_tensor("base", TensorProto.FLOAT, [1], [1.0]),
        helper.make_tensor("time", TensorProto.FLOAT, list(time.shape), time.flatten().tolist()),
    ]
    inputs = [
        helper.make_tensor_value_info("input_ids", TensorProto.INT32, [1, "n"]),
        helper.make_tensor_value_info("speed", TensorProto.FLOAT, [1]),
    ]
    outputs = [helper.make_tensor_value_info("sound", TensorProto.FLOAT, None)]
    graph = helper.make_graph(nodes, "hum", inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=9)
    onnx.save(model, folder / "hum.onnx")
    symbols = ["sil", "eos", *SYLLABLES.split()]
    lines = [
        'licence = "made by the test, free of rights"',
        'acoustic = "hum.onnx"',
        'begin = ["sil"]',
        'end = ["sil", "eos"]',
        *(f"{key} = {value}" for key, value in more.items()),
        "[constants]",
        "speed = 0.5",
        "[symbols]",
        *(f'"{symbol}" = {n}' for n, symbol in enumerate(symbols)),
    ]
    (folder / "voice.toml").write_text("\n".join(lines), "utf-8")
    return folder


@pytest.fixture
def voice(tmp_path: Path) -> Onnx:
    return Onnx(humming_model(tmp_path / "model"), tmp_path / "said", speaker("zh"), Diction())


def test_a_rendered_call_has_sound_of_a_sentences_length(voice: Onnx) -> None:
    sentence = voice.sound(CALL, "zh")

    assert sentence
    level = sound.measure(sound.read(sentence))
    assert 1.0 < level.seconds < 8.0
    assert level.rms > 0.02
    assert level.peak < 0.99
    assert 0.2 < level.gap_s < 0.6
    assert voice.sound(CALL, "en") is None
    assert voice.lacks() == ()


def test_a_clause_is_rendered_once_and_kept_by_what_it_says(voice: Onnx, tmp_path: Path) -> None:
    others = [
        Call(n, number, window, Label(""), "")
        for n, (number, window) in enumerate([("A012", 1), ("A021", 3)])
    ]

    assert voice.rehearse([CALL, *others]) == 4  # two numbers, two windows
    assert voice.rehearse([CALL, *others]) == 0
    kept = sorted((tmp_path / "said").iterdir())
    before = [path.stat().st_mtime_ns for path in kept]
    voice.sound(CALL, "zh")
    assert [path.stat().st_mtime_ns for path in kept] == before


def test_a_torn_file_is_rendered_again(voice: Onnx, tmp_path: Path) -> None:
    voice.sound(CALL, "zh")
    for path in (tmp_path / "said").iterdir():
        path.write_bytes(b"RIFF")

    assert voice.sound(CALL, "zh")


def test_letters_are_said_as_a_chinese_voice_can_say_them(tmp_path: Path) -> None:
    model = Model(
        licence="x", acoustic="y", symbols={"q": 1, "ing3": 2, "ei2": 3, "hao4": 4, "#": 5}, between=["#"]
    )

    assert set("ABCDEFGHJKLMNPRSTUVWXY") == set(LETTERS)
    assert spelled("请A号", model) == ["q", "ing3", "#", "ei2", "#", "hao4"]
    with pytest.raises(Unusable, match="w an3"):
        spelled("晚", model)


def test_a_model_may_write_syllables_in_its_own_way(tmp_path: Path) -> None:
    own = {"jiu": ["j", "iou"], "shi": ["sh", "iii"], "wu": ["^", "u"]}
    parts = ["j", "iou3", "sh", "iii2", "^", "u3", "h", "ao4"]
    model = Model(licence="x", acoustic="y", syllables=own, symbols={part: n for n, part in enumerate(parts)})

    assert spelled("九十五号", model) == parts


def test_the_page_on_the_voice_shows_every_key_of_a_models_file() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)

    written = tomllib.loads(example)

    assert Model.model_validate(written).licence
    assert set(written) == set(Model.model_fields)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "voice.toml").unlink(), "voice.toml"),
        (lambda folder: (folder / "hum.onnx").unlink(), "hum.onnx"),
        (lambda folder: (folder / "hum.onnx").write_bytes(b"nonsense"), "hum.onnx"),
        (lambda folder: (folder / "voice.toml").write_text("licence = 3", "utf-8"), "licence"),
        (lambda folder: (folder / "voice.toml").write_text("[", "utf-8"), "voice.toml"),
    ],
)  # fmt: skip
def test_a_model_that_cannot_be_used_says_why_and_stays_silent(
    tmp_path: Path, spoil: "object", said: str
) -> None:
    folder = humming_model(tmp_path / "model")
    spoil(folder)  # type: ignore[operator]
    voice = Onnx(folder, tmp_path / "said", speaker("zh"), Diction())

    assert voice.sound(CALL, "zh") is None
    assert said in voice.lacks()[0].zh


def test_a_model_without_a_symbol_for_a_number_stays_silent_for_it(voice: Onnx) -> None:
    assert voice.sound(Call(1, "A999", 3, Label(""), ""), "zh") is None
    assert voice.sound(CALL, "zh")
