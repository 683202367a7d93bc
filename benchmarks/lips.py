"""Sound moved against lips by known offsets: what is measured, what is told, and who is accused.

The drawn speakers are those of the shipped sample films: what their mouths show is known to the
frame. The photographs are the tests' own, bent by their mesh: two open their mouths as loud as they
speak, the others as the height of each sound wants it, by which the weights of what is heard were
fitted, too; their lines are none of those. Every sound is held against the lips of all others.
"""

import tempfile
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import numpy as np
import numpy.typing as npt

from studio.cast.hearing import sound_of
from studio.cast.loaded import Loaded
from studio.cast.mouth import Mouth, mouth
from studio.cast.openness import openness_said
from studio.cast.tracks import faces_in
from studio.jobs.sidecars import read_sidecars
from studio.paths import resource
from studio.review.agreement import Agreement, followed
from studio.review.finding import Severity
from studio.review.limits import limit
from studio.review.lips import judged, nearest, sure
from studio.voices.base import Manner
from studio.voices.voices import engines_here
from tests.cast.clips import acting, film, spoken, talking
from tests.cast.people import DRIVER, photograph
from tests.cast.puppet import Puppet

OFFSETS = (
    -800,
    -400,
    -250,
    -200,
    -150,
    -100,
    -50,
    0,
    50,
    100,
    150,
    200,
    250,
    400,
    800,
)  # milliseconds
_NEAR = 60  # milliseconds by which a measure may be off and still be right
_AHEAD = 30  # milliseconds by which `acting` shows how loud its sound will be

# Five to seven seconds each; none of them was heard when the weights were fitted.
LINES = {
    "en": "Nobody told me that the bridge was closed, so we walked along the river until the "
    "morning came.",
    "zh": "没有人告诉我那座桥已经封了，所以我们沿着河一直走到天亮。",
    "es": "Nadie me dijo que el puente estaba cerrado, así que caminamos junto al río hasta la "
    "mañana.",
    "ja": "橋が閉まっていることを誰も教えてくれなかったので、朝まで川沿いを歩きました。",
    "de": "Niemand sagte mir, dass die Brücke gesperrt war, also gingen wir bis zum Morgen am "
    "Fluss entlang.",
}  # fmt: skip

Said = npt.NDArray[np.float64]
Speaker = tuple[list[Mouth], Said]
"""The mouths of a clip, and how open its sound is."""


def drawn(models: Loaded) -> Iterator[tuple[str, Speaker]]:
    """The takes of the sample films in which somebody speaks."""
    for folder in sorted(resource("samples").glob("film.*")):
        for sidecar in read_sidecars(folder):
            if sidecar.take.kind == "video" and sidecar.job.request.get("lines"):
                label = f"{folder.suffix[1:]} {sidecar.job.request['label']}"
                yield label, watched(folder / sidecar.take.files[0].path, models)


def bent(folder: Path, models: Loaded) -> Iterator[tuple[str, Speaker]]:
    """Photographs that say lines."""
    line, clip = spoken(), folder / "spoken.mov"
    for name, puppet in (
        ("portrait", Puppet(models)), ("driver", Puppet(models, photograph(DRIVER))),
    ):  # fmt: skip
        mouths, said = watched(film(clip, acting(puppet, line), 5, 24, line), models)
        yield f"{name}, loud", (mouths, shifted(said, -_AHEAD))
        for language, text in LINES.items():
            engine = next(each for each in engines_here() if language in each.languages)
            for gender in ("female", "male"):
                speech = engine.speak(text, language, Manner(key=gender, gender=gender))
                picture = talking(puppet, speech)
                film(clip, picture, speech.seconds + 0.3, 24, speech.samples)
                yield f"{name}, {language} {gender}", watched(clip, models)


def watched(path: Path, models: Loaded) -> Speaker:
    """The mouths of the faces that are seen longest, as the inspector takes them."""
    tracks = faces_in(path, models, per_second=6.0, prints_per_second=3.0)[:3]
    mouths = [mouth(path, track, models) for track in tracks]
    return mouths, openness_said(sound_of(path))


def shifted(said: Said, milliseconds: int) -> Said:
    """The sound so much later; what comes in is the room's tone."""
    steps = abs(milliseconds) // 10
    quiet = np.full(steps, np.percentile(said, 5))
    if milliseconds >= 0:
        return np.concatenate([quiet, said])[: len(said)]
    return np.concatenate([said[steps:], quiet])


def found(speaker: Speaker, milliseconds: int) -> Agreement | None:
    """What the inspector measures of it."""
    mouths, said = speaker
    moved = shifted(said, milliseconds)
    each = [followed(lips, moved) for lips in mouths]
    known = [one for one in each if one is not None]
    return nearest(known) if known else None


def grade(each: Agreement | None) -> Severity | None:
    """How an offset is told: as what fails a take, as what is only said, or not at all."""
    told = [] if each is None else [f for f in judged(each) if f.told.key != "review.lips_none"]
    return told[0].severity if told else None


def due(milliseconds: int) -> Severity | None:
    """How an offset is to be told."""
    way = "late" if milliseconds > 0 else "early"
    if abs(milliseconds) > limit(f"lips.{way}"):
        return Severity.FAULT
    return Severity.REMARK if abs(milliseconds) > limit(f"lips.{way}_noticed") else None


def table(title: str, speakers: dict[str, Speaker]) -> None:
    """A row an offset."""
    names = {Severity.FAULT: "disturbs", Severity.REMARK: "is noticed", None: "is not noticed"}
    print(f"\n| {title}: sound moved by | measured, median | within {_NEAR} ms | a fault "
          "| a remark | an offset that |\n|---|---|---|---|---|---|")  # fmt: skip
    for offset in OFFSETS:
        measures = {name: found(each, offset) for name, each in speakers.items()}
        known = [each.milliseconds for each in measures.values() if each is not None]
        right = sum(abs(each - offset) <= _NEAR for each in known)
        told = [grade(each) for each in measures.values()]
        count = len(speakers)
        print(f"| {offset:+d} ms | {np.median(known):+.0f} | {right} of {count} | "
              f"{told.count(Severity.FAULT)} of {count} | {told.count(Severity.REMARK)} of {count} "
              f"| {names[due(offset)]} |")  # fmt: skip


def errors(speakers: dict[str, Speaker]) -> None:
    """Whether the standard errors that are told hold."""
    off = {name: found(each, 0) for name, each in speakers.items()}
    known = {name: each for name, each in off.items() if each is not None and sure(each)}
    shares = np.array([abs(each.milliseconds) / each.off for each in known.values()])
    told = np.array([2 * each.off for each in known.values()])
    one, two = np.sum(shares < 1), np.sum(shares < 2)
    print(f"\nOf {len(known)} lines that are sure, {one} are measured within one standard error "
          f"and {two} within the two that are told (±{told.min():.0f} to ±{told.max():.0f} ms, "
          f"±{np.median(told):.0f} in the median).")  # fmt: skip


def strangers(speakers: dict[str, Speaker]) -> None:
    """Lips held against a sound that is not theirs."""
    told, every, alike = dict[str, Severity](), 0, list[float]()
    for (name, (mouths, _)), (other, (_, said)) in permutations(speakers.items(), 2):
        each, every = found((mouths, said), 0), every + 1
        if each is not None:
            alike.append(each.correlation)
        which = grade(each)
        if which is not None:
            told[f"{name} / {other}"] = which
    follow = sum(score < limit("lips.follow") for score in alike)
    middle, most = np.median(alike), np.percentile(alike, 95)
    print(f"\nLips and the sound of another clip, {every} pairs:")
    for which in Severity:
        names = [name for name, each in told.items() if each is which]
        print(f"an offset is a {which.value} of {len(names)} ({'; '.join(names) or 'none'}),")
    print(f"correlations {middle:.2f} in the median, {most:.2f} in 95 of 100. "
          f"{follow} are told to follow nothing.")  # fmt: skip


def lips(models: Loaded) -> None:
    """All tables."""
    with tempfile.TemporaryDirectory() as name:
        faces = dict(bent(Path(name), models))
    people = dict(drawn(models))
    print("\n## Lips (mesh and spectrum)\n")
    print(f"{len(people)} lines of the sample films, {len(faces)} lines of five to seven seconds "
          "of photographs.")  # fmt: skip
    table("drawn, two seconds", people)
    for whose in ("portrait", "driver"):
        table(whose, {name: each for name, each in faces.items() if name.startswith(whose)})
    errors(people | faces)
    strangers(people | faces)
    plain = {name: found(each, 0) for name, each in (people | faces).items()}
    print("\n| as it is | measured | correlation | at another offset nobody minds "
          "| standard errors |\n|---|---|---|---|---|")  # fmt: skip
    for name, each in sorted(plain.items()):
        if each is not None:
            apart = f"{each.milliseconds:+d} ±{2 * each.off:.0f} ms"
            print(f"| {name} | {apart} | {each.correlation:.2f} | {each.accepted:.2f} | "
                  f"{each.errors:.1f} |")  # fmt: skip
