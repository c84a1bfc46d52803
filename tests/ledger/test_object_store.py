"""The ledger on an object store: a server that speaks S3 (moto), with concurrent writers."""

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ledger.reports import TEXT, report

from legation.errors import LedgerError
from legation.ledger import Ledger


@pytest.fixture(scope="module")
def options() -> Iterator[dict[str, str]]:
    server = Path(sys.executable).with_name("moto_server")
    program = str(server) if server.exists() else shutil.which("moto_server")
    if not program:
        pytest.skip("no S3 server here: install moto[server]")
    boto3 = pytest.importorskip("boto3")
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
        url = f"http://127.0.0.1:{port}"
        keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b", "region_name": "us-east-1"}
        boto3.client("s3", endpoint_url=url, **keys).create_bucket(Bucket="ledgers")
        yield {
            "AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
            "AWS_REGION": "us-east-1", "AWS_ALLOW_HTTP": "true", "conditional_put": "etag",
        }  # fmt: skip
    finally:
        process.kill()
        process.wait()


def test_a_ledger_in_a_bucket(options: dict[str, str]) -> None:
    address = "s3://ledgers/relations"
    ledgers = [Ledger(address, storage_options=options) for _ in range(2)]
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
    assert again.query("select count(*) as n from documents").to_dicts() == [{"n": 2}]
    assert again.compact()["joined"] > 0
    assert again.query("select count(*) as n from events").to_dicts() == [{"n": 4}]


def test_a_store_that_is_not_there_is_told(options: dict[str, str]) -> None:
    gone = {**options, "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "max_retries": "1", "retry_timeout": "1s"}
    with pytest.raises(LedgerError) as error:
        Ledger("s3://ledgers/relations", storage_options=gone)
    assert "\n" not in str(error.value)
