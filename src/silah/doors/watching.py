"""What whoever keeps the server watches: a line of the log for each request, and counts for Prometheus.

Neither holds an address somebody typed, an id, a name or a number: a request is told by the name of its route.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from functools import cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse

from silah.foundation.kernel import request_id

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

log = logging.getLogger("silah.requests")
GetResponse = Callable[[HttpRequest], HttpResponse]
REHEARSAL = "silah.rehearsal"  # in a request that nobody sent: no client can set it
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Watching:
    """Outermost of all, and absent where nobody asked for lines or counts."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.lines, self.counts = settings.LOG_REQUESTS, _counts() if settings.METRICS_NETWORKS else None
        if not self.lines and self.counts is None:
            raise MiddlewareNotUsed()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if REHEARSAL in request.META:
            return self.get_response(request)
        told = request_id.begin()
        begun = time.perf_counter()
        try:
            response = self.get_response(request)
            seconds = time.perf_counter() - begun
            response["X-Request-Id"] = told
            self._tell(request, response, seconds)
            return response
        finally:
            request_id.end()

    def _tell(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        route, method = route_of(request), request.method or ""
        if self.counts is not None:
            self.counts.labels(route, method, str(response.status_code)).observe(seconds)
        if self.lines:
            organisation = getattr(request, "organisation", None)
            line = {
                "route": route,
                "method": method,
                "status": response.status_code,
                "ms": round(seconds * 1000, 1),
                "association": organisation.slug if organisation else "",
            }
            log.info("%s %s %s", method, route, response.status_code, extra={"told": line})


def route_of(request: HttpRequest) -> str:
    """Its name among our addresses; whatever was typed that is none of them is one and the same."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name or "unnamed"
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"


def metrics(request: HttpRequest) -> HttpResponse:
    """For the addresses of `SILAH_METRICS` alone; elsewhere there is no such page."""
    seen = ip_address(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104 - nobody's
    if not any(seen in network for network in settings.METRICS_NETWORKS):
        raise Http404
    from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    shared, tasks = CollectorRegistry(), CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:  # as `silah run` starts its workers
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
    tasks.register(_Tasks())
    counts = generate_latest(shared if "PROMETHEUS_MULTIPROC_DIR" in os.environ else REGISTRY)
    return HttpResponse(counts + generate_latest(tasks), content_type=CONTENT_TYPE_LATEST)


metrics.silah_access = "public"  # type: ignore[attr-defined]  # by address, above


@cache
def _counts() -> Any:
    from prometheus_client import Histogram

    return Histogram(
        "silah_request_seconds",
        "Requests by route, method and status",
        ["route", "method", "status"],
        buckets=SECONDS,
    )


class _Tasks:
    """The queue of tasks, which all associations share: how many wait or failed, and how late the latest is."""

    def collect(self) -> Iterator[Metric]:
        from prometheus_client.core import GaugeMetricFamily

        by_status = GaugeMetricFamily("silah_tasks", "Tasks by status", labels=["status"])
        late = GaugeMetricFamily("silah_tasks_late_seconds", "How long the oldest due task has waited")
        up = GaugeMetricFamily("silah_database_up", "Whether the database answered")
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status")
                for status, count in cursor.fetchall():
                    by_status.add_metric([status], count)
                cursor.execute(
                    "SELECT coalesce(extract(epoch FROM now() - min(greatest(coalesce(j.scheduled_at, e.at), e.at))), 0)"
                    " FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'"
                    " WHERE j.status = 'todo' AND coalesce(j.scheduled_at, now()) <= now()"
                )
                late.add_metric([], float(cursor.fetchone()[0]))
            up.add_metric([], 1)
        except DatabaseError:
            up.add_metric([], 0)
        yield from (by_status, late, up)
