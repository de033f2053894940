"""Counts and times for /metrics: plain numbers here, the exposition format only where somebody asks for it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field

STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Upper bounds of the time buckets, in seconds."""


@dataclass
class Times:
    """How often something took how long: `counts` a bucket, the last for what exceeds all `STEPS`."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(STEPS) + 1))
    total: float = 0.0

    def add(self, seconds: float) -> None:
        """Note one duration."""
        self.counts[bisect_left(STEPS, seconds)] += 1
        self.total += seconds


class Counters:
    """What a process has done since it started: events by name and outcome, for instance ("messages", "sent")."""

    def __init__(self) -> None:
        self.events: Counter[tuple[str, str]] = Counter()
        self.times: defaultdict[str, Times] = defaultdict(Times)

    def count(self, name: str, outcome: str, number: int = 1) -> None:
        """Note an event, or so many of a kind."""
        self.events[name, outcome] += number

    def took(self, name: str, seconds: float) -> None:
        """Note how long something took."""
        self.times[name].add(seconds)
