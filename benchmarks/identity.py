#!/usr/bin/env python3
"""Scores of faces, voices and lips: the same person after harm, others, offsets, mistakes.

`python benchmarks/identity.py [FOLDER]`; FOLDER holds a folder of photos a person. Without it only
the portrait of the tests is held against itself.
"""

import os
import sys
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("PYTHONPATH", sys.path[0])  # speech is made in processes of their own

import cv2
import numpy as np

from benchmarks.lips import lips
from studio.cast.faces import Bgr, face_print, faces_of
from studio.cast.hearing import RATE, Samples, at_16k
from studio.cast.loaded import Loaded
from studio.cast.prints import cosine, face_limit, voice_limit
from studio.cast.speakers import at_once, unlike
from studio.cast.thresholds import threshold
from studio.cast.voice import voice_print, voice_prints
from studio.voices.base import SAMPLE_RATE, Manner
from studio.voices.voices import Engines
from tests.cast.puppet import ASTRONAUT, Pose, Puppet

LINES = {
    "en": (
        "Nobody told me that the train would leave so early today, and now we have to wait here.",
        "When the rain had stopped we walked slowly along the river towards the old town.",
    ),
    "zh": (
        "没有人告诉我火车今天这么早就开走了，现在我们只好在这里等。",
        "雨停了以后，我们沿着河边慢慢走向老城。",
    ),
}


def harms() -> Iterator[tuple[str, Callable[[Bgr], Bgr]]]:
    """What pictures go through, by name."""
    yield "as it is", lambda p: p
    yield "mirrored", lambda p: p[:, ::-1].copy()
    for sigma in (1, 2, 4):
        yield f"blurred, sigma {sigma} at 180 pixels of face", lambda p, s=sigma: blurred(p, s)
    for light in (0.5, 0.25, 0.12, 0.06):
        yield f"light times {light:g}", lambda p, g=light: cv2.convertScaleAbs(p, alpha=g)
    for angle in (12, 30):
        yield f"leaning by {angle} degrees", lambda p, a=angle: leaning(p, a)
    for wide in (96, 64, 48, 32, 24, 16):
        yield f"face {wide} pixels wide", lambda p, w=wide: sized(p, w)
    yield "JPEG of quality 20", jpeg


def blurred(picture: Bgr, sigma: float) -> Bgr:
    return cv2.GaussianBlur(picture, (0, 0), sigma)


def leaning(picture: Bgr, angle: float) -> Bgr:
    rows, columns = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), angle, 1.0)
    return cv2.warpAffine(picture, turn, (columns, rows), borderMode=cv2.BORDER_REPLICATE)


def sized(picture: Bgr, wide: int) -> Bgr:
    """Smaller, so that a face of 180 pixels has `wide`."""
    return cv2.resize(picture, None, fx=wide / 180, fy=wide / 180, interpolation=cv2.INTER_AREA)


def jpeg(picture: Bgr) -> Bgr:
    coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 20])[1]
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)


def even(picture: Bgr, models: Loaded) -> Bgr:
    """A photo around its largest face, at 180 pixels of face."""
    face = faces_of(picture, models)[0]
    rows, columns = picture.shape[:2]
    x, y = face.centre[0] * columns, face.centre[1] * rows
    half = 1.6 * face.height * rows
    top, left = max(0, round(y - half)), max(0, round(x - half))
    cut = picture[top : round(y + half), left : round(x + half)]
    factor = 180.0 / (face.width * columns)
    kind = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(cut, None, fx=factor, fy=factor, interpolation=kind), np.uint8)


def printed(picture: Bgr, models: Loaded) -> tuple[float, ...] | None:
    found = faces_of(picture, models)
    return face_print(picture, found[0], models) if found else None


def people(folder: Path | None, models: Loaded) -> dict[str, list[Bgr]]:
    """Photos by person."""
    files = {"Collins": [ASTRONAUT]}
    for each in sorted(folder.iterdir()) if folder else ():
        files[each.name] = sorted(each.iterdir())
    return {
        name: [even(np.asarray(cv2.imread(str(file)), np.uint8), models) for file in listed]
        for name, listed in files.items()
    }


def faces(folder: Path | None, models: Loaded) -> None:
    """Tables of faces."""
    everyone = people(folder, models)
    photos = [(name, photo) for name, listed in everyone.items() for photo in listed]
    plain = [printed(photo, models) for _, photo in photos]
    print("## Faces (SFace, cosine)\n")
    print(f"{len(everyone)} persons, {len(photos)} photos; one person from {face_limit()} on.\n")
    print("| the photo, and itself after | found | worst | median | rejected | nearest stranger "
          "| accepted |\n|---|---|---|---|---|---|---|")  # fmt: skip
    for title, harm in harms():
        prints = [printed(harm(photo), models) for _, photo in photos]
        own = [cosine(a, b) for a, b in zip(plain, prints, strict=True) if a and b]
        strange = [
            cosine(a, b)
            for (one, _), a in zip(photos, plain, strict=True)
            for (other, _), b in zip(photos, prints, strict=True)
            if one != other and a and b
        ]
        found = sum(each is not None for each in prints)
        print(f"| {title} | {found} of {len(photos)} | {least(own)} | {middle(own)} | "
              f"{sum(s < face_limit() for s in own)} of {len(own)} | {most(strange)} | "
              f"{sum(s >= face_limit() for s in strange)} of {len(strange)} |")  # fmt: skip
    pairs = [
        (one == other, cosine(a, b))
        for ((one, _), a), ((other, _), b) in combinations(zip(photos, plain, strict=True), 2)
        if a and b
    ]
    same, apart = [s for k, s in pairs if k], [s for k, s in pairs if not k]
    print(f"\nOther photos of the same person: {scores(same)}; rejected "
          f"{sum(s < face_limit() for s in same)} of {len(same)}. Different persons: "
          f"{scores(apart)}; accepted {sum(s >= face_limit() for s in apart)} of "
          f"{len(apart)}.\n")  # fmt: skip
    moved(models)


def moved(models: Loaded) -> None:
    """The portrait moved by its mesh."""
    puppet = Puppet(models)
    plain = printed(puppet.drawn(Pose()), models)
    print("| the portrait, moved by its mesh | cosine |\n|---|---|")
    for title, pose in (
        ("turned 15 degrees left", Pose(turn=-15)), ("turned 25 left", Pose(turn=-25)),
        ("turned 40 left", Pose(turn=-40)), ("turned 15 right", Pose(turn=15)),
        ("turned 25 right", Pose(turn=25)), ("turned 40 right", Pose(turn=40)),
        ("mouth wide open", Pose(open=1)), ("smiling", Pose(smile=1)), ("grave", Pose(smile=-1)),
    ):  # fmt: skip
        found = printed(puppet.drawn(pose), models)
        print(
            f"| {title} | {cosine(plain, found):.2f} |" if plain and found else f"| {title} | - |"
        )


def said(engines: Engines) -> dict[tuple[str, str, str], list[Samples]]:
    """Lines by gender, voice and language, at 16 kHz."""
    return {
        (gender, key, language): [
            at_16k(engines.say(line, language, Manner(key=key + gender, gender=gender)).samples,
                   SAMPLE_RATE)
            for line in lines
        ]
        for gender in ("female", "male") for key in "abc" for language, lines in LINES.items()
    }  # fmt: skip


def echo(sound: Samples) -> Samples:
    """A small room."""
    out = sound.copy()
    for delay, gain in ((400, 0.4), (900, 0.3), (1700, 0.2), (3000, 0.15)):
        out[delay:] += gain * sound[:-delay]
    return out


def noise(sound: Samples) -> Samples:
    """White noise of 0.01."""
    hiss = np.random.default_rng(1).normal(0, 0.01, len(sound))
    return np.asarray(sound + hiss, np.float32)


def voices(models: Loaded) -> None:
    """Tables of voices."""
    lines = said(Engines())
    prints = {k: [voice_print(x, RATE, models) or () for x in v] for k, v in lines.items()}
    same = [cosine(*each) for each in prints.values()]
    across = [
        cosine(prints[g, k, "en"][0], prints[g, k, "zh"][1])
        for g in ("female", "male") for k in "abc"
    ]  # fmt: skip
    apart = [
        cosine(prints[a][0], prints[b][1]) for a, b in combinations(prints, 2) if a[:2] != b[:2]
    ]
    limit = voice_limit()
    print("\n## Voices (d-vector, cosine)\n")
    print(f"Six voices of Kokoro, two lines each in English and Chinese; one voice from {limit} on."
          "\n\n| | scores | mistakes |\n|---|---|---|")  # fmt: skip
    print(f"| one voice, another line | {scores(same)} | rejected "
          f"{sum(s < limit for s in same)} of {len(same)} |")  # fmt: skip
    print(f"| one voice in another language | {scores(across)} | rejected "
          f"{sum(s < limit for s in across)} of {len(across)} |")  # fmt: skip
    print(f"| different voices | {scores(apart)} | accepted "
          f"{sum(s >= limit for s in apart)} of {len(apart)} |")  # fmt: skip
    speakers(lines, models)


def speakers(lines: dict[tuple[str, str, str], list[Samples]], models: Loaded) -> None:
    """One speaker or two, one after the other and at once."""
    pairs = [(a, b) for a, b in combinations(lines, 2) if a[:2] != b[:2] and a[2] == b[2]]
    print("\n| speech | two in turn | two at once |\n|---|---|---|")
    for title, harm in (("clean", lambda x: x), ("with noise", noise), ("in a room", echo)):
        alone = [harm(np.concatenate(each)) for each in lines.values()]
        print(f"| one speaker, {title} | {count(turns(each, models) for each in alone)} | "
              f"{count(mixed(each) for each in alone)} |")  # fmt: skip
        turn = [harm(np.concatenate([lines[a][0], lines[b][1]])) for a, b in pairs]
        once = [harm(both(lines[a][0], lines[b][1])) for a, b in pairs]
        print(f"| two speakers, {title} | {count(turns(each, models) for each in turn)} | "
              f"{count(mixed(each) for each in once)} |")  # fmt: skip


def turns(sound: Samples, models: Loaded) -> bool:
    halves, stretches = unlike(voice_prints(sound, RATE, models))
    return halves < threshold("voices_in_turn") or stretches < threshold("voices_to_and_fro")


def mixed(sound: Samples) -> bool:
    return at_once(sound, RATE) > threshold("voices_at_once")


def both(one: Samples, other: Samples) -> Samples:
    length = min(len(one), len(other))
    return one[:length] + other[:length]


def count(found: Iterator[bool]) -> str:
    listed = list(found)
    return f"{sum(listed)} of {len(listed)}"


def least(values: list[float]) -> str:
    return f"{min(values):.2f}" if values else "-"


def most(values: list[float]) -> str:
    return f"{max(values):.2f}" if values else "-"


def middle(values: list[float]) -> str:
    return f"{np.median(values):.2f}" if values else "-"


def scores(values: list[float]) -> str:
    if not values:
        return "none"
    return f"{min(values):.2f} to {max(values):.2f}, median {np.median(values):.2f}"


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with Loaded() as loaded:
        faces(where, loaded)
        voices(loaded)
        lips(loaded)
