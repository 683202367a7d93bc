"""The one graph of preview and export: the cut and its shown takes become segments.

A segment is a run of frames between edit points, a value with its own ffmpeg filter graph and a
hash of everything it depends on. The viewer asks for the same segments at another size.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import ffmpeg

from studio.render.captions import Caption
from studio.render.delivery import Delivery, Fit, Span
from studio.render.fonts import font_file, font_folder
from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.project import Project
from studio.timeline.queries import clip_at
from studio.timeline.take import Take

_VERSION = 2  # part of every hash: a change of the graphs below makes old pieces stale
SLATE_COLOUR = "0x23272e"
_NEARLY = 0.004  # ratios that differ by less are taken for the same: sides are whole pixels


@dataclass(frozen=True)
class Entrance:
    """Where a file may be entered: `run_up` frames before a wanted one, at multiples of `grid`."""

    run_up: int
    grid: int = 1


@dataclass(frozen=True)
class Source:
    """A take in a segment: its file, and the first of its frames (at the film's rate) used."""

    owner: str
    path: str
    sha256: str
    skip: int
    available: int | None = None  # frames at the film's rate that it has; None: without end
    still: bool = False  # one picture, shown as long as wanted
    entrance: Entrance | None = None  # None: it is always read from its start

    @property
    def entry(self) -> int:
        """The frame at which its file is entered: 0, its start, unless a seek is as exact."""
        if self.entrance is None:
            return 0
        last = self.skip if self.available is None else min(self.skip, self.available - 1)
        return max(0, last - self.entrance.run_up) // self.entrance.grid * self.entrance.grid


@dataclass(frozen=True)
class Segment:
    """Film frames from `start` on, all from one source; without one it is a slate, or black."""

    start: int
    frames: int
    source: Source | None
    label: str = ""
    captions: tuple[Caption, ...] = ()

    @property
    def missing(self) -> int:
        """Frames at its end for which the take is too short; they are black."""
        if self.source is None or self.source.available is None:
            return 0
        return max(0, self.source.skip + self.frames - self.source.available)

    def part(self, first: int, frames: int) -> "Segment":
        """The run of `frames` frames that begins `first` frames into it."""
        source = self.source
        if source is not None:
            source = replace(source, skip=source.skip + first)
        return replace(self, start=self.start + first, frames=frames, source=source)

    def digest(self, delivery: Delivery) -> str:
        """The hash of everything the finished picture depends on."""
        facts: dict[str, Any] = {
            "version": _VERSION,
            "take": (self.source.sha256, self.source.skip) if self.source else self.label,
            "frames": self.frames,
            "captions": [(c.start - self.start, c.frames, c.text) for c in self.captions],
            "delivery": delivery.picture_facts(),
        }
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def segments(
    project: Project, shown: Mapping[str, Take], events: Sequence[Caption] = ()
) -> tuple[Segment, ...]:
    """The picture of the cut from its first frame to its last, without gaps.

    The topmost clip wins; where there is none the picture is black. A shot without a take is a
    slate with its label. `events` are the captions to burn in.
    """
    tracks = project.cut.active(TrackKind.PICTURE)
    whole = project.cut.frames
    edges = {0, whole} | {e for t in tracks for c in t.clips for e in (c.start, c.end)}
    marks = sorted(edge for edge in edges if edge <= whole)
    labels = _labels(project)
    runs: list[Segment] = []
    for start, end in pairwise(marks):
        clip = _topmost(tracks, start)
        burnt = tuple(c for c in events if c.start < end and c.end > start)
        source = _source(project, clip, start, shown) if clip else None
        label = labels.get(clip.owner, clip.owner) if clip else ""
        runs.append(Segment(start, end - start, source, label, burnt))
    return tuple(runs)


def within(runs: Sequence[Segment], span: Span) -> tuple[Segment, ...]:
    """The runs, or parts of them, that lie in a span of the film; they keep their film frames."""
    first, last = span
    cut: list[Segment] = []
    for run in runs:
        start, end = max(run.start, first), min(run.start + run.frames, last)
        if start < end:
            part = run.part(start - run.start, end - start)
            burnt = tuple(c for c in part.captions if c.start < end and c.end > start)
            cut.append(replace(part, captions=burnt))
    return tuple(cut)


def _labels(project: Project) -> dict[str, str]:
    return {
        shot.id: f"{s}-{n}"
        for s, scene in enumerate(project.scenes, 1)
        for n, shot in enumerate(scene.shots, 1)
    }


def _topmost(tracks: Sequence[Track], frame: int) -> Clip | None:
    found = (clip_at(track, frame) for track in reversed(tracks))
    return next((clip for clip in found if clip is not None), None)


def _source(project: Project, clip: Clip, start: int, shown: Mapping[str, Take]) -> Source | None:
    take = shown.get(clip.owner)
    if take is None:
        return None
    available = None
    if take.frames is not None and take.kind == "video":
        available = project.rate.frames((take.rate or project.rate).seconds(take.frames))
    skip = clip.skip + start - clip.start
    file = take.files[0]
    return Source(clip.owner, file.path, file.sha256, skip, available, take.kind == "picture")


def picture(
    segment: Segment, folder: Path, delivery: Delivery, captions: Path | None = None
) -> ffmpeg.Stream:
    """The segment's picture as an ffmpeg-python stream at the delivery's size and rate.

    `captions` is the film's ASS file, at the same size.
    """
    rate = f"{delivery.rate.num}/{delivery.rate.den}"
    size = f"{delivery.width}x{delivery.height}"
    if segment.source is None:
        stream = _slate(segment, size, rate, delivery)
    else:
        stream = _conformed(segment, segment.source, folder, delivery, rate)
    if captions is not None and segment.captions:
        offset = f"PTS-STARTPTS+{segment.start}*{delivery.rate.den}/{delivery.rate.num}/TB"
        stream = stream.filter("setpts", offset)
        stream = stream.filter("ass", captions.as_posix(), fontsdir=font_folder().as_posix())
        stream = stream.filter("setpts", "PTS-STARTPTS")
    # The same tags on every piece: the encoder writes them into its headers, which must agree.
    return (
        stream.filter("format", delivery.pixel_format)
        .filter("setsar", 1)
        .filter(
            "setparams", range="tv", color_primaries="bt709", color_trc="bt709",
            colorspace="bt709", chroma_location="left",
        )
    )  # fmt: skip


def _slate(segment: Segment, size: str, rate: str, delivery: Delivery) -> ffmpeg.Stream:
    seconds = float(delivery.rate.seconds(segment.frames)) + 1
    colour = SLATE_COLOUR if segment.label else "black"
    stream = ffmpeg.input(f"color=c={colour}:s={size}:r={rate}:d={seconds:.3f}", f="lavfi")
    stream = stream.filter("trim", end_frame=segment.frames).filter("setpts", "PTS-STARTPTS")
    if segment.label:
        stream = stream.filter(
            "drawtext", text=segment.label, fontfile=font_file().as_posix(), fontcolor="0xb8c0cc",
            fontsize=round(delivery.height * 0.12), x="(w-tw)/2", y="(h-th)/2",
        )  # fmt: skip
    return stream.filter("scale", out_color_matrix="bt709", out_range="tv")


def _conformed(
    segment: Segment, source: Source, folder: Path, delivery: Delivery, rate: str
) -> ffmpeg.Stream:
    """Any take in the film's frame, and that in the delivery's: square pixels, BT.709, limited."""
    options: dict[str, object] = {"loop": 1, "framerate": rate} if source.still else {}
    first = source.skip - source.entry
    if source.entry:
        options["ss"] = f"{float(delivery.rate.seconds(source.entry)):.6f}"
    path = str(folder / source.path)
    stream = ffmpeg.input(path, protocol_whitelist="file", **options).video
    stream = stream.filter("fps", rate, start_time=0, round="near")
    if segment.missing:
        stream = stream.filter("tpad", stop=segment.missing, color="black")
    stream = stream.filter("trim", start_frame=first, end_frame=first + segment.frames).filter(
        "setpts", "PTS-STARTPTS"
    )
    width, height = delivery.stage
    wide, tall = _whole_in(width, height)
    stream = stream.filter(
        "scale", wide, tall, flags="bicubic+accurate_rnd", out_color_matrix="bt709", out_range="tv",
    )  # fmt: skip
    stream = stream.filter("pad", width, height, "(ow-iw)/2", "(oh-ih)/2", "black")
    return _framed(stream, delivery)


def _whole_in(width: int, height: int) -> tuple[str, str]:
    """Expressions of ffmpeg for the largest even size that shows all of a picture in a frame."""
    same = f"lt(abs(iw*{height}/(ih*{width})-1),{_NEARLY})"
    return (
        f"if({same},{width},max(2,2*floor(min({width},{height}*iw/ih)/2)))",
        f"if({same},{height},max(2,2*floor(min({height},{width}*ih/iw)/2)))",
    )


def _framed(stream: ffmpeg.Stream, delivery: Delivery) -> ffmpeg.Stream:
    """The film's frame in a delivery's frame of another ratio."""
    width, height = delivery.width, delivery.height
    if delivery.stage == (width, height):
        return stream
    if delivery.fit is Fit.FILL:
        return stream.filter("crop", width, height)
    return stream.filter("pad", width, height, "(ow-iw)/2", "(oh-ih)/2", "black")
