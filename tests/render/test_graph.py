"""The one graph: its text is golden, its hash depends on what the picture depends on."""

from dataclasses import replace
from pathlib import Path

import ffmpeg
import numpy as np

from studio.render.captions import Caption
from studio.render.contact import contact_sheet
from studio.render.delivery import Delivery, Fit
from studio.render.graph import segments
from studio.render.picture import picture
from studio.render.segment import Entrance
from studio.timeline.project import Project
from studio.timeline.take import Take, TakeFile
from tests.films import grey_ramp, make_film, make_take

FRAMED = Delivery.of(make_film(1))


def take_of(owner: str, frames: int) -> Take:
    file = TakeFile(path=f"media/{owner}.mov", sha256="0" * 64, bytes=1)
    return Take(
        id="tk_00000001", owner=owner, job="j", backend="b", kind="video", files=(file,),
        request={}, created="2026-01-01", frames=frames, has_sound=True,
    )  # fmt: skip


def graph_text(film: Project, shown: dict[str, Take], number: int = 0) -> str:
    segment = segments(film, shown)[number]
    stream = picture(segment, Path("film"), Delivery.of(film))
    arguments = ffmpeg.output(stream, "out.mp4").get_args()
    return arguments[arguments.index("-filter_complex") + 1]


def test_golden_graph() -> None:
    film = make_film(24, 12)
    assert graph_text(film, {"sh_00000000": take_of("sh_00000000", 20)}) == (
        "[0:v]fps=24/1:round=near:start_time=0[s0];"
        "[s0]tpad=color=black:stop=4[s1];"
        "[s1]trim=end_frame=24:start_frame=0[s2];"
        "[s2]setpts=PTS-STARTPTS[s3];"
        "[s3]scale=if(lt(abs(dar*90/160-1)\\,0.004)\\,160\\,"
        "max(2\\,2*floor(min(160\\,90*dar)/2))):"
        "if(lt(abs(dar*90/160-1)\\,0.004)\\,90\\,"
        "max(2\\,2*floor(min(90\\,160/dar)/2))):"
        "flags=bicubic+accurate_rnd:out_color_matrix=bt709:out_range=tv[s4];"
        "[s4]pad=160:90:(ow-iw)/2:(oh-ih)/2:black[s5];"
        "[s5]format=yuv420p[s6];[s6]setsar=1[s7];"
        "[s7]setparams=chroma_location=left:color_primaries=bt709:color_trc=bt709:"
        "colorspace=bt709:range=tv[s8]"
    )


def test_golden_entrance() -> None:
    """A take that may be entered is sought ahead of what is wanted; nothing else differs."""
    (run,) = segments(make_film(24), {"sh_00000000": take_of("sh_00000000", 240)})
    assert run.source is not None
    texts: list[list[str]] = []
    for source in (run.source, replace(run.source, entrance=Entrance(4))):
        stream = picture(run.with_sources({run.source: source}).part(12, 6), Path("film"), FRAMED)
        texts.append(ffmpeg.output(stream, "out.mp4").get_args())
    plain, entered = texts
    assert "-ss" not in plain
    place = entered.index("-ss")
    assert entered[place : place + 2] == ["-ss", "0.333333"]
    assert entered.index("-i") > place, "the input is sought, not what is decoded of it"
    trimmed = [text.replace("end_frame=18:start_frame=12", "T") for text in plain]
    rest = entered[:place] + entered[place + 2 :]
    assert [text.replace("end_frame=10:start_frame=4", "T") for text in rest] == trimmed
    assert run.digest(FRAMED) == run.with_sources({run.source: source}).digest(FRAMED)


def test_segments_cover_the_cut_without_gaps() -> None:
    film = make_film(10, 20, 30)
    runs = segments(film, {"sh_00000001": take_of("sh_00000001", 20)})
    assert [(run.start, run.frames) for run in runs] == [(0, 10), (10, 20), (30, 30)]
    assert [run.source is not None for run in runs] == [False, True, False]
    assert [run.label for run in runs] == ["1-1", "1-2", "1-3"]


def test_the_hash_follows_what_is_seen() -> None:
    film = make_film(24)
    (run,) = segments(film, {"sh_00000000": take_of("sh_00000000", 24)})
    delivery = Delivery.of(film)
    assert run.digest(delivery) == replace(run, start=99).digest(delivery)
    others = [
        replace(run, frames=23).digest(delivery),
        replace(run, captions=(Caption(0, 5, "x"),)).digest(delivery),
        run.digest(replace(delivery, width=320)),
        replace(run, layers=()).digest(delivery),
        run.digest(replace(delivery, frame=(90, 90))),
        run.digest(replace(delivery, frame=(90, 90), fit=Fit.FILL)),
    ]
    assert len({run.digest(delivery), *others}) == 7


def test_contact_sheet_shows_each_shot(tmp_path: Path) -> None:
    film = make_film(12, 12, lines={0: "你好。"})
    shown = {
        "sh_00000000": make_take(
            tmp_path, "sh_00000000", [np.full((90, 160, 3), (0, 0, 255), np.uint8)] * 12
        ),
        "sh_00000001": make_take(tmp_path, "sh_00000001", grey_ramp(12, 160, 90)),
    }
    contact_sheet(film, shown, tmp_path, tmp_path / "c.png")
    from studio.media.pictures import load_picture

    sheet = load_picture(tmp_path / "c.png").astype(int)
    red = (sheet[..., 0] > 200) & (sheet[..., 1] < 60) & (sheet[..., 2] < 60)
    assert red.sum() > 50_000
