"""Rendering pages: a prepared template, and libcmark alone on the same Markdown with the values put
in by hand."""

import os

import harness


def run(options, folder):
    bench = os.path.join(options.bin, "rollbook-bench")

    def renderer(name):
        return lambda: harness.measure_inside([bench, name, str(options.pages)])

    results = harness.alternate(
        renderer("render-rollbook"), renderer("render-cmark"), options.pairs)
    ours, peer = (runs[0].report for runs in results)
    if (ours["bytes"], ours["checksum"]) != (peer["bytes"], peer["checksum"]):
        raise SystemExit(f"the pages differ: {ours} and {peer}")
    harness.compare(
        f"Pages: {ours['items']:,} of {ours['bytes'] // ours['items']:,} bytes, equal in both",
        "prepared template", "libcmark alone", results, "pages", ours["items"])
    return None
