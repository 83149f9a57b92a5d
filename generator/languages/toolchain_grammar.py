"""The schema of toolchains in language.yaml: how samples are built and run, and what runs do."""

from __future__ import annotations

from generator.sources.yaml_schema import (
    Choice,
    Flag,
    Key,
    ListOf,
    MapOf,
    Pattern,
    Record,
    WholeNumber,
)

# Values of `sys.platform`, and the names of these systems for people.
PLATFORMS = {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}
# Systems for which a toolchain can have a command that installs it, and their names for people.
SYSTEMS = {
    "debian": "Debian and what is made of it",
    "ubuntu": "Ubuntu, if it differs from debian",
    "macos": "macOS",
    "windows": "Windows",
}

_TEXT = Pattern()
_ANY = Pattern(empty=True)
_URL = Pattern(r"https://[!-~]+", "an address that begins with https://")
COMMAND = ListOf(_ANY, unique=False)

_OUTCOME = Record(
    {
        "exit": Key(WholeNumber(0, 255), "Exit code."),
        "stdout": Key(
            _ANY, "All of stdout, with {sentence}, {returned}, {status}, {body} and {head}."
        ),
        "stderr": Key(
            ListOf(_ANY, non_empty=True),
            "Texts of which stderr has one, with {status}, {body}, {env}, {raised} and {raisedAs}.",
        ),
        "lines": Key(
            WholeNumber(1, 1000), "The most lines that stderr may have besides those of {body}."
        ),
    }
)
EXPECT = Record(
    {
        "success": Key(_OUTCOME, "After an answer of success."),
        "error": Key(_OUTCOME, "After an error of the API."),
        "redirect": Key(_OUTCOME, "After a redirect, which no sample follows."),
        "noKey": Key(_OUTCOME, "Without the environment variable."),
        "noAnswer": Key(_OUTCOME, "When no answer came."),
        "noFile": Key(_OUTCOME, "When a file to send can't be read, or the answer can't be saved."),
        "unreadable": Key(_OUTCOME, "When a loop can't read a page, a link or a state."),
        "stopped": Key(_OUTCOME, "When a loop does not end well: {reason} says why."),
    }
)
KNOWN_VALUE = Record(
    {
        "places": Key(
            ListOf(_TEXT, non_empty=True),
            "The places, as gen verify --hostile calls them.",
            required=True,
        ),
        "text": Key(_TEXT, "A text that values with the fault have.", required=True),
        "whole": Key(Flag(), "Whether only a value that is this text has the fault."),
        "why": Key(_TEXT, "What happens.", required=True),
    }
)
_ENV = MapOf(Pattern("[A-Za-z_][A-Za-z0-9_]*", "the name of an environment variable"), _ANY)
_TRUST = Record(
    {
        "env": Key(_ENV, "Environment variables; {authority} is a PEM file."),
        "prepare": Key(COMMAND, "Runs once before, such as to make a store in {work}."),
        "run": Key(COMMAND, "Stands for the toolchain's own run."),
    }
)
_WARM = Record(
    {
        "starter": Key(
            _TEXT,
            "Program in this folder, or in one that it borrows from; of another one, DIR/NAME.",
            required=True,
        ),
        "build": Key(COMMAND, "Compiles {starter} into {shared}."),
        "run": Key(COMMAND, "Starts {starter}.", required=True),
        "each": Key(
            Choice(("target", "sample")),
            "What has a process of its own: the target, if not given; with sample, each sample.",
        ),
    }
)
_INSTALL = Record(
    {
        **{
            system: Key(_TEXT, f"Command that installs what it needs on {name}.")
            for system, name in SYSTEMS.items()
        },
        "any": Key(_TEXT, "Command for every other system; {interpreter} is gen's Python."),
        "docs": Key(_URL, "Page that says how to get it, where no command does."),
    }
)
TOOLCHAIN = Record(
    {
        "name": Key(_TEXT, "What this way is called in reports.", required=True),
        "needs": Key(ListOf(_TEXT), "Programs that must be on the PATH.", required=True),
        "versions": Key(
            MapOf(_TEXT, COMMAND), "What it consists of: commands that tell the version of each."
        ),
        "get": Key(_TEXT, "What it needs, in words, where install has no command."),
        "install": Key(_INSTALL, "The one command that gets what it needs, by system."),
        "platform": Key(Choice(tuple(PLATFORMS)), "The only sys.platform it is for."),
        "env": Key(_ENV, "Environment variables for all its steps; an empty one is unset."),
        "build": Key(COMMAND, "Compiles {file} into the folder {work}."),
        "check": Key(COMMAND, "Checks the syntax, where nothing is compiled."),
        "buildAll": Key(COMMAND, "Builds or checks all {files} at once, which saves time."),
        "once": Key(COMMAND, "Makes in {shared} what saves every run time; it may fail."),
        "warm": Key(_WARM, "What makes every run but a sample's first, which saves time."),
        "run": Key(COMMAND, "Runs what {file}, {work} and {stem} name.", required=True),
        "trust": Key(_TRUST, "What makes a run trust a test authority."),
        "known": Key(
            MapOf(_TEXT, _TEXT), "Cases, or columns of them, that are known to fail, and why."
        ),
    }
)
