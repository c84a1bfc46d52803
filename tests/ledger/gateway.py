"""Ceph's object gateway (radosgw) on this machine: one monitor, one store in memory, the gateway before it.

Debian and Ubuntu: `apt-get install --no-install-recommends ceph-mon ceph-osd ceph-common radosgw`.
Nothing is left behind.
"""

import contextlib
import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

PROGRAMS = ("ceph", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin")

SETTINGS = """[global]
fsid = {fsid}
mon host = [v2:127.0.0.1:{mon}]
auth cluster required = none
auth service required = none
auth client required = none
ms mon client mode = crc
ms mon cluster mode = crc
ms mon service mode = crc
osd pool default size = 1
osd pool default min size = 1
osd crush chooseleaf type = 0
osd pool default pg num = 4
osd pool default pgp num = 4
osd objectstore = memstore
mon data = {folder}/mon
osd data = {folder}/osd
run dir = {folder}
admin socket = {folder}/$name.asok
log file = {folder}/$name.log
pid file = {folder}/$name.pid
public network = 127.0.0.0/8
[client.gateway]
rgw frontends = beast endpoint=127.0.0.1:{port}
rgw data = {folder}/rgw
"""


def missing() -> list[str]:
    """Programs that would have to be installed."""
    return [p for p in PROGRAMS if shutil.which(p) is None]


@contextlib.contextmanager
def gateway(folder: Path) -> Iterator[str]:
    """The address of a gateway in which the user "a" with the secret "b" may do all.

    Raises RuntimeError if none comes.
    """
    mon, port = _free(), _free()
    address = f"http://127.0.0.1:{port}"
    for name in ("mon", "osd", "rgw"):
        (folder / name).mkdir(parents=True)
    fsid = str(uuid.uuid4())
    settings = folder / "ceph.conf"
    settings.write_text(SETTINGS.format(fsid=fsid, mon=mon, port=port, folder=folder), "utf-8")
    daemons: list[subprocess.Popen[bytes]] = []

    def call(*command: str) -> None:
        subprocess.run(command, check=True, timeout=120, capture_output=True)

    def start(*command: str) -> None:
        daemons.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    c = ("-c", str(settings))
    try:
        map_ = str(folder / "monmap")
        call("monmaptool", "--create", "--fsid", fsid, "--addv", "a", f"[v2:127.0.0.1:{mon}]", map_)
        call("ceph-mon", *c, "--mkfs", "-i", "a", "--monmap", map_)
        start("ceph-mon", *c, "-f", "-i", "a")
        store = str(uuid.uuid4())
        call("ceph", *c, "osd", "new", store)
        call("ceph-osd", *c, "--mkfs", "-i", "0", "--osd-uuid", store)
        start("ceph-osd", *c, "-f", "-i", "0")
        start("radosgw", *c, "-f", "-n", "client.gateway")
        call("radosgw-admin", *c, "user", "create", "--uid=a", "--display-name=a", "--access-key=a", "--secret-key=b")
        _await(port)
        yield address
    except subprocess.SubprocessError as error:
        raise RuntimeError(f"Ceph does not start here: {error}") from error
    finally:
        for daemon in reversed(daemons):
            daemon.kill()
            daemon.wait()


def _free() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _await(port: int) -> None:
    for _ in range(600):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the gateway does not answer")
