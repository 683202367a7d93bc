"""What Kling says and sounds: speech, lips that follow a line, a picture that speaks, effects.

Everything here is of the older API. Tasks are begun with a key of ours and give an id, by which
they end in another process too. Speech and faces are answered at once and leave no task: an answer
that is lost cannot be looked up, and says so.
"""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from studio.backends.kling_files import (
    FACES,
    LINE,
    PICTURE,
    SILENT,
    SPEECH,
    Source,
    Wanted,
    inline,
    linked,
    refuse,
)
from studio.backends.kling_fill import external
from studio.backends.kling_legacy import LegacyTasks
from studio.backends.kling_records import Task, decimal
from studio.backends.kling_results import save
from studio.backends.kling_wire import Answer, Line, fields, rows
from studio.errors import BackendError, Fault

TTS = "/v1/audio/tts"
FIND_FACES = "/v1/videos/identify-face"
LIPS = "/v1/videos/advanced-lip-sync"
AVATAR = "/v1/videos/avatar/image2video"
EFFECT = "/v1/audio/text-to-audio"
DUB = "/v1/audio/video-to-audio"
_LEAST = 2000  # milliseconds of a line, and of its time with the face


@dataclass(frozen=True)
class Said:
    """A spoken line at Kling: its id holds for 30 days, as does the link; `seconds` long."""

    id: str
    url: str
    seconds: Decimal | None


@dataclass(frozen=True)
class Face:
    """A face in a video, seen from `start` to `end` in milliseconds; `picture` is a link."""

    id: str
    start: int
    end: int
    picture: str = ""


@dataclass(frozen=True)
class Faces:
    """The faces of a video; `session` is what lip-sync goes by."""

    session: str
    faces: tuple[Face, ...]


class Speech:
    """Speech, lips and sounds. All raise BackendError, and BadInput for files of no use."""

    def __init__(self, line: Line, tasks: LegacyTasks) -> None:
        self._line, self._tasks = line, tasks

    async def speak(
        self, text: str, voice: str, language: Literal["zh", "en"], *, speed: Decimal = Decimal(1)
    ) -> Said:
        """Speak up to 1,000 characters by a voice of the speech catalogue, at 0.8 to 2.0 times."""
        if not 0 < len(text) <= 1000:
            raise refuse("kling.text_length", text=text[:60], length=len(text), limit=1000)
        if language not in {"zh", "en"}:
            raise refuse("kling.language", language=language)
        pace = float(min(max(speed, Decimal("0.8")), Decimal(2)).quantize(Decimal("0.1")))
        body = {"text": text, "voice_id": voice, "voice_language": language, "voice_speed": pace}
        data = self._data(await self._tasks.post(TTS, body))
        audios = rows(fields(data.get("task_result")).get("audios"))
        found = fields(audios[0] if audios else None)
        if not isinstance(found.get("id"), str):
            raise BackendError("kling.no_output", Fault.BROKEN, backend=self._line.title)
        return Said(found["id"], str(found.get("url") or ""), decimal(found.get("duration")))

    async def faces(self, *, video: Source | None = None, video_id: str = "") -> Faces:
        """The faces in 2 to 60 s of video, a file or one that Kling made."""
        body = await self._video(video, video_id, FACES)
        data = self._data(await self._tasks.post(FIND_FACES, body))
        found: list[Face] = []
        for each in map(fields, rows(data.get("face_data"))):
            times = [decimal(each.get(name)) or Decimal(0) for name in ("start_time", "end_time")]
            picture = str(each.get("face_image") or "")
            found.append(Face(str(each.get("face_id")), int(times[0]), int(times[1]), picture))
        return Faces(str(data.get("session_id") or ""), tuple(found))

    async def sync_lips(
        self, faces: Faces, face: Face, key: str, *, sound: Source | None = None,
        audio_id: str = "", start: int = 0, end: int, insert: int = 0,
        volume: Decimal = Decimal(1), original: Decimal = Decimal(0),
    ) -> str:  # fmt: skip
        """Begin to let one face speak `start` to `end` of a sound from `insert` on (milliseconds);
        the task's id. Volumes are 0 to 2.
        """
        length = end - start
        together = min(insert + length, face.end) - max(insert, face.start)
        if length < _LEAST or together < _LEAST:
            raise refuse("kling.lips_short", seconds=_LEAST // 1000)
        chosen = {
            "face_id": face.id, **await self._sound(sound, audio_id, LINE),
            "sound_start_time": start, "sound_end_time": end, "sound_insert_time": insert,
            "sound_volume": float(volume), "original_audio_volume": float(original),
        }  # fmt: skip
        body = {"session_id": faces.session, "face_choose": [chosen]}
        return await self._tasks.once(LIPS, body, external(key))

    async def avatar(
        self, picture: Source, key: str, *, sound: Source | None = None, audio_id: str = "",
        prompt: str = "", mode: Literal["std", "pro"] = "std",
    ) -> str:  # fmt: skip
        """Begin to let the person in a picture speak 2 to 300 s of sound; the task's id."""
        body = {
            "image": await inline(picture, PICTURE),
            **await self._sound(sound, audio_id, SPEECH),
        }
        body |= {"mode": mode, **({"prompt": prompt[:2500]} if prompt else {})}
        return await self._tasks.make(AVATAR, body, external(key))

    async def effect(self, words: str, seconds: Decimal, key: str) -> str:
        """Begin a sound of 3 to 10 s from up to 200 characters; the task's id."""
        if not 0 < len(words) <= 200:
            raise refuse("kling.text_length", text=words[:60], length=len(words), limit=200)
        duration = float(min(max(seconds, Decimal(3)), Decimal(10)).quantize(Decimal("0.1")))
        body = {"prompt": words, "duration": duration}
        return await self._tasks.make(EFFECT, body, external(key))

    async def dub(
        self, key: str, *, video: Source | None = None, video_id: str = "",
        effects: str = "", music: str = "",
    ) -> str:  # fmt: skip
        """Begin sound for 3 to 20 s of a video; the task's id."""
        body: dict[str, Any] = await self._video(video, video_id, SILENT)
        for name, words in (("sound_effect_prompt", effects), ("bgm_prompt", music)):
            if len(words) > 200:
                raise refuse("kling.text_length", text=words[:60], length=len(words), limit=200)
            body |= {name: words} if words else {}
        return await self._tasks.make(DUB, body, external(key))

    async def fetch(self, path: str, task_id: str, kind: str, folder: Path) -> str:
        """Wait for a task begun at `path` and fetch its `video` or `audio`; the file's name."""
        async with self._line.open() as wire:
            task = await self._tasks.end(path, task_id)

            async def look() -> Task | None:
                return await self._tasks.look(path, task_id)

            return await save(wire, task, kind, folder, look)

    def _data(self, answer: Answer) -> dict[str, Any]:
        """What an answer at once holds. A lost one may have been charged: nobody can look it up."""
        if answer.good and fields(answer.data):
            return fields(answer.data)
        if answer.good or answer.unclear:
            raise BackendError(
                "kling.answer_lost", Fault.LOST, backend=self._line.title, detail=answer.told
            )
        raise self._line.refused(answer)

    async def _sound(self, sound: Source | None, audio_id: str, wanted: Wanted) -> dict[str, Any]:
        if (sound is None) == (not audio_id):
            raise refuse("kling.one_source")
        if sound is None:
            return {"audio_id": audio_id}
        return {"sound_file": await inline(sound, wanted)}

    async def _video(self, video: Source | None, video_id: str, wanted: Wanted) -> dict[str, Any]:
        if (video is None) == (not video_id):
            raise refuse("kling.one_source")
        if video is None:
            return {"video_id": video_id}
        return {"video_url": await linked(video, wanted, self._line.account)}
