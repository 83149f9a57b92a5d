"""`gen` as a process of its own, behind which nothing comes."""

from __future__ import annotations


def run() -> None:
    """Be a process: nothing comes behind the command."""
    import gc

    # A run ends before garbage matters. What is imported stays, and so does the model, which is
    # most of what a run makes.
    gc.disable()

    import atexit
    import os
    import sys
    import threading

    from generator.cli import main

    try:
        main()
    except SystemExit as ended:
        code = ended.code or 0
        try:
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:  # as where it is closed
                    stream.flush()
        except (OSError, ValueError):  # of which Python says what there is to say
            code = ""
        if isinstance(code, str) or threading.active_count() > 1:  # who have something to end
            raise
        atexit._run_exitfuncs()
        # Python would take all there is apart first, a twentieth of the time of a run.
        os._exit(code)


if __name__ == "__main__":
    run()
