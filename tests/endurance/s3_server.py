"""A server on loopback that speaks S3, and the environment in which the project finds it."""

import logging

import requests
from moto.server import ThreadedMotoServer


class S3Server:
    """Holds one empty bucket, `lake`, in memory."""

    def __init__(self) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)  # else it prints every request
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self._server.start()
        host, port = self._server.get_host_and_port()
        self.environment = {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "any",
            "AWS_SECRET_ACCESS_KEY": "any",
            "NO_PROXY": host,
        }
        with requests.Session() as session:
            session.trust_env = False
            session.put(f"http://{host}:{port}/lake", timeout=60).raise_for_status()

    def close(self) -> None:
        """Ends the server."""
        self._server.stop()
