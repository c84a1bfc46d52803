"""The ledger on stores that speak S3, with concurrent writers: moto, and Ceph's gateway where it is installed."""

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.ledger.gateway import gateway, missing
from tests.ledger.reports import TEXT, report
from tests.scaling.fake import make
from tests.scaling.test_coding import rows
from tests.scaling.writers import archive

from legation.errors import LedgerError
from legation.ledger import Ledger
from legation.scaling import LocalEngine, code_archive


@contextmanager
def moto() -> Iterator[str]:
    server = Path(sys.executable).with_name("moto_server")
    program = str(server) if server.exists() else shutil.which("moto_server")
    if not program:
        pytest.skip("no S3 server here: install moto[server]")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([program, "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


@contextmanager
def ceph(folder: Path) -> Iterator[str]:
    if missing():
        pytest.skip(f"Ceph's object gateway is not installed here (tests/ledger/gateway.py): {', '.join(missing())}")
    with gateway(folder) as address:
        yield address


@pytest.fixture(scope="module", params=["moto", "ceph"])
def options(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    boto3 = pytest.importorskip("boto3")
    with moto() if request.param == "moto" else ceph(tmp_path_factory.mktemp("ceph")) as url:
        keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b", "region_name": "us-east-1"}
        boto3.client("s3", endpoint_url=url, **keys).create_bucket(Bucket="ledgers")
        yield {
            "AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
            "AWS_REGION": "us-east-1", "AWS_ALLOW_HTTP": "true", "conditional_put": "etag",
        }  # fmt: skip


def test_a_ledger_in_a_bucket(options: dict[str, str]) -> None:
    address = "s3://ledgers/relations"
    ledgers = [Ledger(address, storage_options=options) for _ in range(4)]
    threads = [
        threading.Thread(target=ledger.add, args=(report(f"d{number}", f"{number} {TEXT}"),))
        for number, ledger in enumerate(ledgers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    again = Ledger(address, storage_options=options, create=False)
    assert again.add(report("d0", f"0 {TEXT}")) == 0
    assert again.query("select count(*) as n from documents").to_dicts() == [{"n": 4}]
    assert again.compact()["joined"] > 0
    assert again.query("select count(*) as n from events").to_dicts() == [{"n": 8}]


def test_a_bucket_holds_what_a_folder_holds(options: dict[str, str], tmp_path: Path) -> None:
    bucket, folder = Ledger("s3://ledgers/coded", storage_options=options), Ledger(tmp_path / "ledger")
    for ledger in (bucket, folder):
        code_archive(archive(12), ledger, LocalEngine(make))
    assert code_archive(archive(12), bucket, LocalEngine(make)).read == 0
    assert rows(bucket) == rows(folder)
    bucket.compact(vacuum_hours=0)
    assert rows(Ledger("s3://ledgers/coded", storage_options=options)) == rows(folder)


def test_a_store_that_is_not_there_is_told(options: dict[str, str]) -> None:
    gone = {**options, "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "max_retries": "1", "retry_timeout": "1s"}
    with pytest.raises(LedgerError) as error:
        Ledger("s3://ledgers/relations", storage_options=gone)
    assert "\n" not in str(error.value)
