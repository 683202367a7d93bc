"""The doctor finds what is wrong in a folder, repairs what it can, and deletes no take."""

import os
import shutil
from pathlib import Path

import pytest

from studio.errors import ProjectError
from studio.jobs.doctor import Finding, examine
from studio.jobs.job import State
from studio.jobs.journal import Journal
from studio.timeline.store import create, open_folder
from studio.timeline.story import Reference, ReferenceKind
from studio.timeline.take import Take
from tests.jobs.builders import make_fake, make_job, make_project
from tests.jobs.test_generate import go


def filmed(folder: Path) -> list[Take]:
    """A folder with a film of two shots."""
    create(folder, make_project(2)).close()
    return list(go(make_project(2), folder, make_fake(folder)).made)


def keys(found: list[Finding]) -> list[str]:
    for each in found:
        assert each.text("en")
        assert each.text("zh")
    return [each.key for each in found]


def test_a_healthy_folder(tmp_path: Path) -> None:
    filmed(tmp_path)
    assert examine(tmp_path, project=make_project(2)) == []
    assert examine(tmp_path, repair=True, project=make_project(2)) == []


def test_an_empty_folder_is_not_touched(tmp_path: Path) -> None:
    assert keys(examine(tmp_path)) == ["jobs.found_no_project"]
    assert list(tmp_path.iterdir()) == []


def test_a_lost_journal_is_found_and_made_again(tmp_path: Path) -> None:
    takes = filmed(tmp_path)
    (tmp_path / "journal.sqlite").unlink()
    assert keys(examine(tmp_path)) == ["jobs.found_lost_take"] * 2
    back = examine(tmp_path, repair=True)
    assert [(each.key, each.repaired) for each in back] == [("jobs.found_lost_take", True)] * 2
    assert examine(tmp_path) == []
    with Journal.open(tmp_path) as journal:
        assert journal.takes() == takes


def test_a_broken_journal_is_found_and_made_again(tmp_path: Path) -> None:
    takes = filmed(tmp_path)
    (tmp_path / "journal.sqlite").write_bytes(os.urandom(9000))
    (found,) = examine(tmp_path)
    assert (found.key, found.repairable, found.repaired) == ("jobs.journal_broken", True, False)
    (found,) = examine(tmp_path, repair=True)
    assert (found.key, found.repaired) == ("jobs.found_broken_journal", True)
    assert examine(tmp_path) == []
    with Journal.open(tmp_path) as journal:
        assert journal.takes() == takes


def test_a_take_the_journal_forgot_comes_back(tmp_path: Path) -> None:
    filmed(tmp_path)
    other = tmp_path / "other"
    create(other, make_project(2)).close()
    (other / "media").rmdir()
    shutil.copytree(tmp_path / "media", other / "media")
    with Journal.open(other) as journal:
        assert len(journal.takes()) == 2
    for path in (other / "media").glob("*.json"):
        path.rename(path.with_suffix(".kept"))
    (other / "journal.sqlite").unlink()
    with Journal.open(other) as journal:
        journal.add([make_job(9, state=State.DONE)])
    for path in (other / "media").glob("*.kept"):
        path.rename(path.with_suffix(".json"))
    assert keys(examine(other)).count("jobs.found_lost_take") == 2
    assert all(found.repaired for found in examine(other, repair=True))
    assert examine(other) == []


@pytest.mark.parametrize("harm", ["gone", "cut", "changed"])
def test_harmed_files_are_found_and_brought_back(tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "film"
    (first, _) = filmed(folder)
    (file,) = first.files
    path = folder / file.path
    spare = tmp_path / "spare" / "deep"
    spare.mkdir(parents=True)
    shutil.copyfile(path, spare / "renamed by hand.bin")
    data = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(data[:-1] if harm == "cut" else data[:-1] + b"?")
    (found,) = examine(folder)
    assert found.key == f"jobs.found_{'missing' if harm == 'gone' else 'changed'}_file"
    (found,) = examine(folder, repair=True)
    assert not found.repaired
    found = examine(folder, repair=True, search=[tmp_path / "spare"])[0]
    assert (found.key, found.repaired) == ("jobs.found_relinked", True)
    assert path.read_bytes() == data
    assert keys(examine(folder)) == ([] if harm == "gone" else ["jobs.found_orphan"])


def test_leftovers_go_and_strangers_stay(tmp_path: Path) -> None:
    filmed(tmp_path)
    media = tmp_path / "media"
    (media / ".partial" / "jb_dead").mkdir(parents=True)
    (media / ".x.json.partial").write_bytes(b"{")
    (media / "holiday.mp4").write_bytes(b"mine")
    assert sorted(keys(examine(tmp_path))) == [
        "jobs.found_leftover", "jobs.found_leftover", "jobs.found_orphan",
    ]  # fmt: skip
    examine(tmp_path, repair=True)
    assert keys(examine(tmp_path)) == ["jobs.found_orphan"]
    assert (media / "holiday.mp4").read_bytes() == b"mine"


def test_takes_without_an_owner_are_kept_and_told(tmp_path: Path) -> None:
    filmed(tmp_path)
    lonely = Reference(id="re_0001", name="hero", kind=ReferenceKind.PICTURE)
    project = make_project(1, references=(lonely,))
    found = examine(tmp_path, repair=True, project=project)
    assert keys(found) == ["jobs.found_homeless", "jobs.found_no_media"]
    assert len(list((tmp_path / "media").glob("*.y4m"))) == 2


def test_jobs_that_may_have_been_charged_are_told(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        journal.add([make_job()])
        journal.step(make_job().id, State.RUNNING)
        journal.step(make_job().id, State.UNKNOWN)
    assert keys(examine(tmp_path, project=make_project())) == ["jobs.found_unknown_job"]


def test_a_broken_project_is_told_and_brought_back(tmp_path: Path) -> None:
    filmed(tmp_path)
    with open_folder(tmp_path) as store:
        store.save(make_project(2, title="later"))
    (tmp_path / "project.json").write_text("{", encoding="utf-8")
    assert keys(examine(tmp_path)) == ["jobs.found_project_backup"]
    (found,) = examine(tmp_path, repair=True)
    assert found.repaired
    assert examine(tmp_path) == []


def test_a_folder_that_is_worked_in_is_not_repaired(tmp_path: Path) -> None:
    filmed(tmp_path)
    with Journal.open(tmp_path):
        assert examine(tmp_path) == []
        with pytest.raises(ProjectError):
            examine(tmp_path, repair=True)


def test_a_film_edited_into_nonsense_is_told_of(tmp_path: Path) -> None:
    filmed(tmp_path)
    path = tmp_path / "project.json"
    text = path.read_text(encoding="utf-8")
    with open_folder(tmp_path) as store:
        first = store.project.scenes[0].shots[0].id
    path.write_text(text.replace(first, "sh_other000", 1), encoding="utf-8")
    shot = make_project(2).scenes[0].shots[1]
    assert "timeline.same_id" not in keys(examine(tmp_path))
    path.write_text(text.replace(first, shot.id), encoding="utf-8")
    assert "timeline.same_id" in keys(examine(tmp_path))
