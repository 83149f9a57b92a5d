"""Runs scripts as `python SCRIPT` does, in copies of a process that has imported modules already.

    python starter.py MODULE...

It says `ready`, and then reads a line of stdin for each run: a number, and in hexadecimal digits
the script, the folder to run in, files for stdout and stderr, and the environment as NAME=VALUE.
It answers by lines: `NUMBER started PID`; `NUMBER ended CODE`, minus the number of a signal being
the code of what that ended; or `NUMBER cold` if this run would differ from one that it did not
start. At the end of stdin it kills what runs. A starter that does not fork gives 0 for PID.
"""

import atexit
import gc
import importlib
import importlib.machinery
import os
import select
import signal
import sys
import types


def serve(commands, replies):
    """Fork for each line of `commands`; give the line in the copy, and None at the end."""
    woken, wake = os.pipe()
    os.set_blocking(woken, False)
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    loaded = {name.partition(".")[0] for name in sys.modules}
    settings = python_settings(os.environb.items())
    running = {}
    rest = b""
    while True:
        ready = select.select([commands, woken], [], [])[0]
        if woken in ready:
            os.read(woken, 4096)
            reap(running, replies)
        if commands in ready:
            data = os.read(commands, 1 << 16)
            if not data:
                for pid in running:
                    os.kill(pid, signal.SIGKILL)  # it may not lead a group yet
                    kill(pid)
                return None
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                number, *fields = line.split(b" ")
                script, folder, stdout, stderr, *variables = map(
                    bytes.fromhex, map(bytes.decode, fields)
                )
                pairs = [tuple(variable.split(b"=", 1)) for variable in variables]
                beside = {
                    os.fsdecode(name).partition(".")[0]
                    for name in os.listdir(os.path.dirname(script))
                }
                if beside & loaded or python_settings(pairs) != settings:
                    os.write(replies, number + b" cold\n")
                    continue
                pid = os.fork()
                if pid == 0:
                    signal.set_wakeup_fd(-1)
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    for descriptor in (commands, replies, woken, wake):
                        os.close(descriptor)
                    return script, folder, stdout, stderr, pairs
                running[pid] = number
                os.write(replies, b"%s started %d\n" % (number, pid))


def python_settings(pairs):
    """Give the variables that Python reads when it starts."""
    return {name: value for name, value in pairs if name.startswith(b"PYTHON")}


def reap(running, replies):
    """Tell of what has ended, and end what that left behind."""
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        kill(pid)
        code = os.waitstatus_to_exitcode(status)
        os.write(replies, b"%s ended %d\n" % (running.pop(pid), code))


def kill(pid):
    """Kill a process with what it started."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def become(script, folder, stdout, stderr, pairs):
    """Make this process what Python would have made for a script; give its new main module."""
    os.setsid()
    for path, descriptor in ((stdout, 1), (stderr, 2)):
        opened = os.open(path, os.O_WRONLY)
        os.dup2(opened, descriptor)
        os.close(opened)
    os.chdir(folder)
    os.environb.clear()
    os.environb.update(pairs)
    name = os.fsdecode(script)
    sys.argv = [name]
    sys.orig_argv = [sys.executable, name]
    sys.path[0] = os.path.dirname(name)
    sys.excepthook = complain
    main = types.ModuleType("__main__")
    main.__dict__.update(names)
    main.__doc__ = None
    main.__file__ = name
    main.__loader__ = importlib.machinery.SourceFileLoader("__main__", name)
    if "__annotations__" in names:
        main.__annotations__ = {}
    sys.modules["__main__"] = main
    return main


def code_of(error):
    """Give the exit code of a script that raised an exception."""
    if not isinstance(error, SystemExit):
        return 1
    if error.code is None:
        return 0
    return error.code & 0xFF if isinstance(error.code, int) else 1


def finish():
    """End a script's process without taking apart what was imported for it, which takes long.

    Python calls this when the script's threads have ended and all else that was to be done at its
    exit is. Where anything is odd, Python goes on by itself.
    """
    if code is None:
        return
    sys.modules["__main__"].__dict__.clear()
    for name in sys.modules.keys() - imported:
        del sys.modules[name]
    gc.collect()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        return
    os._exit(code)


def complain(kind, error, trace):
    """Print an exception without this file's own frame."""
    inner = trace.tb_next if trace else None
    sys.__excepthook__(kind, error.with_traceback(inner), inner)


# What every script has from the start; the modules are this one's own.
names = {name: value for name, value in globals().items() if name.startswith("__")}
code = None
atexit.register(finish)  # before all others, hence called behind them
# The descriptors of stdin and stdout are for scripts; those of the protocol get out of the way.
commands, replies = os.dup(0), os.dup(1)
null = os.open(os.devnull, os.O_RDWR)
os.dup2(null, 0)
os.dup2(null, 1)
os.close(null)
for module in sys.argv[1:]:
    importlib.import_module(module)
imported = set(sys.modules)
gc.collect()
gc.freeze()
os.write(replies, b"ready\n")
request = serve(commands, replies)
if request is not None:
    main = become(*request)
    # At the top, so that what is raised is handled as Python handles it.
    data = main.__loader__.get_data(main.__file__)
    try:
        exec(compile(data, main.__file__, "exec", dont_inherit=True), main.__dict__)
        code = 0
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        code = code_of(error)
        raise
