"""Entry point of the `gen` command."""

from __future__ import annotations


def run() -> None:
    """Run one command and exit with its code; `interrupts` handles signals."""
    from generator.system import interrupts

    interrupts.install()  # before the slow imports

    import gc
    import sys
    from contextlib import suppress

    # A run ends before garbage matters: modules and the model, most of its objects, stay alive.
    gc.disable()

    from generator.cli.main import main

    try:
        main()
    finally:
        gc.freeze()  # saves a last collection at exit, an eighth of a run's time
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # None if it is closed
                with suppress(OSError, ValueError):  # Python reports these at exit
                    stream.flush()  # a signal can still interrupt it here


if __name__ == "__main__":
    run()
