"""A real OpenSearch out of Maven Central's artifacts: fetched once, for all checkouts of a user.

What a node needs beside its jars, and what was met on the way:

- `opensearch-plugin-classloader` (else `ClassNotFoundException: ...ExtendedPluginsClassLoader`);
- `opensearch-scripting-painless-spi` in `modules/lang-painless/`, beside the jar that holds its lists, not on the class
  path (else `error in [org.opensearch.txt] at line [-1]`);
- `log4j-core`, which the server's own pom calls optional, to log at all;
- a written descriptor for each module, whose class is called `XModulePlugin` in 3.x and may be `XPlugin` in 2.x.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

from filelock import FileLock
from msgspec import Struct
from platformdirs import user_cache_path

HERE = Path(__file__).parent / "node"
NEWEST = "3.9.0"
VERSION_VARIABLE = "OPENSEARCH_VERSION"
HOME_VARIABLE = "BAOSOU_TEST_NODES"

MODULES = (
    ("transport-netty4", "transport-netty4-client", "org.opensearch.transport.Netty4ModulePlugin", ""),
    ("lang-painless", "lang-painless", "org.opensearch.painless.PainlessModulePlugin", ""),
    (
        "analysis-common",
        "analysis-common",
        "org.opensearch.analysis.common.CommonAnalysisModulePlugin",
        "lang-painless",
    ),
    ("parent-join", "parent-join-client", "org.opensearch.join.ParentJoinModulePlugin", ""),
    ("mapper-extras", "mapper-extras-client", "org.opensearch.index.mapper.MapperExtrasModulePlugin", ""),
    ("reindex", "reindex-client", "org.opensearch.index.reindex.ReindexModulePlugin", ""),
)
"""Name, artifact, class, and which module it extends."""


class Unavailable(Exception):  # noqa: N818 - the reason why tests of nodes are skipped
    """What this machine lacks for a real node."""


class Distribution(Struct, frozen=True):
    """The jars of a version, and the Java that runs them."""

    version: str
    folder: Path
    java_home: Path

    @property
    def java(self) -> Path:
        """The program that runs a node."""
        return self.java_home / "bin" / "java"


def distribution(version: str | None = None) -> Distribution:
    """A version ready to run, fetched where it is not there yet; raises Unavailable with the reason."""
    version = version or os.environ.get(VERSION_VARIABLE) or NEWEST
    java_home = _java_home(*((21, 99) if int(version.partition(".")[0]) >= 3 else (17, 21)))
    home = Path(os.environ.get(HOME_VARIABLE) or user_cache_path("baosou-tests", appauthor=False))
    home.mkdir(parents=True, exist_ok=True)
    folder = home / f"opensearch-{version}"
    with FileLock(f"{folder}.lock"):
        if not (folder / "ready").exists():
            _fetch(version, folder, java_home)
    return Distribution(version, folder, java_home)


def _java_home(oldest: int, newest: int) -> Path:
    """The newest JDK of these, among JAVA_HOME and those that lie beside the system's own."""
    found: dict[int, Path] = {}
    javac = shutil.which("javac")
    beside = list(Path(os.path.realpath(javac)).parents[2].iterdir()) if javac else []
    for home in (*beside, *map(Path, filter(None, [os.environ.get("JAVA_HOME")]))):
        release = home / "release"
        if (home / "bin" / "javac").exists() and release.is_file():
            told = re.search(r'^JAVA_VERSION="(\d+)', release.read_text("utf-8"), re.MULTILINE)
            if told and oldest <= int(told[1]) <= newest:
                found[int(told[1])] = home
    if not found:
        asked = f"{oldest} or newer" if newest == 99 else f"{oldest} to {newest}"
        raise Unavailable(f"no JDK of version {asked} is installed")
    return found[max(found)]


def _fetch(version: str, folder: Path, java_home: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise Unavailable("Maven (mvn) is not installed")
    shutil.rmtree(folder, ignore_errors=True)
    jars, classes = folder / "lib", folder / "classes"
    jars.mkdir(parents=True)
    classes.mkdir()
    environment = {**os.environ, "JAVA_HOME": str(java_home)}
    asked = [maven, "-q", "-B", "-f", str(HERE / "pom.xml"), f"-Dopensearch.version={version}"]
    asked += ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={jars}"]
    done = subprocess.run(asked, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        errors = [line for line in done.stdout.splitlines() if line.startswith("[ERROR]")]
        raise Unavailable(f"Maven could not fetch OpenSearch {version}: {(errors or [done.stderr.strip()])[0][:300]}")
    for name, artifact, main, extended in MODULES:
        _module(folder, version, name, artifact, main, extended)
    spi = f"opensearch-scripting-painless-spi-{version}.jar"
    (jars / spi).rename(folder / "modules" / "lang-painless" / spi)
    tools = java_home / "bin"
    subprocess.run(
        [tools / "javac", "-cp", f"{jars}/*", "-d", classes, HERE / "OpenSearchNode.java"],
        check=True,
        stdin=subprocess.DEVNULL,
    )
    subprocess.run([tools / "jar", "cf", jars / "opensearch-node.jar", "-C", classes, "."], check=True)
    (folder / "ready").touch()


def _module(folder: Path, version: str, name: str, artifact: str, main: str, extended: str) -> None:
    """One module of the server: a folder with its jar and what the server wants to know of it."""
    jar = folder / "lib" / f"{artifact}-{version}.jar"
    with zipfile.ZipFile(jar) as entries:
        if f"{main.replace('.', '/')}.class" not in entries.namelist():
            main = main.replace("ModulePlugin", "Plugin")
    place = folder / "modules" / name
    place.mkdir(parents=True)
    jar.rename(place / jar.name)
    lines = [f"name={name}", f"description={name}", f"version={version}", f"opensearch.version={version}"]
    lines += ["java.version=17", f"classname={main}", f"extended.plugins={extended}", "has.native.controller=false"]
    (place / "plugin-descriptor.properties").write_text("\n".join(lines), "utf-8")
