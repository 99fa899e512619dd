"""The database is away for a minute: pages say so, nothing acknowledged is lost, everything goes on by itself."""

from __future__ import annotations

import time
from collections.abc import Iterator

from drill.findings import Drill, Finding
from drill.insisting import Log
from drill.looking import Looking
from drill.postgres import Server, app
from drill.programs import Program
from drill.running import Running


def run(drill: Drill) -> Iterator[Finding]:
    (here, told), seconds = drill.populated("away"), 10 if drill.small else 60
    try:
        log = Log()
        with Server(here, here.data / "postgres") as database, Running(here, **app(database)) as server:
            program = Program(server.address, told["slug"], log, token=told["tokens"][0], seed=31)
            program.once()
            program.start()
            home = f"{server.address}/{told['slug']}/"
            database.stop()
            drill.say(f"the database is away for {seconds} s")
            looked = [home, f"{home}sign-in/", f"{home}api/v1/requests/"]
            with Looking(looked) as looking:
                time.sleep(seconds)
                ready, alive = server.status("/ready"), server.status("/health")
            database.start()
            back = server.wait(120)
            known = len(log.requests)
            database.until(lambda: len(log.requests) > known)
            program.ending.set()
            program.join(120)
            with database.connect() as connection:
                there = {str(row[0]) for row in connection.execute("SELECT id FROM requests_supportrequest")}
        lost = [each for each in log.requests if each not in there]
        probes = server.log.read_text().count("Service Unavailable: /ready")
        held = not (lost or log.errors or looking.inhuman or probes)
        yield Finding(
            "the database is away",
            f"PostgreSQL stopped for {seconds} s under a client and somebody who opens pages",
            f"meanwhile {looking.told()}; /ready {ready}, /health {alive}; ready again {back:.1f} s after its return;"
            f" {len(log.requests)} requests acknowledged, {len(lost)} lost; {probes} lines of log for the probes",
            held and ready == 503 and alive == 200 and looking.failures > 0 and looking.slowest < 10,
        )
    finally:
        here.remove()
