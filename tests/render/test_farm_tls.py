"""A cluster behind certificates: real processes, an authority of the test's own."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("cryptography")

from studio.cli.main import main
from studio.errors import BadInput, StudioError
from studio.render.delivery import Copies, Delivery
from studio.render.export import export
from studio.render.farm_link import Cluster, joined
from studio.timeline.store import create
from tests.films import grey_ramp, make_film, make_take, tone
from tests.render.certificates import certified
from tests.render.clusters import Workers, cluster

pytestmark = pytest.mark.slow
NAMES = ("sh_00000000", "sh_00000001")


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workers, Path]]:
    """A cluster that speaks with those alone whom its authority signed, and its certificates."""
    home = tmp_path_factory.mktemp("sealed")
    pem = certified(home / "pem")
    with cluster(home / "cluster", workers=1, sealed=pem) as workers:
        yield workers, pem


def unheard(error: StudioError) -> None:
    raise AssertionError(str(error))


def refused(where: Cluster) -> BadInput:
    with pytest.raises(BadInput) as caught, joined(where, unheard, patience=5):
        pass
    return caught.value


def test_an_export_over_tls_is_that_of_this_computer(
    sealed: tuple[Workers, Path], tmp_path: Path
) -> None:
    workers, pem = sealed
    assert workers.address.startswith("tls://")
    film = make_film(18, 24)
    shown = {
        name: make_take(tmp_path, name, grey_ramp(n, 160, 90), tone(n / 24))
        for name, n in zip(NAMES, (18, 24), strict=True)
    }
    wanted = replace(Delivery.of(film), copies=Copies.NONE)
    out = tmp_path / "film.mp4"
    export(film, shown, tmp_path, out, wanted)
    here = out.read_bytes()
    for shared in (None, ""):  # where the folder is seen, and where all goes over the wire
        with joined(Cluster(workers.address, shared, pem), unheard) as crew:
            export(film, shown, tmp_path, out, wanted, crew=crew, overwrite=True)
        assert out.read_bytes() == here


def test_a_scheduler_of_another_authority_is_refused(
    sealed: tuple[Workers, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workers, pem = sealed
    other = certified(tmp_path / "other")
    error = refused(Cluster(workers.address, tls=other))
    assert error.key == "farm.other_authority"
    assert "--tls" in error.text("zh")
    create(tmp_path / "a.reel", make_film(6)).close()
    words = ["export", str(tmp_path / "a.reel"), "-o", str(tmp_path / "a.mp4")]
    assert main([*words, "--scheduler", workers.address, "--tls", str(other)]) == 2
    assert "ca.pem" in capsys.readouterr().err
    assert not (tmp_path / "a.mp4").exists()
    # Who trusts the cluster but was signed by somebody else is not let in by it.
    mixed = shutil.copytree(other, tmp_path / "mixed")
    shutil.copyfile(pem / "ca.pem", mixed / "ca.pem")
    assert refused(Cluster(workers.address, tls=mixed)).key == "farm.no_scheduler"


def test_a_cluster_behind_certificates_is_not_spoken_to_without(
    sealed: tuple[Workers, Path], tmp_path: Path
) -> None:
    workers, pem = sealed
    plain = workers.address.replace("tls://", "tcp://")
    assert refused(Cluster(plain)).key == "farm.no_scheduler"
    assert refused(Cluster(plain, tls=pem)).key == "farm.no_scheduler"  # tcp:// is never sealed
    broken = shutil.copytree(pem, tmp_path / "broken")
    (broken / "key.pem").write_text("no key")
    assert refused(Cluster(workers.address, tls=broken)).key == "farm.bad_certificate"
