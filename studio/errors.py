"""The few errors meant for people: each carries one sentence in every language of the studio."""

import errno
from enum import StrEnum

from studio.messages import Part, say

# A disk that is full, over its quota, or whose file system holds no larger file.
NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
_SYSTEM = {
    **dict.fromkeys(NO_ROOM, "system.no_room"),
    errno.EACCES: "system.not_allowed",
    errno.EPERM: "system.not_allowed",
    errno.EROFS: "system.read_only",
    errno.ENAMETOOLONG: "system.long_name",
    errno.ENOENT: "system.not_there",
    errno.ENOTDIR: "system.not_a_folder",
    errno.EISDIR: "system.a_folder",
    errno.EIO: "system.disk_fails",
    errno.EMFILE: "system.many_files",
    errno.ENFILE: "system.many_files",
    errno.EBUSY: "system.in_use",
    errno.ENOMEM: "system.no_memory",
}


class StudioError(Exception):
    """Something a person should read: what happened, where, and what to do about it.

    `key` names a sentence of the catalogues ("area.name"), `values` are put into it.
    Never put a secret into `values`.
    """

    exit_code = 1

    def __init__(self, key: str, /, **values: object) -> None:
        self.key = key
        self.values = values
        self.report: dict[str, object] = {}  # what a program reads beside the sentence
        super().__init__(key, values)

    def text(self, language: str = "en") -> str:
        """The sentence in the language asked for, English when unknown."""
        return say(self.key, language, **self.values)

    def __str__(self) -> str:
        return self.text()


class BadInput(StudioError):
    """What came from outside cannot be used; the command line ends with 2."""

    exit_code = 2


class EditRefused(BadInput):
    """An edit that must not happen; nothing happened."""


class ProjectError(BadInput):
    """A project folder that cannot be opened or saved."""


class ProjectFailed(ProjectError):
    """The system failed a project folder although what was asked for was right."""

    exit_code = 1


class Fault(StrEnum):
    """Why a backend failed, as far as a remedy depends on it."""

    NETWORK = "network"
    CREDENTIALS = "credentials"
    QUOTA = "quota"
    REFUSED = "refused"
    INVALID = "invalid"
    LOST = "lost"
    BROKEN = "broken"


class BackendError(StudioError):
    """A generation that failed; `retryable` says whether trying again can help."""

    def __init__(self, key: str, /, fault: Fault, *, retryable: bool = False, **values: object):
        super().__init__(key, **values)
        self.fault = fault
        self.retryable = retryable


class RenderError(StudioError):
    """Making a file of the cut failed; `tail` holds the last lines the encoder printed."""

    def __init__(self, key: str, /, tail: str = "", **values: object) -> None:
        super().__init__(key, **values)
        self.tail = tail


class Cancelled(StudioError):
    """Stopped because the maker asked for it; what was finished before stays."""


def system_detail(error: OSError) -> Part | str:
    """Why the system refused, in words of ours where we have some, to be put into a sentence."""
    key = _SYSTEM.get(error.errno or 0)
    return Part(key) if key else error.strerror or type(error).__name__
