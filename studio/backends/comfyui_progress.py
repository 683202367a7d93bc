"""How far a run is, put together from a server's messages, in whatever order they come.

Samplers take most of the time, so they have four fifths of the way and all other nodes the rest
(krita-ai-diffusion weighs so, too). While a model loads nothing is told: then the node is named
and nothing moves.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studio.backends.web import entries, fields

_SAMPLERS = 0.8
_ENDS = {"execution_success", "execution_error", "execution_interrupted"}
_NEARLY = 0.99  # only history says that a run is over
_SAMPLED = {"latent_image", "latent", "latents", "samples", "image_embeds"}


@dataclass(frozen=True)
class Step:
    """Where a run is: 0 to 1, the node at work, its own steps, and how many wait before it.

    `value` of `most` steps are None while the node tells none; `ahead` is None once it runs, and
    where nobody has said.
    """

    done: float
    node_title: str = ""
    value: int | None = None
    most: int | None = None
    ahead: int | None = None


class Progress:
    """Hears what is told of one run."""

    def __init__(self, graph: Mapping[str, Any], titles: Mapping[str, str]) -> None:
        self._graph, self._titles = graph, titles
        self._shares = _shares(graph)
        self._done = dict.fromkeys(self._shares, 0.0)
        self._node = ""
        self._steps: tuple[int, int] | None = None
        self._most = 0.0  # it never goes back
        self._asks = False
        self._begun = False
        self._ahead: int | None = None

    @property
    def step(self) -> Step:
        """Where it is now."""
        reached = sum(self._shares[node] * done for node, done in self._done.items())
        self._most = max(self._most, min(_NEARLY, reached))
        value, most = self._steps or (None, None)
        title = title_of(self._node, self._graph, self._titles) if self._node else ""
        return Step(self._most, title, value, most, None if self._begun else self._ahead)

    def placed(self, ahead: int | None) -> None:
        """The queue was looked at: so many before it, or None when it runs."""
        self._ahead = ahead
        self._begun = self._begun or ahead is None

    def asks(self) -> bool:
        """True once after a message that history has news, or soon will have."""
        asks, self._asks = self._asks, False
        return asks

    def heard(self, kind: str, data: Mapping[str, Any]) -> None:
        """A message of this run. Whatever is unknown in it, or no number, does nothing."""
        if kind in _ENDS or (kind == "executing" and data.get("node") is None):
            self._asks = True
        elif kind == "execution_cached":
            for node in entries(data.get("nodes")):
                self._reach(str(node), 1.0)
        elif kind == "executing":
            self._begin(self._own(data.get("node"), data.get("display_node")))
        elif kind == "progress":
            self._stepped(self._own(data.get("node"), data.get("display_node")), data)
        elif kind == "progress_state":
            for name, state in fields(data.get("nodes")).items():
                given = fields(state)
                node = self._own(name, given.get("display_node_id"))
                if given.get("state") == "finished":
                    self._reach(node, 1.0)
                elif given.get("state") == "running":
                    self._stepped(node, given)
        self._begun = True

    def _own(self, name: object, shown: object) -> str:
        """The node of the workflow: one that was unfolded while running is told by its root."""
        known = (
            str(each) for each in (name, shown) if each is not None and str(each) in self._done
        )
        return next(known, str(shown if shown is not None else name))

    def _begin(self, node: str) -> None:
        if node != self._node:
            self._reach(self._node, 1.0)
            self._node, self._steps = node, None

    def _stepped(self, node: str, told: Mapping[str, Any]) -> None:
        value, most = _number(told.get("value")), _number(told.get("max"))
        if value is None or most is None or most <= 1:
            return  # nodes without steps say 0 of 1
        value = min(value, most)
        self._reach(node, value / most)
        if node == self._node or not self._node:
            self._node, self._steps = node, (int(value), int(most))

    def _reach(self, node: str, done: float) -> None:
        if node in self._done:
            self._done[node] = max(self._done[node], done)


def title_of(node: str, graph: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """What a node is called: by the maker, else by its class, else by its id."""
    kind = fields(graph.get(node)).get("class_type")
    named = titles.get(node) or (kind if isinstance(kind, str) else "") or node
    return " ".join(named.split())[:80]


def _shares(graph: Mapping[str, Any]) -> dict[str, float]:
    heavy = [node for node, given in graph.items() if _samples(fields(given))]
    light = [node for node in graph if node not in heavy]
    if not heavy or not light:
        return {node: 1 / len(graph) for node in graph}
    shares = {node: _SAMPLERS / len(heavy) for node in heavy}
    return shares | {node: (1 - _SAMPLERS) / len(light) for node in light}


def _samples(node: Mapping[str, Any]) -> bool:
    """True for what samples, not for what only chooses a sampler."""
    return "sampler" in str(node.get("class_type")).lower() and bool(
        _SAMPLED & fields(node.get("inputs")).keys()
    )


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < 1e9 and math.isfinite(value) else None
