"""Sends alerts: one message to the webhook that the environment names."""

import logging
import time
from collections.abc import Iterable, Mapping

import requests

from warehouse.settings import alert_webhook

TIMEOUT_SECONDS = (3.0, 5.0)
"""To connect, and to answer."""
PAUSES_SECONDS = (0.0, 1.0, 3.0)
"""Before each attempt; with the timeouts, in sum well below the minute that Dagster gives a sensor."""

logging.getLogger("urllib3.connectionpool").setLevel(
    logging.WARNING
)  # below, it prints paths: tokens are there


def is_wanted() -> bool:
    """Whether the environment names a webhook."""
    return bool(alert_webhook())


def send_alert(text: str, facts: Mapping[str, str], pauses: Iterable[float] = PAUSES_SECONDS) -> str | None:
    """Posts `{"text": text, **facts}` as JSON; chat services show `text`. Returns None, or why the alert was not sent.

    It never raises, so that an alert cannot fail its caller. Retries if the host cannot be reached, is busy or fails,
    without the retries of requests, which would log the path. The returned text does not contain the address.
    """
    address = alert_webhook()
    if not address.startswith(("http://", "https://")):
        return "the alert was not sent: set ALERT_WEBHOOK to an address, https://…"
    outcome = "no answer"
    for pause in pauses:
        time.sleep(pause)
        try:
            status = _post(address, {"text": text, **facts})
        except (requests.RequestException, ValueError) as error:
            outcome = type(error).__name__
            continue
        if 200 <= status < 300:
            return None
        outcome = f"HTTP {status}"
        if status < 500 and status != requests.codes.too_many_requests:
            break
    return f"the alert was not sent, the webhook returned {outcome}: check ALERT_WEBHOOK with curl"


def _post(address: str, message: Mapping[str, str]) -> int:
    # A redirect would send the message, and perhaps the token, to an unknown host.
    with requests.post(
        address, json=message, timeout=TIMEOUT_SECONDS, allow_redirects=False, stream=True
    ) as answer:
        return answer.status_code
