"""What newsmill asks of Prefect, as environment variables.

Prefect reads its environment once, when it is first imported, so this module must come before it; the package
`flows` sees to that. A variable that is set already is left alone.
"""

import os

DEFAULTS = {
    # Nothing leaves the machine: neither from the SDK nor from a server that newsmill starts.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # The temporary server of a run without a server needs 8 to 14 s on two slow cores; Prefect waits 20 s.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "60",
    # Prefect deletes old events only; an hourly schedule would grow its database for ever. Runs go after 90 days.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    # One run at a time is a slot held by a lease. Kept in memory, as by default, a lease is forgotten when the server
    # stops but its slot stays taken: after a crash of the machine every later run of the schedule would be cancelled.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    # A sign of life every 30 s, the most that Prefect gives: a run that died is seen after another 45 s.
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    # What the core logs shows in the UI beside the run; what it logs outside of one has no place there.
    "PREFECT_LOGGING_EXTRA_LOGGERS": "newsmill",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
}


def prepare() -> None:
    """Fill in what the environment leaves open."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
