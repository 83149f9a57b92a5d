"""Names of environment variables that programs act on: none of them can hold a key.

A reader sets the variable that a sample reads the key from. Of these names, the key would change
what a shell, a loader, a runtime or a client does, such as which code it loads.
"""

from __future__ import annotations

# Who acts on the variables, their names, and what other names of theirs begin with. Case does not
# count: it does not on Windows, and some programs look for both.
_LISTS = (
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
_NAMES = {name.casefold(): who for who, names, _ in _LISTS for name in names.split()}
_PREFIXES = {start.casefold(): who for who, _, starts in _LISTS for start in starts.split()}
_LONGEST_PREFIX = max(map(len, _PREFIXES))


def user_of(name: str) -> str | None:
    """Say who acts on an environment variable.

    Arguments:
        name: its name, in any case.

    Returns:
        Who it is, as a noun; None if nobody does.
    """
    folded = name.casefold()
    starts = (folded[:length] for length in range(1, _LONGEST_PREFIX + 1))
    return _NAMES.get(folded) or next(filter(None, map(_PREFIXES.get, starts)), None)


def name_fault(name: str) -> tuple[str, str] | None:
    """Say what is wrong with a name that a spec chooses, and what to do; None if nothing is."""
    who = user_of(name)
    if who is None:
        return None
    todo = "choose a name that only this API has, such as EXAMPLE_KEY"
    return f"{name} is an environment variable that {who} acts on", todo
