"""A part of the cut: its frames, its samples and its captions, exactly."""

from pathlib import Path

import numpy as np
import pytest

from studio.errors import BadInput, RenderError
from studio.media.probe import probe
from studio.media.sound import read_sound
from studio.media.video import decoded
from studio.render.captions import Caption, caption_languages, captions, shifted
from studio.render.delivery import Captions, Container, Delivery, Span
from studio.render.export import export
from studio.render.graph import segments, within
from studio.timeline.rate import Rate
from tests.films import grey_ramp, make_film, make_take, tone
from tests.render.sounding import mix
from tests.render.test_mix import NTSC, scored

NAMES = [f"sh_{n:08}" for n in range(9)]


@pytest.mark.parametrize("span", [(0, 1), (5, 12), (11, 21), (12, 21), (20, 21), (0, 21)])
def test_pictures_of_a_span_are_those_of_the_film(tmp_path: Path, span: Span) -> None:
    film = make_film(12, 9)
    shown = {
        name: make_take(tmp_path, name, grey_ramp(n, 160, 90))
        for name, n in zip(NAMES, (12, 9), strict=False)
    }
    told: dict[str, list[float]] = {}
    for name, part in (("whole", None), ("part", span)):
        out = tmp_path / f"{name}.mp4"
        wanted = Delivery(160, 90, film.rate, Captions.NONE, span=part, crf=5)
        report = export(film, shown, tmp_path, out, wanted)
        told[name] = [float(picture.mean()) for _, picture in decoded(out)]
    assert (probe(out).frames, report.frames) == (span[1] - span[0],) * 2
    expected = told["whole"][span[0] : span[1]]
    assert np.abs(np.subtract(told["part"], expected)).max() < 1.5  # a step of the ramp is 4


@pytest.mark.parametrize("rate", [Rate(num=24), NTSC])
def test_the_sound_of_a_span_is_that_of_the_film_to_the_sample(tmp_path: Path, rate: Rate) -> None:
    film, shown = scored(tmp_path, (30, 17, 25), rate)
    mix(film, shown, tmp_path, tmp_path / "whole")
    whole = np.fromfile(tmp_path / "whole", np.float32).reshape(-1, 2)
    for span in ((0, 72), (0, 10), (13, 14), (29, 60), (60, 72)):
        count = mix(film, shown, tmp_path, tmp_path / "part.f32", span)
        part = np.fromfile(tmp_path / "part.f32", np.float32).reshape(-1, 2)
        first, last = (rate.samples(n, 48_000) for n in span)
        assert (count, len(part)) == (last - first, last - first)
        assert np.array_equal(part, whole[first:last])
    assert sorted(p.name for p in tmp_path.glob("part*")) == ["part.f32"]


def test_sound_alone_has_as_many_samples_as_its_frames_last(tmp_path: Path) -> None:
    film = make_film(24, 24)
    shown = {NAMES[0]: make_take(tmp_path, NAMES[0], grey_ramp(24, 32, 32), tone(1))}
    wanted = Delivery(160, 90, film.rate, span=(7, 31), container=Container.WAV)
    export(film, shown, tmp_path, tmp_path / "a.wav", wanted)
    assert len(read_sound(tmp_path / "a.wav")) == 48_000


def test_captions_of_a_span_are_counted_from_its_start(tmp_path: Path) -> None:
    film = make_film(24, 24, 24, lines={0: "One.", 1: "Two.", 2: "Three."}, size=(320, 180))
    dark = [np.full((180, 320, 3), 40, np.uint8)] * 24
    shown = {name: make_take(tmp_path, name, dark) for name in NAMES[:3]}
    out = tmp_path / "a.mp4"
    wanted = Delivery(320, 180, film.rate, span=(36, 60))
    report = export(film, shown, tmp_path, out, wanted)
    text = Path(report.captions or "").read_text(encoding="utf-8")
    assert "00:00:00,000 --> 00:00:00,500" in text
    assert "00:00:00,500 --> 00:00:01,000" in text
    assert ("One." in text, "Two." in text, "Three." in text) == (False, True, True)
    peaks = [int(picture.max()) for _, picture in decoded(out)]
    assert min(peaks) > 150, "the words are burnt in all along"


def test_captions_of_one_language() -> None:
    film = make_film(24, 24, 24, lines={0: "Hello.", 1: "你好。", 2: "Bye."})
    scene = film.scenes[0]
    cue = scene.shots[1].cues[0].evolve(language="zh")
    shots = (scene.shots[0], scene.shots[1].evolve(cues=(cue,)), scene.shots[2])
    film = film.evolve(scenes=(scene.evolve(shots=shots),))
    assert caption_languages(film) == ["en", "zh"]
    assert [c.text for c in captions(film, {})] == ["Hello.", "你好。", "Bye."]
    assert [c.text for c in captions(film, {}, language="zh")] == ["你好。"]


def test_what_lies_outside_is_gone_and_the_rest_is_cut() -> None:
    events = [Caption(0, 10, "a"), Caption(10, 10, "b"), Caption(30, 5, "c")]
    assert shifted(events, (5, 15)) == [Caption(0, 5, "a"), Caption(5, 5, "b")]
    runs = within(segments(make_film(10, 20, 30), {}), (5, 31))
    assert [(run.start, run.frames, run.label) for run in runs] == [
        (5, 5, "1-1"), (10, 20, "1-2"), (30, 1, "1-3"),
    ]  # fmt: skip


@pytest.mark.parametrize("span", [(48, 60), (100, 200)])
def test_a_span_behind_the_film_is_refused(tmp_path: Path, span: Span) -> None:
    film = make_film(48)
    with pytest.raises(BadInput, match="in to out"):
        export(film, {}, tmp_path, tmp_path / "a.mp4", Delivery(160, 90, film.rate, span=span))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_goes_away_meanwhile_is_named(tmp_path: Path) -> None:
    film, folder = make_film(48), tmp_path / "out"
    folder.mkdir()

    def pull(_done: float) -> None:
        if folder.exists():
            folder.rename(tmp_path / "elsewhere")

    with pytest.raises(RenderError, match="was removed"):
        export(film, {}, tmp_path, folder / "a.mp4", Delivery.of(film), progress=pull)
