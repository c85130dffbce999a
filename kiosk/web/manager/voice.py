"""播报: what people really hear of a call, and the page on which a colleague lends the hall a voice."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from kiosk.hall.roles import Permission
from kiosk.hall.voicing import Heard, ZoneVoice
from kiosk.operations import voicing
from kiosk.web import language
from kiosk.web.access import needs
from kiosk.web.context import Say, hall

bp = Blueprint("voice", __name__, url_prefix="/voice")


@dataclass(frozen=True, slots=True)
class Line:
    """One zone: who speaks there, and what is heard, in words."""

    zone: str
    screen: str
    voice: str
    words: str
    is_well: bool


def lines(at: datetime) -> list[Line]:
    """Say for each zone what people hear."""
    say = hall().say_in(language.chosen())
    lacks = bool(hall().voice.lacks())
    return [_line(one, say, lacks=lacks) for one in voicing.voices(hall().store, at=at)]


@bp.get("")
def table() -> ResponseReturnValue:
    """Show who speaks where, with which voice, and what is missing."""
    at, chosen = hall().now(), language.chosen()
    recordings = hall().voice.recordings()
    return render_template(
        "manager/voice.html",
        lines=lines(at),
        engine=hall().catalogue().hall.voice.engine,
        lacks=[one.zh if chosen == "zh" else one.en for one in hall().voice.lacks()],
        sample=hall().voice.sample(),
        there=sum(one.is_there for one in recordings),
        wanted=len(recordings),
    )


@bp.get("/record")
def record() -> ResponseReturnValue:
    """Let a colleague record the clips, one after the other."""
    return render_template("manager/record.html", recordings=hall().voice.recordings())


@bp.put("/clips/<name>")
@needs(Permission.SET_UP)
def keep(name: str) -> ResponseReturnValue:
    """Keep one recording; one that would not be understood comes back with what is wrong."""
    wav, voice = request.get_data(), hall().voice
    faults = hall().off_loop(lambda: voice.keep_recording(name, wav))
    chosen = language.chosen()
    said = [one.zh if chosen == "zh" else one.en for one in faults]
    return jsonify(faults=said), HTTPStatus.UNPROCESSABLE_ENTITY if said else HTTPStatus.OK


@bp.get("/clips/<name>.wav")
def clip(name: str) -> Response:
    """Play one recording."""
    return Response(hall().voice.recording(name), mimetype="audio/wav")


def _line(of: ZoneVoice, say: Say, *, lacks: bool) -> Line:
    words = {
        Heard.SPEECH: say("有录音缺失，部分号码只响提示音") if lacks else say("播报号码"),
        Heard.CHIME: say("只响提示音，不播报号码"),
        Heard.REFUSED: say("浏览器没有开声音，听不到叫号"),
        Heard.NOTHING: say("没有开着声音的大屏，听不到叫号"),
    }[of.heard]
    speaker = of.loudspeaker
    return Line(
        zone=of.zone,
        screen=speaker.label if speaker else "",
        voice=speaker.voice if speaker else "",
        words=words,
        is_well=of.heard is Heard.SPEECH and not lacks,
    )
