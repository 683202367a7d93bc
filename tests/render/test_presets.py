"""Presets: the table as it is shipped, and the size, fit and file that each gives a film."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from pydantic import ValidationError

from studio.errors import BadInput
from studio.media.probe import probe
from studio.media.video import decoded
from studio.messages import LANGUAGES, say
from studio.render.delivery import Captions, Container, Delivery, Fit
from studio.render.export import export
from studio.render.presets import Preset, Shape, preset, presets
from studio.timeline.project import Project
from tests.films import make_film, make_take

WIDE, TALL = Project(width=1280, height=720), Project(width=1080, height=1920)
SCOPE = Project(width=1920, height=804)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_preset_has_its_words(language: str) -> None:
    for each in presets():
        assert say(f"deliver.preset.{each.id}", language)
        assert say(f"deliver.about.{each.id}", language)
    assert len({each.id for each in presets()}) == len(presets())


@pytest.mark.parametrize(
    ("name", "film", "size", "reframes"),
    [
        ("film", WIDE, (1280, 720), False),
        ("youtube", WIDE, (1920, 1080), False),
        ("youtube", TALL, (1920, 1080), True),
        ("vertical", WIDE, (1080, 1920), True),
        ("vertical", TALL, (1080, 1920), False),
        ("web", TALL, (720, 1280), False),
        ("web", SCOPE, (1720, 720), False),
        ("web", Project(width=640, height=360), (640, 360), False),
        ("master", SCOPE, (1920, 804), False),
    ],
)
def test_sizes(name: str, film: Project, size: tuple[int, int], reframes: bool) -> None:
    chosen = preset(name)
    assert (chosen.size(film), chosen.reframes(film)) == (size, reframes)


def test_choices_of_the_maker_hold() -> None:
    made = preset("vertical").delivery(
        WIDE, captions=Captions.NONE, fit=Fit.BARS, span=(3, 9), language="zh"
    )
    assert (made.captions, made.fit, made.span, made.language) == (
        Captions.NONE, Fit.BARS, (3, 9), "zh",
    )  # fmt: skip
    assert made.frame == (1280, 720)
    assert preset("vertical").delivery(WIDE).fit is Fit.FILL
    sound = preset("wav").delivery(WIDE, captions=Captions.BURN)
    assert (sound.captions, sound.suffix, sound.sound_only) == (Captions.NONE, ".wav", True)


def test_a_preset_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadInput, match="youtube"):
        preset("imax")


def test_a_broken_table_is_refused() -> None:
    with pytest.raises(ValidationError):
        Preset.model_validate({"id": "x", "shape": "film", "crf": 99})
    with pytest.raises(ValidationError):
        Preset.model_validate({"id": "x", "shape": "film", "colour": "red"})


@pytest.mark.parametrize(
    ("fit", "size", "stage"),
    [
        (Fit.BARS, (90, 160), (90, 50)),
        (Fit.FILL, (90, 160), (284, 160)),
        (Fit.BARS, (160, 40), (72, 40)),
        (Fit.FILL, (160, 40), (160, 90)),
    ],
)
def test_the_films_frame_in_another(
    fit: Fit, size: tuple[int, int], stage: tuple[int, int]
) -> None:
    film = make_film(1)
    made = Delivery(*size, film.rate, frame=(film.width, film.height), fit=fit)
    assert made.stage == stage


def halves() -> npt.NDArray[np.uint8]:
    """A picture of 160 x 90: left a third dark, in the middle light, right a third dark."""
    picture = np.full((90, 160, 3), 30, np.uint8)
    picture[:, 53:107] = 200
    return picture


def test_bars_keep_the_whole_picture_and_filling_cuts_it_off(tmp_path: Path) -> None:
    film = make_film(6)
    shown = {"sh_00000000": make_take(tmp_path, "sh_00000000", [halves()] * 6)}
    seen: dict[Fit, npt.NDArray[np.uint8]] = {}
    for fit in Fit:
        out = tmp_path / f"{fit.value}.mp4"
        wanted = Delivery(90, 160, film.rate, Captions.NONE, frame=(160, 90), fit=fit)
        export(film, shown, tmp_path, out, wanted)
        assert (probe(out).width, probe(out).height, probe(out).frames) == (90, 160, 6)
        seen[fit] = next(picture for _, picture in decoded(out))
    bars, filled = seen[Fit.BARS][:, :, 0].astype(int), seen[Fit.FILL][:, :, 0].astype(int)
    assert bars[:50].max() < 8, "a bar above"
    assert bars[-50:].max() < 8, "a bar below"
    assert bars[80, 5] < 60, "the left third is there"
    assert bars[80, 45] > 180
    assert filled.min() > 150, "only the middle is left"
    assert filled.max() < 230


def test_a_take_of_another_ratio_keeps_its_place_in_the_films_frame(tmp_path: Path) -> None:
    """A square take in a wide film has black at its sides; filling another frame keeps them."""
    film = make_film(4)
    light = [np.full((90, 90, 3), 200, np.uint8)] * 4
    shown = {"sh_00000000": make_take(tmp_path, "sh_00000000", light)}
    wanted = Delivery(160, 80, film.rate, Captions.NONE, frame=(160, 90), fit=Fit.FILL)
    export(film, shown, tmp_path, tmp_path / "a.mp4", wanted)
    row = next(picture for _, picture in decoded(tmp_path / "a.mp4"))[40, :, 0].astype(int)
    assert row[:30].max() < 10
    assert row[-30:].max() < 10
    assert row[40:120].min() > 150


def test_a_ratio_that_is_rounded_has_no_black_lines(tmp_path: Path) -> None:
    film = make_film(3, size=(240, 100))
    shown = {"sh_00000000": make_take(tmp_path, "sh_00000000", [np.full((100, 240, 3), 200, np.uint8)] * 3)}  # noqa: E501  # fmt: skip
    wanted = Preset(id="small", shape=Shape.SHORT_SIDE, short_side=66).delivery(film)
    assert (wanted.width, wanted.height) == (158, 66)
    export(film, shown, tmp_path, tmp_path / "a.mp4", wanted)
    picture = next(picture for _, picture in decoded(tmp_path / "a.mp4"))
    assert picture.min() > 150


@pytest.mark.parametrize("container", [Container.WAV, Container.M4A])
def test_sound_alone(tmp_path: Path, container: Container) -> None:
    film = make_film(24)
    out = tmp_path / f"a.{container.value}"
    wanted = preset(container.value).delivery(film)
    told: list[float] = []
    export(film, {}, tmp_path, out, wanted, progress=told.append)
    info = probe(out)
    assert (info.sound_tracks, info.width or 0) == (1, 0)
    assert info.sound_codec == ("pcm_s24le" if container is Container.WAV else "aac")
    assert told == sorted(told)
    assert told[-1] == 1
    assert [p.name for p in tmp_path.iterdir()] == [out.name]
