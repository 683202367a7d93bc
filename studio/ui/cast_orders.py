"""What is ordered for subjects: registered at services, saved to and fetched from the library."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from studio.jobs.admission import Plan
from studio.jobs.cast_library import Arrived, keep
from studio.jobs.workshop import Workshop
from studio.timeline.cast_entry import Entry
from studio.timeline.cast_shelf import Shelf
from studio.timeline.document import Document
from studio.timeline.story import Subject, Variant
from studio.timeline.take import Take
from studio.ui.loop_calls import Ask


class CastOrders:
    """Each order is carried out on the loop; what comes of it is used by an edit thereafter."""

    def __init__(
        self,
        workshop: Workshop,
        document: Document,
        folder: Path,
        takes: Mapping[str, Sequence[Take]],
        ask: Ask,
    ) -> None:
        self._workshop, self._document, self._ask = workshop, document, ask
        self._folder, self._takes = folder, takes

    def quote(
        self,
        subject: Subject,
        variant: Variant | None,
        registrar: str,
        then: Callable[[Plan], None],
    ) -> None:
        """Ask what registering a subject would send; `generate` begins it."""
        work = self._workshop.quote_registration
        self._ask(partial(work, self._document.project, subject, variant, registrar), then)

    def save(self, shelf: Shelf, subject: Subject, then: Callable[[Entry], None]) -> None:
        """Save a subject to the library; an edit has yet to say that it came from there."""
        takes = [take for those in self._takes.values() for take in those]
        work = partial(keep, shelf, self._document.project, subject, self._folder, takes)
        self._ask(partial(asyncio.to_thread, work), then)

    def fetch(self, shelf: Shelf, entry: str, then: Callable[[Arrived], None]) -> None:
        """Bring the media of an entry of the library; an edit has yet to use them."""
        self._ask(partial(self._workshop.fetch_subject, self._document.project, shelf, entry), then)

    def name_at(
        self, subject: Subject, variant: Variant | None, service: str, names: dict[str, str],
        until: date | None,
    ) -> None:  # fmt: skip
        """What the maker says that a service calls a subject."""
        give = self._workshop.name_at
        project = self._document.project
        self._ask(partial(give, project, subject, variant, service, names, until))

    def adopt_handles(self, entry: Entry, subject_id: str) -> None:
        """The film's copy of a subject is registered where the library's is."""
        if entry.handles:
            adopt = self._workshop.adopt_handles
            self._ask(partial(adopt, self._document.project, entry, subject_id))
