"""Ids, identifiers, names of environment variables, and names that are all different."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from generator.model.rules import is_device_name
from generator.model.text import Code

# Ids have 64 characters at most; a number finds room behind it.
_MAX_LENGTH = 60


def as_id(name: str, usual: str) -> str:
    """Make an id of a name: words in lower case with hyphens between them.

    Arguments:
        name: any text.
        usual: the id of what has no word in its name; put in front of one that begins otherwise
            than ids do.
    """
    made = in_case(name, "kebab")[:_MAX_LENGTH].strip("-")
    if not made:
        return usual
    if not made[0].isalpha():
        made = f"{usual}-{made}"[:_MAX_LENGTH].strip("-")
    return f"{made}-{usual}" if is_device_name(made) else made


_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
# A constant's digits stay with what they follow: EASTUS2.
_CONSTANT_WORDS = re.compile(r"(?:[A-Z]+(?![a-z])|[A-Z]?[a-z]+)[0-9]*|[0-9]+")
# Words in lower case, and what makes one thing of all that may be between two of them.
_SIMPLE = re.compile(r"[a-z]+(?:[-_/. ][a-z]+)*")
_APART = str.maketrans("_/. ", "----")
_DIGIT = re.compile("[0-9]")
CASES = ("snake", "camel", "pascal", "kebab", "constant")
_JOINTS = {"snake": "_", "kebab": "-"}


@lru_cache(maxsize=65536)
def in_case(name: str, case: str) -> str:
    """Write the words of `name` in a case.

    Arguments:
        name: an identifier, a header name, any text; only ASCII letters and digits count.
        case: "snake", "camel", "pascal", "kebab" or "constant".

    Returns:
        Letters, digits and the joint of the case; perhaps empty, perhaps with a digit first.
    """
    if case in _JOINTS:
        return _JOINTS[case].join(_words(name))
    return in_cases(name)[case]


def in_cases(name: str) -> dict[str, str]:
    """Write the words of `name` in every case."""
    words = _words(name)
    pascal = "".join(map(str.capitalize, words))
    first = words[0] if words else ""
    snake = "_".join(words)
    constant = "_".join(_CONSTANT_WORDS.findall(name)) if _DIGIT.search(name) else snake
    return {
        "snake": snake,
        "camel": first + pascal[len(first) :],
        "pascal": pascal,
        "kebab": "-".join(words),
        "constant": constant.upper(),
    }


def _words(name: str) -> list[str]:
    if _SIMPLE.fullmatch(name):  # as most ids are
        return name.translate(_APART).split("-")
    return [word.lower() for word in _WORDS.findall(name)]


class UniqueNames:
    """Names that are all different: one that is taken gets the first number that is free.

    Choosing many names of one stem takes time in proportion to their number.

    Arguments:
        taken: names that are taken from the beginning.
        fold: gives what two names must differ in, such as `str.casefold`.
    """

    def __init__(self, taken: Iterable[str] = (), fold: Callable[[str], str] = str) -> None:
        self._taken = set(map(fold, taken))
        self._fold = fold
        self._next: dict[tuple[str, str], int] = {}

    def __contains__(self, name: str) -> bool:
        return self._fold(name) in self._taken

    def choose(self, name: str, joint: str = "") -> str:
        """Give a name that is free, and take it.

        Arguments:
            name: the name to have, if it is free.
            joint: what stands between the name and its number.
        """
        made, number = name, self._next.get((name, joint), 2)
        while self._fold(made) in self._taken:
            made = f"{name}{joint}{number}"
            number += 1
        self._next[name, joint] = number
        self._taken.add(self._fold(made))
        return made


@lru_cache(maxsize=4096)
def identifiers(
    wanted: tuple[str, ...],
    case: str,
    taken: frozenset[str],
    clash: str,
    ignore_case: bool = False,
) -> tuple[Code, ...]:
    """Choose an identifier for each wanted name, all different and none of them taken.

    Arguments:
        wanted: names as the API has them, any text.
        case: the language's case for local variables.
        taken: reserved words, and names that the template itself uses.
        clash: what is put behind a name that is taken.
        ignore_case: whether the language takes `Path` and `path` for the same.
    """
    names = UniqueNames(taken, str.casefold if ignore_case else str)
    chosen = []
    for name in wanted:
        made = in_case(name, case) or "value"
        if made[0].isdigit():
            made = in_case(f"value {made}", case)
        chosen.append(Code(names.choose(made + clash if made in names else made)))
    return tuple(chosen)


# Who acts on the variables, their names, and what other names of theirs begin with. Case does not
# count: it does not on Windows, and some programs look for both.
_KNOWN_VARIABLES = (
    (
        "a shell",  # POSIX.1-2024, XCU 2.5.3; Bash Reference Manual, 5
        "PATH HOME IFS ENV CDPATH PWD OLDPWD SHELL SHELLOPTS GLOBIGNORE PS0 PS1 PS2 PS3 PS4 UID "
        "EUID PPID SHLVL PROMPT_COMMAND POSIXLY_CORRECT FPATH ZDOTDIR INPUTRC TMOUT MAILPATH "
        "EXECIGNORE FIGNORE FUNCNEST OPTARG OPTERR OPTIND USER LOGNAME TERM TERMINFO TERMCAP "
        "EDITOR VISUAL PAGER MANPATH BASH BASHOPTS COMP_WORDBREAKS HISTFILE HISTSIZE HISTCONTROL "
        "HISTFILESIZE HISTIGNORE HISTTIMEFORMAT",
        "BASH_ SUDO_",
    ),
    (
        "the loader or the system's library",  # ld.so(8), dyld(1), gai.conf(5), glibc's manual
        "TMPDIR TMP TEMP TZ TZDIR LANG LANGUAGE LOCPATH NLSPATH GCONV_PATH GETCONF_DIR HOSTALIASES "
        "LOCALDOMAIN RES_OPTIONS RESOLV_HOST_CONF NIS_PATH LOCALE_ARCHIVE CPATH LIBRARY_PATH "
        "C_INCLUDE_PATH CPLUS_INCLUDE_PATH OBJC_INCLUDE_PATH COMPILER_PATH GCC_EXEC_PREFIX CC CXX "
        "CFLAGS CPPFLAGS CXXFLAGS LDFLAGS MAKEFLAGS MFLAGS MAKEFILES",
        "LD_ DYLD_ LC_ GLIBC_ MALLOC XDG_ CFNETWORK_ __CF __XPC_ DBUS_ CCC_",
    ),
    (
        "a language's runtime or tools",
        "JDK_JAVA_OPTIONS _JAVA_OPTIONS CLASSPATH PHPRC VIRTUAL_ENV SSLKEYLOGFILE NUGET_PACKAGES",
        "PYTHON PIP_ NODE_ NPM_ UV_ JAVA_ MAVEN_ GRADLE_ RUBY GEM_ BUNDLE_ BUNDLER_ PERL PHP_ "
        "COMPOSER_ DOTNET_ COMPLUS_ CORECLR_ COR_ MSBUILD NUGET_ ASPNETCORE_ GNUSTEP_ OBJC_ "
        "NSZOMBIE ASAN_ LSAN_ UBSAN_ TSAN_",
    ),
    (
        "an HTTP client",
        "HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY FTP_PROXY SOCKS_PROXY WS_PROXY WSS_PROXY "
        "REQUEST_METHOD REQUESTS_CA_BUNDLE NETRC QLOGDIR WGETRC",
        "SSL_CERT_ CURL_ OPENSSL_ HTTPX_ GNUTLS_",
    ),
    ("git or SSH", "", "GIT_ SSH_ GPG_"),
    (
        "a CI runner",  # a GITHUB_TOKEN is a key, and may be one of a spec
        "CI GITHUB_ACTION GITHUB_ACTIONS GITHUB_ACTION_PATH GITHUB_API_URL GITHUB_ENV "
        "GITHUB_EVENT_PATH GITHUB_GRAPHQL_URL GITHUB_JOB GITHUB_OUTPUT GITHUB_PATH GITHUB_REF "
        "GITHUB_REPOSITORY GITHUB_RUN_ID GITHUB_SERVER_URL GITHUB_SHA GITHUB_STATE "
        "GITHUB_STEP_SUMMARY GITHUB_WORKSPACE",
        "RUNNER_ ACTIONS_ INPUT_",
    ),
    (
        "Windows",
        "COMSPEC PATHEXT SYSTEMROOT SYSTEMDRIVE WINDIR USERPROFILE USERNAME USERDOMAIN HOMEDRIVE "
        "HOMEPATH APPDATA LOCALAPPDATA ALLUSERSPROFILE PROGRAMDATA PROGRAMFILES PROGRAMW6432 "
        "COMMONPROGRAMFILES COMMONPROGRAMW6432 PUBLIC PROMPT DIRCMD COPYCMD NUMBER_OF_PROCESSORS "
        "CMDCMDLINE CMDEXTVERSION ERRORLEVEL DATE TIME CD COMPUTERNAME LOGONSERVER SESSIONNAME "
        "DRIVERDATA",
        "PSMODULE PSEXECUTION PROCESSOR_ __COMPAT_ __PS",
    ),
)
_NAMES = {name.casefold(): who for who, names, _ in _KNOWN_VARIABLES for name in names.split()}
_PREFIXES = {
    start.casefold(): who for who, _, starts in _KNOWN_VARIABLES for start in starts.split()
}
_LONGEST_PREFIX = max(map(len, _PREFIXES))


def variable_user(name: str) -> str | None:
    """Say who acts on an environment variable.

    Arguments:
        name: its name, in any case.

    Returns:
        Who it is, as a noun; None if nobody does.
    """
    folded = name.casefold()
    starts = (folded[:length] for length in range(1, _LONGEST_PREFIX + 1))
    return _NAMES.get(folded) or next(filter(None, map(_PREFIXES.get, starts)), None)


def variable_name_fault(name: str) -> tuple[str, str] | None:
    """Say what is wrong with a name that a spec chooses, and what to do; None if nothing is."""
    who = variable_user(name)
    if who is None:
        return None
    todo = "choose a name that only this API has, such as EXAMPLE_KEY"
    return f"{name} is an environment variable that {who} acts on", todo
