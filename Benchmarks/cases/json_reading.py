"""Reading NDJSON: all fields of every record, by Rollbook's reader and by Foundation's decoder."""

import os

import harness
from cases import samples


def run(options, folder):
    path = samples.make(options, folder, options.jobs, options.jobs // 10)
    bench = os.path.join(options.bin, "rollbook-bench")

    def reader(name):
        return lambda: harness.measure_inside([bench, name, path])

    results = harness.alternate(reader("json-rollbook"), reader("json-foundation"), options.pairs)
    ours, peer = (runs[0].report for runs in results)
    if (ours["items"], ours["checksum"]) != (peer["items"], peer["checksum"]):
        raise SystemExit(f"the readers disagree: {ours} and {peer}")
    megabytes = os.path.getsize(path) / 1e6
    harness.compare(
        f"JSON: {ours['items']:,} records, {megabytes:,.0f} MB", "rollbook", "JSONDecoder", results,
        "MB", megabytes)
    return None
