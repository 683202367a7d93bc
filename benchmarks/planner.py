"""Planning a screenplay of 120 scenes against only parsing it.

python benchmarks/planner.py
"""

import asyncio
import time

from screenplay_tools.fountain.parser import Parser

from studio.script.planner import GrammarPlanner
from studio.timeline.rate import Rate

SCENE = """INT. ROOM {n} - NIGHT

Rain beats on the window. ANNA walks to the door. She listens.

ANNA
(whispering)
Is anybody there? This is the {n}th time tonight.

BEN (V.O.)
It is only the wind.

She opens the door. Nothing.

"""


def main() -> None:
    """Print both times and their ratio."""
    text = "".join(SCENE.format(n=n) for n in range(1, 121))
    began = time.monotonic()
    parser = Parser()
    parser.add_text(text)
    parsed = time.monotonic() - began
    began = time.monotonic()
    plan = asyncio.run(GrammarPlanner().plan(text, form="fountain", rate=Rate(num=24)))
    planned = time.monotonic() - began
    count = sum(len(scene.shots) for scene in plan.scenes)
    print(f"{len(plan.scenes)} scenes, {count} shots")
    print(f"parse only {parsed:.3f} s   plan {planned:.3f} s   ratio {planned / parsed:.1f}")


if __name__ == "__main__":
    main()
