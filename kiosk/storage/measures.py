"""What the store measures of itself in each process."""

from prometheus_client import CollectorRegistry, Counter, Histogram

of_store = CollectorRegistry()
commits = Histogram(
    "yichuang_commit_seconds",
    "how long commits took until they were durable",
    buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2),
    registry=of_store,
)
batches = Histogram(
    "yichuang_commit_acts",
    "how many acts shared a commit",
    buckets=(1, 2, 4, 8, 16, 32, 64, 128),
    registry=of_store,
)
events = Counter("yichuang_events", "acts of this process, by what happened", ["kind"], registry=of_store)
