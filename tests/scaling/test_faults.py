"""What must not hurt a ledger: writers killed at any moment, a full disk, many at once.

LEGATION_KILLS sets how often the writer is killed (12 unless told; the release check uses 300).
"""

import multiprocessing
import os
import random
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from tests.ledger.reports import report
from tests.scaling.fake import make
from tests.scaling.test_coding import rows, text
from tests.scaling.writers import archive, write

from legation.errors import LedgerError
from legation.ledger import Ledger
from legation.scaling import LocalEngine, code_archive

KILLS = int(os.environ.get("LEGATION_KILLS", "12"))


def server() -> multiprocessing.context.ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.scaling.writers"])
    return context


def test_a_writer_killed_again_and_again_loses_and_doubles_nothing(tmp_path: Path) -> None:
    generator = random.Random(20170803)
    context = server()
    count = 40 + 6 * KILLS
    kills = 0
    while True:
        process = context.Process(target=write, args=(str(tmp_path / "ledger"), count, kills % 10 == 9))
        process.start()
        process.join(generator.uniform(0.02, 0.7) if kills < KILLS else None)
        if process.exitcode is None:
            os.kill(process.pid or 0, signal.SIGKILL)
            process.join()
            kills += 1
            continue
        assert process.exitcode == 0
        if kills >= KILLS or process.exitcode == 0:
            break
    undisturbed = Ledger(tmp_path / "undisturbed")
    code_archive(archive(count), undisturbed, LocalEngine(make))
    assert kills  # how many depends on the machine; none would prove nothing
    assert rows(Ledger(tmp_path / "ledger")) == rows(undisturbed)


def test_what_was_reported_as_done_stays(tmp_path: Path) -> None:
    context = server()
    process = context.Process(target=write, args=(str(tmp_path / "ledger"), 2000, False))
    process.start()
    deadline = time.monotonic() + 60
    seen: set[str] = set()
    while len(seen) < 20 and time.monotonic() < deadline:
        time.sleep(0.05)
        try:
            seen = {r["id"] for r in Ledger(tmp_path / "ledger", create=False).query("select id from documents")}
        except LedgerError:
            continue
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    after = {r["id"] for r in Ledger(tmp_path / "ledger").query("select id from documents")}
    assert len(seen) >= 20
    assert seen <= after


def test_two_writers_and_five_readers(tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    Ledger(folder)
    context = server()
    writers = [context.Process(target=write, args=(str(folder), 60, False)) for _ in range(2)]
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        ledger = Ledger(folder)
        before = 0
        while not done.is_set():
            try:
                sql = (
                    "select count(*) as n, count(distinct id) as ids, "
                    "(select count(*) from events) as events from documents"
                )
                (found,) = ledger.query(sql).to_dicts()
                assert found["n"] == found["ids"] == found["events"]
                assert found["n"] >= before
                before = found["n"]
            except BaseException as error:
                failures.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(5)]
    for each in (*writers, *readers):
        each.start()
    for writer in writers:
        writer.join()
    Ledger(folder).compact()
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert [w.exitcode for w in writers] == [0, 0]
    undisturbed = Ledger(tmp_path / "undisturbed")
    code_archive(archive(60), undisturbed, LocalEngine(make))
    found, wanted = rows(Ledger(folder)), rows(undisturbed)
    assert found["documents"] == wanted["documents"]
    assert found["events"] == wanted["events"]


def test_a_full_disk_is_told_and_harms_nothing(tmp_path: Path) -> None:
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here: the test needs the rights of root")
    try:
        ledger = Ledger(place / "ledger")
        ledger.add(report())
        before = rows(ledger)
        (place / "filler").write_bytes(os.urandom(64))
        with pytest.raises((OSError, LedgerError)), (place / "filler").open("wb") as file:
            while True:
                file.write(os.urandom(65_536))
                file.flush()
        with pytest.raises(LedgerError) as error:
            for number in range(50):
                ledger.add(
                    report(
                        f"x{number}", f"{random.Random(number).random()} {text(number, 3000)} {report().document.text}"
                    )
                )
        assert "\n" not in str(error.value)
        now = rows(Ledger(place / "ledger"))
        assert now["documents"][0] == before["documents"][0]
        assert len(now["events"]) == 2 * len(now["documents"])
        (place / "filler").unlink()
        known = len(now["documents"])
        assert Ledger(place / "ledger").add(report("later", "Later. " + report().document.text)) == 1
        assert len(rows(Ledger(place / "ledger"))["documents"]) == known + 1
    finally:
        subprocess.run(["umount", str(place)], check=False)
