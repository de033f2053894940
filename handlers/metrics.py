"""The exposition of our counts for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import accumulate

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from bot.domain.messages import Priority
from bot.usecases.queues import Queues
from handlers.counters import STEPS, Counters, Times
from storage.outbox import Depth


def exposition(counters: Counters, queues: Queues | None, gauges: Mapping[str, float], now: datetime) -> bytes:
    """Write all figures as text; `queues` is `None` while the database cannot be read."""
    registry = CollectorRegistry()
    registry.register(_Figures([*_events(counters), *_times(counters), *_queues(queues, now), *_gauges(gauges)]))
    return generate_latest(registry)


class _Figures:
    """Figures as a collector, which is the only thing the library's registry takes."""

    def __init__(self, metrics: list[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> list[Metric]:
        return self._metrics

    def describe(self) -> list[Metric]:
        return []


def _events(counters: Counters) -> Iterator[Metric]:
    for name in sorted({name for name, _ in counters.events}):
        family = CounterMetricFamily(f"nhacviec_{name}", f"Number of {name} by outcome", labels=["outcome"])
        for (of, outcome), number in sorted(counters.events.items()):
            if of == name:
                family.add_metric([outcome], number)
        yield family


def _times(counters: Counters) -> Iterator[Metric]:
    for name, times in sorted(counters.times.items()):
        family = HistogramMetricFamily(f"nhacviec_{name}_seconds", f"Duration of {name}")
        family.add_metric([], buckets=_buckets(times), sum_value=times.total)
        yield family


def _buckets(times: Times) -> list[tuple[str, float]]:
    bounds = [*(str(step) for step in STEPS), "+Inf"]
    return [(bound, float(count)) for bound, count in zip(bounds, accumulate(times.counts), strict=True)]


def _queues(queues: Queues | None, now: datetime) -> Iterator[Metric]:
    yield GaugeMetricFamily("nhacviec_database_up", "Whether the database can be read", value=queues is not None)
    if queues is None:
        return
    yield from _depth(queues.outbox, now)
    yield GaugeMetricFamily(
        "nhacviec_backlog_waiting", "Messages of people who write too fast, waiting", value=queues.backlog
    )
    yield _age("nhacviec_backlog_oldest_seconds", "Age of the oldest of them", queues.backlog_oldest, now)
    yield GaugeMetricFamily("nhacviec_errands_waiting", "Documents that are to be read", value=queues.errands)
    yield GaugeMetricFamily("nhacviec_evidence_waiting", "Files of evidence to be fetched", value=queues.evidence)


def _age(name: str, words: str, since: datetime | None, now: datetime) -> Metric:
    seconds = (now - since).total_seconds() if since else 0.0
    return GaugeMetricFamily(name, words, value=max(seconds, 0))


def _depth(depth: Depth, now: datetime) -> Iterator[Metric]:
    waiting = GaugeMetricFamily("nhacviec_outbox_waiting", "Messages waiting, by priority", labels=["priority"])
    for priority in Priority:
        waiting.add_metric([priority.value], depth.waiting.get(priority, 0))
    yield waiting
    yield _age("nhacviec_outbox_oldest_seconds", "Age of the oldest message that is due", depth.oldest, now)
    yield GaugeMetricFamily("nhacviec_outbox_parked", "Messages that were given up", value=depth.parked)


def _gauges(gauges: Mapping[str, float]) -> Iterator[Metric]:
    for name, value in gauges.items():
        yield GaugeMetricFamily(f"nhacviec_{name}", name.replace("_", " "), value=value)
