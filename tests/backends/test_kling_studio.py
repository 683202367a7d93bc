"""What Kling does that is no shot, against its replayed service: the checklist, by number."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from studio.backends.kling_speech import AVATAR, DUB, EFFECT, LIPS, Face, Faces
from studio.backends.kling_studio import KlingStudio, kling_studio
from studio.errors import BackendError, Fault
from studio.media.ffmpeg import QUIET, run
from tests.backends.asking import painted
from tests.backends.kling_desk import account
from tests.backends.kling_legacy_rules import ACCESS, SECRET
from tests.backends.kling_server import KEY, Service, creates, serving
from tests.backends.waiting import Bucket, Waits

FACES = Faces("s-1", (Face("0", 0, 5000),))


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as found:
        yield found


def studio(service: Service, waits: Waits | None = None, **more: Any) -> KlingStudio:
    given = account(service, bucket=more.pop("bucket", Bucket()), **more)
    return kling_studio(given, pause=waits or Waits(), own=Path("/nowhere"))


def fault_of(work: Any) -> BackendError:
    with pytest.raises(BackendError) as caught:
        asyncio.run(work)
    return caught.value


def recorded(folder: Path, name: str, *arguments: str) -> Path:
    """A real file made by ffmpeg."""
    path = folder / name
    run([*QUIET, *arguments, str(path)])
    return path


def filmed(folder: Path, seconds: float = 4, size: str = "1920x1080") -> Path:
    picture = f"color=gray:size={size}:rate=24:duration={seconds}"
    return recorded(folder, "me.mp4", "-f", "lavfi", "-i", picture, "-preset", "ultrafast")


def heard(folder: Path, seconds: float = 3) -> Path:
    return recorded(folder, "line.wav", "-f", "lavfi", "-i", f"sine=duration={seconds}")


def test_36_37_an_element_from_pictures_is_used_by_its_own_id(
    service: Service, tmp_path: Path
) -> None:
    """Ids of 18 digits stay exact; the task's id is never the element's."""
    front, library = painted(tmp_path), studio(service).subjects

    async def act() -> Any:
        task = await library.element_from_pictures(
            "Mira", "a smith", front, [front], "k1", tag="character"
        )
        return task, await library.element(task)

    task, element = asyncio.run(act())
    assert element.id == "829836000000000003"
    assert element.id != task
    assert element.handles == {"kling.element": element.id, "kling.element.kind": "image_refer"}
    assert service.refused == []
    assert service.bodies[0][1]["tag_list"] == [{"tag_id": "o_102"}]
    asyncio.run(studio(service).pictures("<<<element_1>>>", "k2", elements=[element.id]))
    assert service.bodies[1][1]["element_list"] == [{"element_id": 829836000000000003}]


def test_36_an_element_from_a_video_has_a_look_and_a_voice(
    service: Service, tmp_path: Path
) -> None:
    bucket = Bucket()
    library = studio(service, bucket=bucket).subjects

    async def act() -> Any:
        task = await library.element_from_video("Mira", "a smith", filmed(tmp_path), "k1")
        return await library.element(task), await library.elements()

    element, known = asyncio.run(act())
    assert element.handles["kling.element.kind"] == "video_refer"
    assert element.handles["kling.voice"] == "829836000000000077"
    assert known == [element]
    assert [path.name for path in bucket.given] == ["me.mp4"]
    asyncio.run(library.delete_element(element.id))
    assert service.bodies[-1][1] == {"element_id": element.id}


@pytest.mark.parametrize(
    ("seconds", "size", "key"),
    [(2, "1920x1080", "clip_length"), (9, "1920x1080", "clip_length"), (4, "1280x720", "side"),
     (4, "1440x1080", "character_shape")],
)  # fmt: skip
def test_a_video_that_makes_no_element_is_refused_here(
    service: Service, tmp_path: Path, seconds: float, size: str, key: str
) -> None:
    clip = filmed(tmp_path, seconds, size)
    error = fault_of(studio(service).subjects.element_from_video("Mira", "x", clip, "k"))
    assert (error.key, error.fault) == (f"kling.{key}", Fault.INVALID)
    assert service.calls == []


def test_names_and_pictures_are_counted_before_anything_is_sent(
    service: Service, tmp_path: Path
) -> None:
    front, library = painted(tmp_path), studio(service).subjects
    for name, about, others in (
        ("x" * 21, "y", [front]),
        ("x", "y" * 101, [front]),
        ("x", "y", []),
    ):
        work = library.element_from_pictures(name, about, front, others, "k")
        assert fault_of(work).fault is Fault.INVALID
    assert service.calls == []


@pytest.mark.parametrize("fault", ["drop", "garbage", 5002])
@pytest.mark.parametrize("exists", [True, False])
def test_22_23_a_lost_answer_makes_one_element(
    service: Service, tmp_path: Path, fault: Any, exists: bool
) -> None:
    service.on("legacy", ("made", fault) if exists else fault)
    front = painted(tmp_path)
    task = asyncio.run(
        studio(service).subjects.element_from_pictures("M", "x", front, [front], "k1")
    )
    assert creates(service) == {"k1": 1}
    assert task in service.tasks


def test_24_the_same_key_is_the_same_thing(service: Service, tmp_path: Path) -> None:
    front = painted(tmp_path)
    works = [
        studio(service).subjects.element_from_pictures("M", "x", front, [front], "k1") for _ in "ab"
    ]
    assert len({asyncio.run(work) for work in works}) == 1


def test_voices_are_made_listed_and_deleted(service: Service) -> None:
    library = studio(service).subjects

    async def act() -> Any:
        task = await library.voice_from("Mira", "k1", sound="https://x.example/a.mp3")
        voice = await library.voice(task)
        await library.delete_voice(voice.id)
        return task, voice, await library.voices(), await library.voices(preset=True)

    task, voice, own, preset = asyncio.run(act())
    assert voice.id != task
    assert own == [voice]
    assert [(each.id, each.own) for each in preset] == [("p1", False)]
    assert service.refused == []
    assert fault_of(library.voice_from("M", "k")).key == "kling.one_source"


def test_36_speech_is_answered_at_once(service: Service) -> None:
    said = asyncio.run(
        studio(service).speech.speak("Hello", "oversea_male1", "en", speed=Decimal("3"))
    )
    assert (said.id, said.seconds) == ("aud-1", Decimal("2.5"))
    assert service.bodies[0][1]["voice_speed"] == 2.0
    assert "external_task_id" not in service.bodies[0][1]
    assert fault_of(studio(service).speech.speak("x" * 1001, "v", "en")).key == "kling.text_length"


@pytest.mark.parametrize("fault", ["drop", "garbage", 5000])
def test_lost_speech_is_a_doubt_and_not_said_again(service: Service, fault: Any) -> None:
    service.on("legacy", ("made", fault))
    error = fault_of(studio(service).speech.speak("Hello", "v", "en"))
    assert error.fault is Fault.LOST
    assert len(service.bodies) == 1


def test_lips_follow_in_two_steps(service: Service, tmp_path: Path) -> None:
    speech, line = studio(service).speech, heard(tmp_path)

    async def act() -> str:
        found = await speech.faces(video_id="v1")
        task = await speech.sync_lips(found, found.faces[0], "k1", sound=line, end=3000)
        (tmp_path / "out").mkdir()
        return await speech.fetch(LIPS, task, "video", tmp_path / "out")

    assert asyncio.run(act()) == "video.mp4"
    assert service.refused == []
    assert creates(service)["k1"] == 1


def test_lips_that_are_too_short_are_refused(service: Service) -> None:
    late = replace(FACES.faces[0], start=4000)
    speech = studio(service).speech
    for face, end in ((FACES.faces[0], 1900), (late, 3000)):
        work = speech.sync_lips(FACES, face, "k", audio_id="a", end=end)
        assert fault_of(work).key == "kling.lips_short"
    assert service.calls == []


@pytest.mark.parametrize("exists", [True, False])
def test_lost_lips_stay_in_doubt_as_they_cannot_be_looked_up(
    service: Service, exists: bool
) -> None:
    service.on("legacy", ("made", "drop") if exists else "drop")
    work = studio(service).speech.sync_lips(FACES, FACES.faces[0], "k", audio_id="a", end=3000)
    assert fault_of(work).fault is Fault.LOST
    assert len(service.bodies) == exists


def test_a_picture_speaks_and_sounds_are_made(service: Service, tmp_path: Path) -> None:
    speech, front = studio(service).speech, painted(tmp_path)

    async def act() -> list[str]:
        tasks = [
            (AVATAR, await speech.avatar(front, "k1", audio_id="a1", prompt="calm"), "video"),
            (EFFECT, await speech.effect("rain", Decimal(30), "k2"), "audio"),
            (DUB, await speech.dub("k3", video_id="v1", effects="steps"), "video"),
        ]
        names: list[str] = []
        for number, (path, task, kind) in enumerate(tasks):
            folder = tmp_path / f"{number}"
            folder.mkdir()
            names.append(await speech.fetch(path, task, kind, folder))
        return names

    assert asyncio.run(act()) == ["video.mp4", "audio.wav", "video.mp4"]
    assert service.refused == []
    assert service.leaked == []


def test_20_sounds_and_videos_with_no_public_link_are_refused(
    service: Service, tmp_path: Path
) -> None:
    speech = studio(service).speech
    for url in ("file:///etc/passwd", "http://localhost/a.mp4", "data:video/mp4;base64,AA"):
        assert fault_of(speech.faces(video=url)).fault is Fault.INVALID
    assert (
        fault_of(studio(service, bucket=None).speech.faces(video=filmed(tmp_path))).key
        == "kling.no_bucket"
    )
    assert service.calls == []


def test_28_stills_wait_for_room_and_free_it(service: Service) -> None:
    """Nine stills at a limit of five go alone; the next ones wait until they have ended."""
    desk = studio(service)

    async def act() -> list[str]:
        first = await desk.pictures("a", "k1", count=9)
        second = asyncio.ensure_future(desk.pictures("b", "k2", count=1))
        await asyncio.sleep(0)
        assert not second.done()
        links = await desk.picture_links(first)
        await second
        return links

    assert len(asyncio.run(act())) == 9
    assert service.refused == []


def test_other_views_of_a_face(service: Service, tmp_path: Path) -> None:
    desk = studio(service)

    async def act() -> list[list[str]]:
        return await desk.angle_links(await desk.angles(painted(tmp_path), "k1"))

    assert [len(each) for each in asyncio.run(act())] == [3]


def test_33_a_failed_task_of_the_older_api_says_why(service: Service, tmp_path: Path) -> None:
    service.ending = {"status": "failed", "message": "Failure to pass the risk control system"}
    library, front = studio(service).subjects, painted(tmp_path)

    async def act() -> None:
        await library.element(await library.element_from_pictures("M", "x", front, [front], "k"))

    error = fault_of(act())
    assert (error.key, error.fault) == ("kling.moderated_late", Fault.REFUSED)


def test_39_the_packs_of_the_account(service: Service) -> None:
    waits = Waits()
    desk = studio(service, waits)

    async def act() -> Any:
        return [await desk.packs() for _ in range(3)]

    packs = asyncio.run(act())[0]
    assert (packs[0].left, packs[0].total, packs[0].status) == (
        Decimal("997.6"),
        Decimal("1000.0"),
        "online",
    )
    assert len(waits.asked) == 2  # one call a second
    assert sum(waits.asked) > 2.5
    service.on("costs", {"code": 0, "data": {"code": 1201, "msg": "times"}})
    assert "times" in str(fault_of(desk.packs()))


def test_03_the_older_paths_take_a_signed_token(service: Service) -> None:
    pair = studio(service, key="", access=ACCESS, secret=SECRET)
    asyncio.run(pair.pictures("a fox", "k1"))
    assert KEY not in service.tokens[0]
    assert service.tokens[0].count(".") == 2
    assert service.refused == []
