"""Counts the frames of a course whose time went by without anybody seeing them."""


class Tally:
    """Frames are counted from where playing began, 0 being the one that was seen before."""

    def __init__(self) -> None:
        self.dropped = 0
        self._last = 0

    def shown(self, step: int) -> None:
        """The frame `step` frames after the start is seen; one that was seen counts once."""
        self.passed(step)
        self._last = max(self._last, step)

    def passed(self, step: int) -> None:
        """The time of all frames before `step` is over."""
        if step > self._last:
            self.dropped += step - self._last - 1
            self._last = step - 1
