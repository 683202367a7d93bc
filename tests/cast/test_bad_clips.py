"""Clips of which no actor can be made, each with one sentence that names it and says what helps."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.cast.actor import Wanted, make
from studio.cast.faces import face_print, faces_of
from studio.cast.loaded import Loaded
from studio.cast.models import File, NoModel, located, named
from studio.cast.persons import SeveralFaces
from studio.cast.prints import cosine, face_limit
from studio.errors import BadInput, StudioError
from studio.media.video import decoded
from studio.paths import resource
from tests.cast.clips import film
from tests.cast.people import CAT, DRIVER, pasted, photograph
from tests.cast.puppet import Bgr, Pose, Puppet


def refused(picture: Bgr | Callable[[float], Bgr], models: Loaded, folder: Path) -> BadInput:
    """The error of a clip of three seconds, in one sentence of both languages."""
    shown = picture if callable(picture) else lambda _at: picture
    path = film(folder / "clip.mov", shown, 3.0)
    with pytest.raises(BadInput) as told:
        make(path, Wanted("Captain", shown=True), folder, models)
    one_sentence(told.value, path.name)
    return told.value


def one_sentence(error: StudioError, name: str) -> None:
    for language in ("en", "zh"):
        text = error.text(language)
        assert name in text
        assert "{" not in text
        assert "\n" not in text
        assert text.endswith((".", "。")) or "pip install" in text


def test_a_photographed_animal_is_no_person(models: Loaded, tmp_path: Path) -> None:
    assert refused(photograph(CAT)[:, :450], models, tmp_path).key == "cast.no_face"


def test_a_mask_over_the_face_hides_it(puppet: Puppet, models: Loaded, tmp_path: Path) -> None:
    picture = puppet.drawn(Pose(scale=1.3))
    (face,) = faces_of(picture, models)
    tall, wide = picture.shape[:2]
    centre = (round(face.centre[0] * wide), round(face.centre[1] * tall))
    size = (round(face.width * wide * 0.62), round(face.height * tall * 0.62))
    cv2.ellipse(picture, centre, size, 0, 0, 360, (235, 235, 235), -1, cv2.LINE_AA)
    for eye in face.points[:2]:
        at = (round(eye[0] * wide), round(eye[1] * tall))
        cv2.ellipse(picture, at, (12, 7), 0, 0, 360, (20, 20, 20), -1, cv2.LINE_AA)
    assert refused(picture, models, tmp_path).key == "cast.no_face"


@pytest.mark.slow
def test_ten_people_are_counted_and_shown(puppet: Puppet, models: Loaded, tmp_path: Path) -> None:
    one = puppet.drawn(Pose(), (150, 180))
    row = np.hstack([one, one[:, ::-1], one, one[:, ::-1], one])
    told = refused(np.vstack([row, row[:, ::-1]]), models, tmp_path)
    assert isinstance(told, SeveralFaces)
    assert told.values["count"] == 10
    assert len(told.faces) == 10
    for path in told.faces:
        (face, *_rest) = faces_of(photograph(path), models)
        assert face.width > 0.2, "each picture is of one face"


@pytest.mark.slow
def test_a_face_that_becomes_another_persons_is_refused_where_it_does(
    puppet: Puppet, models: Loaded, tmp_path: Path
) -> None:
    plain = puppet.drawn(Pose(scale=1.3))
    other = pasted(plain, photograph(DRIVER), models)

    def swapped(at: float) -> Bgr:
        return plain if at < 1.45 else other

    told = refused(swapped, models, tmp_path)
    assert told.key == "cast.face_changes"
    assert float(str(told.values["at"])) == pytest.approx(1.5, abs=0.26)


def test_two_real_people_are_told_apart(puppet: Puppet, models: Loaded) -> None:
    plain = puppet.drawn(Pose(scale=1.3))
    driver = photograph(DRIVER)
    driver = np.asarray(
        cv2.resize(driver, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC), np.uint8
    )
    swapped = pasted(plain, photograph(DRIVER), models)
    prints = [
        face_print(each, faces_of(each, models)[0], models) for each in (plain, driver, swapped)
    ]
    assert cosine(prints[0], prints[1]) < face_limit() / 2
    assert cosine(prints[0], prints[2]) < face_limit()
    assert cosine(prints[1], prints[2]) > face_limit()


def test_a_drawn_face_is_taken_only_when_it_is_found(models: Loaded, tmp_path: Path) -> None:
    """A cartoon's face is refused, or made an actor of its own: never another's."""
    take = sorted(resource("samples").glob("film.en/media/*.mov"))[0]
    picture = next(picture for _, picture in decoded(take))
    small = np.asarray(cv2.resize(picture, (320, 180), interpolation=cv2.INTER_AREA), np.uint8)
    assert refused(small, models, tmp_path).key in {"cast.no_face", "cast.face_small"}


@pytest.mark.parametrize("state", ["missing", "damaged"])
def test_a_model_that_cannot_be_used_names_the_command(
    state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(model: object) -> tuple[Path, ...]:
        assert model == row
        return located(bad)

    row = named("yunet")
    package = tmp_path / "carrier_of_faces"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    if state == "damaged":
        (package / "m.onnx").write_bytes(b"half of a mod")
    bad = replace(row, files=(File("carrier_of_faces", "m.onnx", 7, "0" * 64),))
    clip = film(tmp_path / "clip.mov", lambda _at: np.zeros((48, 64, 3), np.uint8), 3.0)
    with Loaded(broken) as few, pytest.raises(NoModel) as told:
        make(clip, Wanted("Captain"), tmp_path, few)
    one_sentence(told.value, "YuNet")
    assert "pip install" in str(told.value)
