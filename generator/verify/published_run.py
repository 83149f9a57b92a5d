"""Run the committed files, unchanged, in a network namespace with a test authority for TLS.

The namespace, a feature of Linux, has no network but the loopback interface. Each sample gets a
mock server at an address of 127.0.0.0/8, and a hosts file that maps its host name to this address.
The test authority is a certification authority that is made for the run. The samples are told to
trust it.
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

# Within the namespace, this variable has the name of the namespace outside.
_OUTSIDE = "GEN_VERIFY_OUTSIDE"
_PORTS = {"https": 443, "http": 80}
# The command before a sample: it replaces /etc/hosts for the sample alone.
_LAUNCHER = 'mount --bind "$0" /etc/hosts && exec "$@"'


def is_inside() -> bool:
    """Return whether this process runs in a network namespace that `run_inside` made."""
    outside = os.environ.get(_OUTSIDE)
    return outside is not None and outside != _namespace()


def _namespace() -> str:
    """Return the name of the network namespace of this process."""
    return str(Path("/proc/self/ns/net").readlink())


def run_inside(arguments: Sequence[str]) -> int:
    """Run gen once more, in a new network namespace, and return its exit code.

    Arguments:
        arguments: the arguments of `gen`.

    Raises:
        GenError: if this system has no network namespaces, or does not let this user make one.
    """
    if sys.platform != "linux":
        todo = "leave it out here, or run it on Linux"
        raise GenError(f"--published: this needs the network namespaces of Linux; {todo}")
    reasons = []
    for user in ([], ["--map-root-user"]):
        launcher = ["unshare", *user, "--mount", "--net", "--"]
        try:
            attempt = execute([*launcher, "true"])
        except OSError as error:
            reasons.append(f"unshare: {error.strerror or error}")
            break
        if attempt.exit == 0:
            gen = [sys.executable, "-P", "-m", "generator"]
            env = {**os.environ, _OUTSIDE: _namespace()}
            launcher[0] = find_executable(launcher[0], {"PATH": search_path()})
            command = [*launcher, *gen, *arguments]
            interrupts.start_caretaker()
            begin = partial(subprocess.Popen, command, env=env)
            with interrupts.running_program("process", begin) as process:
                return process.wait()
        reasons.append(" ".join(attempt.stderr.split()))
    todo = "run it as root, or leave it out"
    raise GenError(
        f"--published: a network namespace can't be made here ({', '.join(reasons)}); {todo}"
    )


def bring_up_loopback() -> None:
    """Bring up the loopback interface `lo`, which is down in a new network namespace."""
    import fcntl
    import socket
    import struct

    set_flags, up_and_running = 0x8914, 0x41  # SIOCSIFFLAGS; IFF_UP, IFF_RUNNING
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, set_flags, struct.pack("16sh14x", b"lo", up_and_running))


class Authority:
    """A certification authority for tests, made by the package trustme.

    Arguments:
        certificate: the path to write the authority's certificate to, in PEM.

    Raises:
        GenError: if trustme is not installed.
    """

    def __init__(self, certificate: Path) -> None:
        try:
            import trustme
        except ImportError as error:
            what = "--published: the package trustme is not installed"
            raise GenError(
                f'{what}; install it: python -m pip install "gen-samples[verify]"'
            ) from error
        self._authority = trustme.CA(organization_name="gen verify")
        self.certificate = certificate
        self._authority.cert_pem.write_to_path(str(certificate))

    def context(self, host: str) -> ssl.SSLContext:
        """Make the TLS context of a server, with a certificate for a host name.

        Arguments:
            host: the host name that the certificate is for.
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert(host).configure_cert(context)
        return context


@dataclass
class _PublishedCopy(SampleCopy):
    """A published file, whose toolchain is changed so that the program trusts the authority."""

    authority: Path | None = None

    def prepare(self, toolchain: Toolchain) -> tuple[Toolchain, list[str]]:
        """Build the sample, and prepare its toolchain to trust the authority."""
        faults = self.build(toolchain)
        prepared = trust_authority(toolchain, self.authority) if self.authority else (toolchain, ())
        assert prepared is not None  # else `unfit_reason` returned a reason
        trusted, step = prepared
        if step and not faults:
            self.work.mkdir(parents=True, exist_ok=True)
            words = fill_command(step, self.file, self.work, self.places)
            result = execute(words, toolchain_environment(trusted), cwd=self.work)
            if result.exit != 0:
                faults = [f"the test authority: {(result.stderr + result.stdout).strip()}"]
        return trusted, faults


class PublishedRunner:
    """Runs the committed files themselves, under the host names in them; see `Runner`.

    Arguments:
        folder: the folder for the certificates of two test authorities: one that samples are told
            to trust, and one that they must refuse.
        out: the output folder, which has the committed files.

    Raises:
        GenError: if trustme is not installed.
    """

    name = "published"
    is_exact = True

    def __init__(self, folder: Path, out: Path) -> None:
        self.folder = folder
        self.out = out
        self.authority = Authority(folder / "trusted.pem")
        self.rogue = Authority(folder / "rogue.pem")
        self.contexts: dict[str, tuple[ssl.SSLContext, ssl.SSLContext]] = {}
        self.numbers = itertools.count(2)

    def is_tls(self, job: Job) -> bool:
        """Return whether a sample's endpoint is an https URL."""
        return job.request.endpoint.startswith("https:")

    def unfit_reason(self, job: Job, toolchain: Toolchain) -> str:
        """Return why this runner can't run a sample with a toolchain; empty if it can."""
        host = _split(job.request.endpoint)[1]
        if not re.search("[A-Za-z]", host) or host == "localhost":
            return "its endpoint is this machine or an address, not the name of a host"
        if self.is_tls(job) and toolchain.trust is None:
            return "its language.yaml does not say how to trust a test authority"
        return ""

    def prepare(self, jobs: Sequence[Job]) -> None:
        """Make two certificates for each host: one to be trusted, and one to be refused.

        Hosts that are called without TLS get none.
        """
        for endpoint in dict.fromkeys(job.request.endpoint for job in jobs if self.is_tls(job)):
            host = _split(endpoint)[1]
            self.contexts[host] = self.authority.context(host), self.rogue.context(host)

    def open(
        self, job: Job, published: Mapping[str, bytes], folder: Path, stack: ExitStack
    ) -> SampleCopy:
        """Start a mock server at an address of its own, and copy the committed files.

        See `Runner.open`.
        """
        _, host, port = _split(job.request.endpoint)
        number = next(self.numbers)
        address = f"127.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        trusted, rogue = self.contexts.get(host, (None, None))
        server = stack.enter_context(MockServer([job.api], (address, port), trusted))
        work = folder / "work"
        work.mkdir(parents=True)
        write_sent_files(job, work)
        file = folder / job.file
        committed = {  # a missing file is a fault, so that the sample does not run
            path: read_regular(os.fspath(place))
            for path in job.published
            if (place := self.out / path).is_file() and not place.is_symlink()
        }
        if job.caller is not None or job.path in committed:
            file.write_bytes(committed.get(job.path, published[job.path]))
        client_files = write_client(job, committed, folder)
        hosts = folder / "hosts"
        hosts.write_text(f"127.0.0.1 localhost\n{address} {host}\n", "utf-8")
        launcher = ["unshare", "--mount", "--", "sh", "-c", _LAUNCHER, str(hosts)]
        authority = self.authority.certificate if trusted else None
        return _PublishedCopy(
            server, job, file, work, launcher, client_files, rogue, authority=authority
        )

    def faults(
        self,
        job: Job,
        published: Mapping[str, bytes],
        copy: SampleCopy,  # noqa: ARG002
        out: Path | None,  # noqa: ARG002
    ) -> list[str]:
        """Return a message for each file of the sample in the output folder that is not right.

        A file is right if it is there and has the bytes of `published`, which were rendered now.
        """
        return committed_faults(self.out, job.published, published, required=True)


def _split(endpoint: str) -> tuple[str, str, int]:
    """Return the scheme, host and port of an endpoint."""
    scheme, _, rest = endpoint.partition("://")
    host, _, port = rest.partition(":")
    return scheme, host, int(port) if port else _PORTS[scheme]
