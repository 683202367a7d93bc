"""The way to a Dask cluster: found, of the same release, sealed with certificates if asked for."""

import logging
import ssl
import warnings
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from distributed import Client, Security

from studio.errors import BadInput, RenderError
from studio.render.farm import Farm, Notice
from studio.render.farm_work import Refused

_SECONDS = 10  # for the scheduler to answer, at most
_PACKAGE = "storyreel"
_PEM = ("ca.pem", "cert.pem", "key.pem")


@dataclass(frozen=True)
class Cluster:
    """Where a farm is.

    `address` is the scheduler's, such as `tcp://10.0.0.5:8786`; `shared` the film's folder as the
    workers see it, None where that is to be found out, empty where they see nothing; `tls` a folder
    with `ca.pem`, `cert.pem`
    and `key.pem`, None for what Dask's own configuration says.
    """

    address: str
    shared: str | None = None
    tls: Path | None = None


class _Joining(Client):
    """A client that ends at once where it cannot join.

    Left to the garbage collector it might end while another one begins: both would wait for one
    lock of Dask's, for ever.
    """

    def start(self, **how: Any) -> None:
        """Join the cluster. Raises whatever Dask's sockets do."""
        try:
            super().start(**how)  # pyright: ignore[reportUnknownMemberType]
        except BaseException:
            self.close(timeout=_SECONDS)  # pyright: ignore[reportUnknownMemberType]
            self._loop_runner.stop()  # which `close` leaves to run where Dask gave up by itself
            raise


@contextmanager
def joined(cluster: Cluster, notice: Notice, patience: float = 60) -> Generator[Farm, None, None]:
    """The cluster as the crew of an export, till the end of the block.

    It may be silent, or without any worker, for `patience` seconds. Raises BadInput where no
    scheduler answers, RenderError for one of another release.
    """
    log = logging.getLogger("distributed")
    level = log.level
    log.setLevel(logging.CRITICAL)  # what it says of lost workers is said by the export
    try:
        client = _client(cluster, min(_SECONDS, patience))
        try:
            strangers = _strangers(client)
            farm = Farm(client, notice, cluster.shared, patience)
            for each in strangers:
                farm.leave_out(each)
            yield farm
        finally:
            with suppress(Exception):  # the cluster may be gone
                client.close(timeout=_SECONDS)
    finally:
        log.setLevel(level)


def _client(cluster: Cluster, seconds: float) -> Any:
    sealed: dict[str, Any] = {}
    if cluster.tls is not None:
        paths = [str(cluster.tls / name) for name in _PEM]
        for path in paths:
            if not Path(path).is_file():
                raise BadInput("farm.no_certificate", path=path)
        sealed["security"] = _security(cluster.tls, paths)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of other releases; that is looked at below
            return _Joining(cluster.address, timeout=seconds, set_as_default=False, **sealed)
    except Exception as error:  # Dask raises whatever its sockets do
        if _distrusted(error):
            raise BadInput("farm.other_authority", address=cluster.address[:200]) from error
        raise BadInput("farm.no_scheduler", address=cluster.address[:200]) from error


def _security(folder: Path, paths: list[str]) -> Security:
    """Dask's settings for these files. Raises BadInput for such as are no certificates."""
    made = Security(
        tls_ca_file=paths[0], tls_client_cert=paths[1], tls_client_key=paths[2],
        require_encryption=True,
    )  # fmt: skip
    try:
        made.get_connection_args("client")  # pyright: ignore[reportUnknownMemberType]
    except (OSError, ValueError) as error:  # what `ssl` raises is an OSError
        raise BadInput("farm.bad_certificate", path=folder) from error
    return made


def _distrusted(error: BaseException | None) -> bool:
    """Whether a certificate of the other side's was the reason, however deep it lies."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _strangers(client: Any) -> list[Refused]:
    """The workers that have another Storyreel. Dask speaks only with its own release.

    Raises RenderError for a scheduler of another release of either.
    """
    try:
        told = client.get_versions(packages=[_PACKAGE])
        own, theirs = told["client"]["packages"], told["scheduler"]["packages"]
    except Exception as error:
        raise RenderError("farm.lost") from error
    if theirs["distributed"] != own["distributed"]:
        values = {"own": own["distributed"], "theirs": str(theirs["distributed"])[:40]}
        raise RenderError("farm.other_dask", **values)
    if theirs[_PACKAGE] != own[_PACKAGE]:
        raise RenderError("farm.no_studio")
    found: list[Refused] = []
    for worker, facts in told["workers"].items():
        has = facts["packages"].get(_PACKAGE)
        if has != own[_PACKAGE]:
            key = "farm.bare" if has is None else "farm.other_release"
            values = {"own": str(has)[:40], "wanted": str(own[_PACKAGE])}
            found.append(Refused(worker, key, values, unfit=True))
    return found
