"""One export of a benchmark's film, in a process of its own that reads what the export reads.

As where the program starts (`studio.__main__`), the collector does not look through what is loaded,
and the process is left at once.
"""

import gc
import sys

from studio.__main__ import left_at_once


def main() -> int:
    """Export what the first argument says."""
    gc.disable()
    from benchmarks.cut_export import one

    gc.freeze()
    gc.enable()
    try:
        one(sys.argv[1])
    finally:
        gc.freeze()
    return 0


if __name__ == "__main__":
    raise SystemExit(left_at_once(main))
