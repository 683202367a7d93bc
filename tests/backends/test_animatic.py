"""The embedded backend: real files, exact in every respect, stopped cleanly, hard to break."""

import asyncio
import hashlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.animatic.models import can_cut_out
from studio.backends.animatic import NAME, Animatic
from studio.backends.base import Event, Figure, Input, Progress, Request, Result, Spoken
from studio.errors import BadInput, Cancelled
from studio.media.encode import Encoder
from studio.media.probe import probe
from studio.media.sound import read_sound
from studio.media.video import decoded
from studio.messages import say
from studio.voices.wav import write_wav

ANN = Figure(key="su_ann0", name="Ann", colour="#c8553d")


def wish(**changes: object) -> Request:
    values: dict[str, object] = {
        "prompt": "Ann waits in the rain",
        "setting": "a street at night",
        "width": 256,
        "height": 144,
        "frames": 30,
        "moves": ("push_in",),
        "figures": (ANN,),
        "seed": 5,
        "sound": False,
    }
    return Request(**{**values, **changes})


async def made(request: Request, folder: Path) -> list[Event]:
    backend = Animatic()
    remote = await backend.submit(request, "key-1")
    return [event async for event in backend.watch(remote, request, folder)]


def result(request: Request, folder: Path) -> Result:
    last = asyncio.run(made(request, folder))[-1]
    assert isinstance(last, Result)
    return last


def given(path: Path, role: str, kind: str, figure: str | None = None) -> Input:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Input(role=role, kind=kind, path=str(path), sha256=digest, figure=figure)


def test_the_offer_is_free_local_and_open() -> None:
    offer = Animatic().offer
    assert offer.name == NAME
    assert offer.local
    assert offer.sound
    assert offer.ready
    assert offer.price.per_second == offer.price.per_request == 0
    assert {"en", "zh"} <= set(offer.languages)
    assert "yue" in offer.scratch_languages
    assert not set(offer.languages) & set(offer.scratch_languages)


@pytest.mark.parametrize(
    ("size", "rate", "frames"),
    [((256, 144), (24, 1), 31), ((144, 256), (30000, 1001), 17), ((130, 98), (25, 1), 1)],
)
def test_frames_size_rate_and_sound_are_exact(
    tmp_path: Path, size: tuple[int, int], rate: tuple[int, int], frames: int
) -> None:
    request = wish(
        width=size[0], height=size[1], rate_num=rate[0], rate_den=rate[1], frames=frames, sound=True
    )
    file = tmp_path / result(request, tmp_path).files[0]
    info = probe(file)
    assert (info.width, info.height, info.frames) == (*size, frames)
    assert (info.rate.numerator, info.rate.denominator) == rate
    assert len(read_sound(file)) == round(frames * rate[1] * 48000 / rate[0])
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_the_same_request_gives_the_same_bytes(tmp_path: Path) -> None:
    request = wish(sound=True, moves=("handheld",), frames=48)
    first, second = result(request, tmp_path / "a"), result(request, tmp_path / "b")
    assert first == second
    assert (tmp_path / "a" / first.files[0]).read_bytes() == (
        tmp_path / "b" / second.files[0]
    ).read_bytes()
    other = result(request.model_copy(update={"seed": 6}), tmp_path / "c")
    assert (tmp_path / "c" / other.files[0]).read_bytes() != (
        tmp_path / "a" / first.files[0]
    ).read_bytes()


def test_lines_are_heard_where_the_result_says(tmp_path: Path) -> None:
    line = Spoken(key="cu_1", speaker=ANN.key, text="I waited for an hour.", start=24)
    done = result(wish(lines=(line,), sound=True, frames=96), tmp_path)
    span = done.spoken["cu_1"]
    assert span.start == pytest.approx(24, abs=2)
    assert span.start + span.frames <= 96
    sound = np.abs(read_sound(tmp_path / done.files[0])).mean(axis=1)
    inside = sound[span.start * 2000 : (span.start + span.frames) * 2000].mean()
    assert inside > 6 * sound[: 20 * 2000].mean()


def test_a_language_with_a_sketch_of_a_voice_is_marked(tmp_path: Path) -> None:
    line = Spoken(key="cu_1", speaker=ANN.key, text="你喺邊度呀", language="yue")
    assert result(wish(lines=(line,), sound=True), tmp_path).scratch == ("yue",)


def test_progress_rises_to_the_result(tmp_path: Path) -> None:
    events = asyncio.run(made(wish(width=640, height=360, frames=720), tmp_path))
    told = [event.done for event in events[:-1] if isinstance(event, Progress)]
    assert told
    assert told == sorted(told)
    assert len(told) == len(events) - 1


def test_a_cancelled_watch_leaves_nothing_and_returns_at_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        backend, seen = Animatic(), asyncio.Event()
        request = wish(width=1280, height=720, frames=100_000)

        async def follow() -> None:
            async for _ in backend.watch("key-1", request, tmp_path):
                seen.set()

        task = asyncio.create_task(follow())
        await seen.wait()
        task.cancel()
        await asyncio.wait({task}, timeout=30)
        assert task.cancelled()

    asyncio.run(scenario())
    assert list(tmp_path.iterdir()) == []


def test_cancel_by_id_ends_the_watch_with_cancelled(tmp_path: Path) -> None:
    async def scenario() -> None:
        backend = Animatic()
        async for _ in backend.watch("key-1", wish(frames=100_000), tmp_path):
            await backend.cancel("key-1")

    with pytest.raises(Cancelled):
        asyncio.run(scenario())
    assert list(tmp_path.iterdir()) == []
    asyncio.run(Animatic().cancel("never heard of"))


def test_two_requests_run_side_by_side(tmp_path: Path) -> None:
    async def scenario() -> None:
        jobs = [made(wish(seed=n), tmp_path / str(n)) for n in range(3)]
        assert all(isinstance(events[-1], Result) for events in await asyncio.gather(*jobs))

    asyncio.run(scenario())


def test_a_picture_is_a_still(tmp_path: Path) -> None:
    done = result(wish(kind="picture"), tmp_path)
    assert cv2.imread(str(tmp_path / done.files[0])).shape == (144, 256, 3)


@pytest.mark.parametrize("cue", ["music", "effect", "line"])
def test_a_sound_is_as_long_as_asked(tmp_path: Path, cue: str) -> None:
    lines = (Spoken(key="cu_1", speaker="", text="Once upon a time."),) if cue == "line" else ()
    request = wish(
        kind="sound", prompt="thunder", lines=lines, options={"cue": cue}, frames=60, sound=True
    )
    done = result(request, tmp_path)
    sound = read_sound(tmp_path / done.files[0])
    assert len(sound) == 120_000
    assert np.abs(sound).max() > 0.02
    assert set(done.spoken) == {line.key for line in lines}


def test_a_first_frame_keeps_its_colours(tmp_path: Path) -> None:
    colours = [(200, 60, 40), (40, 180, 60), (60, 70, 210), (128, 128, 128)]
    picture = np.zeros((144, 256, 3), np.uint8)
    for index, colour in enumerate(colours):
        picture[:, index * 64 : index * 64 + 64] = colour
    cv2.imwrite(str(tmp_path / "bars.png"), picture)
    inputs = (given(tmp_path / "bars.png", "first_frame", "picture"),)
    done = result(wish(inputs=inputs, moves=("static",)), tmp_path / "out")
    shown = [frame for _, frame in decoded(tmp_path / "out" / done.files[0])][10]
    for index, colour in enumerate(colours):
        seen = shown[40:100, index * 64 + 16 : index * 64 + 48].reshape(-1, 3).mean(axis=0)
        assert np.abs(seen - colour).max() <= 3


def test_a_video_may_be_motion_camera_or_first_frame(tmp_path: Path) -> None:
    video = tmp_path / "video.mov"
    with Encoder(
        video, width=64, height=36, rate=(30, 1), frames=20, pixel_format="bgr24"
    ) as encoder:
        for index in range(20):
            encoder.write(np.full((36, 64, 3), index * 12, np.uint8))
    for role in ("motion", "camera", "first_frame", "last_frame"):
        done = result(wish(inputs=(given(video, role, "video"),)), tmp_path / role)
        assert probe(tmp_path / role / done.files[0]).frames == 30


def test_a_recording_is_the_dialogue(tmp_path: Path) -> None:
    clock = np.arange(48_000) / 48_000
    voice = (0.5 * np.sin(2 * np.pi * 220 * clock)).astype(np.float32)
    write_wav(tmp_path / "lip.wav", voice)
    line = Spoken(key="cu_1", speaker=ANN.key, text="This is not spoken by a machine.")
    inputs = (given(tmp_path / "lip.wav", "lip", "sound", ANN.key),)
    done = result(wish(inputs=inputs, lines=(line,), sound=True, frames=48), tmp_path / "out")
    sound = read_sound(tmp_path / "out" / done.files[0])
    assert (done.spoken["cu_1"].start, done.spoken["cu_1"].frames) == (0, 24)
    assert np.abs(sound[:40_000]).max() > 10 * np.abs(sound[60_000:]).max()


@pytest.mark.parametrize(
    "content", [b"", b"not media at all", b"\x89PNG\r\n\x1a\n", b"#EXTM3U\n/etc"]
)
@pytest.mark.parametrize(
    ("role", "kind"),
    [("first_frame", "picture"), ("subject", "picture"), ("motion", "video"), ("lip", "sound")],
)
def test_bad_files_are_refused_and_nothing_is_left(
    tmp_path: Path, content: bytes, role: str, kind: str
) -> None:
    path = tmp_path / "bad.png"
    path.write_bytes(content)
    request = wish(inputs=(given(path, role, kind, ANN.key),), sound=True)
    with pytest.raises(BadInput) as caught:
        result(request, tmp_path / "out")
    assert "bad.png" in caught.value.text()
    assert list((tmp_path / "out").iterdir()) == []


def test_missing_files_wrong_kinds_and_odd_sizes_are_refused(tmp_path: Path) -> None:
    absent = Input(
        role="first_frame", kind="picture", path=str(tmp_path / "x.png"), sha256="0" * 64
    )
    (tmp_path / "a.png").write_bytes(b"x")
    wrong = given(tmp_path / "a.png", "motion", "picture")
    for request, key in (
        (wish(inputs=(absent,)), "animatic.missing_file"),
        (wish(inputs=(wrong,)), "animatic.wrong_kind"),
        (wish(width=257), "animatic.odd_size"),
    ):
        with pytest.raises(BadInput) as caught:
            result(request, tmp_path / "out")
        assert caught.value.key == key


def test_old_people_and_children_sound_as_they_are_drawn(tmp_path: Path) -> None:
    spans: dict[str, int] = {}
    sounds: dict[str, bytes] = {}
    for who in ("a woman", "an old woman", "a little girl"):
        ann = Figure(key="su_ann0", name="Ann", description=who, gender="female")
        line = Spoken(key="cu_1", speaker=ann.key, text="你喺邊度呀", language="yue", start=4)
        out = tmp_path / who
        done = result(wish(figures=(ann,), lines=(line,), sound=True, frames=96), out)
        spans[who] = done.spoken["cu_1"].frames
        sounds[who] = read_sound(out / done.files[0]).tobytes()
    assert spans["an old woman"] > spans["a woman"]
    assert len(set(sounds.values())) == 3


def test_what_is_lacking_is_told_and_has_a_sentence() -> None:
    lacking = Animatic().offer.lacking
    assert lacking == (() if can_cut_out() else ("animatic.no_cutout",))
    assert "cutout" in say("animatic.no_cutout", "en")
    assert "cutout" in say("animatic.no_cutout", "zh")
