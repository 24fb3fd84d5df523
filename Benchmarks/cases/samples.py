"""Samples as input of benchmarks."""

import os
import subprocess


def make(options, folder, jobs, deployments):
    """An NDJSON file with the numbers asked for."""
    path = os.path.join(folder, f"sample-{jobs}-{deployments}.ndjson")
    if not os.path.exists(path):
        subprocess.run(
            [os.path.join(options.bin, "rollbook"), "sample", "-o", path, "--jobs", str(jobs),
             "--deployments", str(deployments)],
            check=True)
    return path
