"""A film as JSON and as a readable list of shots."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from studio.messages import say
from studio.timeline.cut import Cut
from studio.timeline.project import Project
from studio.timeline.queries import verdict_on
from studio.timeline.story import CueKind, Shot, Use
from studio.timeline.take import Take

Takes = Mapping[str, Sequence[Take]]


def _uses(uses: Iterable[Use], names: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": names.get(use.reference, ""), "role": use.role.value} for use in uses]


def _shot(project: Project, shot: Shot, label: str, takes: Sequence[Take]) -> dict[str, Any]:
    people = {subject.id: subject.name for subject in project.subjects}
    references = {reference.id: reference.name for reference in project.references}
    lines = (cue for cue in shot.cues if cue.kind is CueKind.LINE)
    return {
        "id": shot.id,
        "label": label,
        "size": shot.size.value,
        "angle": shot.angle.value,
        "moves": [move.value for move in shot.moves],
        "pace": shot.pace.value,
        "prompt": shot.prompt,
        "seconds": float(project.rate.seconds(shot.frames)),
        "frames": shot.frames,
        "subjects": [people.get(subject, "") for subject in shot.subjects],
        "dialogue": [
            {
                "speaker": people.get(line.speaker or ""),
                "language": line.language,
                "text": line.text,
            }
            for line in lines
        ],
        "onscreen_text": list(shot.onscreen_text),
        "references": _uses(shot.uses, references),
        "takes": [
            {
                "id": take.id,
                "backend": take.backend,
                "path": take.files[0].path,
                "cost": str(take.cost),
                "chosen": take.id == shot.take,
                "rejected": verdict_on(shot, take.id).rejected,
                "note": verdict_on(shot, take.id).note,
                "scratch": list(take.scratch),
            }
            for take in takes
        ],
    }


def _cut(cut: Cut) -> dict[str, Any]:
    return {
        "frames": cut.frames,
        "room_tone": cut.room_tone,
        "tracks": [
            {
                "id": track.id,
                "name": track.name,
                "kind": track.kind.value,
                "pan": track.pan,
                "clips": [clip.model_dump(mode="json") for clip in track.clips],
            }
            for track in cut.tracks
        ],
    }


def film_as_json(project: Project, takes: Takes) -> dict[str, Any]:
    """What `show --json` prints; `cost` adds up every take of the film."""
    scenes: list[dict[str, Any]] = []
    for s, scene in enumerate(project.scenes, 1):
        shots = [
            _shot(project, shot, f"{s}-{n}", takes.get(shot.id, ()))
            for n, shot in enumerate(scene.shots, 1)
        ]
        scenes.append(
            {
                "id": scene.id,
                "heading": scene.heading,
                "place": scene.place,
                "time": scene.time,
                "shots": shots,
            }
        )
    cost = sum((take.cost for those in takes.values() for take in those), Decimal(0))
    return {
        "title": project.title,
        "language": project.language,
        "size": [project.width, project.height],
        "rate": [project.rate.num, project.rate.den],
        "scenes": scenes,
        "cut": _cut(project.cut),
        "titles": [title.model_dump(mode="json") for title in project.titles],
        "luts": [lut.model_dump(mode="json") for lut in project.luts],
        "cost": str(cost),
    }


def film_as_lines(project: Project, takes: Takes, language: str) -> Iterable[str]:
    """The film for a terminal: a line a scene, a line a shot, its dialogue below."""
    sketch = say("cli.sketch", language)
    names = {subject.id: subject.name for subject in project.subjects}
    rate = float(project.rate.fraction)
    seconds = float(project.rate.seconds(project.cut.frames))
    yield f"{project.title or '-'}  {project.width}x{project.height}  {rate:g} fps  {seconds:.2f} s"
    for s, scene in enumerate(project.scenes, 1):
        yield ""
        yield f"{s}  {scene.heading or scene.place}"
        for n, shot in enumerate(scene.shots, 1):
            moves = ",".join(shot.moves) or "static"
            length = float(project.rate.seconds(shot.frames))
            count = len(takes.get(shot.id, ()))
            craft = f"{shot.size}  {moves}  {length:.2f} s  x{count}"
            yield f"  {s}-{n}  {shot.id}  {craft}  {shot.prompt}"
            sketched = {name for take in takes.get(shot.id, ()) for name in take.scratch}
            for cue in shot.cues:
                if cue.kind is CueKind.LINE:
                    speaker = names.get(cue.speaker or "", "-")
                    mark = f", {sketch}" if cue.language in sketched else ""
                    yield f"        {speaker} ({cue.language}{mark}): {cue.text}"
