"""The published files under their own host names: a network namespace, and a test authority.

Within the namespace there is no network but this machine's own; every sample gets an address of
127.0.0.0/8, and a hosts file by which its host name is that address.
"""

from __future__ import annotations

import itertools
import os
import re
import ssl
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.errors import GenError
from generator.languages.target import Toolchain
from generator.rendering.jobs import Job
from generator.system import interrupts
from generator.system.regular_files import read_regular
from generator.verify.compare import committed_faults
from generator.verify.mock_server import MockServer
from generator.verify.process import execute, find_executable, search_path
from generator.verify.stage import SampleCopy, write_client, write_sent_files
from generator.verify.toolchain import fill_command, toolchain_environment, trust_authority

# Set within the namespace to what the namespace outside is called.
_OUTSIDE = "GEN_VERIFY_OUTSIDE"
_PORTS = {"https": 443, "http": 80}
# Run in front of a sample: gives it a hosts file of its own.
_LAUNCHER = 'mount --bind "$0" /etc/hosts && exec "$@"'


def is_inside() -> bool:
    """Say whether this process is in a namespace that `run_inside` made."""
    outside = os.environ.get(_OUTSIDE)
    return outside is not None and outside != _namespace()


def _namespace() -> str:
    return str(Path("/proc/self/ns/net").readlink())


def run_inside(arguments: Sequence[str]) -> int:
    """Run a command of gen once more in a network namespace of its own, and give its exit code.

    Raises:
        GenError: if this system has no such namespaces, or does not allow them.
    """
    if sys.platform != "linux":
        todo = "leave it out here, or run it on Linux"
        raise GenError(f"--published: this needs the network namespaces of Linux; {todo}")
    said = []
    for user in ([], ["--map-root-user"]):
        launcher = ["unshare", *user, "--mount", "--net", "--"]
        try:
            tried = execute([*launcher, "true"])
        except OSError as error:
            said.append(f"unshare: {error.strerror or error}")
            break
        if tried.exit == 0:
            own = [sys.executable, "-P", "-m", "generator"]
            env = {**os.environ, _OUTSIDE: _namespace()}
            launcher[0] = find_executable(launcher[0], {"PATH": search_path()})
            command = [*launcher, *own, *arguments]
            interrupts.start_caretaker()
            begin = partial(subprocess.Popen, command, env=env)
            with interrupts.running_program("process", begin) as process:
                return process.wait()
        said.append(" ".join(tried.stderr.split()))
    todo = "run it as root, or leave it out"
    raise GenError(
        f"--published: a network namespace can't be made here ({', '.join(said)}); {todo}"
    )


def bring_up_loopback() -> None:
    """Bring up the interface `lo`, which a new network namespace has, but down."""
    import fcntl
    import socket
    import struct

    set_flags, up_and_running = 0x8914, 0x41  # SIOCSIFFLAGS; IFF_UP, IFF_RUNNING
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, set_flags, struct.pack("16sh14x", b"lo", up_and_running))


class Authority:
    """A certification authority that exists in one folder alone, made by openssl.

    Arguments:
        folder: a new folder for its files.

    Raises:
        GenError: if openssl is missing or fails.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.certificate = folder / "authority.pem"
        folder.mkdir(parents=True)
        self._openssl(
            *("req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=Test authority of gen verify"),
            *("-addext", "keyUsage=critical,keyCertSign", *_KEY),
            *("-keyout", "authority.key", "-out", self.certificate.name),
        )

    def context(self, host: str) -> ssl.SSLContext:
        """Make a server's TLS context with a certificate for a host name."""
        extensions = (
            f"subjectAltName=DNS:{host}\nbasicConstraints=CA:FALSE\n"
            "authorityKeyIdentifier=keyid\nextendedKeyUsage=serverAuth\n"
        )
        (self.folder / f"{host}.ext").write_text(extensions, "utf-8")
        self._openssl(
            *("req", "-new", "-nodes", "-subj", "/CN=gen verify", *_KEY),
            *("-keyout", f"{host}.key", "-out", f"{host}.csr"),
        )
        self._openssl(
            *("x509", "-req", "-in", f"{host}.csr", "-CA", self.certificate.name),
            *("-CAkey", "authority.key", "-CAcreateserial", "-days", "2"),
            *("-extfile", f"{host}.ext", "-out", f"{host}.pem"),
        )
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self.folder / f"{host}.pem", self.folder / f"{host}.key")
        return made

    def _openssl(self, *arguments: str) -> None:
        try:
            said = execute(["openssl", *arguments], cwd=self.folder)
        except OSError as error:
            what = f"--published: openssl can't be started ({error.strerror or error})"
            raise GenError(f"{what}; install it") from error
        if said.exit != 0:
            raise GenError(
                f"--published: openssl failed: {said.stderr.strip()}; mend that and run again"
            )


_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")


@dataclass
class _PublishedCopy(SampleCopy):
    """A published file; what builds it has to make it trust the authority, too."""

    authority: Path | None = None

    def prepare(self, toolchain: Toolchain) -> tuple[Toolchain, list[str]]:
        faults = self.build(toolchain)
        made = trust_authority(toolchain, self.authority) if self.authority else (toolchain, ())
        assert made is not None  # else the toolchain is unfit_reason
        trusted, step = made
        if step and not faults:
            self.work.mkdir(parents=True, exist_ok=True)
            words = fill_command(step, self.file, self.work, self.places)
            said = execute(words, toolchain_environment(trusted), cwd=self.work)
            if said.exit != 0:
                faults = [f"the test authority: {(said.stderr + said.stdout).strip()}"]
        return trusted, faults


class PublishedRunner:
    """The committed files themselves, under the published host names.

    Arguments:
        folder: for the authority's files and hosts files.
        out: the output folder.
    """

    name = "published"
    is_exact = True

    def __init__(self, folder: Path, out: Path) -> None:
        self.folder = folder
        self.out = out
        self.authority = Authority(folder / "trusted")
        self.rogue = Authority(folder / "rogue")
        self.contexts: dict[str, tuple[ssl.SSLContext, ssl.SSLContext]] = {}
        self.numbers = itertools.count(2)

    def is_tls(self, job: Job) -> bool:
        """Say whether a sample's endpoint is one of TLS."""
        return job.request.endpoint.startswith("https:")

    def unfit_reason(self, job: Job, toolchain: Toolchain) -> str:
        """Say why a toolchain can't run a sample here, or nothing."""
        host = _split(job.request.endpoint)[1]
        if not re.search("[A-Za-z]", host) or host == "localhost":
            return "its endpoint is this machine or an address, not the name of a host"
        if self.is_tls(job) and toolchain.trust is None:
            return "its language.yaml does not say how to trust a test authority"
        return ""

    def prepare(self, jobs: Sequence[Job]) -> None:
        """Make the certificates of all hosts."""
        for endpoint in dict.fromkeys(job.request.endpoint for job in jobs if self.is_tls(job)):
            host = _split(endpoint)[1]
            self.contexts[host] = self.authority.context(host), self.rogue.context(host)

    def open(
        self, job: Job, published: Mapping[str, bytes], folder: Path, stack: ExitStack
    ) -> SampleCopy:
        """Start a server at an address of its own, and copy the published files."""
        _, host, port = _split(job.request.endpoint)
        number = next(self.numbers)
        address = f"127.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        trusted, rogue = self.contexts.get(host, (None, None))
        server = stack.enter_context(MockServer([job.api], (address, port), trusted))
        work = folder / "work"
        work.mkdir(parents=True)
        write_sent_files(job, work)
        file = folder / job.file
        committed = {  # what is missing is a fault, and is not run
            path: read_regular(os.fspath(place))
            for path in job.published
            if (place := self.out / path).is_file() and not place.is_symlink()
        }
        if job.caller is not None or job.path in committed:
            file.write_bytes(committed.get(job.path, published[job.path]))
        beside = write_client(job, committed, folder)
        hosts = folder / "hosts"
        hosts.write_text(f"127.0.0.1 localhost\n{address} {host}\n", "utf-8")
        launcher = ["unshare", "--mount", "--", "sh", "-c", _LAUNCHER, str(hosts)]
        authority = self.authority.certificate if trusted else None
        return _PublishedCopy(server, job, file, work, launcher, beside, rogue, authority=authority)

    def faults(
        self,
        job: Job,
        published: Mapping[str, bytes],
        copy: SampleCopy,  # noqa: ARG002
        out: Path | None,  # noqa: ARG002
    ) -> list[str]:
        """Compare what is run with what is in the output folder."""
        return committed_faults(self.out, job.published, published, required=True)


def _split(endpoint: str) -> tuple[str, str, int]:
    """Give scheme, host and port of an endpoint."""
    scheme, _, rest = endpoint.partition("://")
    host, _, port = rest.partition(":")
    return scheme, host, int(port) if port else _PORTS[scheme]
