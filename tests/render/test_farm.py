"""An export on a real Dask cluster is that of this computer, whatever becomes of the workers."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from distributed import Client

from studio.errors import BadInput, Cancelled, RenderError, StudioError
from studio.media.ffmpeg import find_ffmpeg
from studio.media.hashes import sha256_of
from studio.render.delivery import Copies, Delivery
from studio.render.export import Report, export
from studio.render.farm_link import Cluster, joined
from studio.timeline.look import Grade, Look, Lut
from studio.timeline.project import Project
from studio.timeline.take import Take
from tests.films import grey_ramp, make_film, make_take, tone
from tests.render.clusters import ROOT, Workers, cluster

pytestmark = pytest.mark.slow
NAMES = [f"sh_{n:08}" for n in range(9)]
Film = tuple[Project, dict[str, Take], Path]


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workers]:
    with cluster(tmp_path_factory.mktemp("farm"), workers=1) as workers:
        yield workers


@pytest.fixture
def film(tmp_path: Path) -> Film:
    """Three shots, one of them lettered."""
    project = make_film(24, 18, 30, lines={1: "Hello, 世界。"})
    shown = {
        name: make_take(tmp_path, name, grey_ramp(n, 160, 90), tone(n / 24))
        for name, n in zip(NAMES, (24, 18, 30), strict=False)
    }
    return project, shown, tmp_path


@pytest.fixture
def long_film(tmp_path: Path) -> Film:
    """Two shots of noise, each of which keeps an encoder busy for a while."""
    random = np.random.default_rng(1)
    noise = [random.integers(0, 255, (360, 480, 3), np.uint8) for _ in range(36)]
    project = make_film(36, 36, size=(480, 360))
    return project, {name: make_take(tmp_path, name, noise) for name in NAMES[:2]}, tmp_path


def exported(film: Film, where: Cluster | None, **more: Any) -> tuple[bytes, Report]:
    project, shown, folder = film
    out = folder / "film.mp4"
    out.unlink(missing_ok=True)
    wanted = replace(Delivery.of(project), copies=Copies.NONE)  # so that all must be encoded
    if where is None:
        report = export(project, shown, folder, out, wanted)
    else:
        notice: Callable[[StudioError], None] = more.pop("notice", _unheard)
        with joined(where, notice, more.pop("patience", 60)) as crew:
            report = export(project, shown, folder, out, wanted, crew=crew, **more)
    return out.read_bytes(), report


def _unheard(error: StudioError) -> None:
    raise AssertionError(str(error))


def test_a_farm_that_sees_the_folder_makes_the_very_film(film: Film, farm: Workers) -> None:
    here, _ = exported(film, None)
    sent = set(farm.folder.rglob("farm/*/*"))
    there, report = exported(film, Cluster(farm.address))
    assert there == here
    assert (report.segments, report.kept) == (3, 0)
    named, _ = exported(film, Cluster(farm.address, str(film[2])))
    assert named == here
    assert [p.name for p in film[2].iterdir() if p.name.startswith((".", "farm-"))] == []
    assert set(farm.folder.rglob("farm/*/*")) == sent  # nothing more was


def test_a_farm_that_sees_nothing_is_sent_the_media_once(film: Film, farm: Workers) -> None:
    here, _ = exported(film, None)
    there, _ = exported(film, Cluster(farm.address, ""))
    assert there == here
    hashes = {take.files[0].sha256 for take in film[1].values()}
    sent = [path for path in farm.folder.rglob("farm/*/*") if path.stem in hashes]
    assert len(sent) == len(hashes)
    for path in sent:
        path.chmod(0o444)
    spoilt = min(sent)
    spoilt.chmod(0o644)
    spoilt.write_bytes(b"no longer what it was")
    again, _ = exported(film, Cluster(farm.address, ""))
    assert again == here
    assert spoilt.stat().st_size > 1000  # it was sent anew, and the others were not
    assert {path.stat().st_mode & 0o777 for path in sent if path != spoilt} == {0o444}
    for path in sent:
        path.unlink()
    with (film[2] / film[1][NAMES[0]].files[0].path).open("ab") as file:
        file.write(b"another film")
    with pytest.raises(RenderError) as caught:
        exported(film, Cluster(farm.address, ""))
    assert caught.value.key == "farm.altered"


def test_a_worker_dies_in_the_middle_of_a_piece(long_film: Film, farm: Workers) -> None:
    here, _ = exported(long_film, None)
    victim, address = farm.begin()
    killed: list[float] = []
    with Client(farm.address) as looking:

        def tell(done: float) -> None:
            if not killed and done > 0 and looking.processing().get(address):
                killed.append(done)
                victim.kill()

        there, _ = exported(long_film, Cluster(farm.address), progress=tell)
    victim.end()
    assert killed
    assert killed[0] < 0.9
    assert there == here


def test_a_stop_ends_the_encoders_of_the_workers(long_film: Film, farm: Workers) -> None:
    begun: list[float] = []

    def tell(done: float) -> None:
        if done > 0:
            begun.append(done)

    with pytest.raises(Cancelled):
        exported(long_film, Cluster(farm.address), progress=tell, cancelled=lambda: bool(begun))
    deadline = time.monotonic() + 30
    with Client(farm.address) as looking:
        while any(looking.run(encoders).values()):
            assert time.monotonic() < deadline
    assert [path.name for path in long_film[2].iterdir() if path.name.startswith(".")] == []


def encoders() -> list[str]:
    """The encoders that a worker runs."""
    return [child.name() for child in psutil.Process().children(recursive=True)]


def test_workers_that_would_make_other_bytes_take_no_part(film: Film, tmp_path: Path) -> None:
    here, _ = exported(film, None)
    other = tmp_path / "ffmpeg"
    shutil.copyfile(find_ffmpeg(), other)
    with other.open("ab") as file:
        file.write(b"\0")
    other.chmod(0o755)
    note = tmp_path / "old" / "storyreel-0.0.1.dist-info" / "METADATA"
    note.parent.mkdir(parents=True)
    note.write_text("Metadata-Version: 2.1\nName: storyreel\nVersion: 0.0.1\n")
    said: list[StudioError] = []
    with cluster(tmp_path / "cluster") as workers:
        _, address = workers.begin(STUDIO_FFMPEG=str(other))
        with pytest.raises(RenderError, match=address) as caught:
            exported(film, Cluster(workers.address))
        assert caught.value.key == "farm.other_program"
        _, old = workers.begin(PYTHONPATH=f"{tmp_path / 'old'}{os.pathsep}{ROOT}")
        with pytest.raises(RenderError) as caught:
            exported(film, Cluster(workers.address), notice=said.append)
        assert caught.value.key == "farm.other_program"
        assert [(error.key, error.values["worker"]) for error in said] == [
            ("farm.other_release", old)
        ]
        workers.begin()
        there, _ = exported(film, Cluster(workers.address), notice=said.append)
    assert there == here
    assert "0.0.1" in str(said[0])


def test_what_no_worker_can_encode_fails_as_it_does_here(film: Film, farm: Workers) -> None:
    project, shown, folder = film
    table = folder / "media" / "broken.cube"
    table.write_text("LUT_3D_SIZE 2\n0 0 0\n")
    lut = Lut(id="lu_00000001", name="x", path="media/broken.cube", sha256=sha256_of(table))
    look = Look(grade=Grade(lut=lut.id))
    picture, *others = project.cut.tracks
    clips = tuple(clip.evolve(look=look) for clip in picture.clips)
    cut = project.cut.evolve(tracks=(picture.evolve(clips=clips), *others))
    spoilt = project.evolve(luts=(lut,), cut=cut), shown, folder
    keys: list[str] = []
    for where in (None, Cluster(farm.address), Cluster(farm.address, "")):
        with pytest.raises(StudioError) as caught:
            exported(spoilt, where)
        keys.append(caught.value.key)
    assert keys == ["render.no_table"] * 3


def test_clusters_that_are_not_there(film: Film, tmp_path: Path) -> None:
    for address in ("127.0.0.1:1", "no address", "tcp://[::1"):
        before = set(threading.enumerate())
        with pytest.raises(BadInput) as caught:
            exported(film, Cluster(address), patience=0.5)
        assert caught.value.key == "farm.no_scheduler"
        left = {each.name for each in set(threading.enumerate()) - before}
        assert "IO loop" not in left, "whoever joins next would wait for it in vain"
    with pytest.raises(BadInput, match=r"ca\.pem"):
        exported(film, Cluster("127.0.0.1:1", tls=tmp_path))


def test_clusters_that_are_no_help(long_film: Film, tmp_path: Path) -> None:
    dies = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with cluster(tmp_path / "cluster", **dies) as workers:
        with pytest.raises(RenderError) as caught:
            exported(long_film, Cluster(workers.address), patience=0.5)
        assert caught.value.key == "farm.no_workers"
        victim, _ = workers.begin()

        def kill_worker(done: float) -> None:
            if done > 0:
                victim.kill()

        with pytest.raises(RenderError) as caught:
            exported(long_film, Cluster(workers.address), progress=kill_worker)
        assert caught.value.key == "farm.killed"
        workers.begin()

        def kill_scheduler(done: float) -> None:
            if done > 0:
                workers.scheduler.kill()

        with pytest.raises(RenderError) as caught:
            exported(long_film, Cluster(workers.address), progress=kill_scheduler, patience=5)
        assert caught.value.key == "farm.lost"
