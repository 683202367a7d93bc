"""How short edges of copied segments are encoded: as good as the rest of a film, in less time.

Trellis quantisation is a seventh of x264's work on noisy pictures, and saves bytes. An edge is a
few pictures, of which nobody counts the bytes: it does without, under a finer quantiser. Six edges
of noisy 1080p had an SSIM better by 0.0002 to 0.0036 then, and 4 to 7 % more bytes.
"""

from dataclasses import replace

from studio.render.delivery import Delivery

_FINER = 1.0  # of the constant rate factor
_FEW = 12  # pictures: of more the bytes count


def for_edge(delivery: Delivery, frames: int) -> Delivery:
    """The delivery under which an edge of so many frames is encoded: the same where they are many,
    where nobody knows how the rest will be encoded, or where nothing is finer.
    """
    like = delivery.like
    if frames > _FEW or like is None or delivery.crf < _FINER:
        return delivery
    tools = (*like.tools, ("trellis", "0"))
    return replace(delivery, crf=delivery.crf - _FINER, like=replace(like, tools=tools))
