"""Connect to a Dask scheduler, over TLS where certificates are named."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from distributed import Client

TLS_VARIABLES = ("LABELWRIGHT_TLS_CA", "LABELWRIGHT_TLS_CERT", "LABELWRIGHT_TLS_KEY")
"""Paths of the certificate authority, this machine's certificate, and its key; all three, or none."""


SECONDS = 15.0


def connect(address: str) -> Client:
    """A client of the scheduler at `address`; ExecutorError where it does not answer within SECONDS."""
    from distributed import Client
    from distributed.security import Security

    from labelwright.grading.executors import ExecutorError

    authority, certificate, key = (os.environ.get(name) for name in TLS_VARIABLES)
    given = [path for path in (authority, certificate, key) if path]
    if given and len(given) != 3:
        raise ExecutorError(f"For TLS set all three of {', '.join(TLS_VARIABLES)}, or none.")
    if address.startswith("tls://") and not given:
        raise ExecutorError(
            f"{address} wants TLS. Set {', '.join(TLS_VARIABLES)} to your certificates first."
        )
    security = (
        Security(
            tls_ca_file=authority, tls_client_cert=certificate, tls_client_key=key, require_encryption=True
        )
        if given
        else None
    )
    try:
        return Client(address, timeout=SECONDS, security=security, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ExecutorError(
            f"The scheduler at {address} does not answer: {error}. Check that `dask scheduler` runs there, "
            "that the port is open to this machine, and that both use TLS or neither does."
        ) from None
