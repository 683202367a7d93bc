"""The player: exact frames at rest, picture and sound by one clock, nothing left at the end."""

import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.media.video import decoded
from studio.render.captions import captions, columns_for
from studio.render.delivery import Captions, Delivery
from studio.render.export import export
from studio.render.mix import Mix
from studio.render.mixing import stretch
from studio.render.picture_store import Picture
from studio.render.player import Player
from studio.render.programme import Programme, cut_programme, take_programme
from studio.render.recorded import from_files
from studio.render.seeking import Entrances
from studio.render.sound_out import Silence
from studio.timeline.project import Project
from studio.timeline.take import Take
from tests.films import make_film, make_take, tone
from tests.render.playing import SIZE, Hand, RecordedSound, children, numbered

FRAME = 2000  # samples at 24 frames a second


@dataclass
class Bench:
    """A player, and waiting for it without sleeping."""

    player: Player
    came: threading.Event
    seen: list[int] = field(default_factory=list)

    def until(self, done: Callable[[], bool]) -> None:
        limit = time.monotonic() + 60
        while not done():
            assert time.monotonic() < limit, "it never came"
            self.came.wait(0.02)
            self.came.clear()

    def picture(self, frame: int) -> Picture:
        """Wait for a frame to be shown."""
        found: list[Picture] = []

        def shown() -> bool:
            picture = self.player.tick()
            if picture is not None:
                self.seen.append(picture.frame)
                found.append(picture)
            return bool(found) and found[-1].frame == frame

        self.until(shown)
        return found[-1]

    def at(self, frame: int) -> Picture:
        self.player.seek(frame)
        self.player.refresh()
        return self.picture(frame)


@pytest.fixture
def bench() -> Generator[Callable[..., Bench], None, None]:
    before = set(threading.enumerate())
    processes = children()
    made: list[Bench] = []

    def make(sound: object = None) -> Bench:
        came = threading.Event()
        player = Player(sound if sound is not None else Silence(), came.set)  # type: ignore[arg-type]
        made.append(Bench(player, came))
        return made[-1]

    yield make
    for each in made:
        each.player.close()
    assert set(threading.enumerate()) - before == set()
    assert children() - processes == set()


def film_of(folder: Path, *lengths: int, lines: dict[int, str] | None = None) -> Programme:
    film, shown = parts_of(folder, *lengths, lines=lines)
    return cut_programme(film, shown, folder, Entrances(folder, film.rate))


def parts_of(
    folder: Path, *lengths: int, lines: dict[int, str] | None = None
) -> tuple[Project, dict[str, Take]]:
    film = make_film(*lengths, lines=lines)
    shown: dict[str, Take] = {}
    for place, frames in enumerate(lengths):
        name = f"sh_{place:08}"
        sound = tone(frames / 24, 0.3, 330 * (place + 1))
        shown[name] = make_take(folder, name, numbered(frames), sound)
    return film, shown


def number(picture: Picture) -> int:
    """The number that a picture of `numbered` tells."""
    seen = np.frombuffer(picture.data, np.uint8).reshape(SIZE[1], SIZE[0], 4)[..., :3]
    low, high = float(seen[45, 20].mean()), float(seen[45, 140].mean())
    return round((low - 20) / 28) + 8 * round((high - 20) / 16)


def test_any_frame_is_exact(tmp_path: Path, bench: Callable[..., Bench]) -> None:
    one = bench()
    one.player.load(film_of(tmp_path, 40, 30), *SIZE)
    for frame in (0, 39, 40, 69, 13, 12, 41, 5):
        assert number(one.at(frame)) == (frame if frame < 40 else frame - 40)


def test_neighbours_are_there_at_once(tmp_path: Path, bench: Callable[..., Bench]) -> None:
    one = bench()
    one.player.load(film_of(tmp_path, 40), *SIZE)
    one.at(20)
    one.until(lambda: all(one.player.pictures.has(n) for n in range(14, 25)))
    for frame in (19, 18, 19, 20, 21, 20):
        one.player.seek(frame)
        picture = one.player.tick()
        assert picture is not None
        assert number(picture) == frame


def test_it_is_settled_once_the_picture_that_came_was_given(
    tmp_path: Path, bench: Callable[..., Bench]
) -> None:
    one = bench()
    one.player.load(film_of(tmp_path, 24), *SIZE)
    one.at(3)
    assert one.player.settled
    one.player.seek(14)
    assert not one.player.settled
    one.until(lambda: one.player.pictures.has(14))
    assert not one.player.waiting
    assert not one.player.settled, "what is shown is the picture of before"
    one.player.tick()
    assert one.player.settled


def test_the_latest_seek_wins(tmp_path: Path, bench: Callable[..., Bench]) -> None:
    one = bench()
    one.player.load(film_of(tmp_path, 100), *SIZE)
    one.at(0)
    one.seen.clear()
    for frame in range(5, 95, 3):
        one.player.seek(frame)
    assert number(one.picture(92)) == 92
    assert one.seen == [92]


def test_it_plays_every_frame_once_by_the_sound(
    tmp_path: Path, bench: Callable[..., Bench]
) -> None:
    film, shown = parts_of(tmp_path, 20, 16)
    sound = RecordedSound()
    one = bench(sound)
    one.player.load(cut_programme(film, shown, tmp_path, Entrances(tmp_path, film.rate)), *SIZE)
    one.at(0)
    one.seen.clear()
    one.player.play()

    def on() -> bool:
        picture = one.player.tick()
        if picture is not None:
            one.seen.append(picture.frame)
        if one.player.playing and one.player.pictures.has(min(35, one.player.frame + 1)):
            sound.go(FRAME // 2)
        return not one.player.playing

    one.until(on)
    assert one.seen == list(range(1, 36))
    assert one.player.dropped == 0
    assert one.player.frame == 35
    whole = stretch(Mix(film, shown, tmp_path), 0, 60_000, from_files)
    assert np.array_equal(sound.samples[:60_000], whole)


def test_frames_that_come_too_late_are_counted(tmp_path: Path, bench: Callable[..., Bench]) -> None:
    clock = Hand()
    one = bench(Silence(clock))
    one.player.load(film_of(tmp_path, 48), *SIZE)
    one.at(0)
    one.player.play()
    one.until(lambda: one.player.tick() is None and one.player.running)
    one.until(lambda: all(one.player.pictures.has(n) for n in range(12)))
    clock.now += Fraction(21, 48)
    one.picture(10)
    assert one.player.dropped == 9
    clock.now += Fraction(1, 24)
    one.picture(11)
    assert one.player.dropped == 9


def test_shuttle_goes_faster_and_back_through_rest(
    tmp_path: Path, bench: Callable[..., Bench]
) -> None:
    player = bench().player
    player.load(film_of(tmp_path, 30), *SIZE)
    speeds: list[int] = []
    for direction in (1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1):
        player.shuttle(direction)
        speeds.append(player.speed)
    assert speeds == [1, 2, 4, 8, 8, 4, 2, 1, 0, -1, -2]


def test_backwards_to_the_beginning(tmp_path: Path, bench: Callable[..., Bench]) -> None:
    clock = Hand()
    one = bench(Silence(clock))
    one.player.load(film_of(tmp_path, 30, 10), *SIZE)
    one.at(36)
    one.player.play(-1)
    one.until(lambda: one.player.tick() is None and one.player.running)
    for frame in range(35, -1, -1):
        one.until(lambda f=frame: one.player.pictures.has(f))
        clock.now += Fraction(1, 24)
        assert number(one.picture(frame)) == (frame if frame < 30 else frame - 30)
    clock.now += Fraction(1, 24)
    one.player.tick()
    assert not one.player.playing
    assert one.player.frame == 0


def test_a_loop_stays_between_in_and_out(tmp_path: Path, bench: Callable[..., Bench]) -> None:
    clock = Hand()
    one = bench(Silence(clock))
    one.player.load(film_of(tmp_path, 30), *SIZE)
    one.player.set_range((10, 14))
    one.player.set_loop(True)
    one.player.play()
    one.until(lambda: one.player.tick() is None and one.player.running)
    assert one.player.frame == 10
    shown: list[int] = []
    for _ in range(9):
        clock.now += Fraction(1, 24)
        one.player.tick()
        shown.append(one.player.frame)
    assert shown == [11, 12, 13, 10, 11, 12, 13, 10, 11]


def test_scrubbing_lets_a_moment_be_heard(tmp_path: Path, bench: Callable[..., Bench]) -> None:
    sound = RecordedSound()
    one = bench(sound)
    one.player.load(film_of(tmp_path, 48), *SIZE)
    one.at(0)
    one.player.scrub(24)

    def heard() -> bool:
        one.player.tick()
        return len(sound.samples) == 4000

    one.until(heard)
    assert np.abs(sound.samples).max() > 0.2
    assert np.abs(sound.samples[:2]).max() < 0.01
    assert one.player.frame == 24
    one.player.settle()
    one.player.refresh()  # it may have come while the sound was waited for
    assert number(one.picture(24)) == 24


def test_an_edit_elsewhere_keeps_pictures_and_playing(
    tmp_path: Path, bench: Callable[..., Bench]
) -> None:
    film, shown = parts_of(tmp_path, 30)
    entrances = Entrances(tmp_path, film.rate)
    one = bench(Silence(Hand()))
    one.player.load(cut_programme(film, shown, tmp_path, entrances), *SIZE)
    one.at(5)
    one.player.play()
    assert one.player.frame == 5
    other = cut_programme(film.evolve(title="Another"), shown, tmp_path, entrances)
    one.player.load(other, *SIZE)
    assert one.player.playing
    assert one.player.pictures.has(5)
    one.player.pause()
    shorter = cut_programme(make_film(3), shown, tmp_path, entrances)
    one.player.load(shorter, *SIZE)
    assert one.player.frame == 2
    assert not one.player.pictures.has(5)


def test_a_take_that_is_gone_is_said_and_the_rest_plays(
    tmp_path: Path, bench: Callable[..., Bench]
) -> None:
    film, shown = parts_of(tmp_path, 10, 10)
    (tmp_path / shown["sh_00000000"].files[0].path).unlink()
    one = bench()
    programme = cut_programme(film, shown, tmp_path, Entrances(tmp_path, film.rate))
    one.player.load(programme, *SIZE)
    one.until(lambda: one.player.tick() is None and not one.player.waiting)
    assert one.player.fault is not None
    assert number(one.at(12)) == 2
    assert one.player.fault is None


def test_one_take_by_itself(tmp_path: Path, bench: Callable[..., Bench]) -> None:
    film, shown = parts_of(tmp_path, 10, 20)
    entrances = Entrances(tmp_path, film.rate)
    alone = take_programme(film, shown["sh_00000001"], tmp_path, entrances)
    assert alone.frames == 20
    one = bench()
    one.player.load(alone, *SIZE)
    assert number(one.at(19)) == 19
    heard = stretch(Mix(alone.project, alone.shown, tmp_path), 0, 40_000, from_files)
    assert np.abs(heard).max() > 0.2


def test_an_empty_film_does_nothing(tmp_path: Path, bench: Callable[..., Bench]) -> None:
    one = bench()
    one.player.load(
        cut_programme(make_film(), {}, tmp_path, Entrances(tmp_path, make_film().rate)), *SIZE
    )
    one.player.play()
    one.player.seek(7)
    assert one.player.tick() is None
    assert not one.player.playing
    assert one.player.frame == 0


def test_closing_in_the_middle_of_everything(tmp_path: Path, bench: Callable[..., Bench]) -> None:
    sound = RecordedSound()
    one = bench(sound)
    one.player.load(film_of(tmp_path, 100), *SIZE)
    one.player.play(2)
    one.until(lambda: one.player.pictures.has(0))
    one.player.seek(70)
    one.player.close()
    assert sound.closed


def ssim(one: np.ndarray, other: np.ndarray) -> float:
    """Structural similarity of two grey pictures (Wang et al. 2004): 11 x 11 window, sigma 1.5."""
    a, b = one.astype(np.float64), other.astype(np.float64)

    def blur(picture: np.ndarray) -> np.ndarray:
        return cv2.GaussianBlur(picture, (11, 11), 1.5)

    mean_a, mean_b = blur(a), blur(b)
    spread_a, spread_b = blur(a * a) - mean_a**2, blur(b * b) - mean_b**2
    shared = blur(a * b) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    above = (2 * mean_a * mean_b + c1) * (2 * shared + c2)
    below = (mean_a**2 + mean_b**2 + c1) * (spread_a + spread_b + c2)
    return float((above / below).mean())


def test_the_measure_tells_pictures_apart() -> None:
    random = np.random.default_rng(1)
    picture = cv2.GaussianBlur(random.integers(0, 255, (90, 160)).astype(np.uint8), (0, 0), 3)
    assert ssim(picture, picture) == pytest.approx(1)
    assert ssim(picture, np.roll(picture, 3, 1)) < 0.9


def moving(frames: int, seed: int) -> list[np.ndarray]:
    """Pictures of a soft pattern that moves, with a number in it."""
    random = np.random.default_rng(seed)
    small = random.integers(30, 220, (12, 20, 3), np.uint8)
    wide = cv2.resize(small, (480, 270), interpolation=cv2.INTER_CUBIC)
    found: list[np.ndarray] = []
    for frame in range(frames):
        picture = np.ascontiguousarray(wide[frame % 80 : frame % 80 + 180, frame : frame + 320])
        cv2.putText(
            picture, f"{seed}:{frame}", (60, 110), cv2.FONT_HERSHEY_SIMPLEX, 2, (255, 255, 255), 5
        )
        found.append(picture)
    return found


def test_preview_is_the_exported_file(tmp_path: Path, bench: Callable[..., Bench]) -> None:
    """Each sampled frame of the player is nearer to its own in the file than to those beside it."""
    lengths = (20, 14, 9)
    film = make_film(*lengths, lines={0: "Hello there.", 1: "你好。"}, size=(320, 180))
    shown = {
        f"sh_{n:08}": make_take(tmp_path, f"sh_{n:08}", moving(frames, n), tone(frames / 24))
        for n, frames in enumerate(lengths[:2])
    }
    delivery = Delivery.of(film, Captions.BURN)
    assert captions(film, shown, columns_for(delivery))
    export(film, shown, tmp_path, tmp_path / "film.mp4", delivery)
    written = [cv2.cvtColor(p, cv2.COLOR_BGR2GRAY) for _, p in decoded(tmp_path / "film.mp4")]
    one = bench()
    one.player.load(cut_programme(film, shown, tmp_path, Entrances(tmp_path, film.rate)), 320, 180)
    for frame in (0, 19, 20, 33, 34, 42, 7, 21, 18):
        seen = np.frombuffer(one.at(frame).data, np.uint8).reshape(180, 320, 4)
        grey_one = cv2.cvtColor(np.ascontiguousarray(seen[..., :3]), cv2.COLOR_BGR2GRAY)
        near = {n: ssim(grey_one, written[n]) for n in (frame - 1, frame, frame + 1) if 0 <= n < 34}
        own = ssim(grey_one, written[frame])
        assert own >= 0.98, (frame, own)
        assert all(own >= other for other in near.values()), frame


def test_what_nobody_saw_before_the_end_or_a_pause_is_counted(
    tmp_path: Path, bench: Callable[..., Bench]
) -> None:
    clock = Hand()
    one = bench(Silence(clock))
    one.player.load(film_of(tmp_path, 48), *SIZE)
    one.at(0)
    one.player.play()
    one.until(lambda: one.player.tick() is None and one.player.running)
    clock.now += Fraction(21, 48)  # frame 10
    one.player.pause()
    assert one.player.dropped == 9
    one.at(40)
    one.player.play()
    assert one.player.dropped == 0
    one.until(lambda: one.player.tick() is None and one.player.running)
    clock.now += Fraction(1, 24)
    one.picture(41)
    clock.now += 2
    one.player.tick()
    assert not one.player.playing
    assert one.player.dropped == 6  # 42 to 47


def test_round_the_loop_every_frame_counts(tmp_path: Path, bench: Callable[..., Bench]) -> None:
    clock = Hand()
    one = bench(Silence(clock))
    one.player.load(film_of(tmp_path, 30), *SIZE)
    one.at(10)
    one.player.set_range((10, 14))
    one.player.set_loop(True)
    one.player.play()
    one.until(lambda: one.player.tick() is None and one.player.running)
    for _ in range(6):
        clock.now += Fraction(1, 24)
        one.player.tick()
    assert one.player.frame == 12
    assert one.player.dropped == 0
    clock.now += Fraction(3, 24)  # 13 and 10 go by
    one.picture(11)
    assert one.player.dropped == 2
