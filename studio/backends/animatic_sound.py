"""The sound of an animatic take: scratch voices, recordings it was given, the tone of the place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from studio.animatic.light import palette
from studio.animatic.looks import look_of
from studio.animatic.perform import MouthTrack
from studio.backends.animatic_words import panel_spec, presented_gender
from studio.backends.base import Figure, Request, Spoken, SpokenSpan
from studio.media.sound import read_sound
from studio.voices.base import SAMPLE_RATE, Manner
from studio.voices.effects import effect
from studio.voices.mouths import MouthKey, mouths_from_envelope
from studio.voices.music import music
from studio.voices.shot_sound import Line, mix_shot
from studio.voices.voices import Engines
from studio.voices.wav import write_wav

Stereo = npt.NDArray[np.float32]  # (samples, 2) at SAMPLE_RATE

_FADE = 1440  # samples
_MUSIC_GAIN = 0.4  # a given piece lies under the voices


@dataclass(frozen=True)
class Heard:
    """A sound file (None: a silent take), and where its voices are heard and seen."""

    file: Path | None = None
    mouths: Mapping[str, MouthTrack] = field(default_factory=dict[str, MouthTrack])
    spoken: Mapping[str, SpokenSpan] = field(default_factory=dict[str, SpokenSpan])
    scratch: tuple[str, ...] = ()


def samples_of(request: Request) -> int:
    """How many samples the request's frames last, to the nearest."""
    exact = Fraction(request.frames * request.rate_den * SAMPLE_RATE, request.rate_num)
    return int(exact + Fraction(1, 2))


def hear(request: Request, engines: Engines, room: Path) -> Heard:
    """Speak and mix the request's sound into a file in `room`. Raises BadInput."""
    count = samples_of(request)
    given, lips = _recordings(request), _lips(request)
    lines = [line for line in request.lines if line.speaker not in lips]
    mixed = mix_shot(
        engines,
        [_line(request, line) for line in lines],
        setting=request.setting,
        seconds=count / SAMPLE_RATE,
        seed=request.seed,
        sounds=given,
        recorded=list(lips.values()),
    )
    keys = dict(mixed.mouths) | {figure: _envelope(sound) for figure, sound in lips.items()}
    spans = dict(mixed.spans) | _lip_spans(request, lips)
    write_wav(room / "sound.wav", _exactly(mixed.samples, count))
    return Heard(
        room / "sound.wav",
        {figure: MouthTrack(track) for figure, track in keys.items()},
        {key: _span(request, *span) for key, span in spans.items()},
        mixed.scratch,
    )


def only_sound(request: Request, engines: Engines) -> tuple[Stereo, Heard]:
    """Samples for a request that wants nothing but sound: its lines, else music or an effect."""
    count = samples_of(request)
    seconds = count / SAMPLE_RATE
    if request.lines:
        lines = [_line(request, line) for line in request.lines]
        mixed = mix_shot(engines, lines, setting="", seconds=seconds, seed=request.seed)
        spans = {key: _span(request, *span) for key, span in mixed.spans.items()}
        return _exactly(mixed.samples, count), Heard(spoken=spans, scratch=mixed.scratch)
    make = music if request.options.get("cue") == "music" else effect
    words = ", ".join(part for part in (request.prompt, request.setting) if part)
    return _exactly(make(words, seconds, request.seed), count), Heard()


def said_alone(request: Request, engines: Engines) -> Stereo:
    """Samples of a request's one line up to its end, where the tone of the room is faded."""
    samples, heard = only_sound(request, engines)
    span = heard.spoken[request.lines[0].key]
    second = Fraction(request.rate_den, request.rate_num)
    said = samples[: round((span.start + span.frames) * second * SAMPLE_RATE)].copy()
    fade = min(_FADE, len(said))
    said[len(said) - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)[:, None]
    return said


def _exactly(samples: Stereo, count: int) -> Stereo:
    return np.pad(samples[:count], ((0, max(0, count - len(samples))), (0, 0)))


def _line(request: Request, line: Spoken) -> Line:
    second = request.rate_den / request.rate_num
    room = line.frames * second if line.frames else None
    figure = next((f for f in request.figures if f.key == line.speaker), None)
    manner = _manner(request, figure, line)
    return Line(line.key, line.speaker, line.text, line.language, manner, line.start * second, room)


def _manner(request: Request, figure: Figure | None, line: Spoken) -> Manner:
    if figure is None:
        return Manner(key=line.speaker or "voice over", emotion=line.emotion)
    gender, old = _age(request, figure)
    return Manner(
        key=figure.key,
        name=figure.voice,
        gender=gender,
        pace=figure.pace,
        pitch=figure.pitch,
        emotion=line.emotion,
        old=old,
    )


def _age(request: Request, figure: Figure) -> tuple[str | None, bool]:
    """Gender (or child) and whether old, as the panel draws the figure."""
    drawn = next((f for f in panel_spec(request).figures if f.key == figure.key), None)
    gender = presented_gender(figure)
    if drawn is None or figure.kind != "person":
        return gender, False
    look = look_of(drawn, palette("day"), "")
    return ("child" if look.child else gender), look.old


def _recordings(request: Request) -> list[Stereo]:
    gains = {"sound": 1.0, "music": _MUSIC_GAIN}
    return [
        read_sound(Path(given.path)) * np.float32(gains[given.role])
        for given in request.inputs
        if given.role in gains
    ]


def _lips(request: Request) -> dict[str, Stereo]:
    """Recorded dialogue by the figure that says it: its own, else the one who has lines."""
    speakers = [line.speaker for line in request.lines] + [f.key for f in request.figures]
    found: dict[str, Stereo] = {}
    for given in request.inputs:
        if given.role == "lip":
            free = (key for key in (given.figure, *speakers, "") if key is not None)
            key = next((key for key in free if key not in found), "")
            found[key] = read_sound(Path(given.path))
    return found


def _envelope(sound: Stereo) -> tuple[MouthKey, ...]:
    return mouths_from_envelope(np.ascontiguousarray(sound.mean(axis=1), np.float32))


def _lip_spans(request: Request, lips: Mapping[str, Stereo]) -> dict[str, tuple[float, float]]:
    return {
        line.key: (0.0, len(lips[line.speaker]) / SAMPLE_RATE)
        for line in request.lines
        if line.speaker in lips
    }


def _span(request: Request, start: float, seconds: float) -> SpokenSpan:
    """Seconds as frames of the take, never beyond its end."""
    fps = request.rate_num / request.rate_den
    first = min(max(0, int(start * fps)), request.frames - 1)
    last = min(request.frames, max(first + 1, int(np.ceil((start + seconds) * fps))))
    return SpokenSpan(start=first, frames=last - first)
