"""An export frozen in a folder that computers share, so that each can do a part of it.

The folder holds the film as it was, what is asked for, and the pieces that are ready. The last part
is the ordinary export, which finds them ready; so its file is the one that it would make alone.
"""

import platform
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from studio.errors import BadInput, RenderError
from studio.media.ffmpeg import Progress, Stop
from studio.render.crew import Order
from studio.render.delivery import Delivery
from studio.render.encoders import require
from studio.render.export import export
from studio.render.farm_media import needed, seen
from studio.render.identity import Identity, identity, strange_letters
from studio.render.kept import Kept
from studio.render.piece_file import made
from studio.render.piece_keys import threads_of
from studio.render.preparing import pieces_of, prepare_piece, prepare_sound
from studio.render.report import Report
from studio.render.scratch import refused, working_folder
from studio.timeline.project import Project
from studio.timeline.take import Take

_PLAN, _PIECES = "plan.json", "pieces"
_LARGEST = 256 << 20  # bytes of a plan


class Plan(BaseModel):
    """What a frozen export is of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = Field(default=1, ge=1, le=1)
    project: Project
    shown: dict[str, Take]
    delivery: Delivery
    pieces: int = Field(ge=0)
    threads: int = Field(ge=1, le=1024, description="of the encoder, for each piece")
    maker: Identity


def freeze(project: Project, shown: dict[str, Take], delivery: Delivery, folder: Path) -> Plan:
    """Write the export's plan into `folder`, which is made.

    Raises BadInput for what cannot be coded here or is not coded alike everywhere, RenderError.
    """
    require(delivery)
    if delivery.hardware is not None:
        raise BadInput("farm.hardware")
    count = pieces_of(project, shown, delivery)
    plan = Plan(
        project=project, shown=shown, delivery=delivery, pieces=count,
        threads=threads_of(max(1, count)), maker=identity(),
    )  # fmt: skip
    try:
        folder.mkdir(exist_ok=True)
        part = folder / f"{_PLAN}.part"
        part.write_text(plan.model_dump_json(), encoding="utf-8")
        part.replace(folder / _PLAN)
    except OSError as error:
        raise refused(error) from error
    return plan


class Frozen:
    """A part of a frozen export, on whatever computer takes it."""

    def __init__(self, folder: Path, film: Path) -> None:
        """`folder` holds the plan, `film` the film's media.

        Raises BadInput for a folder without a plan of this release, RenderError where this computer
        would make other bytes than the one that froze it.
        """
        self._folder, self._film = folder, film
        self.plan = _read(folder / _PLAN)
        self._kept = Kept(folder / _PIECES, limit=sys.maxsize)

    def piece(self, number: int, tell: Progress, over: Stop) -> None:
        """Make a piece ready. Raises BadInput, RenderError, Cancelled."""
        plan = self.plan
        if not 0 <= number < plan.pieces:
            raise BadInput("farm.no_piece", number=number, count=plan.pieces)
        prepare_piece(
            plan.project, plan.shown, self._film, plan.delivery, number, self._kept,
            _Alike(plan.threads, plan.maker), tell, over,
        )  # fmt: skip

    def sound(self, over: Stop) -> None:
        """Make the sound ready. Raises RenderError, Cancelled."""
        plan = self.plan
        prepare_sound(plan.project, plan.shown, self._film, plan.delivery, self._kept, over)

    def film(
        self, output: Path, tell: Progress, over: Stop, report_in: str | None = None
    ) -> Report:
        """Write the film, whose pieces are ready then or made now; what is there is replaced.

        `report_in` is the language of a report beside it, None for none.
        """
        plan = self.plan
        report = export(
            plan.project, plan.shown, self._film, output, plan.delivery, overwrite=True,
            progress=tell, cancelled=over, kept=self._kept, crew=_Alike(plan.threads, plan.maker),
            report_in=report_in,
        )  # fmt: skip
        with suppress(OSError):
            shutil.rmtree(self._folder / _PIECES)
        return report


class _Alike:
    """This computer as a crew that makes the very bytes of the one that froze an export."""

    def __init__(self, threads: int, maker: Identity) -> None:
        self._threads, self._maker = threads, maker

    def threads(self, pieces: int) -> int:
        return self._threads

    def hands(self, pieces: int) -> int | None:
        return None

    def encode(self, order: Order, path: Path, tell: Progress, over: Stop) -> None:
        own = identity(strange_letters(order.segment))
        key = self._maker.differs(own)
        if key:
            here, wanted = platform.node() or "-", self._maker.release
            raise RenderError(key, worker=here, own=own.release, wanted=wanted)
        for file in needed(order.segment):
            if seen(file, order.folder) is None:
                raise RenderError("farm.unseen", path=file.path, folder=order.folder)
        with working_folder("storyreel-piece-") as shop:
            titles = order.lettering(shop)
            made(order.segment, order.folder, order.delivery, titles, path, order.threads,
                 None, tell, over)  # fmt: skip


def _read(path: Path) -> Plan:
    try:
        if path.stat().st_size > _LARGEST:
            raise BadInput("farm.no_plan", path=path)
        return Plan.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise BadInput("farm.no_plan", path=path) from error
