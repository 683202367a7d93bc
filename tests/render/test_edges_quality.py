"""Edges are encoded in less time and with a finer quantiser: as good as the rest of a film."""

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from studio.media.video import decoded
from studio.render.copying import planned
from studio.render.delivery import Captions, Delivery
from studio.render.edge_coding import for_edge
from studio.render.graph import segments
from studio.render.piece_file import made
from studio.render.piece_keys import key_of
from tests.films import make_film
from tests.render.test_copying import NAMES, file_of, psnr, takes, trimmed


@pytest.mark.parametrize("crf", [16.0, 20.0, 26.0])
def test_edges_are_as_good_as_the_rest(tmp_path: Path, crf: float) -> None:
    film = trimmed(make_film(50), 7)
    shown = takes(tmp_path, 72)
    runs = segments(film, shown)
    plan = planned(runs, tmp_path, replace(Delivery.of(film, Captions.NONE), crf=crf))
    own = [picture for _, picture in decoded(file_of(tmp_path, shown[NAMES[0]]))]
    assert plan.delivery.like is not None
    for frames in (1, 3, 5):
        edge, near = runs[0].part(0, frames), list[float]()
        for name, delivery in (("film", plan.delivery), ("edge", for_edge(plan.delivery, frames))):
            path = tmp_path / f"{name}.mp4"
            path.unlink(missing_ok=True)
            made(edge, tmp_path, delivery, None, path, 1, None, lambda _: None, lambda: False)
            pictures = [picture for _, picture in decoded(path)]
            assert len(pictures) == frames
            near.append(
                float(np.mean([psnr(a, b) for a, b in zip(pictures, own[7:], strict=False)]))
            )
        assert near[1] >= near[0], frames
        assert b"trellis=0" in path.read_bytes()
        assert b"subme=1" in path.read_bytes()


@pytest.mark.parametrize("preset", ["veryfast", "fast", "medium", "slow", "slower"])
def test_edges_have_the_parameter_sets_of_the_rest(tmp_path: Path, preset: str) -> None:
    film = trimmed(make_film(50), 7)
    shown = takes(tmp_path, 72)
    runs = segments(film, shown)
    wanted = replace(Delivery.of(film, Captions.NONE), preset=preset)
    plan = planned(runs, tmp_path, wanted)
    assert plan.copies[0] is not None
    assert (for_edge(plan.delivery, 5) is plan.delivery) == (preset == "veryfast")
    edge = runs[0].part(0, 5)
    sets = list[bytes]()
    for name, delivery in (("film", plan.delivery), ("edge", for_edge(plan.delivery, 5))):
        path = tmp_path / f"{name}.mp4"
        made(edge, tmp_path, delivery, None, path, 1, None, lambda _: None, lambda: False)
        with av.open(path) as file:
            sets.append(bytes(file.streams.video[0].codec_context.extradata or b""))
    assert sets[0] == sets[1] != b""


def test_an_edge_has_a_key_of_its_own(tmp_path: Path) -> None:
    film = trimmed(make_film(50), 7)
    runs = segments(film, takes(tmp_path, 72))
    plan = planned(runs, tmp_path, Delivery.of(film, Captions.NONE))
    keys = {
        key_of(runs[0], delivery, 2) for delivery in (plan.delivery, for_edge(plan.delivery, 5))
    }
    assert len(keys) == 2


def test_edges_of_mixed_takes_are_encoded_as_the_rest(tmp_path: Path) -> None:
    delivery = Delivery.of(make_film(50), Captions.NONE)
    assert delivery.like is None
    assert for_edge(delivery, 5) is delivery


def test_what_is_without_loss_is_encoded_as_it_is(tmp_path: Path) -> None:
    film = trimmed(make_film(50), 7)
    runs = segments(film, takes(tmp_path, 72))
    plan = planned(runs, tmp_path, Delivery.of(film, Captions.NONE))
    fine = replace(plan.delivery, crf=0.0)
    assert fine.like is not None
    assert for_edge(fine, 5) is fine


def test_edges_of_many_pictures_are_encoded_as_the_rest(tmp_path: Path) -> None:
    film = trimmed(make_film(50), 7)
    runs = segments(film, takes(tmp_path, 72))
    plan = planned(runs, tmp_path, Delivery.of(film, Captions.NONE))
    assert for_edge(plan.delivery, 12) is not plan.delivery
    assert for_edge(plan.delivery, 13) is plan.delivery
