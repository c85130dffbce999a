"""Which call is said next, and which screen says it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.hall.floor import VoiceRules
from kiosk.hall.jobs import CallKind
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.voicing import (
    HALL,
    Call,
    Heard,
    Loudspeaker,
    ZoneVoice,
    covered,
    next_to_say,
    takes_turn,
    zone_voice,
)
from tests.hall.halls import NINE, ticket

SOON = NINE + timedelta(seconds=15)
WHOLE = Loudspeaker(HALL, "screen-1", "大屏", is_able=True, voice="普通话", until=SOON, since=NINE)
EAST = replace(WHOLE, zone="east", speaker="screen-2")
BROWSER, CLIPS, CHIME = VoiceRules(), VoiceRules(engine="clips"), VoiceRules(engine="chime")


def mute(one: Loudspeaker) -> Loudspeaker:
    return replace(one, is_able=False)


def silent(one: Loudspeaker) -> Loudspeaker:
    return replace(one, until=NINE)


def call(seq: int, number: int, *, window: int = 2, zone: str = "east", late_s: int = 0) -> Call:
    one = ticket(number)
    at = NINE - timedelta(seconds=late_s)
    return Call(seq, one.id, one.number, window, CallKind.CALL, zone, at)


def called(number: int, state: TicketState = TicketState.CALLED) -> Ticket:
    return replace(ticket(number), state=state)


def said(*unsaid: Call, in_hand: dict[int, Ticket], zone: str = "east", others: str = "") -> int | None:
    left = frozenset(others.split())
    chosen = next_to_say(unsaid, in_hand, zone=zone, left_to_others=left, late_s=90, at=NINE)
    return chosen.seq if chosen else None


@pytest.mark.parametrize(
    ("known", "speaker", "heard"),
    [
        ({}, None, Heard.NOTHING),
        ({"east": EAST}, EAST, Heard.SPEECH),
        ({"east": EAST, HALL: WHOLE}, EAST, Heard.SPEECH),
        ({HALL: WHOLE}, WHOLE, Heard.SPEECH),
        ({"east": silent(EAST)}, silent(EAST), Heard.NOTHING),
        ({"east": silent(EAST), HALL: WHOLE}, WHOLE, Heard.SPEECH),
        ({"east": mute(EAST), HALL: WHOLE}, WHOLE, Heard.SPEECH),
        ({"east": mute(EAST), HALL: silent(WHOLE)}, silent(WHOLE), Heard.NOTHING),
        ({"east": mute(EAST)}, mute(EAST), Heard.REFUSED),
        ({HALL: mute(WHOLE)}, mute(WHOLE), Heard.REFUSED),
    ],
)
def test_a_zone_hears_its_own_screen_and_else_the_whole_halls(
    known: dict[str, Loudspeaker], speaker: Loudspeaker | None, heard: Heard
) -> None:
    assert zone_voice("east", known, BROWSER, NINE) == ZoneVoice("east", speaker, heard)


@pytest.mark.parametrize(
    ("rules", "voice", "heard"),
    [
        (BROWSER, "普通话", Heard.SPEECH),
        (BROWSER, "", Heard.CHIME),
        (CLIPS, "", Heard.SPEECH),
        (CHIME, "普通话", Heard.CHIME),
    ],
)
def test_a_browser_without_a_chinese_voice_strikes_the_chime(
    rules: VoiceRules, voice: str, heard: Heard
) -> None:
    assert zone_voice("east", {"east": replace(EAST, voice=voice)}, rules, NINE).heard is heard


@pytest.mark.parametrize(
    ("now", "asker", "may"),
    [
        (None, EAST, True),
        (EAST, EAST, True),
        (EAST, replace(EAST, speaker="screen-3"), False),
        (silent(EAST), replace(EAST, speaker="screen-3"), True),
        (mute(EAST), replace(EAST, speaker="screen-3"), True),
        (mute(EAST), mute(replace(EAST, speaker="screen-3")), False),
        (EAST, mute(replace(EAST, speaker="screen-3")), False),
    ],
)
def test_one_screen_at_a_time_speaks_and_a_mute_one_gives_way(
    now: Loudspeaker | None, asker: Loudspeaker, *, may: bool
) -> None:
    assert takes_turn(now, asker, NINE) is may


def test_the_whole_halls_screen_leaves_a_zone_to_a_screen_that_can_be_heard_there() -> None:
    west, north = replace(EAST, zone="west"), replace(EAST, zone="north")
    known = {one.zone: one for one in (WHOLE, EAST, mute(west), silent(north))}

    assert covered(HALL, known, NINE) == {"east"}
    assert covered("east", known, NINE) == frozenset()


def test_the_oldest_call_is_said_first() -> None:
    assert said(call(8, 2, window=3), call(7, 1), in_hand={2: called(1), 3: called(2)}) == 7


def test_of_two_calls_of_one_number_the_later_one_says_it_all() -> None:
    assert said(call(9, 1), call(7, 1), call(8, 2, window=3), in_hand={2: called(1), 3: called(2)}) == 8
    assert said(call(9, 1), call(7, 1), in_hand={2: called(1)}) == 9


def test_nobody_is_called_whom_no_window_awaits_any_more() -> None:
    assert said(call(7, 1), in_hand={}) is None
    assert said(call(7, 1), in_hand={2: called(2)}) is None
    assert said(call(7, 1), in_hand={2: called(1, TicketState.SERVING)}) is None
    assert said(call(7, 1), call(8, 2, window=3), in_hand={3: called(2)}) == 8


def test_a_call_is_said_for_a_minute_and_a_half_and_then_no_more() -> None:
    assert said(call(7, 1, late_s=90), in_hand={2: called(1)}) == 7
    assert said(call(7, 1, late_s=91), in_hand={2: called(1)}) is None


def test_a_zones_screen_says_its_own_calls_and_the_whole_halls_what_no_zone_says() -> None:
    here, there = call(7, 1), call(8, 2, window=3, zone="west")
    in_hand = {2: called(1), 3: called(2)}

    assert said(here, there, in_hand=in_hand, zone="west") == 8
    assert said(here, there, in_hand=in_hand, zone=HALL) == 7
    assert said(here, there, in_hand=in_hand, zone=HALL, others="east") == 8
    assert said(here, there, in_hand=in_hand, zone=HALL, others="east west") is None
    assert said(here, in_hand=in_hand, zone="east", others="east") == 7
