"""What stands in for takes: the very frame at once, the take itself at rest, never in an export."""

import ast
import subprocess
import threading
import time
from collections.abc import Callable, Generator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from studio.errors import Cancelled, RenderError
from studio.jobs.filing import measures
from studio.media.ffmpeg import QUIET, find_ffmpeg
from studio.media.hashes import sha256_of
from studio.media.probe import probe
from studio.media.video import decoded
from studio.render.captions import ass
from studio.render.delivery import Captions, Delivery
from studio.render.export import export
from studio.render.graph import segments, source_of
from studio.render.picture_feed import PictureFeed
from studio.render.picture_store import Picture
from studio.render.player import Player
from studio.render.preview import Reel
from studio.render.programme import Programme, cut_programme
from studio.render.seeking import Entrances
from studio.render.segment import Source
from studio.render.sound_out import Silence
from studio.render.standins import StandIns, plain, proxy_key, small, wants_rendering
from studio.timeline.look import Transition
from studio.timeline.project import Project
from studio.timeline.take import Take, TakeFile
from tests.films import make_film, make_take
from tests.render.playing import SIZE, children, numbered

STUDIO = Path(__file__).resolve().parents[2] / "studio"


def go_on() -> None:
    """Nothing is waited for."""


def heavy(take: Take, folder: Path) -> Take:
    """The take with one key picture for all, which no player can enter quickly."""
    path = folder / take.files[0].path
    slow = path.with_name(f"slow-{path.name}")
    command = ["-i", str(path), "-c:v", "libx264", "-g", "250", "-crf", "8", "-pix_fmt", "yuv420p"]
    subprocess.run([find_ffmpeg(), *QUIET, "-y", *command, str(slow)], check=True)
    file = TakeFile(path=f"media/{slow.name}", sha256=sha256_of(slow), bytes=slow.stat().st_size)
    return take.evolve(files=(file,))


class Film:
    """A film of heavy takes and its programme."""

    def __init__(self, folder: Path, *lengths: int, lines: dict[int, str] | None = None) -> None:
        self.folder = folder
        self.film: Project = make_film(*lengths, lines=lines)
        self.shown: dict[str, Take] = {}
        for place, frames in enumerate(lengths):
            name = f"sh_{place:08}"
            self.shown[name] = heavy(make_take(folder, name, numbered(frames)), folder)
        self.programme: Programme = cut_programme(
            self.film, self.shown, folder, Entrances(folder, self.film.rate)
        )

    def with_proxies(self, standins: StandIns) -> "Film":
        for run in self.programme.runs:
            assert run.source is not None
            assert standins.make_proxy(run.source, self.folder, self.film.rate, go_on)
        return self


class Viewing:
    """A player on stand-ins, and waiting for it without sleeping."""

    def __init__(self, programme: Programme, standins: StandIns | None) -> None:
        self.came = threading.Event()
        self.player = Player(Silence(), self.came.set, standins=standins)
        self.player.load(programme, *SIZE)

    def next(self, frame: int, *, light: bool | None = None) -> Picture:
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            picture = self.player.tick()
            if picture and picture.frame == frame and light in (None, picture.light):
                return picture
            self.came.wait(0.02)
            self.came.clear()
        raise AssertionError("it never came")

    def moved(self, frame: int) -> Picture:
        """As the hand moves: nothing rests long enough to be read from the takes."""
        self.player.scrub(frame)
        self.player.refresh()
        return self.next(frame)

    def at(self, frame: int, *, light: bool | None = None) -> Picture:
        self.player.seek(frame)
        self.player.refresh()
        return self.next(frame, light=light)


View = Callable[..., Viewing]


@pytest.fixture
def view() -> Generator[View, None, None]:
    before, processes = set(threading.enumerate()), children()
    made: list[Viewing] = []

    def make(programme: Programme, standins: StandIns | None) -> Viewing:
        made.append(Viewing(programme, standins))
        return made[-1]

    yield make
    for each in made:
        each.player.close()
    assert set(threading.enumerate()) == before
    assert children() == processes


@pytest.fixture
def standins(tmp_path: Path) -> StandIns:
    return StandIns(tmp_path / "standins")


def until(came: threading.Event, done: Callable[[], bool]) -> None:
    limit = time.monotonic() + 60
    while not done():
        assert time.monotonic() < limit, "it never came"
        came.wait(0.02)
        came.clear()


def number(picture: Picture) -> int:
    """The number that a picture of `numbered` tells."""
    seen = np.frombuffer(picture.data, np.uint8).reshape(SIZE[1], SIZE[0], 4)[..., :3]
    low, high = float(seen[45, 20].mean()), float(seen[45, 140].mean())
    return round((low - 20) / 28) + 8 * round((high - 20) / 16)


def substituted(film: Film, source: Source, folder: Path, standins: Path) -> StandIns:
    """Stand-ins in which the proxy of another take's file lies under the name of the film's."""
    made, right, rate = StandIns(standins), film.programme.runs[0].source, film.film.rate
    assert right is not None
    assert made.make_proxy(source, folder, rate, go_on)
    path = made.proxy(source, rate)
    assert path is not None
    name = path.name.replace(proxy_key(source, rate), proxy_key(right, rate))
    shelf = standins / name[:2]
    shelf.mkdir(exist_ok=True)
    path.replace(shelf / name)
    poisoned = StandIns(standins)
    assert poisoned.find_proxy(right, rate)
    return poisoned


def test_any_frame_comes_from_a_proxy_without_a_process(
    tmp_path: Path, standins: StandIns, view: View
) -> None:
    film = Film(tmp_path, 40, 30).with_proxies(standins)
    seen = view(film.programme, standins)
    seen.moved(1)  # while the hand moves, processes only end
    before = children()
    for frame in (0, 39, 40, 69, 13, 12, 41, 5):
        picture = seen.moved(frame)
        assert picture.light
        assert number(picture) == (frame if frame < 40 else frame - 40)
        assert children() <= before


def test_the_frame_at_rest_is_the_very_picture_of_the_takes(
    tmp_path: Path, standins: StandIns, view: View
) -> None:
    film = Film(tmp_path, 40, 30).with_proxies(standins)
    exact = view(film.programme, None)
    seen = view(film.programme, standins)
    for frame in (17, 52):
        assert seen.at(frame, light=True).light
        assert seen.next(frame, light=False).data == exact.at(frame).data
        assert seen.at(frame).data == exact.at(frame).data, "it stays while it is kept"


def test_while_the_hand_moves_nothing_heavy_is_read(
    tmp_path: Path, standins: StandIns, view: View
) -> None:
    film = Film(tmp_path, 60).with_proxies(standins)
    seen = view(film.programme, standins)
    seen.moved(1)  # while the hand moves, processes only end
    before = children()
    for frame in range(3, 57, 7):
        assert number(seen.moved(frame)) == frame
        assert children() <= before
    seen.player.settle()
    assert number(seen.next(52, light=False)) == 52


def test_what_lies_beside_a_frame_never_keeps_the_next_place_waiting(
    tmp_path: Path, standins: StandIns
) -> None:
    film = Film(tmp_path, 60).with_proxies(standins)
    came = threading.Event()
    feed = PictureFeed(came.set, standins=standins, calm=3600)
    try:
        feed.load(film.programme, *SIZE)
        for frame in (30, 10, 50):
            feed.want([frame, frame + 1, frame - 1], resting=True)
            until(came, lambda frame=frame: feed.has(frame))
            assert not feed.has(frame + 1)
        feed.want([20, 21, 22])  # as for playing
        until(came, lambda: feed.has(22))
    finally:
        feed.close()


def test_beside_a_frame_that_rests_all_is_there(
    tmp_path: Path, standins: StandIns, view: View
) -> None:
    film = Film(tmp_path, 60).with_proxies(standins)
    seen = view(film.programme, standins)
    seen.at(30, light=True)
    until(seen.came, lambda: all(seen.player.pictures.has(n) for n in range(23, 36)))


def test_a_moving_picture_comes_as_it_lies_there_and_the_one_at_rest_at_the_viewers_size(
    tmp_path: Path, standins: StandIns, view: View
) -> None:
    film = Film(tmp_path, 30).with_proxies(standins)
    seen = view(film.programme, standins)
    seen.player.load(film.programme, 128, 72)
    moving, resting = seen.at(20, light=True), seen.next(20, light=False)
    assert (moving.width, moving.height, len(moving.data)) == (*SIZE, 4 * SIZE[0] * SIZE[1])
    assert (resting.width, resting.height, len(resting.data)) == (128, 72, 4 * 128 * 72)
    assert number(moving) == 20


def test_the_clips_beside_are_open_before_the_hand_comes_there(
    tmp_path: Path, standins: StandIns, view: View
) -> None:
    film = Film(tmp_path, 40, 30).with_proxies(standins)
    seen = view(film.programme, standins)
    seen.at(10, light=True)
    until(seen.came, lambda: all(seen.player.pictures.has(n) for n in range(3, 16)))
    source = film.programme.runs[1].source
    assert source is not None
    path = standins.proxy(source, film.film.rate)
    assert path is not None
    with path.open("r+b") as file:  # what is open already is read on
        file.seek(path.read_bytes().rindex(b"moov"))
        file.write(b"gone")
    picture = seen.moved(45)
    assert picture.light
    assert number(picture) == 5


def test_what_is_quickly_read_is_not_kept_for_long(
    tmp_path: Path, standins: StandIns, view: View
) -> None:
    film = Film(tmp_path, 60).with_proxies(standins)
    seen = view(film.programme, standins)
    for frame in range(0, 60, 5):
        seen.moved(frame)
    assert [n for n in range(60) if seen.player.pictures.has(n)] == [40, 45, 50, 55]


def test_it_plays_from_proxies_across_the_cut(
    tmp_path: Path, standins: StandIns, view: View
) -> None:
    film = Film(tmp_path, 20, 16).with_proxies(standins)
    seen = view(film.programme, standins)
    seen.at(0, light=True)
    seen.player.play()
    shown: list[tuple[int, int, bool]] = []
    limit = time.monotonic() + 60
    while seen.player.playing and time.monotonic() < limit:
        picture = seen.player.tick()
        if picture is not None and seen.player.playing:
            shown.append((picture.frame, number(picture), picture.light))
        seen.came.wait(0.002)
        seen.came.clear()
    assert shown, "something was played"
    for frame, told, light in shown:
        assert told == (frame if frame < 20 else frame - 20)
        assert light or frame == 0  # frame 0 may have rested long enough before


def test_a_proxy_made_while_one_looks_is_used(
    tmp_path: Path, standins: StandIns, view: View
) -> None:
    film = Film(tmp_path, 100)
    seen = view(film.programme, standins)
    assert not seen.at(3).light
    film.with_proxies(standins)
    assert seen.at(90).light


def test_without_proxies_the_takes_are_read(tmp_path: Path, standins: StandIns, view: View) -> None:
    film = Film(tmp_path, 40).with_proxies(standins)
    standins.proxies = False
    assert not view(film.programme, standins).at(30).light


def test_an_export_never_has_them(tmp_path: Path, view: View) -> None:
    """Proxies that show something else do not change a delivered file."""
    film = Film(tmp_path, 20)
    black = [np.zeros((90, 160, 3), np.uint8)] * 20
    wrong = source_of(heavy(make_take(tmp_path, "sh_00000009", black), tmp_path))
    poisoned = substituted(film, wrong, tmp_path, tmp_path / "standins")
    assert not np.frombuffer(view(film.programme, poisoned).moved(3).data, np.uint8)[::4].any()
    whole = tmp_path / "film.mp4"
    delivery = Delivery.of(film.film, Captions.NONE)
    export(film.film, film.shown, tmp_path, whole, delivery)
    greys = [float(picture.mean()) for _, picture in decoded(whole)]
    assert len(greys) == 20
    assert min(greys) > 15, "no picture is black"


def reached(name: str) -> set[str]:
    """The modules of the studio that importing one reads, it included."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        module = waiting.pop()
        path = STUDIO.parent.joinpath(*module.split(".")).with_suffix(".py")
        if module in found or not path.is_file():
            continue
        found.add(module)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        unread = [
            id(each)
            for node in ast.walk(tree)
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
            for each in node.body
        ]
        for node in (each for each in ast.walk(tree) if id(each) not in unread):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("studio"):
                waiting.append(node.module or "")
                waiting += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def test_no_module_of_the_export_knows_of_them() -> None:
    banned = {"studio.render.standins", "studio.render.light", "studio.media.proxy"}
    assert banned < reached("studio.render.player"), "the walk finds what is read"
    for name in ("export", "ahead", "pieces", "join", "mix"):
        assert not banned & reached(f"studio.render.{name}")


def test_a_new_session_finds_whole_ones_and_removes_damaged_ones(
    tmp_path: Path, standins: StandIns
) -> None:
    film = Film(tmp_path, 20, 16).with_proxies(standins)
    first, second = (run.source for run in film.programme.runs)
    assert first is not None
    assert second is not None
    path = standins.proxy(second, film.film.rate)
    assert path is not None
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\0\0\0\0damage")
    later = StandIns(tmp_path / "standins")
    assert later.find_proxy(first, film.film.rate)
    assert later.proxy(first, film.film.rate) == standins.proxy(first, film.film.rate)
    assert not later.find_proxy(second, film.film.rate)
    assert later.proxy(second, film.film.rate) is None
    assert not path.exists()


@pytest.mark.parametrize("harm", ["gone", "broken"])
def test_one_that_goes_while_one_looks_gives_way_to_the_take(
    tmp_path: Path, standins: StandIns, view: View, harm: str
) -> None:
    film = Film(tmp_path, 40).with_proxies(standins)
    source = film.programme.runs[0].source
    assert source is not None
    path = standins.proxy(source, film.film.rate)
    assert path is not None
    path.unlink() if harm == "gone" else path.write_bytes(b"no film")
    picture = view(film.programme, standins).at(30)
    assert not picture.light
    assert number(picture) == 30
    assert standins.proxy(source, film.film.rate) is None


def test_one_that_ends_too_early_gives_way_in_the_middle(tmp_path: Path, view: View) -> None:
    film = Film(tmp_path, 30)
    (tmp_path / "other").mkdir()
    short = Film(tmp_path / "other", 14).programme.runs[0].source
    assert short is not None
    standins = substituted(film, short, tmp_path / "other", tmp_path / "standins")
    seen = view(film.programme, standins)
    assert seen.at(3).light
    assert number(seen.at(25)) == 25


def test_words_in_the_picture_are_rendered_for_the_viewer(
    tmp_path: Path, standins: StandIns, view: View
) -> None:
    film = Film(tmp_path, 24, 12, lines={0: "Here is a line"})
    programme, whole = film.programme, Delivery.of(film.film)
    run = programme.runs[0]
    assert [wants_rendering(each) for each in programme.runs] == [True, False]
    titles = tmp_path / "titles.ass"
    titles.write_text(ass(programme.events, small(whole)), encoding="utf-8")
    assert not standins.find_rendering(run, whole)
    standins.make_rendering(run, tmp_path, small(whole), titles, go_on)
    assert standins.find_rendering(run, whole)
    bare = cut_programme(
        film.film, film.shown, tmp_path, Entrances(tmp_path, film.film.rate), with_captions=False
    )
    views = [view(programme, standins), view(programme, None), view(bare, None)]
    for frame in (20, 0, 7):
        light, fine, wordless = (
            np.frombuffer(each.at(frame).data, np.uint8).astype(int) for each in views
        )
        words = np.abs(fine - wordless) > 25
        assert words.sum() > 40, "the line is in the picture"
        assert np.abs(light - fine)[words].mean() < 12
        assert np.abs(light - fine).mean() < 3


def test_effects_are_made_of_proxies_until_they_are_rendered(
    tmp_path: Path, standins: StandIns, view: View
) -> None:
    """Twice the speed, backwards and a dissolve: each from proxies shows what the takes show."""
    film = Film(tmp_path, 20, 20, 20)
    picture, *others = film.film.cut.tracks
    one, two, three = picture.clips
    clips = (
        one.evolve(speed=Fraction(2), frames=8),
        two.evolve(start=8, speed=Fraction(-1), skip=19, frames=12),
        three.evolve(start=20, skip=4, frames=16, entry=Transition(frames=6)),
    )
    cut = film.film.cut.evolve(tracks=(picture.evolve(clips=clips), *others))
    project = film.film.evolve(cut=cut)
    programme = cut_programme(project, film.shown, tmp_path, Entrances(tmp_path, project.rate))
    whole = Delivery.of(project)
    for run in programme.runs:
        for source in run.sources:
            standins.make_proxy(source, tmp_path, project.rate, go_on)
    seen, exact = view(programme, standins), view(programme, None)

    def compare(frame: int) -> float:
        both = (seen.at(frame, light=True), exact.at(frame))
        light, fine = (np.frombuffer(each.data, np.uint8).astype(int) for each in both)
        return float(np.abs(light - fine).mean())

    frames = (0, 5, 8, 13, 18, 20, 22, 30)
    assert max(compare(frame) for frame in frames) < 2.5
    for run in programme.runs:
        if wants_rendering(run):
            standins.make_rendering(run, tmp_path, small(whole), None, go_on)
    seen.player.load(programme, 128, 72)  # what was kept is let go of
    seen.player.load(programme, *SIZE)
    seen.moved(1)  # while the hand moves, processes only end
    before = children()
    for frame in frames:
        assert seen.moved(frame).light
        assert children() <= before, "no process is needed any more"
    seen.player.load(programme, 128, 72)
    seen.player.load(programme, *SIZE)
    assert max(compare(frame) for frame in frames) < 2.5


def test_a_proxy_in_place_of_a_take_without_colours_shows_the_same(
    tmp_path: Path, standins: StandIns
) -> None:
    film, slow = make_film(12), tmp_path / "media" / "red.mp4"
    slow.parent.mkdir()
    chain = "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,"
    chain += "setparams=colorspace=unknown:color_primaries=unknown:color_trc=unknown:range=unknown"
    command = [*QUIET, "-f", "lavfi", "-i", "color=0xc82828:s=1280x720:r=24:d=2,format=gbrp"]
    command = [find_ffmpeg(), *command, "-vf", chain, "-c:v", "libx264"]
    subprocess.run([*command, "-preset", "ultrafast", str(slow)], check=True)
    file = TakeFile(path="media/red.mp4", sha256=sha256_of(slow), bytes=slow.stat().st_size)
    take = make_take(tmp_path, "sh_00000000", numbered(48)).evolve(
        files=(file,), **measures(probe(slow), film.rate)
    )
    assert take.untagged
    (made,) = segments(film, {take.owner: take})
    assert standins.make_proxy(source_of(take), tmp_path, film.rate, go_on)  # as beside the cut
    lighter = standins.lightened(made, film.rate)
    assert lighter.sources[0].path != made.sources[0].path
    for each in (made, lighter):
        with Reel([each], tmp_path, Delivery.of(film), 0) as reel:
            data = reel.read()
        assert data is not None
        middle = np.frombuffer(data, np.uint8).reshape(*SIZE[::-1], 4)[40, 80, :3]
        assert np.abs(middle.astype(int) - (40, 40, 200)).max() <= 6


def test_what_stands_in_is_the_same_at_every_size_of_the_viewer() -> None:
    film = make_film(10, size=(1920, 804))
    whole = Delivery.of(film)
    assert (small(whole).height, small(whole).width) == (540, 1290)


def test_stopped_they_leave_nothing(tmp_path: Path, standins: StandIns) -> None:
    film = Film(tmp_path, 20)
    source = film.programme.runs[0].source
    assert source is not None

    def stop() -> None:
        raise Cancelled("media.cancelled")

    with pytest.raises(Cancelled):
        standins.make_proxy(source, tmp_path, film.film.rate, stop)
    assert not [path for path in (tmp_path / "standins").rglob("*") if path.is_file()]


def test_nothing_is_made_of_a_file_that_was_altered(tmp_path: Path, standins: StandIns) -> None:
    film = Film(tmp_path, 20, 16, lines={1: "A line"})
    first, second = film.programme.runs
    assert first.source is not None
    assert second.source is not None
    path = tmp_path / second.source.path
    (tmp_path / first.source.path).write_bytes(path.read_bytes())
    with pytest.raises(RenderError):
        standins.make_proxy(first.source, tmp_path, film.film.rate, go_on)
    path.write_bytes(b"no film")
    with pytest.raises(RenderError):
        standins.make_rendering(second, tmp_path, Delivery.of(film.film), None, go_on)
    assert not list((tmp_path / "standins").rglob("*.mov"))


def test_they_keep_to_their_room(tmp_path: Path) -> None:
    film = Film(tmp_path, 20, 16)
    roomy = StandIns(tmp_path / "standins")
    film.with_proxies(roomy)
    sizes = [path.stat().st_size for path in (tmp_path / "standins").rglob("*.mov")]
    assert len(sizes) == 2
    tight = StandIns(tmp_path / "tight", limit=max(sizes) + 10)
    film.with_proxies(tight)
    assert len(list((tmp_path / "tight").rglob("*.mov"))) == 1


def test_light_takes_need_none(tmp_path: Path, standins: StandIns) -> None:
    film = make_film(10)
    take = make_take(tmp_path, "sh_00000000", numbered(10))
    shown = {"sh_00000000": take}
    run = cut_programme(film, shown, tmp_path, Entrances(tmp_path, film.rate)).runs[0]
    source = plain(run)
    assert source is not None
    assert not standins.make_proxy(source, tmp_path, film.rate, go_on)
