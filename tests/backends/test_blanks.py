"""What is put into the blanks of a compiled call, and which hosts no service can reach."""

import pytest

from studio.backends.blanks import filled, inside, places

BODY = {"parts": [{"url": {"$input": 2}}, {"url": {"$input": 0}}], "id": {"$key": True}, "n": 3}


def test_blanks_are_found_in_their_order_and_filled() -> None:
    assert places(BODY) == [2, 0]
    assert filled(BODY, {0: "a", 2: "c"}, {"$key": True}, "mark") == {
        "parts": [{"url": "c"}, {"url": "a"}], "id": "mark", "n": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True), ("nas.local", True), ("127.0.0.1", True), ("10.0.0.8", True),
        ("::1", True), ("8.8.8.8", False), ("bucket.example.com", False),
    ],
)  # fmt: skip
def test_hosts_inside_are_told_apart(host: str, here: bool) -> None:
    assert inside(host) is here
