"""语音模型: a speech model that the hall brings, run on this machine; the optional extra `voice`.

The model's folder holds `voice.toml` (docs/voice.md has every key) and one or two ONNX files: from a list of
symbols to sound, or from symbols to a spectrogram and from that to sound. A call is two clauses, rendered
one by one and kept on disk by what they say: the number's when the ticket is taken, the window's once.
"""

import hashlib
import importlib
import re
import tomllib
from array import array
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from display.board import Call, Label
from display.engines import sound
from display.engines.sound import NotSound
from display.voice import Diction, Say, clauses

BREATH_S = 0.3
# Latin letters as a Chinese voice can say them: its front end drops what it does not know.
LETTERS = dict(
    zip(
        "ABCDEFGHJKLMNPRSTUVWXY",
        re.split(
            " ", "诶 必 西 弟 衣 艾弗 计 艾尺 杰 开 艾勒 艾姆 恩 批 阿儿 艾丝 提 优 维 达不留 艾克斯 歪"
        ),
        strict=True,
    )
)


class Model(BaseModel):
    """voice.toml: which files, which symbols, how fast."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    licence: str = Field(min_length=1)
    rate: int = Field(24_000, ge=8_000, le=48_000)
    acoustic: str
    vocoder: str = ""
    symbols_input: str = "input_ids"
    vocoder_input: str = "mels"
    spectrogram_output: str = ""
    constants: dict[str, float] = Field(default_factory=dict)
    whole_constants: dict[str, int] = Field(default_factory=dict)
    begin: list[str] = Field(default_factory=list)
    end: list[str] = Field(default_factory=list)
    between: list[str] = Field(default_factory=list)
    syllables: dict[str, list[str]] = Field(default_factory=dict)
    symbols: dict[str, int]


class Unusable(Exception):
    """The model cannot speak here; the words say why."""


class Onnx:
    """A voice from the hall's own model."""

    name = "onnx"
    reads_aloud = True  # English, and Chinese while a clause cannot be rendered

    def __init__(self, folder: Path, kept: Path, say: Say, diction: Diction) -> None:
        self._folder, self._kept = folder, kept
        self._say, self._diction = say, diction
        self._loaded: tuple[Model, Any, Any] | None = None

    def sound(self, call: Call, language: str) -> bytes | None:
        """Join the two clauses of a call; nothing when the model cannot say them, or not in this language."""
        if language != "zh":
            return None
        try:
            parts = [self._clause(text) for text in clauses(call, self._say, self._diction)]
        except Unusable:
            return None
        return sound.write(sound.joined(parts, BREATH_S))

    def rehearse(self, calls: list[Call]) -> int:
        """Render the clauses of calls that may come, so that they are at hand; returns how many were new.

        Raises:
            Unusable: the model cannot speak here.
        """
        texts = {text for call in calls for text in clauses(call, self._say, self._diction)}
        fresh = sorted(text for text in texts if not self._path(text).is_file())
        for text in fresh:
            self._clause(text)
        return len(fresh)

    def lacks(self) -> tuple[Label, ...]:
        """Say why the model cannot be used, if it cannot."""
        try:
            self._load()
        except Unusable as reason:
            return (Label(f"语音模型用不了：{reason}", f"The speech model cannot be used: {reason}"),)
        return ()

    def _clause(self, text: str) -> "array[int]":
        path = self._path(text)
        try:
            return sound.read(path.read_bytes())
        except (OSError, NotSound):
            samples = sound.levelled(sound.trimmed(self._render(text)))
        if not samples:
            raise Unusable(f"no sound for {text}")
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(sound.write(samples))
        fresh.replace(path)
        return samples

    def _path(self, text: str) -> Path:
        model, _, _ = self._load()
        said = f"{model.model_dump_json()} {text}"
        return self._kept / f"{hashlib.sha256(said.encode()).hexdigest()[:32]}.wav"

    def _render(self, text: str) -> "array[int]":
        model, acoustic, vocoder = self._load()
        numpy = importlib.import_module("numpy")
        symbols = [model.symbols[one] for one in spelled(text, model)]
        given: dict[str, Any] = {model.symbols_input: numpy.array([symbols], dtype=numpy.int32)}
        given |= {name: numpy.array([value], dtype=numpy.float32) for name, value in model.constants.items()}
        given |= {
            name: numpy.array([value], dtype=numpy.int32) for name, value in model.whole_constants.items()
        }
        try:
            (made,) = acoustic.run([model.spectrogram_output] if model.spectrogram_output else None, given)[
                :1
            ]
            if vocoder is not None:
                (made,) = vocoder.run(None, {model.vocoder_input: made})[:1]
        except Exception as error:  # the runtime's own classes come with an optional package
            raise Unusable(str(error)) from error
        wave = numpy.clip(numpy.asarray(made).reshape(-1), -1.0, 1.0) * sound.FULL
        return sound.at_our_rate(array("h", wave.astype("<i2").tobytes()), model.rate)

    def _load(self) -> tuple[Model, Any, Any]:
        if self._loaded is None:
            model = _read(self._folder)
            try:
                runtime = importlib.import_module("onnxruntime")
                acoustic = runtime.InferenceSession(str(self._folder / model.acoustic))
                vocoder = (
                    runtime.InferenceSession(str(self._folder / model.vocoder)) if model.vocoder else None
                )
            except ImportError:
                raise Unusable('pip install "yichuang[voice]"') from None
            except Exception as error:  # the runtime's own classes come with an optional package
                raise Unusable(str(error)) from error
            self._loaded = model, acoustic, vocoder
        return self._loaded


def spelled(text: str, model: Model) -> list[str]:
    """Spell a sentence in a model's symbols: whole syllables, the parts it gives, or initial and final.

    Raises:
        Unusable: the model lacks a symbol that the sentence needs.
    """
    from pypinyin import Style, lazy_pinyin  # some thirty milliseconds that a hall without a model saves

    plain = "".join(LETTERS.get(sign, sign) for sign in text)
    whole = lazy_pinyin(plain, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")
    initials = lazy_pinyin(plain, style=Style.INITIALS, strict=False, errors="ignore")
    found = list(model.begin)
    for place, (syllable, initial) in enumerate(zip(whole, initials, strict=True)):
        found += model.between if place else []
        found += _symbols(syllable, initial, model)
    return [*found, *model.end]


def _symbols(syllable: str, initial: str, model: Model) -> list[str]:
    if syllable in model.symbols:
        return [syllable]
    if own := model.syllables.get(syllable[:-1]):
        parts = [*own[:-1], own[-1] + syllable[-1]]
    else:
        parts = [initial, syllable[len(initial) :]] if initial else [syllable]
    if missing := [part for part in parts if part not in model.symbols]:
        raise Unusable(f"symbols: {' '.join(missing)}")
    return parts


def _read(folder: Path) -> Model:
    try:
        return Model.model_validate(tomllib.loads((folder / "voice.toml").read_text("utf-8")))
    except OSError as error:
        raise Unusable(f"voice.toml: {error}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Unusable(f"voice.toml: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise Unusable(f"voice.toml: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
