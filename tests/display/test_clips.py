"""Clips that a colleague has recorded: what is refused, what is kept, and the sentence that comes of them."""

import struct
from array import array
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.board import Call, CallKind, Label
from display.engines import sound
from display.engines.clips import Clips
from display.voice import One, clips, prompts
from tests.display.loudspeakers import WORDS, record, tone, wav

CALL = Call(7, "A012", 3, Label("规划建设"), "2026-11-23T09:41:00+08:00")
WANTED = prompts(WORDS, range(1, 7))
KINDS = st.sampled_from(CallKind)
NUMBERS = st.builds(lambda letter, n: f"{letter}{n:03d}", st.sampled_from("ABCDEF"), st.integers(1, 2000))


@pytest.fixture
def folder(tmp_path: Path) -> Clips:
    return Clips(tmp_path / "voice", lambda: WANTED)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Clips:
    full = Clips(tmp_path_factory.mktemp("voice"), lambda: WANTED)
    for prompt in WANTED:
        record(full, prompt)
    return full


def test_a_colleague_records_forty_five_clips() -> None:
    assert len(WANTED) == 45
    assert [one.text for one in WANTED if one.name.startswith("digit-1-")] == ["一", "一", "一号"]
    assert [one.text for one in prompts(WORDS, [], One.YAO) if one.name == "digit-1-last"] == ["幺号"]
    assert {one.text for one in WANTED if one.name.startswith("window-")} >= {"到三号窗口办理"}


@given(NUMBERS, st.integers(1, 6), KINDS)
def test_every_call_is_made_of_wanted_clips(number: str, window: int, kind: CallKind) -> None:
    call = Call(1, number, window, Label(""), "", kind)

    assert {name for part in clips(call) for name in part} <= {one.name for one in WANTED}


def test_a_sentence_has_sound_from_its_beginning_to_its_end(recorded: Clips) -> None:
    for number in ("A012", "F1999"):
        sentence = recorded.sound(Call(7, number, 3, Label(""), ""), "zh")
        assert sentence
        level = sound.measure(sound.read(sentence))
        assert 1.0 < level.seconds < 8.0
        assert level.rms > 0.02
        assert level.peak < 0.99
        assert 0.2 < level.gap_s < 0.5  # the breath between number and window


def test_english_and_missing_clips_have_no_sound(recorded: Clips, folder: Clips) -> None:
    assert recorded.sound(CALL, "en") is None
    assert folder.sound(CALL, "zh") is None
    assert "还缺 45 段录音" in folder.lacks()[0].zh
    assert recorded.lacks() == ()


def test_words_that_have_changed_since_are_to_be_recorded_again(recorded: Clips, tmp_path: Path) -> None:
    words: Mapping[str, str] = {**WORDS, "E": "规划建设"}
    changed = Clips(recorded._folder, lambda: prompts(words, range(1, 7)))

    assert [clip.prompt.name for clip in changed.all() if not clip.is_there] == ["queue-E"]


@pytest.mark.parametrize(
    ("recording", "said"),
    [
        (tone(0.5, level=0.004), "太轻"),
        (wav([0] * 24000), "太轻"),
        (tone(0.5, level=1.0), "太响"),
        (tone(5.0), "长了或短了"),
        (tone(0.02), "长了或短了"),
        (b"", "不是能用的录音"),
        (b"RIFF....WAVEfmt nonsense", "不是能用的录音"),
        (tone(0.5)[:30], "不是能用的录音"),
    ],
    ids=["quiet", "silent", "too loud", "long", "short", "empty", "nonsense", "torn"],
)
def test_a_recording_that_would_not_be_understood_is_refused(
    folder: Clips, recording: bytes, said: str
) -> None:
    faults = folder.keep("lead-call", recording)

    assert said in "".join(one.zh for one in faults)
    assert all(one.en for one in faults)
    assert not any(clip.is_there for clip in folder.all())


def test_a_gap_in_the_middle_is_refused(folder: Clips) -> None:
    halves = sound.joined([sound.read(tone(0.5)), sound.read(tone(0.5))], 0.2)

    faults = folder.keep("window-3", sound.write(halves))

    assert "停顿太长" in faults[0].zh


def test_a_telephones_recording_in_stereo_is_brought_to_our_rate_and_level(folder: Clips) -> None:
    mono = sound.read(tone(0.6, level=0.06, rate=48_000))
    frames = array("h", [one for sample in mono for one in (sample, sample)])
    header = struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(frames) * 2, b"WAVE", b"fmt ", 16, 1, 2, 24000, 96000, 4, 16,
        b"data", len(frames) * 2,
    )  # fmt: skip

    assert folder.keep("lead-call", header + frames.tobytes()) == ()

    level = sound.measure(sound.read(folder.wav("lead-call")))
    assert level.seconds == pytest.approx(0.66, abs=0.03)
    assert level.rms == pytest.approx(0.1, abs=0.01)


def test_a_clip_that_nobody_wants_is_not_kept(folder: Clips) -> None:
    with pytest.raises(KeyError):
        folder.keep("../../etc/passwd", tone(0.5))


def test_a_torn_manifest_means_recording_again_and_nothing_worse(recorded: Clips, folder: Clips) -> None:
    record(folder, WANTED[0])
    (folder._folder / "manifest.json").write_text("{", "utf-8")

    assert len([clip for clip in folder.all() if clip.is_there]) == 0
    record(folder, WANTED[0])
    assert len([clip for clip in folder.all() if clip.is_there]) == 1


@given(st.lists(st.integers(-32768, 32767), max_size=3000))
def test_trimming_and_levelling_never_cut_a_voice_off(samples: list[int]) -> None:
    cut = sound.levelled(sound.trimmed(array("h", samples)))

    assert sound.measure(cut).peak <= 0.96
    assert len(cut) <= len(samples)
