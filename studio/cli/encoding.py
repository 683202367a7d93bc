"""Pieces of a film's file encoded while its takes are still made."""

from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from pathlib import Path

from studio.cli.opening import journal_takes
from studio.cli.wanted import Wanted
from studio.render.ahead import ahead
from studio.render.kept import Kept
from studio.render.scratch import refused
from studio.timeline.project import Project
from studio.timeline.queries import shown_takes
from studio.timeline.take import Take


@contextmanager
def encoding_ahead(
    project: Project, folder: Path, wanted: Wanted
) -> Generator[Callable[[Take], Future[None]], None, None]:
    """While the film's takes are made, what they settle of its file is encoded. Raises StudioError.

    What is yielded is to be told of each take; what it returns is done when that is encoded.
    """
    takes = journal_takes(folder)
    with ExitStack() as stack:
        try:
            work = stack.enter_context(ahead(folder, wanted.delivery(project), Kept.of_the_user()))
        except OSError as error:
            raise refused(error) from error

        def arrived(take: Take) -> Future[None]:
            takes.setdefault(take.owner, []).append(take)
            return work.look(project, shown_takes(project, takes))

        yield arrived
