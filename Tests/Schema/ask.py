"""Asks a server for what its OpenAPI description promises, and compares each answer with it.

Usage: Tests/Python/run FOLDER Tests/Schema/ask.py URL

URL is that of `rollbook serve`. The exit code is 0 if every answer is as described: no failure of the
server, no status, type, header or body that the description does not know.
"""

import sys

from schemathesis.cli import schemathesis

CHECKS = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_headers_conformance", "response_schema_conformance", "unsupported_method",
]

# The same requests each time. What is no id at all is another test's matter.
OPTIONS = [
    "--phases", "examples,coverage,fuzzing", "--mode", "positive", "--max-examples", "15",
    "--generation-deterministic",
    "--suppress-health-check", "all", "--no-color",
]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    url = sys.argv[1].rstrip("/")
    schemathesis(
        ["run", url + "/api/schema/openapi.json", "--url", url, "--checks", ",".join(CHECKS), *OPTIONS])


main()
