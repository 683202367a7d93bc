"""Takes, and pictures taken out of them and out of the cut, as files that can be imported."""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2

from studio.errors import BadInput, system_detail
from studio.media.video import Bgr, frame_at
from studio.render.preview import picture_at
from studio.render.programme import take_programme
from studio.render.seeking import Entrances
from studio.timeline.project import Project
from studio.timeline.queries import shot_label
from studio.timeline.take import Take
from studio.timeline.timecode import timecode
from studio.ui.desk import Desk
from studio.ui.dragging import Thing
from studio.ui.words import Words


@dataclass(frozen=True)
class Wanted:
    """One picture: of a take (`at` its "first", "middle" or "last" frame, or at the thing's own),
    or of the cut where there is no take; or the "whole" take as it is. `name` is what the picture
    will be called.
    """

    thing: Thing
    take: Take | None
    at: str
    name: str


def wanted(desk: Desk, things: Sequence[Thing], at: str, words: Words) -> list[Wanted] | None:
    """What to take out of what is dragged; None when a take of it is gone."""
    takes = {take.id: take for takes in desk.takes.values() for take in takes}
    found: list[Wanted] = []
    for thing in things:
        take = takes.get(thing.id)
        if take is None and (thing.kind == "take" or thing.owner):
            return None
        found.append(Wanted(thing, take, at, _name(desk, thing, take, at, words)))
    return found


def _name(desk: Desk, thing: Thing, take: Take | None, at: str, words: Words) -> str:
    clock = timecode(desk.project.rate, max(0, thing.frame)).replace(":", ".").replace(";", ".")
    if take is None:
        return words("frame.cut", clock=clock)
    takes = desk.takes.get(take.owner, [])
    number = next((n for n, each in enumerate(takes, 1) if each.id == take.id), 1)
    shot = shot_label(desk.project, take.owner) or ""
    kind = "at" if thing.kind == "frame" else at
    return words(f"frame.{kind}", shot=shot, number=number, clock=clock).strip()


def written(
    film: Path, project: Project, shown: Mapping[str, Take], wants: Sequence[Wanted], folder: Path
) -> dict[Thing, str]:
    """One file each in `folder`. It waits for ffmpeg: not for the window's thread.

    Raises BadInput where a take has no picture, and what reading its file raises.
    """
    made: dict[Thing, str] = {}
    for each in wants:
        if each.at == "whole" and each.take is not None:
            made[each.thing] = str(_whole(film, each.take, folder / each.name))
            continue
        done, data = cv2.imencode(".png", _picture(film, project, shown, each))
        if not done:
            raise BadInput("ui_media.no.take_no_picture")
        path = folder / f"{each.name}.png"
        path.write_bytes(data.tobytes())
        made[each.thing] = str(path)
    return made


def _whole(film: Path, take: Take, path: Path) -> Path:
    """A take's file under another name, without a copy where the disk can do that."""
    if take.kind != "video":
        raise BadInput("ui_media.no.take_no_picture")
    there = film / take.files[0].path
    path = path.with_name(path.name + there.suffix)
    try:
        os.link(there, path)
    except OSError:  # another disk, or one without links
        _copy(there, path)
    return path


def _copy(there: Path, path: Path) -> None:
    try:
        shutil.copyfile(there, path)
    except OSError as error:
        values = {"path": there.name, "detail": system_detail(error)}
        raise BadInput("timeline.unreadable", **values) from error


def _picture(film: Path, project: Project, shown: Mapping[str, Take], each: Wanted) -> Bgr:
    """What the viewer shows, without captions, at the film's size; a take's ends as they are."""
    take = each.take
    if take is None:
        return picture_at(project, shown, film, each.thing.frame)
    if each.thing.kind == "frame" and take.kind != "sound":
        alone = take_programme(project, take, film, Entrances(film, project.rate))
        return picture_at(alone.project, alone.shown, film, each.thing.frame)
    if take.kind != "video" or take.rate is None or not take.frames:
        raise BadInput("ui_media.no.take_no_picture")
    frame = {"first": 0, "middle": take.frames // 2, "last": take.frames - 1}[each.at]
    return frame_at(film / take.files[0].path, Fraction(frame) / take.rate.fraction)
