"""Edits, steps and saves of a film of 600 shots and 2,000 clips against plain ones.

Each is compared, in the same process, with what one would write without a studio: a deep copy of
the film as a plain dict before every edit, `json.dumps` to save, `json.loads` to load.

python benchmarks/edits.py [STEPS]
"""

import copy
import json
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from studio.timeline.assembly import assemble
from studio.timeline.cut_edits import move_clip, split_clip, trim_end
from studio.timeline.document import Document, Edit
from studio.timeline.model import derived_id
from studio.timeline.project import Project
from studio.timeline.queries import clips, shots
from studio.timeline.store import create, read
from studio.timeline.story import Cue, CueKind, Scene, Shot, Subject

SHOTS, EFFECTS, FRAMES = 600, 200, 96
HERO = "su_hero0000"
Plain = dict[str, Any]


def shot(number: int) -> Shot:
    """A shot with a line; every third one has an effect too."""
    ident = derived_id("sh", number)
    line = Cue(
        id=derived_id("cu", number, "line"), kind=CueKind.LINE, speaker=HERO, start=10, frames=60,
        text=f"This is what she says in shot {number}, and nobody answers.",
    )  # fmt: skip
    noise = Cue(id=derived_id("cu", number, "noise"), kind=CueKind.EFFECT, text="a door", frames=40)
    cues = (line, noise) if number % (SHOTS // EFFECTS) == 0 else (line,)
    prompt = f"Rain beats on the window of room {number}. She walks to the door and listens."
    return Shot(id=ident, prompt=prompt, frames=FRAMES, subjects=(HERO,), cues=cues)


def film() -> Project:
    """600 shots in 60 scenes; 600 pictures, 600 sounds, 200 effects and 600 captions in the cut."""
    made = [shot(number) for number in range(SHOTS)]
    scenes = tuple(
        Scene(id=derived_id("sc", n), heading=f"INT. ROOM {n}", shots=tuple(made[n : n + 10]))
        for n in range(0, SHOTS, 10)
    )
    return assemble(Project(scenes=scenes, subjects=(Subject(id=HERO, name="Hero"),)))


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that `work` takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def captions(project: Project) -> list[str]:
    """Clips with room behind them, which may be moved by a frame."""
    return [clip.id for track, clip in clips(project) if track.role == "captions"]


def edit_times(project: Project, steps: int) -> dict[str, list[float]]:
    """Milliseconds of every edit, by its name."""
    document, names = Document(project), captions(project)
    starts = {clip.id: clip.start for _, clip in clips(project)}
    found: dict[str, list[float]] = {}

    def edit(label: str, change: Edit, *values: Any) -> None:
        spent = timed(lambda: document.apply(label, change, *values))
        found.setdefault(label, []).append(spent)

    for n in range(steps):
        name = names[n * 7 % len(names)]
        edit("move a clip", move_clip, name, starts[name] + 5)
        edit("trim a clip", trim_end, name, starts[name] + 50)
        edit("split a clip", split_clip, name, starts[name] + 25)
        for label, step in (("undo", document.undo), ("redo", document.redo)):
            found.setdefault(label, []).append(timed(step))
        for _ in range(3):
            document.undo()
    return found


def plain_times(project: Project, steps: int) -> tuple[list[float], float]:
    """Milliseconds and bytes of an edit that keeps a deep copy of the film as its past."""
    state, past = project.model_dump(mode="json"), list[Plain]()

    def edit(number: int) -> None:
        past.append(copy.deepcopy(state))
        state["cut"]["tracks"][-1]["clips"][number]["start"] += 5

    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    edit(0)
    size = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return [timed(lambda n=n: edit(n)) for n in range(min(steps, 10))], size


def step_bytes(project: Project, steps: int) -> float:
    """Bytes that a step of undo keeps."""
    document, names = Document(project), captions(project)
    starts = {clip.id: clip.start for _, clip in clips(project)}
    count = min(steps, 150)  # fewer than the history keeps
    document.apply("Move", move_clip, names[-1], starts[names[-1]] + 5)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for name in names[:count]:
        document.apply("Move", move_clip, name, starts[name] + 5)
    size = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return size / count


def file_times(project: Project, folder: Path) -> dict[str, tuple[float, float]]:
    """Milliseconds of save and load, each with its plain counterpart's."""
    plain, file = project.model_dump(mode="json"), folder / "plain.json"
    save: list[float] = []
    load: list[float] = []
    save_plain: list[float] = []
    load_plain: list[float] = []
    with create(folder / "film", project) as store:
        for n in range(10):
            changed = store.project.evolve(title=str(n))
            save.append(timed(lambda changed=changed: store.save(changed)))
            save_plain.append(
                timed(lambda: file.write_text(json.dumps(plain, indent=1), encoding="utf-8"))
            )
            load.append(timed(lambda: read(folder / "film")))
            load_plain.append(timed(lambda: json.loads(file.read_text(encoding="utf-8"))))
    return {
        "save": (median(save), median(save_plain)),
        "load": (median(load), median(load_plain)),
    }


def main() -> None:
    """Print each figure, its plain counterpart's and their ratio."""
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    project = film()
    print(f"{sum(1 for _ in shots(project))} shots, {sum(1 for _ in clips(project))} clips")
    plain, plain_size = plain_times(project, steps)
    print(f"{'':<14}{'median':>10}{'worst':>10}{'plain':>10}   plain / ours")
    for name, times in edit_times(project, steps).items():
        ours, other = median(times), median(plain)
        print(f"{name:<14}{ours:>7.3f} ms{max(times):>7.2f} ms{other:>7.1f} ms{other / ours:>9.0f}")
    size = step_bytes(project, steps)
    kilo, plain_kilo = size / 1024, plain_size / 1024
    print(f"{'a step':<14}{kilo:>7.1f} KB{'':>10}{plain_kilo:>7.0f} KB{plain_size / size:>9.0f}")
    with tempfile.TemporaryDirectory() as folder:
        for name, (ours, other) in file_times(project, Path(folder)).items():
            print(f"{name:<14}{ours:>7.1f} ms{'':>10}{other:>7.1f} ms{other / ours:>9.1f}")


if __name__ == "__main__":
    main()
