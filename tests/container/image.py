"""An image made by carrying out a Dockerfile, and processes in it.

Lives here: the instructions that `dockerfile` knows, and bubblewrap's options. May not: what an image has to do.
A root holds what the instructions made; the system's own folders, and Python where images of Python have it, are this
machine's, read-only. The network is this machine's too.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from tests.container.dockerfile import Instruction, context_files, instructions

BASE_PATH: Final = "/usr/local/bin:/usr/bin:/bin"
SYSTEM: Final = ("usr", "bin", "sbin", "lib", "lib64", "etc")
PATIENCE_SECONDS: Final = 60


@dataclass(frozen=True)
class Image:
    """What an image says of itself, and the root that it holds."""

    root: Path
    environment: Mapping[str, str] = field(default_factory=lambda: {"PATH": BASE_PATH})
    user: str = "0:0"
    folder: str = "/"
    entrypoint: Sequence[str] = ()
    command: Sequence[str] = ()
    health: Sequence[str] = ()
    ports: Sequence[str] = ()

    @property
    def started(self) -> list[str]:
        """The words that a container of it runs."""
        return [*self.entrypoint, *self.command]


def build(context: Path, into: Path, offered: Path) -> Image:
    """The last stage of `context`/Dockerfile. RUN finds pip and wheels in `offered` and needs no network."""
    arguments: dict[str, str] = {}
    stages: dict[str, Image] = {}
    image = Image(into)
    for number, each in enumerate(instructions(context / "Dockerfile")):
        if each.name == "FROM":
            words = each.words()
            image = Image(_new_root(into / str(number)))
            stages[words[-1] if "AS" in words else ""] = image
            assert _filled(words[0], arguments), words
        elif each.name == "ARG":
            name, value = each.value.split("=", 1)
            arguments[name] = value
        elif each.name == "COPY":
            _copy(each, image, context, stages)
        elif each.name == "RUN":
            _run(each, image, offered)
        else:
            image = _described(each, image)
            stages |= {name: image for name, stage in stages.items() if stage.root == image.root}
    return image


def _new_root(root: Path) -> Path:
    for name in (*SYSTEM, "proc", "dev", "tmp", "wheels-offered"):
        (root / name).mkdir(parents=True)
    return root


def _filled(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\$\{?(\w+)\}?", lambda found: values[found[1]], text)


def _described(each: Instruction, image: Image) -> Image:
    """The image after an instruction that makes no files."""
    match each.name:
        case "ENV":
            pairs = dict(word.split("=", 1) for word in each.words())
            values = {name: _filled(value, image.environment) for name, value in pairs.items()}
            return replace(image, environment={**image.environment, **values})
        case "WORKDIR":
            (image.root / each.value.lstrip("/")).mkdir(parents=True, exist_ok=True)
            return replace(image, folder=each.value)
        case "USER":
            return replace(image, user=each.value)
        case "EXPOSE":
            return replace(image, ports=each.words())
        case "ENTRYPOINT":
            return replace(image, entrypoint=each.exec_form())
        case "CMD":
            return replace(image, command=each.exec_form())
    assert each.name == "HEALTHCHECK", each
    return replace(image, health=each.exec_form())


def _copy(each: Instruction, image: Image, context: Path, stages: Mapping[str, Image]) -> None:
    flags, (*sources, target) = each.flags(), each.words()
    to = image.root / str(Path(image.folder, target)).lstrip("/")
    if "from" in flags:
        (source,) = sources
        shutil.copytree(stages[flags["from"]].root / source.lstrip("/"), to, symlinks=True)
    else:
        sent = list(context_files(context))
        for source in sources:
            fitting = [path for path in sent if path.is_relative_to(source)]
            assert fitting, f"COPY {source}: nothing of that name is sent"
            for path in fitting:
                _lay(context / path, to / path)
    if "chown" in flags:
        owner, group = map(int, flags["chown"].split(":"))
        os.chown(to, owner, group)


def _lay(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)


def _run(each: Instruction, image: Image, offered: Path) -> None:
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "/wheels-offered", "PIP_CONFIG_FILE": "/dev/null"}
    # Images of Python have a pip; this machine's Python may have one in its environments only.
    offline["PYTHONPATH"] = "/wheels-offered/pip"
    while_building = ("--bind", "/tmp", "/tmp", "--ro-bind", str(offered), "/wheels-offered")
    ran = subprocess.run(
        _enclosed(image, ["sh", "-c", each.value], offline, read_only=False, mounts=while_building),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert ran.returncode == 0, f"RUN {each.value}\n{ran.stdout}\n{ran.stderr}"


def _enclosed(
    image: Image,
    words: Sequence[str],
    environment: Mapping[str, str],
    *,
    read_only: bool = True,
    mounts: Sequence[str] = (),
) -> list[str]:
    """The command that runs these words in the image's root, as its user and with its environment only."""
    python = [] if sys.base_prefix == "/usr" else ["--ro-bind", sys.base_prefix, "/usr/local"]
    shown = [part for name in SYSTEM if Path("/", name).exists() for part in ("--ro-bind", f"/{name}", f"/{name}")]
    # Images of Python have told the loader of this folder.
    found = {"LD_LIBRARY_PATH": "/usr/local/lib", **image.environment, **environment}
    values = [part for pair in found.items() for part in ("--setenv", *pair)]
    user, group = image.user.split(":")
    drop = ["setpriv", "--reuid", user, "--regid", group, "--clear-groups", "--no-new-privs"]
    drop += ["--inh-caps=-all", "--bounding-set=-all"] if user != "0" else []
    return [
        *("bwrap", "--ro-bind" if read_only else "--bind", str(image.root), "/", *shown, *python, *mounts),
        *("--proc", "/proc", "--dev", "/dev", "--unshare-pid", "--as-pid-1", "--cap-add", "ALL"),
        *("--clearenv", *values, "--chdir", image.folder, *drop, *words),
    ]


@dataclass(frozen=True)
class Container:
    """A running container: the process that encloses it, and the number that its first process has out here."""

    image: Image
    process: "subprocess.Popen[str]"
    pid: int

    def line(self) -> str:
        """The next line that it prints."""
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def kill(self) -> None:
        """End it if it still runs. What encloses it ends with it, and not the other way round."""
        if self.process.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def killed(self) -> str:
        """End it; what it said on stderr."""
        self.kill()
        return self.process.communicate()[1]


@contextmanager
def running(image: Image, *, volume: Path | None = None, **environment: str) -> Iterator[Container]:
    """A container of the image on a root that nobody can write to; killed at the end if it still runs.

    `volume` is mounted on /state, where it takes over the owner, as an empty volume does.
    """
    mounts: Sequence[str] = ()
    if volume is not None:
        owner = (image.root / "state").stat()
        os.chown(volume, owner.st_uid, owner.st_gid)
        mounts = ("--bind", str(volume), "/state")
    told, tell = os.pipe()
    command = _enclosed(image, image.started, environment, mounts=mounts)
    command[1:1] = ["--json-status-fd", str(tell)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, pass_fds=[tell]
    ) as process:
        os.close(tell)
        # Open to the end, when it is told the exit status as well.
        with os.fdopen(told) as status:
            container = Container(image, process, int(json.loads(status.readline())["child-pid"]))
            # Whoever waits for a line that never comes is told so by its end.
            patience = threading.Timer(PATIENCE_SECONDS, container.kill)
            patience.start()
            try:
                yield container
            finally:
                patience.cancel()
                container.kill()
                process.wait()


def exec_in(image: Image, words: Sequence[str], **environment: str) -> "subprocess.CompletedProcess[str]":
    """What becomes of a command in the image beside a running container (its network is the same)."""
    command = _enclosed(image, words, environment)
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)
