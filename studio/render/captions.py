"""Cues to captions: when they are read, how they are broken, SRT and ASS."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import pysubs2

from studio.render.delivery import Delivery, Span
from studio.render.titling import Lettered, title_events
from studio.timeline.cut import Clip, TrackKind
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.story import Cue
from studio.timeline.take import Take

FONT = "Noto Sans CJK SC"
_PAUSE = re.compile(r"(?<=[。!\uff01?\uff1f;\uff1b…!?;])\s*|(?<=[,\uff0c、,:\uff1a])\s*|(?<=\.)\s+")


@dataclass(frozen=True)
class Caption:
    """Words on the screen from film frame `start` for `frames` frames."""

    start: int
    frames: int
    text: str

    @property
    def end(self) -> int:
        """The first frame without it."""
        return self.start + self.frames


def captions(
    project: Project, shown: Mapping[str, Take], line_width: int = 36, language: str = ""
) -> list[Caption]:
    """What is read when: by the sound of the shown takes where they say it, else as planned.

    `line_width` counts half-width characters; a line that needs more than two rows is shown in
    parts, each for its share of the time. `language` leaves only lines in it; empty keeps all.
    """
    cues = {c.id: (shot.id, c) for s in project.scenes for shot in s.shots for c in shot.cues}
    clips = [
        (clip, cues[clip.owner])
        for track in project.cut.active(TrackKind.TEXT)
        for clip in track.clips
        if clip.owner in cues and language in ("", cues[clip.owner][1].language)
    ]
    timed = sorted(
        (_timed(project, clip, shot, cue, shown) for clip, (shot, cue) in clips),
        key=lambda caption: caption.start,
    )
    return [part for caption in _apart(timed) for part in _parts(caption, 2 * line_width)]


def caption_languages(project: Project) -> list[str]:
    """The languages of what is read in the cut, the most frequent first."""
    cues = {c.id: c.language for s in project.scenes for shot in s.shots for c in shot.cues}
    tracks = project.cut.active(TrackKind.TEXT)
    used = Counter(cues[c.owner] for track in tracks for c in track.clips if c.owner in cues)
    return [language for language, _ in used.most_common()]


def shifted(events: Iterable[Caption], span: Span) -> list[Caption]:
    """What of the captions is read in a span of the film, counted from its first frame."""
    first, last = span
    cut = ((max(c.start, first), min(c.end, last), c.text) for c in events)
    return [Caption(a - first, b - a, text) for a, b, text in cut if a < b]


def _timed(project: Project, clip: Clip, shot: str, cue: Cue, shown: Mapping[str, Take]) -> Caption:
    take = shown.get(shot)
    span = take.spoken.get(cue.id) if take else None
    place = _picture_clip(project, shot, clip)
    if take is None or span is None or place is None or not _as_told(clip, cue, place):
        return Caption(clip.start, clip.frames, cue.text)
    scale = project.rate.fraction / (take.rate or project.rate).fraction
    start = max(place.start, place.start + round(span.start * scale) - place.skip)
    frames = max(round(span.frames * scale), 1)
    return Caption(start, max(1, min(frames, place.end - start)), cue.text)


def _picture_clip(project: Project, owner: str, text: Clip) -> Clip | None:
    """The picture of a shot that a caption lies under; a shot may be in the cut more than once."""
    for track in project.cut.tracks:
        if track.kind is TrackKind.PICTURE:
            for clip in track.clips:
                if clip.owner == owner and clip.start < text.end and text.start < clip.end:
                    return clip
    return None


def _as_told(text: Clip, cue: Cue, picture: Clip) -> bool:
    """Whether a caption lies where its shot has it; one that was moved by hand stays there."""
    return abs(text.start - (picture.start - picture.skip + cue.start)) <= 1  # a rate may round


def _apart(ordered: Sequence[Caption]) -> Iterator[Caption]:
    """No two at once: one ends where the next begins."""
    for caption, after in pairwise([*ordered, None]):
        if caption is None:
            continue
        room = after.start - caption.start if after else caption.frames
        if room > 0:
            yield Caption(caption.start, min(caption.frames, room), caption.text)


def width_of(text: str) -> int:
    """Half-width columns that `text` takes (Unicode UAX 11: wide and full-width count two)."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _parts(caption: Caption, limit: int) -> list[Caption]:
    pieces = _pieces(caption.text, limit)
    whole = sum(map(width_of, pieces)) or 1
    out: list[Caption] = []
    start, passed = caption.start, 0
    for piece in pieces:
        passed += width_of(piece)
        end = caption.start + max(1, round(caption.frames * Fraction(passed, whole)))
        if end > start:
            out.append(Caption(start, end - start, piece))
        start = max(start, end)
    return out


def _pieces(text: str, limit: int) -> list[str]:
    """The text in parts of at most `limit` columns, broken after pauses where there are any."""
    if width_of(text) <= limit:
        return [text]
    pieces: list[str] = []
    for phrase in (p.strip() for p in _PAUSE.split(text)):
        for bit in wrapped(phrase, limit):
            joint = f"{pieces[-1]} {bit}" if pieces and pieces[-1].isascii() else bit
            if pieces and not pieces[-1].isascii():
                joint = pieces[-1] + bit
            if pieces and width_of(joint) <= limit:
                pieces[-1] = joint
            else:
                pieces.append(bit)
    return [piece for piece in pieces if piece]


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns; words of alphabetic scripts stay whole where they fit."""
    lines = [""]
    for word in re.findall(r"\s+|[\x21-\u2fff\uac00-\ud7af]+|.", text, re.DOTALL):
        rest = word
        while width_of(lines[-1] + rest.rstrip()) > width:
            if not lines[-1].strip() and width_of(rest) > width:
                lines[-1], rest = rest[:width], rest[width:]
            elif rest in "。,、!?;:」』”’)…\uff0c\uff01\uff1f\uff1b\uff1a\uff09" and lines[-1]:
                break  # closing marks may hang over rather than begin a line
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            rest = rest.lstrip()
        lines[-1] += rest
    return [line.strip() for line in lines if line.strip()]


def _milliseconds(rate: Rate, frame: int) -> int:
    return round(rate.seconds(frame) * 1000)


def _subtitles(events: Iterable[Caption], rate: Rate, columns: int) -> pysubs2.SSAFile:
    subtitles = pysubs2.SSAFile()
    for caption in events:
        event = pysubs2.SSAEvent(
            start=_milliseconds(rate, caption.start), end=_milliseconds(rate, caption.end)
        )
        event.plaintext = "\n".join(_balanced(caption.text, columns))
        subtitles.append(event)
    return subtitles


def _balanced(text: str, columns: int) -> list[str]:
    """One row where it fits, else two of about the same width."""
    if width_of(text) <= columns:
        return [text]
    even = wrapped(text, max(columns // 2, -(-width_of(text) // 2) + 6))
    return even if len(even) <= 2 else wrapped(text, columns)


def srt(events: Iterable[Caption], rate: Rate) -> str:
    """SubRip text of the captions."""
    return _subtitles(events, rate, 36).to_string("srt")


def columns_for(delivery: Delivery) -> int:
    """Half-width columns of a caption row at this shape of frame."""
    return 26 if delivery.height > delivery.width else 40


def ass(events: Iterable[Caption], delivery: Delivery, titles: Iterable[Lettered] = ()) -> str:
    """Advanced SubStation text for libass, drawn at the delivery's size in the bundled font."""
    subtitles = _subtitles(events, delivery.rate, columns_for(delivery))
    tall = delivery.height > delivery.width
    size = delivery.width * 0.062 if tall else delivery.height * 0.052
    subtitles.info |= {
        "PlayResX": str(delivery.width),
        "PlayResY": str(delivery.height),
        "ScaledBorderAndShadow": "yes",
        "WrapStyle": "2",
        "YCbCr Matrix": "TV.709",
    }
    subtitles.styles["Default"] = pysubs2.SSAStyle(
        fontname=FONT,
        fontsize=round(size, 1),
        primarycolor=pysubs2.Color(255, 255, 255),
        outlinecolor=pysubs2.Color(12, 14, 18, 40),
        backcolor=pysubs2.Color(0, 0, 0, 120),
        outline=round(size * 0.07, 2),
        shadow=round(size * 0.04, 2),
        alignment=pysubs2.Alignment.BOTTOM_CENTER,
        marginl=round(delivery.width * 0.06),
        marginr=round(delivery.width * 0.06),
        # Vertical platforms cover the lower sixth of the picture with their own buttons.
        marginv=round(delivery.height * (0.17 if tall else 0.065)),
    )
    subtitles.extend(title_events(titles, delivery))
    return subtitles.to_string("ass")
