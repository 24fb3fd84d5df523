"""Runs commands in turn and compares them: wall time, peak memory, medians and ratios."""

import json
import os
import statistics
import subprocess
import sys
import time


class Run:
    """One run of one command: seconds, peak memory in MiB and what it printed."""

    def __init__(self, seconds, peak_mib, output):
        self.seconds = seconds
        self.peak_mib = peak_mib
        self.output = output


def measure(command, cwd=None, env=None):
    """Runs a command to its end; its failure ends the benchmark with its messages."""
    start = time.monotonic()
    process = subprocess.Popen(
        command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = process.stdout.read().decode("utf-8", "replace")
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\nended with {process.returncode}:\n{output}")
    return Run(seconds, usage.ru_maxrss / 1024, output)


def measure_inside(command):
    """The same for a program that times its own work and prints `seconds` as JSON."""
    run = measure(command)
    run.report = json.loads(run.output.splitlines()[-1])
    run.seconds = run.report["seconds"]
    return run


def alternate(ours, peer, pairs):
    """Runs both `pairs` times, taking turns in who goes first, so that a slow minute of the machine
    hits both. One pair before that warms the caches and is not counted."""
    ours(), peer()
    results = ([], [])
    for number in range(pairs):
        order = [(0, ours), (1, peer)]
        for side, work in order if number % 2 == 0 else reversed(order):
            results[side].append(work())
        print(".", end="", flush=True, file=sys.stderr)
    print(file=sys.stderr)
    return results


def median(values):
    return statistics.median(values)


def compare(title, ours_name, peer_name, results, unit=None, items=None):
    """Prints both medians with their range and the median of the pairs' ratios."""
    ours, peer = results
    print(f"\n{title}")
    for name, runs in ((ours_name, ours), (peer_name, peer)):
        seconds = [run.seconds for run in runs]
        line = (
            f"  {name:<28} {median(seconds):9.3f} s  ({min(seconds):.3f} to {max(seconds):.3f})"
            f"  peak {median([run.peak_mib for run in runs]):7.0f} MiB")
        if items:
            line += f"  {items / median(seconds):12,.0f} {unit}/s"
        print(line)
    ratios = sorted(a.seconds / b.seconds for a, b in zip(ours, peer))
    memory = median([a.peak_mib / b.peak_mib for a, b in zip(ours, peer)])
    ratio = median(ratios)
    print(
        f"  ratio of time {ratio:.3f} ({ratios[0]:.3f} to {ratios[-1]:.3f}), "
        f"{1 / ratio:.1f} times as fast; of memory {memory:.3f}; {len(ratios)} pairs")
    return ratio
