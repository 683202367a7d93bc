"""A clip becomes an actor, or a sentence that says what is wrong with it."""

import json
import shutil
import wave
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from studio.cast import models as rows
from studio.cast.actor import Wanted, make
from studio.cast.draft import ActorDraft
from studio.cast.loaded import Loaded
from studio.cast.loudness import loudness
from studio.cast.models import NoModel
from studio.cast.prints import cosine
from studio.cast.sample import sample_of
from studio.cli.main import main
from studio.errors import BadInput, Cancelled
from studio.media.ffmpeg import QUIET, run
from studio.messages import say
from studio.timeline.store import read
from studio.voices.base import SAMPLE_RATE
from tests.cast.clips import Samples, film, spoken
from tests.cast.puppet import Bgr, Pose, Puppet

WANTED = Wanted("Captain")


@pytest.fixture(scope="module")
def draft(clip: Path, models: Loaded, tmp_path_factory: pytest.TempPathFactory) -> ActorDraft:
    return make(clip, WANTED, tmp_path_factory.mktemp("draft"), models)


def test_a_good_clip_gives_every_view_and_no_warning(draft: ActorDraft) -> None:
    assert [each.view for each in draft.stills] == ["front", "left", "right", "smile", "cutout"]
    assert draft.warnings == ()
    assert draft.name == "Captain"
    for still in draft.stills:
        with Image.open(still.path) as picture:
            assert min(picture.size) >= 300
            assert picture.mode == ("RGBA" if still.view == "cutout" else "RGB")


def test_views_are_taken_when_they_are_seen(draft: ActorDraft) -> None:
    frames = {each.view: each.frame for each in draft.stills}
    # The puppet turns right in the first half second of each second, left in the second, ...
    assert np.sin(frames["right"] / 10 * np.pi) > 0.5
    assert np.sin(frames["left"] / 10 * np.pi) < -0.5
    assert frames["smile"] >= 32  # ... and smiles from 3.2 s on
    assert frames["cutout"] == frames["front"]


def test_the_cutout_holds_the_person_and_not_the_wall(draft: ActorDraft) -> None:
    with Image.open(draft.stills[-1].path) as picture:
        alpha = np.asarray(picture)[..., 3]
    rows_, columns = alpha.shape
    assert alpha[:20, :40].max() < 30
    assert alpha[rows_ // 3, columns // 2] > 200
    assert 0.2 < float((alpha > 127).mean()) < 0.85


def test_the_voice_is_clean_and_has_one_loudness(draft: ActorDraft) -> None:
    assert draft.voice is not None
    with wave.open(str(draft.voice), "rb") as file:
        assert (file.getframerate(), file.getnchannels()) == (48_000, 1)
        data = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768
    assert 3.0 < len(data) / 48_000 < 4.6
    assert loudness(data) == pytest.approx(-18.0, abs=1.0)
    assert "captain of this ship" in draft.transcript.lower()
    assert draft.language == "en"


def test_prints_are_vectors_of_length_one(draft: ActorDraft) -> None:
    assert draft.face is not None
    assert draft.voice_print is not None
    assert (len(draft.face), len(draft.voice_print)) == (128, 256)
    for each in (draft.face, draft.voice_print):
        assert sum(value * value for value in each) == pytest.approx(1.0)
    assert cosine(draft.face, draft.face) == pytest.approx(1.0)


def test_the_sheet_says_the_same_as_the_value(draft: ActorDraft) -> None:
    folder = draft.stills[0].path.parent
    facts = json.loads((folder / "actor.json").read_text(encoding="utf-8"))
    assert [each["view"] for each in facts["stills"]] == [each.view for each in draft.stills]
    assert facts["transcript"] == draft.transcript
    assert facts["face"] == pytest.approx(draft.face)
    with Image.open(folder / "sheet.png") as sheet:
        assert sheet.width > 5 * 360


def refusal(clip: Path, models: Loaded, folder: Path, wanted: Wanted = WANTED) -> BadInput:
    with pytest.raises(BadInput) as refused:
        make(clip, wanted, folder, models)
    for language in ("en", "zh"):
        assert clip.name in refused.value.text(language)
    return refused.value


def still(picture: Bgr) -> Callable[[float], Bgr]:
    return lambda at: picture


def two(puppet: Puppet) -> Bgr:
    one = puppet.drawn(Pose(), (420, 480))
    return np.hstack([one, one[:, ::-1]])


def cat(size: tuple[int, int] = (320, 240)) -> Bgr:
    """A drawn cat."""
    picture = np.full((size[1], size[0], 3), 200, np.uint8)
    cv2.circle(picture, (160, 130), 70, (60, 140, 220), -1)
    for x, way in ((110, -1), (210, 1)):
        cv2.fillPoly(
            picture, [np.array([[x, 90], [x + 20 * way, 30], [x - 30 * way, 70]])], (60, 140, 220)
        )
        cv2.circle(picture, (x + 20 * -way, 120), 8, (20, 20, 20), -1)
    return picture


@pytest.mark.parametrize(
    ("seconds", "rate", "key"),
    [(1.0, 10, "cast.clip_short"), (9.0, 10, "cast.clip_long"), (5.0, 1, "cast.clip_rate")],
)
def test_a_wrong_length_or_rate_is_refused(
    seconds: float, rate: int, key: str, models: Loaded, tmp_path: Path
) -> None:
    path = film(tmp_path / "c.mov", still(cat()), seconds, rate)
    assert refusal(path, models, tmp_path).key == key


def test_a_language_nobody_hears_is_told_before_the_clip_is_looked_at(
    models: Loaded, tmp_path: Path
) -> None:
    path = film(tmp_path / "c.mov", still(cat()), 3.0)
    with pytest.raises(BadInput) as refused:
        make(path, Wanted("A", language="tlh"), tmp_path, models)
    assert refused.value.key == "cast.no_ear"


def test_a_place_where_no_actor_can_be_is_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = film(tmp_path / "c.mov", still(cat()), 3.0)
    (tmp_path / "file").touch()
    assert main(["actor", "make", str(path), "Ann", "-o", str(tmp_path / "file" / "Ann")]) == 2
    assert "-o" in capsys.readouterr().err


def test_three_and_eight_seconds_are_fine(models: Loaded, tmp_path: Path) -> None:
    for seconds in (3.0, 8.0):
        path = film(tmp_path / f"{seconds}.mov", still(cat()), seconds)
        assert refusal(path, models, tmp_path).key == "cast.no_face"


@pytest.mark.parametrize(
    ("pose", "key"),
    [
        (Pose(light=0.1), "cast.face_dark"),
        (Pose(scale=0.5), "cast.face_small"),
    ],
)
def test_a_face_of_which_nothing_can_be_made_is_refused(
    pose: Pose, key: str, puppet: Puppet, models: Loaded, tmp_path: Path
) -> None:
    path = film(tmp_path / "c.mov", still(puppet.drawn(pose, (640, 480))), 3.0)
    assert refusal(path, models, tmp_path).key == key


@pytest.mark.slow
def test_several_faces_are_asked_about(puppet: Puppet, models: Loaded, tmp_path: Path) -> None:
    path = film(tmp_path / "two.mov", still(two(puppet)), 3.0)
    told = refusal(path, models, tmp_path)
    assert told.key == "cast.several_faces"
    assert "--face" in str(told)
    assert refusal(path, models, tmp_path, Wanted("B", face=3)).key == "cast.no_such_face"
    second = make(path, Wanted("B", face=2), tmp_path, models)
    assert second.stills[0].view == "front"


def test_a_cut_is_found_where_it_is(puppet: Puppet, models: Loaded, tmp_path: Path) -> None:
    one, other = puppet.drawn(Pose()), cv2.convertScaleAbs(puppet.drawn(Pose(scale=1.6)), beta=-70)
    path = film(tmp_path / "cut.mov", lambda at: np.asarray(one if at < 1.95 else other), 3.0)
    told = refusal(path, models, tmp_path)
    assert (told.key, told.values["at"]) == ("cast.cut", "2.00")


def test_a_face_that_leaves_is_refused(puppet: Puppet, models: Loaded, tmp_path: Path) -> None:
    def leaving(at: float) -> Bgr:
        return puppet.drawn(Pose(x=0.5 + max(0.0, at - 0.5) * 0.5), (480, 360))

    path = film(tmp_path / "gone.mov", leaving, 4.0)
    assert refusal(path, models, tmp_path).key == "cast.face_lost"


@pytest.mark.slow
def test_a_turned_file_is_seen_upright(
    clip: Path, draft: ActorDraft, models: Loaded, tmp_path: Path
) -> None:
    lying, path = tmp_path / "lying.mov", tmp_path / "turned.mov"
    run([*QUIET, "-i", str(clip), "-t", "3", "-vf", "transpose=1", "-c:a", "copy", str(lying)])
    run([*QUIET, "-display_rotation", "90", "-i", str(lying), "-c", "copy", str(path)])
    turned = make(path, WANTED, tmp_path, models)
    assert turned.face is not None
    assert draft.face is not None
    assert cosine(turned.face, draft.face) > 0.8


def noted(clip: Path, models: Loaded, sound: Samples | None, folder: Path) -> list[str]:
    """The keys of the warnings about a voice heard over a still picture."""
    path = film(folder / f"{clip.stem}.mov", still(cat((64, 48))), 5.0, sound=sound)
    return [each.key for each in sample_of(path, models).warnings]


def test_what_is_wrong_with_a_voice_is_said(
    speech: Samples, models: Loaded, tmp_path: Path
) -> None:
    time = np.arange(5 * SAMPLE_RATE) / SAMPLE_RATE
    music = np.asarray(0.3 * np.sin(2 * np.pi * 330 * time), np.float32)
    hiss = np.random.default_rng(1).normal(0, 0.05, len(time)).astype(np.float32)
    man = spoken("We have been waiting for you all this long night.", gender="male")
    count = min(len(speech), len(man))
    cases: dict[str, tuple[Samples | None, str]] = {
        "none": (None, "cast.no_sound"),
        "silent": (np.zeros_like(music), "cast.silent"),
        "music": (music, "cast.no_speech"),
        "short": (speech[: round(1.4 * SAMPLE_RATE)], "cast.little_speech"),
        "once": (speech[:count] + man[:count], "cast.voices_at_once"),
        "turn": (np.concatenate([speech[: 2 * SAMPLE_RATE], man]), "cast.voices_in_turn"),
        "loud": (np.clip(speech * 8, -1, 1), "cast.clipped"),
        "hiss": (np.pad(speech, (0, len(time) - len(speech))) + hiss, "cast.noisy"),
    }
    for name, (sound, key) in cases.items():
        keys = noted(Path(name), models, sound, tmp_path)
        assert key in keys, name
        for each in keys:
            assert say(each, "zh", seconds="1", decibels=3)


@pytest.mark.slow
def test_what_is_not_installed_is_a_warning(clip: Path, models: Loaded, tmp_path: Path) -> None:
    def without(model: rows.Model) -> tuple[Path, ...]:
        if model.name in {"yunet", "sface"}:
            return rows.located(model)
        raise NoModel(model, rows.State.MISSING)

    with Loaded(without) as few:
        plain = make(clip, WANTED, tmp_path, few)
    assert [each.view for each in plain.stills] == ["front"]
    assert (plain.voice, plain.transcript, plain.voice_print) == (None, "", None)
    assert {each.key for each in plain.warnings} == {"cast.model_not_installed"}
    assert len(plain.warnings) == 3  # the mesh, the cut-out, and hearing speech


def test_making_can_be_stopped(clip: Path, models: Loaded, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        make(clip, WANTED, tmp_path, models, stopped=lambda: True)


@pytest.mark.slow
def test_the_command_makes_a_folder_once(
    clip: Path, models: Loaded, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    short, folder = tmp_path / "short.mov", tmp_path / "made" / "Ann"
    run([*QUIET, "-i", str(clip), "-t", "3", "-c", "copy", str(short)])
    assert main(["actor", "make", str(short), "Ann", "-o", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["name"] == "Ann"
    assert {each.name for each in folder.iterdir()} >= {"front.png", "voice.wav", "sheet.png"}
    assert main(["actor", "make", str(short), "Ann", "-o", str(folder)]) == 2
    assert "--force" in capsys.readouterr().err
    other = tmp_path / "mine"
    other.mkdir()
    assert main(["actor", "make", str(short), "Ann", "-o", str(other), "--force"]) == 2
    assert other.is_dir()
    shutil.rmtree(folder)
    broken = tmp_path / "broken.mov"
    broken.write_bytes(short.read_bytes()[:2000])
    assert main(["actor", "make", str(broken), "Ann", "-o", str(folder)]) == 2
    assert [each.name for each in folder.parent.iterdir()] == [], "nothing half done is left"


@pytest.mark.slow
def test_an_actor_joins_a_film_when_that_is_confirmed(
    clip: Path, models: Loaded, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film_, short = tmp_path / "film", tmp_path / "short.mov"
    run([*QUIET, "-i", str(clip), "-t", "3", "-c", "copy", str(short)])
    assert main(["new", str(film_)]) == 0
    words = ["actor", "make", str(short), "Ann", "--project", str(film_)]
    capsys.readouterr()
    assert main([*words, "--json"]) == 2, "nobody confirms it"
    assert main([*words, "-o", str(tmp_path / "x"), "--yes"]) == 2
    assert read(film_).subjects == ()
    capsys.readouterr()
    assert main([*words, "--yes", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    project = read(film_)
    (subject,) = project.subjects
    assert (subject.id, subject.name) == (told["subject"], "Ann")
    kinds = {each.id: each.kind.value for each in project.references}
    used = [(kinds[use.reference], use.view and use.view.value) for use in subject.uses]
    assert used[:3] == [("picture", "front"), ("picture", "left"), ("picture", "right")]
    assert used[-2:] == [("sound", None), ("video", None)]
