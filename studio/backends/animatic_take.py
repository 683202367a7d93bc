"""One take of the animatic: from a request to files in a folder."""

import tempfile
from collections.abc import Callable, Collection
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2

from studio.animatic.interest import faces
from studio.animatic.lettered import Lettered, note
from studio.animatic.lettering import overlay
from studio.animatic.models import can_cut_out
from studio.animatic.panel import draw
from studio.animatic.perform import Pictures, at, perform
from studio.animatic.planes import to_bgr
from studio.animatic.shoot import Cast, Draw, Material, Slate, shoot, still
from studio.animatic.stage import Pixels
from studio.animatic.staging import flat
from studio.backends.animatic_sound import Heard, hear, only_sound
from studio.backends.animatic_words import panel_spec
from studio.backends.base import Figure, Input, Request, Result
from studio.errors import BadInput, Cancelled
from studio.media.encode import TAKE_SUFFIX, Encoder
from studio.media.pictures import load_picture
from studio.media.probe import probe
from studio.media.video import frame_at
from studio.voices.voices import Engines
from studio.voices.wav import write_wav

Tell = Callable[[float], None]
Stop = Callable[[], bool]

_ACCENT = "#f2c14e"
_READY = 0.1  # part of the work that is done when the first frame is drawn
_KINDS = {
    "first_frame": ("picture", "video"),
    "last_frame": ("picture", "video"),
    "subject": ("picture", "video"),
    "style": ("picture", "video"),
    "motion": ("video",),
    "camera": ("video",),
    "sound": ("sound", "video"),
    "music": ("sound", "video"),
    "lip": ("sound", "video"),
}


def make(request: Request, engines: Engines, folder: Path, tell: Tell, stop: Stop) -> Result:
    """The files of one take in `folder`, which appear whole or not at all.

    Raises BadInput for a size or a file that cannot be used, RenderError, Cancelled.
    """
    _check(request)
    folder.mkdir(parents=True, exist_ok=True)
    if request.kind == "sound":
        return _sound(request, engines, folder, stop)
    if request.kind == "picture":
        return _picture(request, folder)
    return _video(request, engines, folder, tell, stop)


def _check(request: Request) -> None:
    width, height = request.width, request.height
    if width % 2 or height % 2:
        raise BadInput(
            "animatic.odd_size",
            width=width,
            height=height,
            even_width=width + width % 2,
            even_height=height + height % 2,
        )
    for given in request.inputs:
        _check_input(given)


def _check_input(given: Input) -> None:
    path = Path(given.path)
    if not path.is_file():
        raise BadInput("animatic.missing_file", name=path.name, role=given.role)
    if given.kind not in _KINDS.get(given.role, (given.kind,)):
        raise BadInput("animatic.wrong_kind", name=path.name, kind=given.kind, role=given.role)


def _video(request: Request, engines: Engines, folder: Path, tell: Tell, stop: Stop) -> Result:
    with tempfile.TemporaryDirectory(prefix=".making-", dir=folder) as room:
        heard = hear(request, engines, Path(room)) if request.sound else Heard()
        _halt(stop)
        name = f"shot{TAKE_SUFFIX}"
        with Encoder(  # it gets ready while the shot is being staged
            Path(room) / name,
            width=request.width,
            height=request.height,
            rate=(request.rate_num, request.rate_den),
            frames=request.frames,
            sound=heard.file,
        ) as encoder:
            pictures = shoot(
                _panel(request), _material(request, Path(room)), _slate(request), _words(request)
            )
            pictures = _told(request, pictures)
            _halt(stop)
            tell(_READY)
            perform(
                pictures,
                request.frames,
                request.rate_num / request.rate_den,
                encoder.write,
                mouths=heard.mouths,
                progress=lambda done: tell(_READY + (0.99 - _READY) * done / request.frames),
                cancelled=stop,
            )
        (Path(room) / name).replace(folder / name)
    return Result(
        files=(name,), seed=request.seed, spoken=dict(heard.spoken), scratch=heard.scratch
    )


def _halt(stop: Stop) -> None:
    if stop():
        raise Cancelled("animatic.cancelled")


def _picture(request: Request, folder: Path) -> Result:
    with tempfile.TemporaryDirectory(prefix=".making-", dir=folder) as room:
        pictures = still(
            _panel(request), _material(request, Path(room)), _slate(request), _words(request)
        )
        pictures = _told(request, pictures)
        done, data = cv2.imencode(".png", to_bgr(at(pictures, 0)))
        assert done, "OpenCV writes PNG"
        (Path(room) / "still.png").write_bytes(data.tobytes())
        (Path(room) / "still.png").replace(folder / "still.png")
    return Result(files=("still.png",), seed=request.seed)


def _sound(request: Request, engines: Engines, folder: Path, stop: Stop) -> Result:
    samples, heard = only_sound(request, engines)
    _halt(stop)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=folder) as room:
        write_wav(Path(room) / "sound.wav", samples)
        (Path(room) / "sound.wav").replace(folder / "sound.wav")
    return Result(
        files=("sound.wav",), seed=request.seed, spoken=dict(heard.spoken), scratch=heard.scratch
    )


def _slate(request: Request) -> Slate:
    return Slate(
        (request.width, request.height),
        request.frames,
        Fraction(request.rate_num, request.rate_den),
        request.size,
        request.moves,
        request.pace,
        request.seed,
    )


def _panel(request: Request) -> Draw:
    spec = panel_spec(request)
    size = {"width": request.width, "height": request.height}
    return lambda room: draw(spec, **size, room=room, seed=request.seed)


def _words(request: Request) -> Pixels | None:
    """The on-screen text for shots that are not drawn; they carry no production mark."""
    if not request.onscreen_text:
        return None
    spec = replace(panel_spec(request), marks=False)
    return overlay(spec, request.width, request.height, _ACCENT, place="low")


def _told(request: Request, pictures: Pictures) -> Pictures:
    """The pictures with a mark where a subject should have been cut out and could not be."""
    subject = any(given.role == "subject" for given in request.inputs)
    if not subject or can_cut_out() or request.options.get("marks") is False:
        return pictures
    return Lettered(pictures, note("NO CUT-OUT", request.width, request.height))


def _material(request: Request, room: Path) -> Material:
    """The request's pictures and videos by what the shot does with them."""
    cast: dict[str, Cast] = {}
    place: Path | None = None
    for given in request.inputs:
        if given.role != "subject":
            continue
        picture = _as_picture(given, room)
        shown = _shown(request, given, picture, cast)
        if shown is None:
            place = place or picture
        else:
            cast.setdefault(shown.key, Cast(shown.key, shown.kind, picture))
    return Material(
        first=_frame(request, "first_frame", room),
        last=_frame(request, "last_frame", room),
        plate=place,
        cast=tuple(cast.values()),
        motion=_given(request, "motion"),
        camera=_given(request, "camera"),
        style=_frame(request, "style", room),
    )


def _shown(request: Request, given: Input, picture: Path, taken: Collection[str]) -> Figure | None:
    """The figure a subject's picture shows; None for a place.

    A picture that names no figure (a scene's) is a place, unless it has a face and somebody of the
    shot has no picture yet.
    """
    figure = next((f for f in request.figures if f.key == given.figure), None)
    if figure is not None:
        return None if figure.kind == "place" else figure
    named = {other.figure for other in request.inputs} | set(taken)
    free = [f for f in request.figures if f.kind == "person" and f.key not in named]
    return free[0] if free and faces(flat(load_picture(picture))) else None


def _given(request: Request, role: str) -> Path | None:
    return next((Path(given.path) for given in request.inputs if given.role == role), None)


def _frame(request: Request, role: str, room: Path) -> Path | None:
    given = next((given for given in request.inputs if given.role == role), None)
    return _as_picture(given, room) if given else None


def _as_picture(given: Input, room: Path) -> Path:
    """The picture, or of a video its first frame, its last one for a last frame."""
    path = Path(given.path)
    if given.kind == "picture":
        return path
    late = given.role == "last_frame"
    picture = frame_at(path, probe(path).seconds if late else Fraction(0))
    still_file = room / f"{given.role}-{given.sha256[:16]}.png"
    still_file.write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    return still_file
