"""Where clips of sound lie, how loud, at which side, how they begin, end and meet."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from studio.render.clips_sound import balance, pan
from studio.timeline.cut import Clip, TrackKind
from studio.timeline.look import Transition
from studio.timeline.rate import Rate
from studio.timeline.reach import first_part, last_part
from tests.render.sounding import (
    FRAME,
    clip,
    film,
    mixed,
    noise,
    owner,
    pitch,
    rms,
    sine,
    sound_take,
    track,
)

NTSC = Rate(num=30_000, den=1001)
SHORT = 288  # samples of the fade at a hard cut
EVERY = [Fraction(1), Fraction(3, 2), Fraction(1, 2), Fraction(-1), Fraction(-5, 4)]


def cut_at(one: Clip, frame: int, number: int) -> tuple[Clip, Clip]:
    """What a razor makes of a clip."""
    rest = {**dict(one), "id": f"cl_{number:08}", **last_part(one, frame, TrackKind.SOUND)}
    return first_part(one, frame), Clip.model_validate(rest)


@pytest.mark.parametrize("place", [-1, -0.6, -0.1, 0, 0.3, 1])
def test_one_channel_is_as_loud_wherever_it_stands(tmp_path: Path, place: float) -> None:
    shown = {owner(1): sound_take(tmp_path, owner(1), sine(48_000))}
    heard = mixed(film(track(clip(1, 1, 0, 24, pan=place))), shown, tmp_path)[SHORT:-SHORT]
    left, right = rms(heard[:, 0]), rms(heard[:, 1])
    level = 0.3 / 2**0.5
    assert np.hypot(left, right) == pytest.approx(level, rel=1e-3)
    assert np.arctan2(right, left) == pytest.approx((place + 1) * np.pi / 4, abs=1e-3)


def test_two_channels_are_balanced(tmp_path: Path) -> None:
    sound = np.hstack([sine(48_000, 300), sine(48_000, 500)])
    shown = {owner(1): sound_take(tmp_path, owner(1), sound)}
    as_is = mixed(film(track(clip(1, 1, 0, 24))), shown, tmp_path)
    right = mixed(film(track(clip(1, 1, 0, 24, pan=1))), shown, tmp_path)
    half = mixed(film(track(clip(1, 1, 0, 24, pan=-0.5))), shown, tmp_path)
    assert np.array_equal(right[:, 1], as_is[:, 1])
    assert not right[:, 0].any(), "what was left is not moved over"
    assert np.array_equal(half[:, 0], as_is[:, 0])
    assert np.allclose(half[:, 1], as_is[:, 1] * 0.5**0.5, atol=1e-6)


def test_a_track_is_balanced_after_its_clips(tmp_path: Path) -> None:
    shown = {owner(1): sound_take(tmp_path, owner(1), sine(48_000))}
    heard = mixed(film(track(clip(1, 1, 0, 24, pan=0.5), pan=-0.5, gain=-6)), shown, tmp_path)
    one, two = pan(0.5), balance(-0.5)
    loud = 10 ** (-6 / 20) * 0.3 / 2**0.5
    for side in (0, 1):
        wanted = loud * one[side] * two[side]
        assert rms(heard[SHORT:-SHORT, side]) == pytest.approx(wanted, rel=1e-3)


def test_the_middle_of_one_channel_is_its_place_in_a_file_of_two(tmp_path: Path) -> None:
    sound = sine(48_000)
    both = np.hstack([sound, sound]) * 0.5**0.5
    shown = {
        owner(1): sound_take(tmp_path, owner(1), sound),
        owner(2): sound_take(tmp_path, owner(2), both),
    }
    one, two = (mixed(film(track(clip(1, n, 0, 24))), shown, tmp_path) for n in (1, 2))
    assert np.allclose(one, two, atol=1e-4)


@pytest.mark.parametrize("rate", [Rate(num=24), NTSC, Rate(num=24_000, den=1001)])
@pytest.mark.parametrize("speed", EVERY)
def test_cutting_a_clip_changes_not_a_sample(tmp_path: Path, rate: Rate, speed: Fraction) -> None:
    shown = {owner(1): sound_take(tmp_path, owner(1), noise(200_000, 1), rate)}
    skip = 70 if speed < 0 else 11
    one = clip(1, 1, 7, 40, skip=skip, speed=speed, gain=-2, pan=0.2, fade_in=9, fade_out=30)
    whole = mixed(film(track(one), rate=rate), shown, tmp_path)
    assert rms(whole) > 0.01
    first, rest = cut_at(one, 13, 2)
    second, third = cut_at(rest, 29, 3)
    assert np.array_equal(
        mixed(film(track(first, second, third), rate=rate), shown, tmp_path), whole
    )
    muted = film(track(first, rate_free(third)), rate=rate)
    assert not np.array_equal(mixed(muted, shown, tmp_path), whole)


def rate_free(one: Clip) -> Clip:
    """The same clip a frame later in its take."""
    return one.evolve(skip=one.skip + 1)


@pytest.mark.parametrize("change", [{"gain": -20.0}, {"pan": 1.0}])
def test_a_step_in_one_piece_is_no_click(tmp_path: Path, change: dict[str, float]) -> None:
    shown = {owner(1): sound_take(tmp_path, owner(1), sine(96_000, 100))}
    first, rest = cut_at(clip(1, 1, 0, 48), 20, 2)
    heard = mixed(film(track(first, rest.evolve(**change))), shown, tmp_path)
    steepest = 0.3 * 2 * np.pi * 100 / 48_000
    assert np.abs(np.diff(heard[SHORT:-SHORT], axis=0)).max() < steepest * 1.6
    again = mixed(film(track(first, rest)), shown, tmp_path)
    assert np.array_equal(heard[: 20 * FRAME - SHORT], again[: 20 * FRAME - SHORT])


def test_a_hard_cut_is_no_click(tmp_path: Path) -> None:
    level = np.full((96_000, 1), 0.5)
    shown = {owner(1): sound_take(tmp_path, owner(1), level)}
    heard = mixed(film(track(clip(1, 1, 5, 10), clip(2, 1, 15, 10, skip=3))), shown, tmp_path)
    assert np.abs(np.diff(heard, axis=0)).max() < 0.5 / SHORT
    for place in (5, 15, 25):
        around = heard[place * FRAME - SHORT : place * FRAME + SHORT]
        assert np.abs(around).min() < 0.01
    assert np.allclose(heard[5 * FRAME + SHORT : 15 * FRAME - SHORT], 0.5**1.5, atol=1e-4)


def test_a_crossfade_keeps_the_power_and_hears_what_lies_beyond(tmp_path: Path) -> None:
    shown = {owner(n): sound_take(tmp_path, owner(n), noise(96_000, n)) for n in (1, 2)}
    change = Transition(frames=9)
    clips = (clip(1, 1, 0, 20, skip=4), clip(2, 2, 20, 20, skip=8, entry=change))
    heard = mixed(film(track(*clips)), shown, tmp_path)
    first, last = (20 - 4) * FRAME, (20 + 5) * FRAME  # the longer half comes after the cut
    way = (np.arange(first, last) + 0.5 - first) / (last - first) * np.pi / 2
    one = np.round(noise(96_000, 1) * 32767) / 32768
    two = np.round(noise(96_000, 2) * 32767) / 32768
    wanted = one[first + 4 * FRAME : last + 4 * FRAME] * np.cos(way)[:, None]
    wanted += two[first - 12 * FRAME : last - 12 * FRAME] * np.sin(way)[:, None]
    assert np.abs(heard[first:last] - wanted).max() < 1e-4
    parts = np.array_split(heard[first:last], 6)
    assert max(map(rms, parts)) / min(map(rms, parts)) < 1.05


def test_a_crossfade_of_one_sound_into_itself_is_not_heard(tmp_path: Path) -> None:
    shown = {owner(1): sound_take(tmp_path, owner(1), noise(200_000, 1))}
    whole = mixed(film(track(clip(1, 1, 0, 40, skip=3))), shown, tmp_path)
    first, rest = cut_at(clip(1, 1, 0, 40, skip=3), 20, 2)
    crossed = film(track(first, rest.evolve(entry=Transition(frames=10))))
    assert np.allclose(mixed(crossed, shown, tmp_path), whole, atol=1e-6)


def test_without_material_a_crossfade_goes_through_silence(tmp_path: Path) -> None:
    level = np.full((20 * FRAME, 1), 0.5)
    shown = {owner(n): sound_take(tmp_path, owner(n), level) for n in (1, 2)}
    clips = (clip(1, 1, 0, 20), clip(2, 2, 20, 20, entry=Transition(frames=12)))
    heard = mixed(film(track(*clips)), shown, tmp_path)
    assert np.abs(heard[20 * FRAME - 2 : 20 * FRAME + 2]).max() < 0.005
    assert np.abs(np.diff(heard, axis=0)).max() < 0.5 / SHORT
    before = heard[14 * FRAME - 5]
    assert np.allclose(before, 0.5**1.5, atol=1e-3)
    assert np.allclose(heard[17 * FRAME], 0.5**1.5 * 0.5**0.5, atol=2e-3)


def test_fades_are_level_at_both_ends_and_half_in_the_middle(tmp_path: Path) -> None:
    shown = {owner(1): sound_take(tmp_path, owner(1), np.full((96_000, 1), 0.5))}
    heard = mixed(film(track(clip(1, 1, 0, 40, fade_in=10, fade_out=20))), shown, tmp_path)[:, 0]
    full = 0.5**1.5
    for place, gain in ((0, 0), (2.5, 0.1464), (5, 0.5), (10, 1), (20, 1), (30, 0.5), (40, 0)):
        got = heard[min(int(place * FRAME), len(heard) - 1)]
        assert got == pytest.approx(full * gain, abs=1e-3), place


def test_transitions_from_and_to_nothing_are_fades(tmp_path: Path) -> None:
    shown = {owner(1): sound_take(tmp_path, owner(1), np.full((96_000, 1), 0.5))}
    change = Transition(frames=10)
    heard = mixed(film(track(clip(1, 1, 4, 30, entry=change, exit=change))), shown, tmp_path)[:, 0]
    for place, gain in ((4, 0), (9, 0.7071), (14, 1), (24, 1), (29, 0.7071), (34, 0)):
        got = heard[min(place * FRAME, len(heard) - 1)]
        assert got == pytest.approx(0.5**1.5 * gain, abs=1e-3), place


@pytest.mark.parametrize("fade", ["fade_in", "fade_out"])
def test_a_fade_is_no_longer_than_its_clip(tmp_path: Path, fade: str) -> None:
    shown = {owner(1): sound_take(tmp_path, owner(1), np.full((96_000, 1), 0.5))}
    heard = mixed(film(track(clip(1, 1, 0, 10, **{fade: 100}))), shown, tmp_path)[:, 0]
    assert heard.max() > 0.3
    assert min(heard[0], heard[-1]) < 0.001


@pytest.mark.parametrize("speed", [Fraction(1, 2), Fraction(4, 5), Fraction(3, 2), Fraction(4)])
def test_another_speed_keeps_the_pitch(tmp_path: Path, speed: Fraction) -> None:
    shown = {owner(1): sound_take(tmp_path, owner(1), sine(5 * 48_000))}
    frames = int(120 / speed)
    heard = mixed(film(track(clip(1, 1, 0, frames, speed=speed))), shown, tmp_path)[:, 0]
    assert pitch(heard) == pytest.approx(440, abs=0.5)
    assert rms(heard[len(heard) // 4 : -len(heard) // 4]) == pytest.approx(0.15, rel=0.05)
    assert rms(heard[-4 * FRAME : -FRAME]) > 0.1, "it lasts to its end"


@pytest.mark.parametrize(
    ("speed", "near"), [("1/2", 6), ("3/4", 4), ("1", 0), ("5/4", 4), ("2", 2)]
)
def test_a_voice_stays_where_its_picture_is(tmp_path: Path, speed: str, near: float) -> None:
    pace, shown = Fraction(speed), {owner(1): sound_take(tmp_path, owner(1), voice())}
    one = clip(1, 1, 0, int(340 / pace), skip=5, speed=pace)
    heard = loudness_of(mixed(film(track(one)), shown, tmp_path)[:, 0])
    taken = loudness_of(voice()[5 * FRAME :, 0])
    wanted = np.interp(np.arange(len(heard)) * float(pace), np.arange(len(taken)), taken)
    heard, wanted = heard[::12], wanted[::12]  # four values a millisecond
    inside, shifts = slice(400, -400), range(-200, 201)
    late = max(shifts, key=lambda n: float(np.dot(heard[inside], np.roll(wanted, n)[inside])))
    assert abs(late) / 4 <= near


def voice() -> npt.NDArray[np.float64]:
    """A quarter of a minute of a gliding pitch with its overtones, louder and softer."""
    seconds = np.arange(15 * 48_000) / 48_000
    swell = np.interp(seconds, np.arange(200) * 0.08, np.random.default_rng(5).random(200) ** 2)
    turns = 2 * np.pi * np.cumsum(140 + 30 * np.sin(2 * np.pi * 0.7 * seconds)) / 48_000
    tones = sum(np.sin(n * turns) / n for n in range(1, 12))
    return (0.2 * swell * tones)[:, None]


def loudness_of(samples: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """How loud it is around each sample."""
    window = np.hanning(2401)
    total = np.concatenate([np.zeros(1200), np.abs(samples), np.zeros(1200)])
    size = 1 << (len(total) + len(window)).bit_length()
    product = np.fft.rfft(total, size) * np.fft.rfft(window, size)
    return np.fft.irfft(product, size)[2400 : 2400 + len(samples)]


def test_backwards_is_the_same_from_its_end(tmp_path: Path) -> None:
    shown = {owner(1): sound_take(tmp_path, owner(1), noise(60 * FRAME, 1))}
    there = mixed(film(track(clip(1, 1, 0, 60))), shown, tmp_path)
    back = mixed(film(track(clip(1, 1, 0, 60, skip=59, speed=Fraction(-1)))), shown, tmp_path)
    assert np.array_equal(back, there[::-1])
    inside = mixed(film(track(clip(1, 1, 0, 10, skip=29, speed=Fraction(-1)))), shown, tmp_path)
    wanted = there[20 * FRAME : 30 * FRAME][::-1]
    assert np.array_equal(inside[SHORT:-SHORT], wanted[SHORT:-SHORT])


def test_a_crossfade_between_backwards_clips_hears_what_lies_beyond(tmp_path: Path) -> None:
    shown = {owner(n): sound_take(tmp_path, owner(n), noise(60 * FRAME, n)) for n in (1, 2)}
    back = Fraction(-1)
    clips = (
        clip(1, 1, 0, 20, skip=50, speed=back),
        clip(2, 2, 20, 20, skip=45, speed=back, entry=Transition(frames=10)),
    )
    heard = mixed(film(track(*clips)), shown, tmp_path)
    parts = np.array_split(heard[15 * FRAME : 25 * FRAME], 5)
    assert max(map(rms, parts)) / min(map(rms, parts)) < 1.05


def test_a_frame_that_stands_still_is_silent(tmp_path: Path) -> None:
    shown = {owner(1): sound_take(tmp_path, owner(1), noise(96_000, 1))}
    clips = (clip(1, 1, 0, 10), clip(2, 1, 10, 10, skip=10, speed=Fraction(0)))
    heard = mixed(film(track(*clips)), shown, tmp_path)
    assert rms(heard[: 10 * FRAME]) > 0.05
    assert not heard[10 * FRAME :].any()
