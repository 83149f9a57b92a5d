"""The system that gen runs on, by the names that language.yaml has for it."""

from __future__ import annotations

import platform as system

# The names of systems other than Linux, by `sys.platform`.
_SYSTEMS = {"darwin": "macos", "win32": "windows"}


def system_names(platform: str) -> tuple[str, ...]:
    """Return the names of this system in `install` of language.yaml, the most precise first.

    A distribution of Linux says in os-release what it is, and what it is like: Linux Mint is like
    Ubuntu, which is like Debian.

    Arguments:
        platform: the value of `sys.platform`.

    Returns:
        The names, some of which language.yaml may not have. Empty for an unknown system.
    """
    if platform in _SYSTEMS:
        return (_SYSTEMS[platform],)
    if platform != "linux":
        return ()
    try:
        release = system.freedesktop_os_release()
    except OSError:  # there is no os-release
        return ()
    return tuple(dict.fromkeys([release.get("ID", ""), *release.get("ID_LIKE", "").split()]))
