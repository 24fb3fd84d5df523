"""A file of metrics as Prometheus and OpenMetrics read it.

Usage: Tests/Python/run .build/python Tests/Metrics/parse.py FILE

Prints each sample as one line of JSON: name, labels, value. Both readers must see the same.
"""

import json
import pathlib
import sys

import prometheus_client.openmetrics.parser
import prometheus_client.parser


def samples(families):
    found = []
    for family in families:
        if family.type != "gauge" or not family.documentation:
            raise ValueError(f"{family.name} is a {family.type}: {family.documentation!r}")
        found += [[s.name, dict(sorted(s.labels.items())), s.value] for s in family.samples]
    return found


text = pathlib.Path(sys.argv[1]).read_text("utf-8")
strict = samples(prometheus_client.openmetrics.parser.text_string_to_metric_families(text))
plain = samples(prometheus_client.parser.text_string_to_metric_families(text))
if strict != plain:
    sys.exit(f"{strict} is not {plain}")
keys = [json.dumps(sample[:2]) for sample in strict]
if len(set(keys)) != len(keys):
    sys.exit("a sample twice")
for sample in strict:
    print(json.dumps(sample))
