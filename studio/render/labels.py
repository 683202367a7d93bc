"""What a delivered file says about itself: title, author, chapters, cover."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cover:
    """The picture a player shows for the file: that of a film frame, or one from a file."""

    frame: int = 0
    path: str = ""  # empty: the film frame


@dataclass(frozen=True)
class Labels:
    """Words and a cover for a file; empty ones are left out. `title` empty: that of the film."""

    title: str = ""
    author: str = ""
    comment: str = ""
    date: str = ""
    rights: str = ""
    chapters: bool = True  # from the markers of the cut
    cover: Cover | None = None


NO_LABELS = Labels()
