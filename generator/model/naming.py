"""Make ids and identifiers from any names, keep them unique, and check environment variables.

An id is a short name in specs and of files, such as `list-pets`. An identifier is a name in source
code, such as `listPets`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from generator.model.rules import is_device_name
from generator.model.text import Code

# An id may have 64 characters. This leaves room for a number at its end.
_MAX_LENGTH = 60


def as_id(name: str, default: str, most: int = _MAX_LENGTH) -> str:
    """Make an id from a name: its words in lower case, with hyphens between them.

    Arguments:
        name: any text. Only its ASCII letters and digits count.
        default: the id for a name without words. It is also put in front of an id that would begin
            with a digit, and after an id that Windows reserves for a device.
        most: the most characters of the id, besides what is put behind it.
    """
    id_ = in_case(name, "kebab")[:most].strip("-")
    if not id_:
        return default
    if not id_[0].isalpha():
        id_ = f"{default}-{id_}"[:most].strip("-")
    return f"{id_}-{default}" if is_device_name(id_) else id_


_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
# In constants, digits stay with the word in front of them: EASTUS2.
_CONSTANT_WORDS = re.compile(r"(?:[A-Z]+(?![a-z])|[A-Z]?[a-z]+)[0-9]*|[0-9]+")
# A fast path for lower-case words with one separator between them, as most ids are.
_LOWER_CASE_WORDS = re.compile(r"[a-z]+(?:[-_/. ][a-z]+)*")
_SEPARATORS_TO_HYPHENS = str.maketrans("_/. ", "----")
_DIGIT = re.compile("[0-9]")
CASES = ("snake", "camel", "pascal", "kebab", "constant")
_SEPARATORS = {"snake": "_", "kebab": "-"}


@lru_cache(maxsize=65536)
def in_case(name: str, case: str) -> str:
    """Write the words of a name in one case.

    Arguments:
        name: any text, such as a header name. Only ASCII letters and digits count.
        case: "snake", "camel", "pascal", "kebab" or "constant".

    Returns:
        The words, joined as the case demands. The result may be empty or begin with a digit.
    """
    if case in _SEPARATORS:
        return _SEPARATORS[case].join(_words(name))
    return in_cases(name)[case]


def in_cases(name: str) -> dict[str, str]:
    """Write the words of a name in every case.

    Returns:
        The results of `in_case` by the names of the cases.
    """
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
    """Split a name into words in lower case."""
    if _LOWER_CASE_WORDS.fullmatch(name):
        return name.translate(_SEPARATORS_TO_HYPHENS).split("-")
    return [word.lower() for word in _WORDS.findall(name)]


class UniqueNames:
    """The names that are taken. Each call of `choose` takes another name.

    The last number of each name is remembered, so choosing n equal names takes n steps.

    Arguments:
        taken: names that are taken from the beginning.
        fold: returns the same text for two names that count as equal, as `str.casefold` does.
    """

    def __init__(self, taken: Iterable[str] = (), fold: Callable[[str], str] = str) -> None:
        self._taken = set(map(fold, taken))
        self._fold = fold
        self._next: dict[tuple[str, str], int] = {}

    def __contains__(self, name: str) -> bool:
        return self._fold(name) in self._taken

    def choose(self, name: str, separator: str = "") -> str:
        """Choose a name that is not taken. From now on, it is taken.

        Arguments:
            name: the name to choose if it is not taken. Else the first free number, from 2, is
                appended to it.
            separator: the text between the name and the number.

        Returns:
            The chosen name.
        """
        candidate, number = name, self._next.get((name, separator), 2)
        while self._fold(candidate) in self._taken:
            candidate = f"{name}{separator}{number}"
            number += 1
        self._next[name, separator] = number
        self._taken.add(self._fold(candidate))
        return candidate


@lru_cache(maxsize=4096)
def identifiers(
    wanted: tuple[str, ...],
    case: str,
    taken: frozenset[str],
    clash: str,
    ignore_case: bool = False,
) -> tuple[Code, ...]:
    """Choose a different identifier for each name.

    Arguments:
        wanted: names as the API has them, which may be any texts.
        case: the case of the identifiers; see `in_case`.
        taken: identifiers that can't be chosen, such as reserved words and the template's own.
        clash: the text to append to an identifier that is taken. If the result is taken, too, a
            number follows.
        ignore_case: whether `Path` and `path` are the same identifier in the language.

    Returns:
        The identifiers in the order of the names.
    """
    names = UniqueNames(taken, str.casefold if ignore_case else str)
    chosen = []
    for name in wanted:
        identifier = in_case(name, case) or "value"
        if identifier[0].isdigit():
            identifier = in_case(f"value {identifier}", case)
        chosen.append(Code(names.choose(identifier + clash if identifier in names else identifier)))
    return tuple(chosen)


# Environment variables that programs read: the programs, names, and prefixes of names. Case is
# ignored, as on Windows; some programs look for both cases elsewhere.
_KNOWN_VARIABLES = (
    (
        "a shell",  # POSIX.1-2024, XCU section 2.5.3; Bash Reference Manual, chapter 5
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
        "a CI runner",  # without GITHUB_TOKEN, which an API may use as its key
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
_NAMES = {name.casefold(): user for user, names, _ in _KNOWN_VARIABLES for name in names.split()}
_PREFIXES = {
    start.casefold(): user for user, _, starts in _KNOWN_VARIABLES for start in starts.split()
}
_LONGEST_PREFIX = max(map(len, _PREFIXES))


def variable_user(name: str) -> str | None:
    """Return which kind of program reads an environment variable.

    Arguments:
        name: the name of the variable, in any case.

    Returns:
        A noun for messages, such as "a shell". None if no program is known to read the variable.
    """
    folded = name.casefold()
    starts = (folded[:length] for length in range(1, _LONGEST_PREFIX + 1))
    return _NAMES.get(folded) or next(filter(None, map(_PREFIXES.get, starts)), None)


def variable_name_fault(name: str) -> tuple[str, str] | None:
    """Check the name of an environment variable from which samples are to read a credential.

    Returns:
        What is wrong and what to do, if some program is known to read that variable for another
        purpose. None if none is.
    """
    user = variable_user(name)
    if user is None:
        return None
    todo = "choose a name that only this API has, such as EXAMPLE_KEY"
    return f"{name} is an environment variable that {user} acts on", todo
