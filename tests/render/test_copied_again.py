"""Whole takes whose sound is kept: to join them needs neither what encodes nor what mixes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from studio.media.ffmpeg import QUIET, run
from studio.media.hashes import sha256_of
from studio.render.delivery import Delivery
from studio.render.export import export
from studio.render.kept import Kept
from studio.timeline.project import Project
from studio.timeline.take import Take
from tests.films import make_film
from tests.render.test_copying import file_of, takes

LENGTHS = (30, 24)
# By room: what reads samples and planes, what encodes, what mixes, what looks at pictures.
UNREAD = (
    "numpy", "cv2", "PIL", "statistics", "email.parser",
    "studio.render.shape", "studio.render.encoding", "studio.render.piece_memory",
    "studio.render.making_sound", "studio.render.mixing", "studio.render.recorded",
    "studio.render.proof_look", "studio.render.proof_film", "studio.render.proof_heard",
)  # fmt: skip
AGAIN = """
import json, sys
from pathlib import Path
from studio.render.delivery import Delivery
from studio.render.export import export
from studio.render.kept import Kept
from studio.timeline.project import Project
from studio.timeline.take import Take
home = Path(sys.argv[1])
project = Project.model_validate_json((home / "film.json").read_bytes())
told = json.loads((home / "takes.json").read_text())
shown = {owner: Take.model_validate_json(take) for owner, take in told.items()}
pieces = Kept(home / "pieces")
report = export(project, shown, home, home / "again.mp4", Delivery.of(project), kept=pieces)
print(json.dumps([report.copied, report.sound_kept, sorted({*sys.argv[2:]} & {*sys.modules})]))
"""


def voiced(home: Path, take: Take) -> Take:
    """The take with a tone."""
    path = file_of(home, take)
    mute = path.rename(path.with_suffix(".mute.mp4"))
    tone = ["-f", "lavfi", "-i", "sine=330:r=48000", "-shortest", "-c:v", "copy", "-c:a", "aac"]
    run([*QUIET, "-y", "-i", str(mute), *tone, str(path)])
    file = take.files[0].model_copy(
        update={"sha256": sha256_of(path), "bytes": path.stat().st_size}
    )
    return take.evolve(files=(file,), has_sound=True)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a film, its takes, and all that its first export kept."""
    home = tmp_path_factory.mktemp("whole")
    film = make_film(*LENGTHS)
    shown = {owner: voiced(home, take) for owner, take in takes(home, *LENGTHS).items()}
    (home / "film.json").write_text(film.model_dump_json())
    plain = {owner: take.model_dump_json() for owner, take in shown.items()}
    (home / "takes.json").write_text(json.dumps(plain))
    first = export(
        film, shown, home, home / "film.mp4", Delivery.of(film), kept=Kept(home / "pieces")
    )
    assert (first.copied, first.sound_kept, first.hands) == (len(LENGTHS), False, None)
    return home


def test_nothing_is_read_that_is_not_needed(home: Path) -> None:
    words = [sys.executable, "-c", AGAIN, str(home), *UNREAD]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert json.loads(told) == [len(LENGTHS), True, []]
    assert (home / "again.mp4").read_bytes() == (home / "film.mp4").read_bytes()


def test_the_film_of_them_is_known_where_it_lies(home: Path) -> None:
    """It was hashed while it was joined."""
    film = Project.model_validate_json((home / "film.json").read_bytes())
    told = json.loads((home / "takes.json").read_text())
    shown = {owner: Take.model_validate_json(take) for owner, take in told.items()}
    again = export(
        film, shown, home, home / "film.mp4", Delivery.of(film),
        overwrite=True, kept=Kept(home / "pieces"),
    )  # fmt: skip
    assert again.standing
