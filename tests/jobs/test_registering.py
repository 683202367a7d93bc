"""Subjects registered at services: jobs whose takes are handles, cited while they are good."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from studio.backends.account import Account
from studio.backends.base import Backend, Figure
from studio.backends.kling_registrar import NAME, KlingRegistrar
from studio.backends.seedance import backends as ark_backends
from studio.backends.seedance_registrar import SeedanceRegistrar
from studio.cli.main import main
from studio.errors import BackendError, BadInput
from studio.jobs.cast_library import keep, own_library
from studio.jobs.compiling import compiler
from studio.jobs.film import Film
from studio.jobs.generate import generate
from studio.jobs.handle_copies import arrived_handles
from studio.jobs.handles import HandleState, cited, handles_of
from studio.jobs.imports import import_media
from studio.jobs.job import Job, Kind, State
from studio.jobs.journal import Journal
from studio.jobs.ledger import ledger
from studio.jobs.plan import Wishes, request_for
from studio.jobs.registering import plan_registration
from studio.jobs.runner import Runner
from studio.jobs.wishes import draft_shot
from studio.timeline.project import Project
from studio.timeline.queries import find_subject, shots
from studio.timeline.store import create, read
from studio.timeline.story import Consent, Role, Subject, Variant, View
from studio.timeline.story_edits import (
    add_reference,
    add_subject,
    add_variant,
    change_subject,
    show_variant,
    use_reference,
)
from studio.timeline.take import Take
from tests.backends.asking import made as made_by
from tests.backends.asking import painted
from tests.backends.kling_desk import account, models
from tests.backends.kling_desk import wish as kling_wish
from tests.backends.kling_server import Service, serving
from tests.backends.seedance_desk import account as ark_account
from tests.backends.seedance_desk import wish as ark_wish
from tests.backends.seedance_server import serving as serving_ark
from tests.backends.test_kling_studio import filmed, heard
from tests.backends.test_kling_studio import studio as kling_studio
from tests.backends.test_seedance_assets import ACCESS, SECRET, Library
from tests.backends.test_seedance_assets import address as address
from tests.backends.waiting import Bucket, Waits
from tests.jobs.builders import make_project, replace_shot, shot_id

MIRA, GOWN = "su_mira0000", "va_gown0000"


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as found:
        yield found


def registrar(service: Service, *, bucket: bool = True) -> KlingRegistrar:
    given = account(service, bucket=Bucket() if bucket else None)
    return KlingRegistrar(given, pause=Waits(), own=Path("/nowhere"))


class Desk:
    """A film with Mira in its two shots: a side and a front, and a voice if wished."""

    def __init__(self, folder: Path, *, pictures: int = 2, voice: bool = False) -> None:
        self.folder = folder / "film.reel"
        files = [painted(folder, f"{n}.png") for n in range(pictures)]
        for number, path in enumerate(files):
            path.write_bytes(path.read_bytes() + bytes([number]))  # alike to look at only
        sound = [heard(folder, 6)] if voice else []
        film = make_project(2, width=1280, height=720, frames=96)
        with create(self.folder, film) as store, Journal.open(self.folder) as journal:
            media = import_media(film, self.folder, journal, [*files, *sound])
            film = add_subject(film, Subject(id=MIRA, name="Mira", description="a smith"))
            views = [View.LEFT, View.FRONT, View.BACK, View.SMILE]
            for each in media:
                film = add_reference(film, each.reference)
                if each.reference.kind == "sound":
                    film = use_reference(film, MIRA, each.reference.id, Role.SOUND)
                else:
                    view = views.pop(0)
                    film = use_reference(film, MIRA, each.reference.id, Role.SUBJECT, view)
            film = replace_shot(film, 1, subjects=(MIRA,))
            self.film = replace_shot(film, 2, subjects=(MIRA,))
            store.save(self.film)

    @property
    def takes(self) -> list[Take]:
        with Journal.open(self.folder, write=False) as journal:
            return journal.takes()

    @property
    def subject(self) -> Subject:
        found = find_subject(self.film, MIRA)
        assert found is not None
        return found

    def register(self, backend: Backend, variant: Variant | None = None) -> Job:
        film = Film(self.film, self.takes)
        backends: Mapping[str, Backend] = {backend.offer.name: backend}
        wanted = plan_registration(film, self.subject, variant, backend.offer, compiler(backends))
        jobs = [job for item in wanted.admit() for job in item.jobs("ba_1")]
        with Journal.open(self.folder) as journal:
            journal.add(jobs)
            runner = Runner(journal, self.folder, backends, pause=Waits(), grace=5)
            asyncio.run(runner.run())
            return journal.job(jobs[0].id)

    def cited(self, film: Project | None = None, variant: Variant | None = None) -> dict[str, str]:
        return cited(Film(film or self.film, self.takes), self.subject, variant)


def test_a_subject_becomes_an_element_that_shots_cite(service: Service, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    job = desk.register(registrar(service))
    assert (job.kind, job.owner, job.state) == (Kind.REGISTER, MIRA, State.DONE)
    assert service.refused == []
    [take] = [take for take in desk.takes if take.owner == MIRA]
    record = json.loads((desk.folder / take.files[0].path).read_text())
    assert record["handles"] == desk.cited()
    assert record["service"] == "kling"
    assert desk.cited()["kling.element.kind"] == "image_refer"
    front = next(t for t in desk.takes if t.owner == desk.subject.uses[1].reference)
    assert record["made_from"][0] == front.files[0].sha256, "the front comes first"
    kling = models(service)["kling"]
    first = next(shots(desk.film))
    request = request_for(desk.film, first, desk.takes, kling.offer)
    contents = json.dumps(kling.compile(request).calls[0].body)
    assert desk.cited()["kling.element"] in contents
    assert "$input" not in contents


def test_pictures_of_a_registered_subject_take_nobodys_room(
    service: Service, tmp_path: Path
) -> None:
    """They are not sent: Lin's picture is, and nobody is told of one too many."""
    desk = Desk(tmp_path, pictures=3)
    first = next(shots(desk.film))
    stranger = add_subject(desk.film, Subject(id="su_lin00000", name="Lin", description="a cook"))
    stranger = use_reference(stranger, "su_lin00000", desk.subject.uses[0].reference, Role.SUBJECT)
    desk.film = replace_shot(stranger, 1, subjects=(MIRA, "su_lin00000"))
    kling = models(service)["kling"]
    offer = kling.offer.model_copy(update={"input_roles": {"subject": 2}})

    def planned() -> tuple[list[str | None], list[str]]:
        shot = next(each for each in shots(desk.film) if each.id == first.id)
        film = Film(desk.film, desk.takes)
        draft = draft_shot(film, film.places[shot.id], offer)
        warnings = [each.key for each in draft.warnings]
        return [each.figure for each in draft.request.inputs], warnings

    assert planned() == ([MIRA, MIRA], ["jobs.too_many", "jobs.too_many"])
    desk.register(registrar(service))
    assert planned() == ([MIRA, MIRA, "su_lin00000"], [])


def test_the_voice_is_made_first_and_bound_to_the_element(service: Service, tmp_path: Path) -> None:
    desk = Desk(tmp_path, voice=True)
    job = desk.register(registrar(service))
    assert job.state is State.DONE
    voice, element = (body for _, body in service.bodies)
    assert voice["voice_name"] == "Mira"
    assert element["element_voice_id"].startswith("8298")
    book = ledger(desk.film, desk.takes, [job])
    assert book.charged == {job.currency: job.price}
    assert not book.waste


def test_without_a_bucket_the_voice_is_left_out_and_that_is_told(
    service: Service, tmp_path: Path
) -> None:
    desk, backend = Desk(tmp_path, voice=True), registrar(service, bucket=False)
    film = Film(desk.film, desk.takes)
    plan = plan_registration(film, desk.subject, None, backend.offer, compiler({NAME: backend}))
    told = [change.told.key for change in plan.items[0].compiled.account]
    assert "casting.voice_needs_bucket" in told
    assert plan.items[0].price == 0
    assert desk.register(backend).state is State.DONE
    assert len(service.bodies) == 1


def test_one_picture_is_too_few_and_says_so(service: Service, tmp_path: Path) -> None:
    desk = Desk(tmp_path, pictures=1)
    with pytest.raises(BadInput) as caught:
        desk.register(registrar(service))
    assert "Mira" in caught.value.text("en")
    assert "Kling" in caught.value.text("zh")
    assert service.calls == []


@pytest.mark.parametrize("lost", [("made", "drop"), "drop", ("made", "garbage"), "bad_gateway"])
def test_a_lost_answer_makes_nothing_twice(service: Service, tmp_path: Path, lost: Any) -> None:
    desk = Desk(tmp_path, voice=True)
    service.on("create", lost)
    assert desk.register(registrar(service)).state is State.DONE
    made = [body["external_task_id"] for _, body in service.bodies]
    assert len(made) == len(set(made)) == 2


def test_a_changed_sheet_makes_a_handle_out_of_date_until_it_is_as_before(
    service: Service, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, pictures=3)
    desk.register(registrar(service))
    before = desk.film
    [_, _, back] = desk.subject.uses
    desk.film = change_subject(before, MIRA, uses=desk.subject.uses[:2])
    assert desk.cited() == {}
    handle = handles_of(Film(desk.film, desk.takes), desk.subject, None)[NAME]
    assert handle.state is HandleState.CHANGED
    desk.register(registrar(service))
    again = desk.cited()
    assert again
    desk.film = before
    assert desk.cited(), "undone, the first one is good again"
    assert desk.cited() != again
    assert back.view is View.BACK


def test_each_variant_has_a_handle_of_its_own(service: Service, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    side, front = (use.reference for use in desk.subject.uses)
    desk.film = add_variant(desk.film, MIRA, Variant(id=GOWN, name="Gown"), 0)
    desk.film = show_variant(desk.film, [shot_id(2)], MIRA, GOWN)
    gown = desk.subject.variants[0]
    desk.register(registrar(service), gown)
    assert desk.cited(variant=gown), "it has the subject's own pictures"
    assert desk.cited(variant=gown) == desk.cited()
    desk.film = use_reference(desk.film, GOWN, side, Role.SUBJECT, View.FRONT)
    desk.film = use_reference(desk.film, GOWN, front, Role.SUBJECT, View.BACK)
    gown = desk.subject.variants[0]
    assert desk.cited(variant=gown) == {}
    assert desk.cited(variant=None)
    assert desk.register(registrar(service), gown).state is State.DONE
    assert desk.cited(variant=gown) != desk.cited(variant=None)


def test_a_handle_has_a_last_day(service: Service, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.register(registrar(service))
    takes = [
        take.evolve(usage={**take.usage, "expires": "2026-03-31"}) if take.owner == MIRA else take
        for take in desk.takes
    ]

    def state(day: date) -> HandleState:
        return handles_of(Film(desk.film, takes), desk.subject, None, day)[NAME].state

    assert state(date(2026, 3, 31)) is HandleState.GOOD
    assert state(date(2026, 4, 1)) is HandleState.EXPIRED
    assert cited(Film(desk.film, takes), desk.subject, None, date(2026, 4, 1)) == {}


def test_nobody_real_is_registered_without_consent(service: Service, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.film = change_subject(desk.film, MIRA, real=True)
    with pytest.raises(BadInput) as caught:
        desk.register(registrar(service))
    assert "consent" in caught.value.text("en")
    given = Consent(
        person="Ada", purpose="an advert", given=date(2025, 1, 1), until=date(2025, 2, 1)
    )
    desk.film = change_subject(desk.film, MIRA, consent=given)
    with pytest.raises(BadInput) as caught:
        desk.register(registrar(service))
    assert "2025-02-01" in caught.value.text("zh")
    desk.film = change_subject(desk.film, MIRA, consent=given.evolve(until=None))
    assert desk.register(registrar(service)).state is State.DONE


def test_a_job_that_waits_is_wanted_until_the_sheet_changes(
    service: Service, tmp_path: Path
) -> None:
    desk, backend = Desk(tmp_path), registrar(service)
    film = Film(desk.film, desk.takes)
    plan = plan_registration(film, desk.subject, None, backend.offer, compiler({NAME: backend}))
    [job] = plan.items[0].jobs("ba_1")
    assert Wishes(desk.film, desk.takes, {}, None).still(job)
    other = change_subject(desk.film, MIRA, uses=desk.subject.uses[:1])
    assert not Wishes(other, desk.takes, {}, None).still(job)


def seedance(address: str, *, bucket: bool = True) -> SeedanceRegistrar:
    values = {"access": ACCESS, "secret": SECRET, "url": ""}
    given = Account(lambda: values, bucket=lambda: Bucket() if bucket else None)
    return SeedanceRegistrar(given, pause=Waits(), address=address)


def test_a_look_becomes_an_asset_that_shots_cite(tmp_path: Path, address: str) -> None:
    desk = Desk(tmp_path)
    assert desk.register(seedance(address)).state is State.DONE
    assert desk.cited() == {"seedance.asset": "asset-1"}
    assert Library.creates[0]["GroupId"] == "group-1"
    with pytest.raises(BadInput) as caught:
        desk.register(seedance(address, bucket=False))
    assert caught.value.key == "jobs.blocked"


def test_an_asset_whose_answer_is_lost_waits_for_the_makers_choice(
    tmp_path: Path, address: str
) -> None:
    desk = Desk(tmp_path)
    Library.nameless = True
    job = desk.register(seedance(address))
    assert job.state is State.UNKNOWN
    assert len(Library.creates) == 1
    assert desk.cited() == {}


def test_consent_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path)
    words = ["cast", "consent", str(desk.folder), "mira"]
    assert main(words) == 2
    assert "--person" in capsys.readouterr().err
    assert main([*words, "--person", "Ada", "--for", "an advert", "--until", "soon"]) == 2
    assert "2027-06-30" in capsys.readouterr().err
    assert main([*words, "--person", "Ada", "--for", "an advert", "--nobody"]) == 2
    assert main([*words, "--person", "Ada", "--for", "an advert", "--until", "1999-01-01"]) == 2
    capsys.readouterr()
    assert main([*words, "--person", "Ada", "--for", "an advert", "--until", "2999-01-01"]) == 0
    kept = read(desk.folder).subjects[0]
    assert kept.real
    assert kept.consent is not None
    assert kept.consent.until == date(2999, 1, 1)
    assert main([*words, "--nobody"]) == 0
    kept = read(desk.folder).subjects[0]
    assert (kept.real, kept.consent) == (False, None)
    assert main(["cast", "register", str(desk.folder), "Mira", "--at", "fax"]) == 2
    assert "kling, seedance" in capsys.readouterr().err
    assert main(["cast", "register", str(desk.folder), "Mira", "--at", "kling"]) == 2
    assert "no key for Kling" in capsys.readouterr().err


def test_a_handle_that_the_maker_gives(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is cited as others are, for its own variant alone, until it is taken away or ends."""
    desk = Desk(tmp_path)
    words = ["cast", "handle", str(desk.folder), "mira", "--at"]
    for wrong in (["Fax!", "lora=a"], ["comfyui", "lora"], ["comfyui", "Lo ra=a"]):
        assert main([*words, *wrong]) == 2
    assert main([*words, "comfyui", "lora=a", "--until", "1999-01-01"]) == 2
    assert desk.cited() == {}
    capsys.readouterr()
    assert main([*words, "comfyui", "lora=my ada.safetensors", "--until", "2999-01-01"]) == 0
    assert "comfyui.lora = my ada.safetensors" in capsys.readouterr().out
    assert main([*words, "kling", "element=123"]) == 0
    names = {"comfyui.lora": "my ada.safetensors", "kling.element": "123"}
    assert desk.cited() == names
    with Journal.open(desk.folder) as journal:
        film = Film(read(desk.folder), journal.takes())
    subject = film.subjects[MIRA]
    gown = Variant(id=GOWN, name="Gown")
    assert cited(film, subject, gown) == {}
    assert cited(film, subject, None, date(2999, 1, 2)) == {"kling.element": "123"}
    assert main([*words, "kling", "element="]) == 0
    assert desk.cited() == {"comfyui.lora": "my ada.safetensors"}


def test_a_voice_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who speaks, in which voice and manner; another speaker begins without a voice's name."""
    desk = Desk(tmp_path)
    words = ["cast", "voice", str(desk.folder), "mira"]
    manner = ["--name", "AOT", "--gender", "male", "--pace", "1.2", "--pitch=-2"]
    assert main([*words, "--by", "kling-speech", *manner]) == 0
    told = read(desk.folder).subjects[0].voice
    assert (told.backend, told.name, told.gender) == ("kling-speech", "AOT", "male")
    assert (told.pace, told.pitch) == (1.2, -2.0)
    assert main([*words, "--by", "shot", "--gender", "-"]) == 0
    told = read(desk.folder).subjects[0].voice
    assert (told.backend, told.name, told.gender) == (None, None, None)
    capsys.readouterr()
    for wrong, named in (
        (["--by", "nobody"], "kling-speech"), (["--pace", "9"], "--pace"),
        (["--gender", "robot"], "robot"),
    ):  # fmt: skip
        assert main([*words, *wrong]) == 2
        assert named in capsys.readouterr().err
    assert read(desk.folder).subjects[0].voice == told


def generated(desk: Desk, service: Service) -> list[Job]:
    """What becomes of the first shot at Kling; the jobs of it that there are now."""
    film = desk.film.evolve(backend="kling")
    with Journal.open(desk.folder) as journal:
        asyncio.run(
            generate(film, desk.folder, journal, models(service), shots=[shot_id(1)], pause=Waits())
        )
        return [job for job in journal.jobs() if job.owner == shot_id(1)]


def test_what_is_gone_at_the_service_is_found_out_and_registered_again(
    service: Service, tmp_path: Path
) -> None:
    """A refusal is looked into; pictures go in the element's place, and nothing is paid twice."""
    desk = Desk(tmp_path)
    desk.register(registrar(service))
    [name] = [task for task in service.tasks if "elements" in service.tasks[task]["path"]]
    del service.tasks[name]  # deleted in the console
    service.on("create", 1201)
    [job] = generated(desk, service)
    assert job.error is not None
    assert (job.state, job.error.key, job.price > 0) == (State.FAILED, "casting.handle_gone", True)
    assert "Mira" in job.error.text("en")
    assert "studio cast register" in job.error.text("zh")
    film = Film(desk.film, desk.takes, jobs=[job])
    handle = handles_of(film, desk.subject, None)[NAME]
    assert handle.state is HandleState.EXPIRED
    assert handle.expires is not None
    assert handle.expires.isoformat() == (job.ended or "")[:10]
    assert cited(film, desk.subject, None) == {}
    [_, again] = generated(desk, service)
    assert again.state is State.DONE
    sent = service.bodies[-1][1]["contents"]
    assert [each["type"] for each in sent] == ["prompt", "refer_image", "refer_image"]
    desk.register(registrar(service))
    film = Film(desk.film, desk.takes, jobs=[job, again])
    assert handles_of(film, desk.subject, None)[NAME].state is HandleState.GOOD


def test_what_is_found_to_be_gone_late_is_registered_again_too(
    service: Service, tmp_path: Path
) -> None:
    """A task that was taken and failed without a reason is looked into as a refusal is."""
    desk = Desk(tmp_path)
    desk.register(registrar(service))
    [name] = [task for task in service.tasks if "elements" in service.tasks[task]["path"]]
    del service.tasks[name]
    service.ending = {"status": "failed", "message": "internal failure"}
    [job] = generated(desk, service)
    assert job.error is not None
    assert (job.state, job.error.key) == (State.FAILED, "casting.handle_gone_late")
    assert "Mira" in job.error.text("en")
    assert "studio cast register" in job.error.text("zh")
    film = Film(desk.film, desk.takes, jobs=[job])
    assert handles_of(film, desk.subject, None)[NAME].state is HandleState.EXPIRED
    assert cited(film, desk.subject, None) == {}
    service.ending = {}
    [_, again] = generated(desk, service)
    assert again.state is State.DONE
    sent = service.bodies[-1][1]["contents"]
    assert [each["type"] for each in sent] == ["prompt", "refer_image", "refer_image"]


@pytest.mark.parametrize("message", ["internal failure", "failure to pass the risk control system"])
def test_a_late_failure_for_another_reason_stays_what_it_is(
    service: Service, tmp_path: Path, message: str
) -> None:
    desk = Desk(tmp_path)
    desk.register(registrar(service))
    if "risk" in message:  # what was moderated says so itself, whoever is gone
        [name] = [task for task in service.tasks if "elements" in service.tasks[task]["path"]]
        del service.tasks[name]
    service.ending = {"status": "failed", "message": message}
    [job] = generated(desk, service)
    assert job.error is not None
    assert job.error.key == ("kling.moderated_late" if "risk" in message else "kling.failed")
    assert desk.cited()


async def voices_at(service: Service, folder: Path) -> dict[str, str]:
    """Voices that are in the account by where they lie, and one that is in none."""
    library = kling_studio(service, bucket=Bucket()).subjects
    task = await library.voice_from("Mira", "k1", sound="https://x.example/a.mp3")
    own = await library.voice(task)
    [preset] = await library.voices(preset=True)
    task = await library.element_from_video("Mira", "a smith", filmed(folder), "k2")
    element = await library.element(task)
    return {"own": own.id, "preset": preset.id, "of an element": element.voice, "gone": "v0"}


@pytest.mark.parametrize("voice", ["own", "preset", "of an element", "gone"])
def test_a_voice_that_is_gone_is_found_out_late(
    service: Service, tmp_path: Path, voice: str
) -> None:
    """Voices lie in a list of their own, in that of everybody, or with an element."""
    made = asyncio.run(voices_at(service, tmp_path))
    mira = Figure(key=MIRA, name="Mira", handles={"kling.voice": made[voice]})
    wanted = kling_wish(figures=(mira,))
    service.ending = {"status": "failed", "message": "internal failure"}
    backend = models(service)["kling"]
    with pytest.raises(BackendError) as caught:
        asyncio.run(made_by(backend, wanted, tmp_path / "take"))
    assert (caught.value.key == "casting.handle_gone_late") is (voice == "gone")


def test_a_refusal_for_another_reason_stays_what_it_is(service: Service, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.register(registrar(service))
    service.on("create", 1201)
    [job] = generated(desk, service)
    assert job.error is not None
    assert job.error.key == "kling.invalid"
    assert desk.cited()


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("there", [True, False])
def test_an_asset_that_is_gone_is_found_out(
    address: str, tmp_path: Path, there: bool, late: bool
) -> None:
    """At Seedance, too, where the library has keys of its own; at once, or when the task fails."""
    Library.assets.clear()
    if there:
        Library.assets["asset-1"] = {"Id": "asset-1", "Status": "Active", "GroupId": "g"}
    mira = Figure(key=MIRA, name="Mira", handles={"seedance.asset": "asset-1"})
    with serving_ark() as ark:
        given = ark_account(ark, access=ACCESS, secret=SECRET)
        seedance = ark_backends(given, pause=Waits(), own=Path("/nowhere"), library=address)
        if late:
            ark.ending = {"status": "failed", "error": {"code": "InternalServiceError"}}
        else:
            ark.on("create", (400, "InvalidParameter"))
        with pytest.raises(BackendError) as caught:
            asyncio.run(made_by(seedance["seedance"], ark_wish(figures=(mira,)), tmp_path / "take"))
    key = "casting.handle_gone_late" if late else "casting.handle_gone"
    assert (caught.value.key == key) is not there


def test_a_handle_goes_with_its_subject_to_another_film(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the library; where the copy's sheet is another one, nothing is taken for registered."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    desk = Desk(tmp_path)
    desk.register(registrar(service))
    named = desk.cited()
    shelf = own_library()
    entry = keep(shelf, desk.film, desk.subject, desk.folder, desk.takes)
    assert [each.backend for each in entry.handles] == [NAME]
    other = tmp_path / "other.reel"
    create(other, make_project(1)).close()
    assert main(["cast", "add", str(other), "Mira"]) == 0
    film = read(other)
    with Journal.open(other, write=False) as journal:
        takes = journal.takes()
    [mira] = film.subjects
    assert cited(Film(film, takes), mira, None) == named
    handle = handles_of(Film(film, takes), mira, None)[NAME]
    assert (handle.state, handle.take.cost) == (HandleState.GOOD, 0)
    assert (other / handle.take.files[0].path).is_file()
    assert arrived_handles(entry, film, mira.id, other, takes) == [], "once is enough"
    less = change_subject(film, mira.id, uses=mira.uses[:1])
    imports = [take for take in takes if take.kind != "handle"]
    assert arrived_handles(entry, less, mira.id, other, imports) == []
    assert len(service.bodies) == 1
