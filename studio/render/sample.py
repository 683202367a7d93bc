"""One picture as a delivery will have it, small: fitted into its frame, with its captions."""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from studio.render.captions import ass, captions_for
from studio.render.delivery import Captions, Delivery
from studio.render.graph import segments, within
from studio.render.preview import Reel
from studio.render.seeking import Entrances
from studio.timeline.project import Project
from studio.timeline.take import Take

Bgra = npt.NDArray[np.uint8]


def sample(
    project: Project,
    shown: Mapping[str, Take],
    folder: Path,
    delivery: Delivery,
    frame: int,
    longest: int,
) -> Bgra | None:
    """The picture of film frame `frame` as (height, width, 4) BGRA, its longer side `longest` or
    a little less, in pixels; None outside the film. Blocking. Raises StudioError.
    """
    scale = min(1.0, longest / max(delivery.width, delivery.height))
    width, height = (max(1, round(n * scale / 2)) * 2 for n in (delivery.width, delivery.height))
    small = replace(delivery, width=width, height=height)
    burnt = delivery.captions is Captions.BURN
    events = captions_for(project, shown, delivery) if burnt else []
    runs = within(segments(project, shown, events), (frame, frame + 1))
    if not runs:
        return None
    runs = Entrances(folder, project.rate).open(runs)
    with tempfile.TemporaryDirectory(prefix="studio-sample-") as shop:
        titles = Path(shop) / "captions.ass" if events else None
        if titles is not None:
            titles.write_text(ass(events, small), encoding="utf-8")
        with Reel(runs, folder, small, frame, captions=titles) as reel:
            data = reel.read()
    return None if data is None else np.frombuffer(data, np.uint8).reshape(height, width, 4)
