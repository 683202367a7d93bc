"""What a server's refusals and failures mean, in sentences that name the node by its title.

A server's own words come last in a sentence, without its paths; traces go to the log alone.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from typing import Any

from studio.backends.comfyui_progress import title_of
from studio.backends.web import entries, fields
from studio.errors import BackendError, Fault
from studio.messages import Part

log = logging.getLogger(__name__)

_MODEL = re.compile(r"(?i).+\.(safetensors|sft|ckpt|pth?|bin|gguf|onnx|torchscript)")
_NO_FILE = re.compile(r"(?i)invalid (?:image|video|audio|mask|latent|model)? ?file(?: path)?: (.+)")
_NO_CLASS = re.compile(r"(?:node|Node) (?:'ID )?#?'?([^'\s]+)'? (?:does not exist|not found)")
_AT = re.compile(r"#([^'\s]+)")
_MEMORY = re.compile(r"(?i)out ?of ?memory|allocation on device|not enough memory")
# A path from the root of a server of either kind; its last part is a name that helps.
_SEGMENT = r"""[^\\/:*?"'<>|\r\n]"""
_PATH = re.compile(
    rf"""(?x)(?: file:/+ | \b[A-Za-z]:[\\/]+ | \\\\+ | (?<![\w/])(?:~|<\w+>)?/(?=[\w.]) )
    (?: {_SEGMENT}+ [\\/]+ )* (?P<name> [^\s\\/:*?"'<>|,;()]* )"""
)
_READ, _LONGEST = 20_000, 300  # characters of what is said, and of what is told


def without_paths(text: str) -> str:
    """Words in one line, in which a file's name stands for its path on the server."""
    return _PATH.sub(lambda found: found["name"], " ".join(text[:_READ].split()))[:_LONGEST]


class Words:
    """Makes the errors of one workflow's runs."""

    def __init__(self, backend: str, graph: Mapping[str, Any], titles: Mapping[str, str]) -> None:
        self._backend, self._graph, self._titles = backend, graph, titles

    def refused(self, answer: object) -> BackendError:
        """Why a prompt was not taken (400)."""
        given = fields(answer)
        problems = self.problems(given.get("node_errors"))
        if problems:
            return self._error(problems)
        said = given.get("error")
        error = fields(said) or {"message": said}
        kind = str(error.get("type") or "?")
        if kind in {"missing_node_type", "invalid_prompt"}:
            return self._error([self._no_class(error)])
        if kind == "prompt_no_outputs":
            return self._error([Part("comfyui.run_no_output", {"backend": self._backend})])
        told = [str(error[name]) for name in ("message", "details") if error.get(name)]
        detail = without_paths(" ".join(dict.fromkeys(told))) or kind
        values = {"backend": self._backend, "detail": detail}
        return self._error([Part("comfyui.run_refused", values)])

    def problems(self, node_errors: object, output: str = "") -> list[Part]:
        """What is wrong with each node, as far as it keeps `output` from being made (empty: any
        output).
        """
        found: list[Part] = []
        for node, told in fields(node_errors).items():
            given = fields(told)
            hit = {node, *map(str, entries(given.get("dependent_outputs")))}
            if output and output not in hit:
                continue
            errors = entries(given.get("errors")) or [{}]
            found += [self._problem(node, fields(error)) for error in errors[:3]]
        return found

    def unmade(self, problems: Sequence[Part]) -> BackendError:
        """A prompt that was taken, but would not make what is wanted."""
        return self._error(problems)

    def failed(self, error: Mapping[str, Any]) -> BackendError:
        """Why a run failed; `error` is the server's message of it."""
        node = str(error.get("node_id", ""))
        kind, said = (str(error.get(n) or "") for n in ("exception_type", "exception_message"))
        trace = "".join(map(str, entries(error.get("traceback"))))
        log.warning("The node %s failed with %s: %s\n%s", node, kind, said, trace)
        title = title_of(node, self._graph, self._titles) if node else ""
        title = title if title != node else str(error.get("node_type") or node)
        values = {"backend": self._backend, "title": title or "?"}
        if _MEMORY.search(f"{kind} {said}"):
            return BackendError("comfyui.node_memory", Fault.BROKEN, retryable=False, **values)
        detail = without_paths(said) or kind.rpartition(".")[2] or "?"
        return BackendError(
            "comfyui.node_failed", Fault.BROKEN, retryable=False, detail=detail, **values
        )

    def _error(self, problems: Sequence[Part]) -> BackendError:
        """One sentence for each, of the first three."""
        key, values = problems[0].key, dict(problems[0].values)
        if len(problems) > 1:
            key = "comfyui.run_refused_twice" if len(problems) == 2 else "comfyui.run_refused_often"
            values = dict(zip(("first", "second", "third"), problems, strict=False))
            values |= {"count": len(problems)} if len(problems) > 2 else {}
        return BackendError(key, Fault.INVALID, retryable=False, **values)

    def _no_class(self, error: Mapping[str, Any]) -> Part:
        """A class that the server has not, or a node without one; old servers say it in words."""
        extra = fields(error.get("extra_info"))
        at = _AT.search(str(error.get("details")))
        node = str(extra.get("node_id") or (at[1] if at else "?"))
        said = _NO_CLASS.search(str(error.get("message")))
        kind = extra.get("class_type") or fields(self._graph.get(node)).get("class_type")
        kind = kind or (said[1] if said else None)
        values = {"backend": self._backend, "title": title_of(node, self._graph, self._titles)}
        if not isinstance(kind, str):
            return Part("comfyui.node_without_class", values)
        return Part("comfyui.node_class_missing", {**values, "kind": kind[:80]})

    def _problem(self, node: str, error: Mapping[str, Any]) -> Part:
        kind, extra = str(error.get("type")), fields(error.get("extra_info"))
        details = without_paths(str(error.get("details") or ""))
        name = str(extra.get("input_name") or re.split(r"[,: ]", details)[0])[:80]
        value = without_paths(str(extra.get("received_value", "")))[:80]
        title = title_of(node, self._graph, self._titles)
        values: dict[str, object] = {"backend": self._backend, "title": title, "input": name}
        if kind == "value_not_in_list":
            value = value or details.partition(": ")[2].partition(" not in ")[0].strip("'")
            missing = "comfyui.node_model_missing" if _MODEL.fullmatch(value) else ""
            return Part(missing or "comfyui.node_not_offered", {**values, "value": value})
        if kind in _BOUNDS:
            key, bound = _BOUNDS[kind]
            limits = fields(next(iter(entries(extra.get("input_config"))[1:]), None))
            limit = str(limits.get(bound, "?"))
            return Part(key, {**values, "value": value, "limit": limit})
        if kind == "custom_validation_failed":
            lost = _NO_FILE.search(str(error.get("details")))
            if lost:
                return Part("comfyui.node_file_missing", {**values, "file": lost[1][:120]})
        if kind in _PLAIN:
            return Part(_PLAIN[kind], {**values, "value": value})
        detail = details or str(error.get("message") or kind)[:_LONGEST]
        return Part("comfyui.node_refused", {**values, "detail": detail})


_BOUNDS = {
    "value_smaller_than_min": ("comfyui.node_too_small", "min"),
    "value_bigger_than_max": ("comfyui.node_too_big", "max"),
}
_PLAIN = {
    "required_input_missing": "comfyui.node_input_missing",
    "invalid_input_type": "comfyui.node_wrong_type",
    "return_type_mismatch": "comfyui.node_link_type",
    "exception_during_validation": "comfyui.node_link_broken",
    "dependency_cycle": "comfyui.node_cycle",
}
