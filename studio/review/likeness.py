"""Checks of who is seen and heard: faces and voices against the sheets of the shot's subjects."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from studio.cast.faces import face_print, faces_of
from studio.cast.hearing import RATE, Samples, sound_of, speech_in
from studio.cast.looking import pictures_at
from studio.cast.prints import FacePrint, VoicePrint, cosine, face_limit, mean, voice_limit
from studio.cast.tracks import FaceTrack, Seen
from studio.cast.voice import spoken, voice_print
from studio.errors import BadInput
from studio.media.pictures import load_picture
from studio.review.asked import Likeness, Words
from studio.review.evidence import Evidence
from studio.review.finding import At, Finding, fault, remarked
from studio.review.limits import limit
from studio.review.stretches import place

_BEST = 75  # percentile of the likeness by which a track finds its subject: half may be swapped
_PICTURES = 12  # of a sheet, at most


@dataclass(frozen=True)
class Match:
    """A face of the file that is taken for a subject: its prints, and how alike each is, -1..1."""

    subject: Likeness
    track: FaceTrack
    seen: tuple[Seen, ...]
    alike: tuple[float, ...]


def faces(evidence: Evidence) -> Iterator[Finding]:
    """A subject whose face is not its own, from the frame on at which it broke."""
    for subject in evidence.asked.subjects:
        sheet = sheet_prints(evidence, subject)
        if not sheet:
            continue
        match = matched(evidence, subject, sheet)
        if match is None:
            told = fault("face", "face_unseen", values={"name": subject.name})
            yield remarked(told)
        else:
            yield from _broken(evidence, match, sheet)


def sheet_prints(evidence: Evidence, subject: Likeness) -> tuple[FacePrint, ...]:
    """The faces of a subject's pictures: the largest of each. Raises NoModel."""
    if subject.key not in evidence.sheets:
        evidence.sheets[subject.key] = _sheet_prints(evidence, subject)
    return evidence.sheets[subject.key]


def _sheet_prints(evidence: Evidence, subject: Likeness) -> tuple[FacePrint, ...]:
    found: list[FacePrint] = []
    for path in subject.pictures[:_PICTURES]:
        try:
            picture = np.ascontiguousarray(load_picture(Path(path))[..., 2::-1])
        except BadInput:
            continue
        seen = faces_of(picture, evidence.models)
        if seen:
            found.append(face_print(picture, seen[0], evidence.models))
    return tuple(found)


def matched(evidence: Evidence, subject: Likeness, sheet: Sequence[FacePrint]) -> Match | None:
    """The face of the file that is most like a subject; None where no face is seen."""
    best: tuple[float, Match] | None = None
    for track in evidence.tracks:
        seen = track.prints
        if len(seen) < 2:
            continue
        alike = tuple(_alike(each.print or (), sheet) for each in seen)
        score = float(np.percentile(alike, _BEST))
        if best is None or score > best[0]:
            best = score, Match(subject, track, seen, alike)
    return best[1] if best is not None else None


def _alike(print_: FacePrint, sheet: Sequence[FacePrint]) -> float:
    return max(cosine(print_, each) for each in sheet)


def _broken(evidence: Evidence, match: Match, sheet: Sequence[FacePrint]) -> Iterator[Finding]:
    threshold = face_limit()
    alike = np.array(match.alike)
    values: dict[str, str | int] = {
        "name": match.subject.name,
        "worst": f"{alike.min():.2f}", "median": f"{float(np.median(alike)):.2f}",
    }  # fmt: skip
    if float(np.percentile(alike, _BEST)) < threshold:
        value = float(np.median(alike))
        yield fault("face", "face_other", value=value, threshold=threshold, values=values)
        return
    for first, last in _wrong(alike < threshold):
        end = match.seen[min(last, len(alike) - 1)]
        lasts = end.seconds - match.seen[first].seconds
        if lasts < limit("face.seconds") and last < len(alike):
            continue
        frame = _refined(evidence, match, first, sheet, threshold)
        stop = end.frame if last < len(alike) else end.frame + 1
        at = At(first=frame, frames=max(1, stop - frame))
        yield fault(
            "face", "face_broke", at, value=float(alike[first:last].min()), threshold=threshold,
            values={**values, **place(at, evidence.rate)},
        )  # fmt: skip


def _wrong(flags: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Iterator[tuple[int, int]]:
    """Runs of two prints or more that are not alike."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if last - first >= 2:
            yield first, last


def _refined(
    evidence: Evidence, match: Match, first: int, sheet: Sequence[FacePrint], threshold: float
) -> int:
    """The frame at which a face broke, between the last print that was alike and `first`."""
    end = match.seen[first]
    if first == 0:
        return end.frame
    before = match.seen[first - 1]
    frames = set(range(before.frame + 1, end.frame))
    pictures = pictures_at(evidence.path, frames, evidence.cancelled)
    broke = end.frame
    for frame in sorted(frames, reverse=True):
        found = faces_of(pictures[frame], evidence.models) if frame in pictures else ()
        near = max(found, key=lambda face: face.overlap(end.face), default=None)
        if near is None or near.overlap(end.face) <= 0:
            break
        if _alike(face_print(pictures[frame], near, evidence.models), sheet) >= threshold:
            break
        broke = frame
    return broke


def voices(evidence: Evidence) -> Iterator[Finding]:
    """A line that is not said by its speaker's voice."""
    prints: dict[str, VoicePrint | None] = {}
    for subject in evidence.asked.subjects:
        prints[subject.key] = sheet_voice(evidence, subject)
    for line, until in _lines(evidence):
        name = next((s.name for s in evidence.asked.subjects if s.key == line.speaker), "")
        sheet = prints.get(line.speaker)
        if sheet is None:
            continue
        begin, end = line.start / evidence.rate, until / evidence.rate
        spans = tuple(s for s in evidence.speech if s.end > begin and s.start < end)
        said = spoken(evidence.samples, RATE, spans)
        heard = voice_print(said, RATE, evidence.models)
        if heard is None:
            continue
        alike, threshold = cosine(heard, sheet), voice_limit()
        if alike < threshold:
            at = At(first=line.start, frames=max(1, until - line.start))
            found = fault(
                "voice", "voice_other", at, value=alike, threshold=threshold,
                values={**place(at, evidence.rate), "name": name, "alike": f"{alike:.2f}"},
            )  # fmt: skip
            yield found if len(said) >= limit("voice.seconds") * RATE else remarked(found)


def sheet_voice(evidence: Evidence, subject: Likeness) -> VoicePrint | None:
    """The voice of a subject's recordings; None where none of them holds speech."""
    found: list[VoicePrint] = []
    for path in subject.voices[:4]:
        try:
            samples = sound_of(Path(path), stopped=evidence.cancelled)
        except BadInput:
            continue
        said: Samples = spoken(samples, RATE, speech_in(samples, RATE, evidence.models))
        print_ = voice_print(said, RATE, evidence.models)
        if print_ is not None:
            found.append(print_)
    return mean(found) if found else None


def _lines(evidence: Evidence) -> Iterator[tuple[Words, int]]:
    """Each line and the frame before which it ends: that of the next line, or of the file."""
    lines = sorted(evidence.asked.lines, key=lambda line: line.start)
    for number, line in enumerate(lines):
        last = evidence.info.frames or round(float(evidence.info.seconds) * evidence.rate)
        after = lines[number + 1].start if number + 1 < len(lines) else last
        own = line.start + line.frames if line.frames is not None else after
        yield line, max(line.start + 1, min(own, max(after, line.start + 1)))
