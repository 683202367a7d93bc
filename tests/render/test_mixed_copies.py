"""Takes of several encoders copied into one film where that is wanted, picture by picture."""

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from studio.errors import RenderError
from studio.media.probe import probe
from studio.media.video import decoded
from studio.render.delivery import Captions, Container, Copies, Delivery
from studio.render.export import Report, export
from studio.render.in_band import changes, sets_in
from studio.render.kept import Kept
from studio.render.parameter_sets import parameter_sets
from studio.render.proof_changes import check_changes
from studio.timeline.project import Project
from studio.timeline.take import Take
from tests.films import make_film
from tests.render.test_copying import CODING, coded, file_of, psnr, take_of, trimmed

NAMES = [f"sh_{n:08}" for n in range(9)]
OTHERS = (("-bf", "0"), ("-bf", "3"), ("-bf", "2", "-refs", "5", "-coder", "0"))


def takes(folder: Path, *lengths: int) -> dict[str, Take]:
    """Takes of different encoders: their order of decoding and their tools differ."""
    found: dict[str, Take] = {}
    for n, (name, frames, other) in enumerate(zip(NAMES, lengths, OTHERS, strict=False), 1):
        path = coded(folder / f"{'x' * n}.mp4", frames, (*CODING, *other))
        found[name] = take_of(folder, name, path, frames)
    return found


def made(
    film: Project, shown: dict[str, Take], folder: Path, copies: Copies = Copies.MIXED,
    container: Container = Container.MP4, kept: Kept | None = None,
) -> tuple[Report, Path]:  # fmt: skip
    wanted = replace(Delivery.of(film, Captions.NONE), copies=copies, container=container)
    out = folder / f"film{container.suffix}"
    out.unlink(missing_ok=True)  # one that lies there would stay
    return export(film, shown, folder, out, wanted, overwrite=True, kept=kept), out


def pictures(path: Path) -> list[np.ndarray]:
    return [picture for _, picture in decoded(path)]


@pytest.mark.parametrize("container", [Container.MP4, Container.MOV, Container.MKV])
def test_whole_takes_of_several_encoders_are_copied_to_the_bit(
    tmp_path: Path, container: Container
) -> None:
    film, shown = make_film(30, 17, 24), takes(tmp_path, 30, 17, 24)
    report, out = made(film, shown, tmp_path, container=container)
    assert report.ways == ("copied",) * 3
    wanted = [p for name in NAMES[:3] for p in pictures(file_of(tmp_path, shown[name]))]
    got = pictures(out)
    assert len(got) == len(wanted) == 71
    assert all(np.array_equal(one, other) for one, other in zip(got, wanted, strict=True))
    assert (probe(out).frames, probe(out).variable_rate) == (71, False)
    (said,) = [f for f in report.proof.findings if f.key == "proof.mixed"]
    assert (said.values["count"], said.frame) == (2, 30)
    assert "--copy-mixed" in said.text("en")


def test_a_player_may_enter_at_any_key_picture(tmp_path: Path) -> None:
    film, shown = make_film(30, 36), takes(tmp_path, 30, 36)
    _, out = made(film, shown, tmp_path)
    wanted = pictures(file_of(tmp_path, shown[NAMES[1]]))
    with av.open(str(out)) as container:
        video = container.streams.video[0]
        assert video.codec_context.codec_tag == "avc3"
        for first in (0, 12, 24):
            container.seek(round((30 + first) / 24 / float(video.time_base or 1)), stream=video)
            frame = next(container.decode(video))
            assert np.array_equal(frame.to_ndarray(format="bgr24"), wanted[first])


def test_cuts_inside_groups_encode_their_edges_only(tmp_path: Path) -> None:
    film, shown = trimmed(make_film(50, 40), 7), takes(tmp_path, 72, 60)
    kept = Kept(tmp_path / "pieces")
    report, out = made(film, shown, tmp_path, kept=kept)
    assert report.ways == ("copied", "copied")
    sources = [pictures(file_of(tmp_path, shown[name])) for name in NAMES[:2]]
    wanted, got = sources[0][7:57] + sources[1][7:47], pictures(out)
    assert len(got) == len(wanted)
    same = [np.array_equal(one, other) for one, other in zip(got, wanted, strict=True)]
    assert sum(same) > 60
    assert min(psnr(one, other) for one, other in zip(got, wanted, strict=True)) > 34
    first = out.read_bytes()
    assert made(film, shown, tmp_path, kept=kept)[1].read_bytes() == first


def test_nothing_is_mixed_unless_it_is_wanted_and_needed(tmp_path: Path) -> None:
    film, shown = make_film(30, 24), takes(tmp_path, 30, 24)
    report, out = made(film, shown, tmp_path, Copies.SAME)
    assert report.ways == ("copied", "encoded")
    one = make_film(30)
    report, alike = made(one, shown, tmp_path)
    assert (report.ways, report.proof.findings) == (("copied",), ())
    with av.open(str(alike)) as container:
        assert container.streams.video[0].codec_context.codec_tag == "avc1"
    assert out == alike


def test_a_film_that_cannot_be_decoded_across_a_change_is_refused(tmp_path: Path) -> None:
    film, shown = make_film(30, 24), takes(tmp_path, 30, 24)
    _, out = made(film, shown, tmp_path)
    wanted = replace(Delivery.of(film, Captions.NONE), copies=Copies.MIXED)
    assert len(check_changes(out, 54, wanted)) == 1
    with av.open(str(out)) as container:
        video = container.streams.video[0]
        sets = parameter_sets(video.codec_context.extradata or b"")
        assert sets is not None
        packets = [(p.pos, p.size) for p in container.demux(video) if p.size]
    at, size = packets[30]
    assert at is not None
    content = bytearray(out.read_bytes())
    assert sets_in(bytes(content[at : at + size]), sets.length_size)
    content[at + 5 : at + 12] = bytes(7)  # the second take's first set
    out.write_bytes(content)
    with pytest.raises(RenderError) as caught:
        check_changes(out, 54, wanted)
    assert (caught.value.key, caught.value.values["timecode"]) == ("proof.change", "00:00:01:06")


def test_only_what_is_understood_is_mixed(tmp_path: Path) -> None:
    heads: list[bytes] = []
    for name in NAMES[:2]:
        with av.open(str(file_of(tmp_path, takes(tmp_path, 12, 12)[name]))) as container:
            heads.append(container.streams.video[0].codec_context.extradata or b"")
    assert changes([heads[0], heads[0]]) is None
    both = changes(heads)
    assert both is not None
    assert both.delay == 2
    with pytest.raises(RenderError):
        both.of(b"something else")
    with pytest.raises(RenderError):
        changes([heads[0], heads[1][:4] + b"\xfd" + heads[1][5:]])  # lengths of two bytes
    assert changes([heads[0], b"no record"]) is None
    assert sets_in(b"", 4) == sets_in(b"\0\0\0\0\0\0", 4) == sets_in(b"\0\0\0\xff\x67", 4) == ()
