"""A person who lies or stands on the head is told from one who stands, or leans."""

import re
from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.cast.actor import Wanted, make
from studio.cast.faces import faces_of
from studio.cast.loaded import Loaded
from studio.cast.upright import check_upright, turn_of
from studio.cli.main import main
from studio.errors import BadInput
from studio.media.ffmpeg import QUIET, run
from studio.media.video import decoded
from tests.cast.clips import film
from tests.cast.people import CAT, DRIVER, photograph
from tests.cast.puppet import Bgr, Pose, Puppet

LAID = {90: cv2.ROTATE_90_COUNTERCLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_CLOCKWISE}
POSES = {
    "ahead": Pose(scale=1.3),
    "to the left": Pose(turn=-32, scale=1.3),
    "to the right": Pose(turn=32, scale=1.3),
    "speaking": Pose(open=0.8, scale=1.3),
    "smiling": Pose(smile=1, scale=1.3),
    "dark": Pose(light=0.25, scale=1.3),
    "blurred": Pose(blur=3, scale=1.3),
}


@pytest.fixture(scope="module")
def people(puppet: Puppet) -> dict[str, Bgr]:
    """Photographs of standing people: as large as a clip has them."""
    driver = cv2.resize(photograph(DRIVER), None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    return {
        "portrait": puppet.picture,
        "driver": np.asarray(driver, np.uint8),
        **{name: puppet.drawn(pose) for name, pose in POSES.items()},
    }


def laid(picture: Bgr, turn: int) -> Bgr:
    """The picture as it must be turned by so many degrees to stand."""
    return np.asarray(cv2.rotate(picture, LAID[turn]), np.uint8) if turn else picture


def leaning(picture: Bgr, degrees: float) -> Bgr:
    rows, columns = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), degrees, 1.0)
    return np.asarray(
        cv2.warpAffine(picture, turn, (columns, rows), borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


@pytest.mark.parametrize("turn", [0, *LAID])
def test_it_is_told_by_how_much_a_picture_must_be_turned(
    turn: int, people: dict[str, Bgr], models: Loaded
) -> None:
    told = {name: turn_of([laid(picture, turn)], models) for name, picture in people.items()}
    assert told == dict.fromkeys(people, turn)


@pytest.mark.parametrize("degrees", [-30, -20, 20, 30])
def test_a_head_that_leans_is_none_that_lies(
    degrees: float, people: dict[str, Bgr], models: Loaded, tmp_path: Path
) -> None:
    for picture in people.values():
        leant = leaning(picture, degrees)
        check_upright(tmp_path / "clip.mov", [(leant, faces_of(leant, models)[0])], models)


@pytest.mark.parametrize("turn", LAID)
@pytest.mark.parametrize("who", ["ahead", "driver", "speaking"])
def test_a_clip_of_one_who_does_not_stand_is_refused(
    turn: int, who: str, people: dict[str, Bgr], models: Loaded, tmp_path: Path
) -> None:
    """Also where the finder sees no face in it, or sees it now and then."""
    picture = laid(people[who], turn)
    path = film(tmp_path / "lying.mov", lambda _at: picture, 3.0)
    with pytest.raises(BadInput) as told:
        make(path, Wanted("Captain"), tmp_path, models)
    assert told.value.key == f"cast.lying_{turn}"
    for language in ("en", "zh"):
        text = told.value.text(language)
        assert path.name in text
        helped = re.search(r"ffmpeg -i CLIP (\S+ \S+) TURNED\.mov", text)
        assert helped is not None
        turned = tmp_path / f"{language}.mov"
        run([*QUIET, "-i", str(path), *helped[1].split(), str(turned)])
        assert turn_of([next(shown for _, shown in decoded(turned))], models) == 0


def test_an_animal_does_not_lie(models: Loaded) -> None:
    for turn in (0, *LAID):
        assert turn_of([laid(photograph(CAT), turn)], models) == 0


def test_the_command_says_which_way_and_leaves_nothing(
    people: dict[str, Bgr], tmp_path: Path, capsys: pytest.CaptureFixture[str], models: Loaded
) -> None:
    picture = laid(people["ahead"], 90)
    path = film(tmp_path / "lying.mov", lambda _at: picture, 3.0)
    folder = tmp_path / "made" / "Ann"
    assert main(["actor", "make", str(path), "Ann", "-o", str(folder)]) == 2
    assert "90 degrees clockwise" in capsys.readouterr().err
    assert list(folder.parent.iterdir()) == []
