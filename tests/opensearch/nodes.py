"""Nodes of OpenSearch on loopback: started, killed, started again, stopped.

    python -m tests.opensearch.nodes fetch           the server's jars, once (needs Maven)
    python -m tests.opensearch.nodes start [NODES]   nodes 1..NODES (default 3), until all are there and green
    python -m tests.opensearch.nodes kill N          kill -9 node N
    python -m tests.opensearch.nodes node N          start node N again
    python -m tests.opensearch.nodes stop | wipe     stop all; and remove their data

CLUSTER_HOME is where their data lies (baosou-cluster in the temporary folder), HTTP_PORT the port below the first one's
(19200: node N listens on 19200 + N), HEAP the memory of each (512m), OPENSEARCH_VERSION the version (3.9.0).
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from tests.opensearch.distribution import Distribution, Unavailable, distribution
from tests.work import wait_until

LOG = """\
status = error
appender.file.type = File
appender.file.name = file
appender.file.fileName = ${sys:opensearch.logs.base_path}${sys:file.separator}${sys:opensearch.logs.cluster_name}.log
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%n
rootLogger.level = info
rootLogger.appenderRef.file.ref = file
"""
FLAGS = (
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",  # a third less of processor time until a node is there
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF-8",
    "-Dlog4j2.disable.jmx=true",
    "-Dio.netty.noUnsafe=true",
    "-Dio.netty.noKeySetOptimization=true",
    "-Dio.netty.recycler.maxCapacityPerThread=0",
    "-Dlucene.useScalarFMA=false",
)


class Plan(Struct, frozen=True):
    """What nodes are to be: where their data lies, and the ports that each listens on, for HTTP and for the others."""

    home: Path
    ports: tuple[tuple[int, int], ...]
    heap: str = "512m"
    tied: bool = True

    def folder(self, number: int) -> Path:
        return self.home / f"node{number}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The nodes as a location names them."""
        return tuple(f"127.0.0.1:{http}" for http, _ in self.ports)


def free_ports(count: int) -> tuple[tuple[int, int], ...]:
    """Ports that nobody listens on."""
    sockets = [socket.socket() for _ in range(2 * count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        numbers = [int(each.getsockname()[1]) for each in sockets]
    finally:
        for each in sockets:
            each.close()
    return tuple(zip(numbers[:count], numbers[count:], strict=True))


class Nodes:
    """The nodes of a plan that run."""

    def __init__(self, plan: Plan, made_of: Distribution) -> None:
        self.plan = plan
        self._made_of = made_of
        self._processes: dict[int, subprocess.Popen[bytes]] = {}

    def start(self, number: int) -> None:
        """Start a node, counted from 1; it is not waited for."""
        folder = self.plan.folder(number)
        _furnish(self.plan, number, self._made_of)
        command: list[str | Path] = [self._made_of.java, f"-Xms{self.plan.heap}", f"-Xmx{self.plan.heap}", *FLAGS]
        command += [f"-Djava.io.tmpdir={folder / 'tmp'}", "-cp", f"{self._made_of.folder / 'lib'}/*"]
        with (folder / "out.log").open("ab") as out:
            self._processes[number] = subprocess.Popen(
                [*command, "OpenSearchNode", folder, *(["tied"] if self.plan.tied else [])],
                stdin=subprocess.PIPE if self.plan.tied else subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=not self.plan.tied,
            )
        (folder / "pid").write_text(str(self._processes[number].pid))

    def kill(self, number: int) -> None:
        """End a node as a power cut does."""
        process = self._processes.pop(number, None)
        if process is not None:
            process.kill()
            process.wait()
            if process.stdin is not None:
                process.stdin.close()
            return
        written = self.plan.folder(number) / "pid"
        if written.exists() and _is_node(int(written.read_text()), self.plan.folder(number)):
            os.kill(int(written.read_text()), signal.SIGKILL)

    def stop(self) -> None:
        """End all nodes. Their data is written at each acknowledgement, so that there is nothing to wait for."""
        for number in range(1, len(self.plan.ports) + 1):
            self.kill(number)

    def wait(self, count: int, *, status: str = "green") -> None:
        """Wait until so many nodes are one cluster, and its health is good; raises what a node died of."""
        asked = f"/_cluster/health?wait_for_nodes={count}&wait_for_status={status}&timeout=1s"

        def ready() -> bool:
            for number, process in self._processes.items():
                if process.poll() is not None:
                    raise Unavailable(f"node {number} died: {self._last_words(number)}")
            running = next(iter(self._processes), 1)
            return _answers(f"http://{self.plan.hosts[running - 1]}{asked}")

        wait_until(ready)

    def _last_words(self, number: int) -> str:
        folder = self.plan.folder(number)
        told = [*sorted((folder / "logs").glob("*.log")), folder / "out.log"]
        return "\n".join(path.read_text("utf-8", "replace")[-2000:] for path in told if path.exists())


def _furnish(plan: Plan, number: int, made_of: Distribution) -> None:
    """The folder of a node, with what it is to know."""
    folder = plan.folder(number)
    for name in ("config", "data", "logs", "tmp", "plugins"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name in ("modules", "lib"):
        link = folder / name
        link.unlink(missing_ok=True)
        link.symlink_to(made_of.folder / name)
    http, transport = plan.ports[number - 1]
    settings = {
        "cluster.name": "baosou-test",
        "node.name": f"node{number}",
        "path.data": str(folder / "data"),
        "path.logs": str(folder / "logs"),
        "network.host": "127.0.0.1",
        "http.port": http,
        "transport.port": transport,
        "discovery.seed_hosts": [f"127.0.0.1:{port}" for _, port in plan.ports],
        "cluster.initial_cluster_manager_nodes": [f"node{each}" for each in range(1, len(plan.ports) + 1)],
        "cluster.routing.allocation.disk.threshold_enabled": False,
        "node.processors": 2,
    }
    lines = (f"{key}: {json.dumps(value)}\n" for key, value in settings.items())  # JSON is YAML
    (folder / "config" / "opensearch.yml").write_text("".join(lines), "utf-8")
    (folder / "config" / "log4j2.properties").write_text(LOG, "utf-8")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return msgspec.json.decode(answer.read()).get("timed_out") is False
    except (urllib.error.URLError, OSError):
        return False


def _is_node(pid: int, folder: Path) -> bool:
    """Whether a process is the node of a folder, and not another that got its number."""
    try:
        return os.fsencode(folder) in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False


@contextmanager
def running(home: Path, count: int, *, heap: str = "512m") -> Iterator[Nodes]:
    """So many nodes that are one cluster, while the body lasts; they end with this process, however it ends."""
    nodes = Nodes(Plan(home, free_ports(count), heap), distribution())
    try:
        for number in range(1, count + 1):
            nodes.start(number)
        nodes.wait(count)
        yield nodes
    finally:
        nodes.stop()


def main(arguments: Sequence[str]) -> int:
    """The launcher at the command line."""
    action, count = (*arguments, "", "")[:2]
    home = Path(os.environ.get("CLUSTER_HOME") or Path(tempfile.gettempdir()) / "baosou-cluster")
    first = int(os.environ.get("HTTP_PORT", "19200"))
    total = int(count) if action == "start" and count else len(list(home.glob("node*"))) or 3
    ports = tuple((first + number, first + 100 + number) for number in range(1, total + 1))
    nodes = Nodes(Plan(home, ports, os.environ.get("HEAP", "512m"), tied=False), distribution())
    if action == "start":
        nodes.stop()
        for number in range(1, total + 1):
            nodes.start(number)
        nodes.wait(total)
        print(f"opensearch://{','.join(nodes.plan.hosts)}/NAME")
    elif action == "node":
        nodes.start(int(count))
    elif action == "kill":
        nodes.kill(int(count))
    elif action in ("stop", "wipe"):
        nodes.stop()
        if action == "wipe":
            for folder in home.glob("node*"):
                shutil.rmtree(folder)
    elif action != "fetch":
        print(__doc__, file=sys.stderr)
        return 64
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
