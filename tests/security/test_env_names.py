"""No key is in an environment variable that a shell, a loader, a runtime or a client acts on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.errors import ProblemsError
from generator.model.naming import variable_user
from generator.spec.loader import load

SPEC = """\
api: {id: a, title: A, version: v1}
endpoint: https://a.example
WHERE: {k: {description: K., env: NAME}}
operations: {x: {title: X, summary: X., method: GET, path: /x, responses: {200: Done.}}}
"""
REFUSED = [
    *("PATH", "Path", "path", "HOME", "IFS", "ENV", "BASH_ENV", "SHELLOPTS", "PS4"),
    *("PROMPT_COMMAND", "LD_PRELOAD", "LD_LIBRARY_PATH", "ld_audit", "DYLD_INSERT_LIBRARIES"),
    *("PYTHONPATH", "PYTHONSTARTUP", "PythonHome", "NODE_OPTIONS", "NODE_TLS_REJECT_UNAUTHORIZED"),
    *("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH", "RUBYOPT", "RUBYLIB"),
    *("GEM_HOME", "BUNDLE_GEMFILE", "PERL5OPT", "PERLLIB", "PHP_INI_SCAN_DIR", "PHPRC"),
    *("DOTNET_STARTUP_HOOKS", "COMPlus_EnableDiagnostics", "CORECLR_PROFILER", "GIT_SSH_COMMAND"),
    *("GIT_DIR", "http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "no_proxy"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE", "CURL_CA_BUNDLE", "CURL_HOME"),
    *("REQUESTS_CA_BUNDLE", "OPENSSL_CONF", "TMPDIR", "TEMP", "GITHUB_ENV", "GITHUB_PATH"),
    *("GITHUB_OUTPUT", "RUNNER_TEMP", "ACTIONS_RUNTIME_TOKEN", "ACTIONS_STEP_DEBUG", "CI"),
    *("ComSpec", "PATHEXT", "SystemRoot", "windir", "PSModulePath", "USERPROFILE", "AppData"),
    *("GCONV_PATH", "LOCPATH", "HOSTALIASES", "MALLOC_CHECK_", "XDG_CONFIG_HOME", "LC_ALL"),
    *("MAKEFLAGS", "SSH_ASKPASS", "NPM_CONFIG_REGISTRY", "PIP_INDEX_URL", "GNUSTEP_CONFIG_FILE"),
]
FINE = [
    *("FACE_APIKEY", "PATH_KEY", "HOME_KEY", "API_KEY", "key", "curl", "process", "system", "OS"),
    *(
        "ENVIRONMENT",
        "MY_PATH",
        "NODE",
        "JAVA",
        "GITHUB",
        "PROXY_KEY",
        "_",
        "HISTORY_KEY",
        "A",
        "GITHUB_TOKEN",
    ),
]


@pytest.mark.parametrize("where", ["credentials", "headers"])
@pytest.mark.parametrize("name", REFUSED)
def test_a_spec_has_no_such_name(name: str, where: str, tmp_path: Path) -> None:
    file = tmp_path / "spec.yaml"
    file.write_text(SPEC.replace("WHERE", where).replace("NAME", f'"{name}"'), "utf-8")
    place = SPEC.splitlines()[2].replace("WHERE", where).index("NAME") + 1
    with pytest.raises(ProblemsError) as caught:
        load(file)
    (message,) = map(str, caught.value.problems)
    front = f"{file}:3:{place}: {name} is an environment variable that "
    assert message.startswith(front) and message.endswith(
        "; choose a name that only this API has, such as EXAMPLE_KEY"
    )


@pytest.mark.parametrize("name", FINE)
def test_other_names_are_fine(name: str, tmp_path: Path) -> None:
    file = tmp_path / "spec.yaml"
    file.write_text(SPEC.replace("WHERE", "headers").replace("NAME", f'"{name}"'), "utf-8")
    assert load(file)[0].credentials[0].env == name


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Runner v3 REST API",
            "Git",
            "Java",
            "Python",
            "python things",
            "Node",
            "LD",
            "Ruby Shop",
        ),
        *("PHP", "SSL cert", "Curl", "runner", "Actions API", "Perl", "LC", "GEM Stones", "Malloc"),
    ],
)
@pytest.mark.parametrize("scheme", [{"type": "apiKey", "in": "header", "name": "X-Key"},
                                    {"type": "http", "scheme": "bearer"},
                                    {"type": "http", "scheme": "basic"}])  # fmt: skip
def test_a_document_gets_no_such_name(title: str, scheme: dict[str, Any], tmp_path: Path) -> None:
    second = {"type": "apiKey", "in": "query", "name": "q"}
    third = {"type": "apiKey", "in": "query", "name": "r"}
    made = {
        "openapi": "3.0.0",
        "info": {"title": title, "version": "1"},
        "servers": [{"url": "https://a.example"}],
        "components": {"securitySchemes": {"env": scheme, "path": second, "options": third}},
        "security": [{"env": [], "path": [], "options": []}],
        "paths": {"/x": {"get": {"responses": {"200": {"description": "ok"}}}}},
    }
    file = tmp_path / "api.json"
    file.write_text(json.dumps(made), "utf-8")
    names = [credential.env for credential in load(file)[0].credentials]
    assert len(set(names)) == 3 and not any(map(variable_user, names))
    assert all(name.startswith("API_") for name in names)
