"""Cues to captions: when they are read, how they are broken, SRT and ASS."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from studio.render.breaking import balanced, pieces, width_of
from studio.render.delivery import Delivery, Span
from studio.render.titling import Lettered, title_events
from studio.timeline.cut import Clip, TrackKind
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.story import Cue
from studio.timeline.take import Take

if TYPE_CHECKING:
    import pysubs2  # read when there are words to be written: most of what this module would cost

FONT = "Noto Sans CJK SC"


@dataclass(frozen=True)
class Caption:
    """Words on the screen from film frame `start` for `frames` frames.

    `below` is the same in a second language; `cue` whose words they are.
    """

    start: int
    frames: int
    text: str
    below: str = ""
    cue: str = field(default="", compare=False)

    @property
    def end(self) -> int:
        """The first frame without it."""
        return self.start + self.frames


def captions(
    project: Project,
    shown: Mapping[str, Take],
    line_width: int = 36,
    language: str = "",
    second: str = "",
) -> list[Caption]:
    """What is read when: by the sound of the shown takes where they say it, else as planned.

    `line_width` counts half-width characters; a line that needs more than two rows is shown in
    parts, each for its share of the time. `language` leaves only lines that are in it or have a
    translation into it; empty keeps all, as they are said. `second` is read below the first where
    there is a translation, or the line itself is in it.
    """
    cues = {c.id: (shot.id, c) for s in project.scenes for shot in s.shots for c in shot.cues}
    clips = [
        (clip, cues[clip.owner])
        for track in project.cut.active(TrackKind.TEXT)
        for clip in track.clips
        if clip.owner in cues and words_in(cues[clip.owner][1], language)
    ]
    timed = sorted(
        (_timed(project, clip, shot, cue, shown) for clip, (shot, cue) in clips),
        key=lambda caption: caption.start,
    )
    said = {cue.id: cue for _, (_, cue) in clips}
    worded = (_worded(caption, said[caption.cue], language, second) for caption in _apart(timed))
    return [part for caption in worded for part in _parts(caption, line_width)]


def captions_for(project: Project, shown: Mapping[str, Take], delivery: Delivery) -> list[Caption]:
    """What is read when in a delivery, in its languages and broken for the shape of its frame."""
    columns = columns_for(delivery)
    return captions(project, shown, columns, delivery.language, delivery.second)


def words_in(cue: Cue, language: str) -> str:
    """A cue's words in a language, empty where there are none; those said for no language."""
    if language in ("", cue.language):
        return cue.text
    return next((t.text for t in cue.translations if t.language == language), "")


def _worded(caption: Caption, cue: Cue, language: str, second: str) -> Caption:
    text = words_in(cue, language)
    below = words_in(cue, second) if second else ""
    return replace(caption, text=text, below="" if below == text else below)


def caption_languages(project: Project) -> list[str]:
    """The languages of what can be read in the cut, the most frequent first."""
    cues = {c.id: c for s in project.scenes for shot in s.shots for c in shot.cues}
    tracks = project.cut.active(TrackKind.TEXT)
    shown = [cues[c.owner] for track in tracks for c in track.clips if c.owner in cues]
    used = Counter(cue.language for cue in shown)
    used.update(t.language for cue in shown for t in cue.translations)
    return [language for language, _ in used.most_common()]


def shifted(events: Iterable[Caption], span: Span) -> list[Caption]:
    """What of the captions is read in a span of the film, counted from its first frame."""
    first, last = span
    cut = ((max(c.start, first), min(c.end, last), c) for c in events)
    return [replace(c, start=a - first, frames=b - a) for a, b, c in cut if a < b]


def _timed(project: Project, clip: Clip, shot: str, cue: Cue, shown: Mapping[str, Take]) -> Caption:
    take = shown.get(shot)
    span = take.spoken.get(cue.id) if take else None
    place = _picture_clip(project, shot, clip)
    usual = Caption(clip.start, clip.frames, cue.text, cue=cue.id)
    if take is None or span is None or place is None or place.speed <= 0:
        return usual
    if not _as_told(clip, cue, place):
        return usual
    scale = project.rate.fraction / (take.rate or project.rate).fraction
    late = (round(span.start * scale) - place.skip - place.phase) / place.speed
    start = max(place.start, place.start + round(late))
    frames = max(round(span.frames * scale / place.speed), 1)
    return replace(usual, start=start, frames=max(1, min(frames, place.end - start)))


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
    told = picture.start + (cue.start - picture.skip - picture.phase) / picture.speed
    return abs(text.start - told) <= 1  # a rate may round


def _apart(ordered: Sequence[Caption]) -> Iterator[Caption]:
    """No two at once: one ends where the next begins."""
    for caption, after in pairwise([*ordered, None]):
        if caption is None:
            continue
        room = after.start - caption.start if after else caption.frames
        if room > 0:
            yield replace(caption, frames=min(caption.frames, room))


def _parts(caption: Caption, columns: int) -> list[Caption]:
    """What is read at once of a caption: two rows, or one of each of two languages."""
    limit = columns if caption.below else 2 * columns
    upper, lower = pieces(caption.text, limit), pieces(caption.below, limit)
    count = max(len(upper), len(lower))
    longer = upper if len(upper) == count else lower
    whole = sum(map(width_of, longer)) or 1
    out: list[Caption] = []
    start, passed = caption.start, 0
    for place, piece in enumerate(longer):
        passed += width_of(piece)
        end = caption.start + max(1, round(caption.frames * Fraction(passed, whole)))
        if end > start:
            text, below = (
                each[place * len(each) // count] if each else "" for each in (upper, lower)
            )
            out.append(replace(caption, start=start, frames=end - start, text=text, below=below))
        start = max(start, end)
    return out


def _milliseconds(rate: Rate, frame: int) -> int:
    return round(rate.seconds(frame) * 1000)


def _subtitles(
    events: Iterable[Caption], rate: Rate, columns: int, smaller: str = ""
) -> "pysubs2.SSAFile":
    """The captions as events; `smaller` is written before a second language's rows."""
    import pysubs2

    subtitles = pysubs2.SSAFile()
    for caption in events:
        event = pysubs2.SSAEvent(
            start=_milliseconds(rate, caption.start), end=_milliseconds(rate, caption.end)
        )
        event.plaintext = "\n".join(balanced(caption.text, columns))
        if caption.below:
            below = pysubs2.SSAEvent()
            below.plaintext = "\n".join(balanced(caption.below, round(columns * 1.3)))
            event.text = f"{event.text}\\N{smaller}{below.text}"
        subtitles.append(event)
    return subtitles


def srt(events: Iterable[Caption], rate: Rate) -> str:
    """SubRip text of the captions."""
    return _subtitles(events, rate, 36).to_string("srt")


def columns_for(delivery: Delivery) -> int:
    """Half-width columns of a caption row at this shape of frame."""
    return 26 if delivery.height > delivery.width else 40


def ass(events: Iterable[Caption], delivery: Delivery, titles: Iterable[Lettered] = ()) -> str:
    """Advanced SubStation text for libass, drawn at the delivery's size in the bundled font."""
    import pysubs2

    tall = delivery.height > delivery.width
    size = delivery.width * 0.062 if tall else delivery.height * 0.052
    smaller = f"{{\\fs{size * 0.72:.1f}}}"
    subtitles = _subtitles(events, delivery.rate, columns_for(delivery), smaller)
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
