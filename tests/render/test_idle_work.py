"""Idle work: made when nobody works, standing when somebody does, nothing left at the end."""

import threading
import time
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.render.delivery import Captions, Delivery
from studio.render.export import export
from studio.render.idle_work import IdleWork, Standing, Wish
from studio.render.kept import Kept
from studio.render.segment import Source
from studio.render.standins import StandIns
from tests.render.playing import children
from tests.render.test_standins import Film


class Shop:
    """Idle work on a film, and waiting for it without sleeping."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: list[Standing] = []
        self.news = threading.Event()
        self.standins = StandIns(folder / "standins")
        self.kept = Kept(folder / "kept")
        self.work = IdleWork(self.standins, self.kept, self._hear)

    def _hear(self, standing: Standing) -> None:
        self.told.append(standing)
        self.news.set()

    def until(self, done: Callable[[], bool]) -> None:
        limit = time.monotonic() + 60
        while not done():
            assert time.monotonic() < limit, f"it never came: {self.work.standing}"
            self.news.wait(0.02)
            self.news.clear()

    def finished(self) -> bool:
        return bool(self.told) and self.told[-1].doing == "" and any(t.doing for t in self.told)


def wish_of(film: Film, **more: object) -> Wish:
    return replace(Wish(film.film, film.shown, film.folder), **more)  # type: ignore[arg-type]


@pytest.fixture
def shop(tmp_path: Path) -> Generator[Shop, None, None]:
    before, processes = set(threading.enumerate()), children()
    made = Shop(tmp_path)
    yield made
    made.work.close()
    assert set(threading.enumerate()) - before == set()
    assert children() - processes == set()


def test_everything_is_made_when_nobody_works(tmp_path: Path, shop: Shop) -> None:
    film = Film(tmp_path, 20, 16, lines={0: "A line"})
    delivery = Delivery.of(film.film, Captions.BURN)
    shop.work.wish(wish_of(film, delivery=delivery))
    shop.work.rest(True)
    shop.until(shop.finished)
    doings = list(dict.fromkeys(each.doing for each in shop.told if each.doing))
    assert doings == ["proxies", "renderings", "pieces"]
    last = shop.told[-1]
    assert last.smooth == last.encoded == ((0, 36),)
    for run in film.programme.runs:
        assert shop.standins.of(run, delivery) is not None
    report = export(
        film.film, film.shown, tmp_path, tmp_path / "film.mp4", delivery, kept=shop.kept
    )
    assert report.kept == report.segments == 2


def stalled(shop: Shop, at: int) -> threading.Event:
    """The maker comes back at a picture of the next proxy; the event tells when."""
    came, go = threading.Event(), shop.standins.make_proxy

    def watched(*args: object) -> bool:
        *rest, hold = args
        asked = 0

        def counted() -> None:
            nonlocal asked
            asked += 1
            if asked == at:
                shop.work.rest(False)
                came.set()
            hold()  # type: ignore[operator]

        return go(*rest, counted)  # type: ignore[arg-type]

    shop.standins.make_proxy = watched  # type: ignore[method-assign]
    return came


def test_nothing_is_made_while_the_maker_works(tmp_path: Path, shop: Shop) -> None:
    film = Film(tmp_path, 20, 16)
    first = film.programme.runs[0].source
    assert first is not None
    StandIns(tmp_path / "standins").make_proxy(first, tmp_path, film.film.rate, lambda: None)
    shop.work.wish(wish_of(film))
    shop.until(lambda: shop.work.standing.smooth == ((0, 20),))
    assert len(list((tmp_path / "standins").rglob("*.mov"))) == 1
    assert {each.doing for each in shop.told} == {""}


def test_it_stands_when_the_maker_comes_back_and_goes_on_after(tmp_path: Path, shop: Shop) -> None:
    film = Film(tmp_path, 110)
    came = stalled(shop, 60)
    shop.work.wish(wish_of(film, renderings=False))
    shop.work.rest(True)
    assert came.wait(60)
    source = film.programme.runs[0].source
    assert source is not None
    assert shop.standins.proxy(source, film.film.rate) is None
    assert shop.work.standing.doing == "proxies"
    shop.work.rest(True)
    shop.until(shop.finished)
    assert shop.standins.proxy(source, film.film.rate) is not None


def test_what_is_not_wanted_is_skipped_and_not_tried_again(tmp_path: Path, shop: Shop) -> None:
    film = Film(tmp_path, 20, 110)
    first, second = (run.source for run in film.programme.runs)
    assert first is not None
    assert second is not None
    go = shop.standins.make_proxy

    def skipping(source: Source, *rest: object) -> bool:
        if source.sha256 == first.sha256:
            shop.work.skip()
        return go(source, *rest)  # type: ignore[arg-type]

    shop.standins.make_proxy = skipping  # type: ignore[method-assign]
    shop.work.wish(wish_of(film, renderings=False))
    shop.work.rest(True)
    shop.until(shop.finished)
    assert shop.standins.proxy(first, film.film.rate) is None
    assert shop.standins.proxy(second, film.film.rate) is not None
    shop.told.clear()
    film.film = film.film.evolve(title="Another")
    shop.work.wish(wish_of(film, renderings=False))
    shop.until(shop.finished)
    assert shop.standins.proxy(first, film.film.rate) is None


def test_preferences_are_kept(tmp_path: Path, shop: Shop) -> None:
    film = Film(tmp_path, 20, lines={0: "A line"})
    shop.work.wish(wish_of(film, proxies=False, delivery=Delivery.of(film.film)))
    shop.work.rest(True)
    shop.until(shop.finished)
    assert {each.doing for each in shop.told} == {"", "renderings", "pieces"}


def test_a_take_that_is_broken_does_not_stop_the_rest(tmp_path: Path, shop: Shop) -> None:
    film = Film(tmp_path, 20, 16)
    first, second = (run.source for run in film.programme.runs)
    assert first is not None
    assert second is not None
    (tmp_path / first.path).write_bytes(b"no film")
    shop.work.wish(wish_of(film, renderings=False))
    shop.work.rest(True)
    shop.until(shop.finished)
    assert shop.standins.proxy(first, film.film.rate) is None
    assert shop.standins.proxy(second, film.film.rate) is not None


def test_what_lies_there_from_before_is_known_at_once(tmp_path: Path, shop: Shop) -> None:
    film = Film(tmp_path, 20, 16).with_proxies(StandIns(tmp_path / "standins"))
    shop.work.wish(wish_of(film))
    shop.until(lambda: shop.work.standing.smooth == ((0, 36),))


@pytest.mark.parametrize("at", [3, 60])
def test_closing_ends_what_is_being_made(tmp_path: Path, shop: Shop, at: int) -> None:
    film = Film(tmp_path, 110)
    came = stalled(shop, at)
    shop.work.wish(wish_of(film))
    shop.work.rest(True)
    assert came.wait(60)
    shop.work.close()
    assert not list((tmp_path / "standins").rglob("*.mov"))
