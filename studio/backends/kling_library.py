"""What is registered at Kling: elements (from pictures or from a video) and voices.

Making one takes a while: it is begun with a key of ours, by which it is found again, and gives the
id of a task; what a shot uses is the id of the element or the voice, which is never the task's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from studio.backends.kling_files import CHARACTER, PICTURE, VOICE, Source, inline, linked, refuse
from studio.backends.kling_fill import external
from studio.backends.kling_legacy import LegacyTasks
from studio.backends.kling_records import Task, read_task
from studio.backends.kling_rounds import asked
from studio.backends.kling_wire import Line, fields, rows
from studio.errors import BackendError, Fault

ELEMENTS = "/v1/general/advanced-custom-elements"
PRESET_ELEMENTS = "/v1/general/advanced-presets-elements"
VOICES = "/v1/general/custom-voices"
PRESET_VOICES = "/v1/general/presets-voices"
TAGS = {
    "character": "o_102", "creature": "o_103", "thing": "o_104", "costume": "o_105",
    "place": "o_106", "effect": "o_107", "other": "o_108",
}  # fmt: skip
_NAME, _ABOUT = 20, 100  # characters

Thing = TypeVar("Thing", "Element", "Voice")


@dataclass(frozen=True)
class Element:
    """A subject at Kling; `kind` says what it was made from, `voice` is the id of its voice."""

    id: str
    name: str
    kind: str
    voice: str = ""
    own: bool = True

    @property
    def handles(self) -> dict[str, str]:
        """What a Figure of a request is given to use it."""
        found = {"kling.element": self.id, "kling.element.kind": self.kind}
        return found | ({"kling.voice": self.voice} if self.voice else {})


@dataclass(frozen=True)
class Voice:
    """A voice at Kling; `sample` is a link to hear it by."""

    id: str
    name: str
    sample: str = ""
    own: bool = True


class Library:
    """Makes, lists and deletes elements and voices. All raise BackendError."""

    def __init__(self, line: Line, tasks: LegacyTasks) -> None:
        self._line, self._tasks = line, tasks

    async def element_from_pictures(
        self, name: str, about: str, front: Source, others: Sequence[Source], key: str, *,
        tag: str = "", voice: str = "",
    ) -> str:  # fmt: skip
        """Begin an element from a frontal picture and one to three `others`; its task's id."""
        if not 1 <= len(others) <= 3:
            raise refuse("kling.element_pictures", count=len(others))
        refer = [{"image_url": await inline(each, PICTURE)} for each in others]
        images = {"frontal_image": await inline(front, PICTURE), "refer_images": refer}
        body = {"reference_type": "image_refer", "element_image_list": images}
        return await self._element(name, about, body, key, tag, voice)

    async def element_from_video(
        self, name: str, about: str, video: Source, key: str, *, tag: str = "", voice: str = ""
    ) -> str:
        """Begin an element from 3 to 8 s of a person in 1080p; speech in it becomes its voice."""
        url = await linked(video, CHARACTER, self._line.account)
        videos = {"refer_videos": [{"video_url": url}]}
        body = {"reference_type": "video_refer", "element_video_list": videos}
        return await self._element(name, about, body, key, tag, voice)

    async def element(self, task_id: str) -> Element:
        """The element of a task, when it is made."""
        task = await self._tasks.end(ELEMENTS, task_id)
        return _one(_elements(task), self._line.title)

    async def elements(self, *, preset: bool = False) -> list[Element]:
        """The elements of the account, or the ones that everybody has."""
        found = await self._listed(PRESET_ELEMENTS if preset else ELEMENTS)
        return [element for task in found for element in _elements(task)]

    async def delete_element(self, element_id: str) -> None:
        """Delete an element of the account."""
        await self._delete("/v1/general/delete-advanced-elements", {"element_id": element_id})

    async def voice_from(
        self, name: str, key: str, *, sound: Source | None = None, video_id: str = ""
    ) -> str:
        """Begin a voice from 5 to 30 s of one speaker, or from a video of Kling; its task's id."""
        if (sound is None) == (not video_id):
            raise refuse("kling.one_source")
        body: dict[str, Any] = {"voice_name": _checked(name, _NAME)}
        if sound is None:
            body["video_id"] = video_id
        else:
            body["voice_url"] = await linked(sound, VOICE, self._line.account)
        return await self._tasks.make(VOICES, body, external(key))

    async def voice(self, task_id: str) -> Voice:
        """The voice of a task, when it is made."""
        task = await self._tasks.end(VOICES, task_id)
        return _one(_voices(task), self._line.title)

    async def voices(self, *, preset: bool = False) -> list[Voice]:
        """The voices of the account, or the ones that everybody has."""
        found = await self._listed(PRESET_VOICES if preset else VOICES)
        return [voice for task in found for voice in _voices(task)]

    async def element_ids(self) -> list[str]:
        """What the elements of the account are called."""
        return [each.id for each in await self.elements()]

    async def voice_ids(self) -> list[str]:
        """What voices are called: its own, those of its elements, and the ones everybody has."""
        own = [*await self.voices(), *await self.voices(preset=True)]
        return [*(each.id for each in own), *(each.voice for each in await self.elements())]

    async def delete_voice(self, voice_id: str) -> None:
        """Delete a voice of the account."""
        await self._delete("/v1/general/delete-voices", {"voice_id": voice_id})

    async def _element(
        self, name: str, about: str, body: Mapping[str, Any], key: str, tag: str, voice: str
    ) -> str:
        whole = {
            "element_name": _checked(name, _NAME), "element_description": _checked(about, _ABOUT),
            **body,
        }  # fmt: skip
        if voice:
            whole["element_voice_id"] = voice
        if tag:
            whole["tag_list"] = [{"tag_id": TAGS.get(tag, tag)}]
        return await self._tasks.make(ELEMENTS, whole, external(key))

    async def _listed(self, path: str) -> list[Task]:
        found: list[Task] = []
        for page in range(1, 1001):
            params = {"pageNum": f"{page}", "pageSize": "500"}
            answer = await asked(self._line, path, params)
            data = rows(answer.data)
            found += [task for each in data if (task := read_task(each)) is not None]
            if len(data) < 500:
                break
        return found

    async def _delete(self, path: str, body: Mapping[str, Any]) -> None:
        answer = await self._tasks.post(path, body)
        if not answer.good:
            raise self._line.refused(answer)


def _checked(text: str, most: int) -> str:
    plain = " ".join(text.split())
    if not 0 < len(plain) <= most:
        raise refuse("kling.text_length", text=plain[:60], length=len(plain), limit=most)
    return plain


def _elements(task: Task) -> list[Element]:
    found: list[Element] = []
    for output in task.outputs:
        told, values = output.type == "element", output.values
        number = values.get("element_id", values.get("id"))
        if not told or number is None or isinstance(number, float | bool):
            continue
        kind = str(values.get("reference_type") or values.get("element_type") or "image_refer")
        voice = fields(values.get("element_voice_info")).get("voice_id")
        name = str(values.get("element_name") or values.get("name") or "")
        own = str(values.get("owned_by") or "") != "kling"
        if values.get("status") != "deleted":
            found.append(Element(str(number), name, kind, str(voice or ""), own))
    return found


def _voices(task: Task) -> list[Voice]:
    found: list[Voice] = []
    for output in task.outputs:
        number = output.values.get("voice_id", output.values.get("id"))
        if output.type == "voice" and number is not None and not isinstance(number, float | bool):
            values = output.values
            name = str(values.get("voice_name") or values.get("name") or "")
            sample = str(values.get("trial_url") or values.get("url") or "")
            own = str(values.get("owned_by") or "") != "kling"
            found.append(Voice(str(number), name, sample, own))
    return found


def _one(found: list[Thing], title: str) -> Thing:
    if not found:
        raise BackendError("kling.no_output", Fault.BROKEN, backend=title)
    return found[0]
