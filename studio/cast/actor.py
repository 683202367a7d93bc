"""An actor out of a clip of three to eight seconds: look, voice, words and a sheet to confirm."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from studio.cast.cutting import cut_out
from studio.cast.draft import ActorDraft, Still
from studio.cast.faces import Bgr, faces_of
from studio.cast.loaded import Loaded
from studio.cast.looking import Progress, Stop
from studio.cast.loudness import RATE
from studio.cast.models import NoModel
from studio.cast.moments import Found, Moment, found_in
from studio.cast.persons import Person, SeveralFaces, changes_at, chosen
from studio.cast.sample import VoiceSample, sample_of, write_wav
from studio.cast.sheet import write_sheet
from studio.cast.speaking import lips_follow
from studio.cast.stills import Choice, choose, faces_shown, save, seen, taken
from studio.cast.thresholds import threshold
from studio.cast.upright import check_turned, check_upright
from studio.cast.words import Heard, check_language, heard_in
from studio.errors import BadInput
from studio.media.probe import probe
from studio.messages import Part

# What the parts of the work take of the whole, measured on eight seconds of 1080p.
_LOOKED, _CUT, _HEARD = 0.4, 0.5, 0.7


@dataclass(frozen=True)
class Wanted:
    """What is asked: the actor's name, the face's number from the left (None: the only one), and
    the language that is spoken (None: the one heard).

    `shown`: whether several faces, of which one must be chosen, are written as pictures.
    """

    name: str
    face: int | None = None
    language: str | None = None
    shown: bool = False


def make(
    clip: Path,
    wanted: Wanted,
    folder: Path,
    models: Loaded,
    *,
    stopped: Stop | None = None,
    on_progress: Progress | None = None,
) -> ActorDraft:
    """Find an actor in `clip`; pictures, voice and sheet are written into `folder`, which is there.

    Raises BadInput with what is wrong with the clip, Cancelled, OSError, and NoModel when faces
    cannot be found or told apart here; what else is not installed is a warning of the draft.
    """
    tell: Progress = on_progress or _untold
    check_clip(clip)
    with suppress(NoModel):  # what is not installed is told when it is needed
        check_language(wanted.language, models)
    found = found_in(clip, models, stopped=stopped, on_progress=lambda done: tell(_LOOKED * done))
    person = _chosen(clip, found, wanted, folder, models, stopped)
    choices, lacking = choose(person.moments)
    pictures = seen(clip, person, choices, stopped)
    _check_person(clip, found, person, pictures, models)
    warnings = [*([found.missing] if found.missing is not None else []), *lacking]
    stills = _stills(choices, pictures, folder, models, warnings)
    tell(_CUT)
    voice = sample_of(clip, models, stopped)
    warnings += voice.warnings
    if found.missing is None and not _speaks(clip, person, voice, models, stopped):
        warnings.append(Part("cast.lips_apart"))
    tell(_HEARD)
    heard = _words(voice, wanted.language, models, warnings, stopped)
    draft = ActorDraft(
        wanted.name, clip, stills, _kept(voice, folder), heard.text, heard.language,
        person.print, voice.print, tuple(warnings),
    )  # fmt: skip
    write_sheet(draft, folder)
    tell(1.0)
    return draft


def _untold(done: float) -> None:
    """Nobody asked how far it is."""


def _chosen(
    clip: Path,
    found: Found,
    wanted: Wanted,
    folder: Path,
    models: Loaded,
    stopped: Stop | None,
) -> Person:
    try:
        return chosen(clip, found, wanted.face)
    except SeveralFaces as several:
        if wanted.shown:
            several.faces = faces_shown(clip, several.persons, folder, stopped)
        raise
    except BadInput as error:
        if error.key == "cast.no_face":  # a lying one may not be found at all
            check_turned(clip, models, stopped)
        raise


def check_clip(clip: Path) -> None:
    """Refuse what cannot give an actor before it is looked through. Raises BadInput."""
    info = probe(clip)
    if info.kind != "video":
        raise BadInput("cast.no_video", name=clip.name)
    seconds, rate = float(info.seconds), float(info.rate)
    least, most = threshold("clip_shortest"), threshold("clip_longest")
    slack = 1.0 / rate if rate else 0.0  # a length is known to a picture
    values = {"name": clip.name, "seconds": f"{seconds:.1f}", "least": f"{least:g}"}
    if seconds < least - slack:
        raise BadInput("cast.clip_short", most=f"{most:g}", **values)
    if seconds > most + slack:
        raise BadInput("cast.clip_long", most=f"{most:g}", **values)
    if rate < threshold("clip_rate"):
        raise BadInput(
            "cast.clip_rate", name=clip.name, rate=f"{rate:.3g}",
            least=f"{threshold('clip_rate'):g}",
        )  # fmt: skip


def _check_person(
    clip: Path,
    found: Found,
    person: Person,
    pictures: Mapping[int, Bgr],
    models: Loaded,
) -> None:
    """Refuse a clip of whose face no reliable picture or print can be made.

    A face that does not stand comes before what is measured of it. Raises BadInput, NoModel.
    """
    if found.cuts:
        raise BadInput("cast.cut", name=clip.name, at=f"{found.cuts[0]:.2f}")
    shown = [each for each in person.moments if each.frame in pictures]
    check_upright(clip, [(pictures[each.frame], each.face) for each in shown], models)
    changed = changes_at(person)
    if changed is not None:
        raise BadInput("cast.face_changes", name=clip.name, at=f"{changed:.2f}")
    part = len(person.moments) / max(1, found.looked)
    if part < threshold("face_seen"):
        raise BadInput("cast.face_lost", name=clip.name, part=f"{part:.0%}")
    if person.pixels < threshold("face_small"):
        raise BadInput(
            "cast.face_small", name=clip.name, pixels=round(person.pixels),
            least=round(threshold("face_small")),
        )  # fmt: skip
    light = sorted(each.light for each in person.moments)[len(person.moments) // 2]
    if light < threshold("face_dark"):
        raise BadInput("cast.face_dark", name=clip.name, part=f"{light / 255:.0%}")


def _stills(
    choices: Sequence[Choice],
    pictures: Mapping[int, Bgr],
    folder: Path,
    models: Loaded,
    warnings: list[Part],
) -> tuple[Still, ...]:
    made = taken(choices, pictures, folder)
    front = choices[0].moment
    if front.sharp < threshold("face_sharp"):
        warnings.append(Part("cast.blurred"))
    cut = _cut(made[0][1], made[0][0], front, folder, models, warnings)
    return (*(still for still, _ in made), *cut)


def _cut(
    picture: Bgr, front: Still, moment: Moment, folder: Path, models: Loaded, warnings: list[Part]
) -> tuple[Still, ...]:
    """The front still without its background."""
    face = next(iter(faces_of(picture, models)), None)
    if face is not None:
        try:
            person = cut_out(picture, face, models)
        except NoModel as error:
            warnings.append(error.part())
            return ()
        if person is not None:
            path = folder / "cutout.png"
            save(path, person)
            return (Still(path, "cutout", moment.frame, 0.0),)
    warnings.append(Part("cast.no_cutout"))
    return ()


def _speaks(
    clip: Path, person: Person, voice: VoiceSample, models: Loaded, stopped: Stop | None
) -> bool:
    """Whether the voice that was taken, if any, may be the person's by the lips."""
    if voice.heard is None:
        return True
    return lips_follow(clip, person.moments, voice.heard, voice.spans, models, stopped)


def _words(
    voice: VoiceSample,
    language: str | None,
    models: Loaded,
    warnings: list[Part],
    stopped: Stop | None,
) -> Heard:
    nothing = Heard((), "", 0.0)
    if voice.samples is None:
        return nothing
    try:
        heard = heard_in(voice.samples, RATE, models, language, stopped=stopped)
    except NoModel as error:
        warnings.append(error.part())
        return nothing
    if not heard.words:
        warnings.append(Part("cast.no_words"))
    return heard


def _kept(voice: VoiceSample, folder: Path) -> Path | None:
    if voice.samples is None:
        return None
    path = folder / "voice.wav"
    write_wav(path, voice.samples)
    return path
