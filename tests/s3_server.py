"""A real S3 server on this machine: moto's, one request at a time, so that what is conditional is decided once."""

import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SECRET = "not-a-secret-but-must-not-be-shown"
KEY = "AKIDNEWSMILLTESTS"


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs, with a bucket `news`."""

    endpoint: str

    @property
    def environment(self) -> dict[str, str]:
        """What opens it."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
        }


@contextmanager
def s3_server() -> Iterator[Server]:
    """Start a server on a free port of the loopback, and end it."""
    command = [sys.executable, str(Path(__file__)), "serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            assert process.stdout
            server = Server(f"http://127.0.0.1:{int(process.stdout.readline())}")
            urllib.request.urlopen(urllib.request.Request(f"{server.endpoint}/news", method="PUT"), timeout=30)
            yield server
        finally:
            process.kill()


def _serve() -> None:
    # What moto would ask boto3 for, and boto3 the network.
    os.environ |= {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_EC2_METADATA_DISABLED": "true"}
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=False)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    _serve()
