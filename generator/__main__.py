"""`gen` as a process of its own."""

from __future__ import annotations


def run() -> None:
    """Run one command, and exit with its code; see `interrupts` for what signals do."""
    from generator.system import interrupts

    interrupts.install()  # before anything is imported that takes long

    import gc
    import sys
    from contextlib import suppress

    # A run ends before garbage matters. What is imported stays, and so does the model, which is
    # most of what a run makes.
    gc.disable()

    from generator.cli.main import main

    try:
        main()
    finally:
        gc.freeze()  # else Python looks through all of it once more, an eighth of a run's time
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # as where it is closed
                with suppress(OSError, ValueError):  # of which Python says what there is to say
                    stream.flush()  # while a signal can still end a wait for the reader


if __name__ == "__main__":
    run()
