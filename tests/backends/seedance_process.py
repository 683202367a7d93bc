"""A process that generates a batch at the replayed Ark and kills itself at a step:
`FOLDER URL SHOTS [STEP]`. Steps are those of `tests.jobs.film_process`.
"""

import asyncio
import sys
from pathlib import Path

from studio.backends.account import Account
from studio.backends.seedance import backends
from studio.jobs.job import Job
from studio.jobs.journal import Journal
from studio.jobs.runner import Runner
from tests.backends.seedance_desk import wish
from tests.backends.seedance_server import KEY
from tests.backends.waiting import Waits
from tests.jobs.builders import make_job
from tests.jobs.film_process import Steps, traced


def batch(shots: int) -> list[Job]:
    """Equal shots: only their jobs tell them apart."""
    wanted = wish()
    price = backends(Account(dict[str, str]))["seedance"].compile(wanted).price
    more = {"backend": "seedance", "request": wanted.model_dump(mode="json")}
    return [make_job(n, **more, price=price, currency="CNY") for n in range(1, shots + 1)]


async def carry_on(journal: Journal, folder: Path, url: str) -> None:
    """Run what the journal says is still to do."""
    values = {"key": KEY, "url": url, "model": ""}
    found = backends(Account(lambda: values, plain=lambda: {"url": url}), pause=Waits())
    await Runner(journal, folder, found, pause=Waits(), grace=5.0).run()


def main(folder: Path, url: str, shots: int, last: int) -> None:
    steps = Steps(folder, last)
    sys.addaudithook(steps.hear)
    with traced(steps).open(folder) as journal:
        if not journal.jobs():
            journal.add(batch(shots))
        asyncio.run(carry_on(journal, folder, url))
    sys.stdout.write(f"{steps.count}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int((*sys.argv, 0)[4]))
