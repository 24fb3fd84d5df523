"""Records into a DynamoDB table (moto's server), out by `aws dynamodb scan`, into an archive, and back.

Usage: Tests/Python/run .build/python Tests/Moto/roundtrip.py ROLLBOOK

ROLLBOOK is the program under test. Every field of every record is compared; the exit code is 0 if all are
equal.
"""

import base64
import datetime
import json
import logging
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
from decimal import Decimal

import boto3
from boto3.dynamodb.types import Binary
from moto.server import ThreadedMotoServer

import records

REGION = "eu-west-1"
TIMES = {
    "created_at", "queued_at", "started_at", "completed_at", "updated_at", "staging_deployed_at",
    "production_deployed_at", "rolled_back_at",
}
FLAGS = {"deployed_to_staging", "deployed_to_production", "rolled_back"}
NUMBERS = {"exit_code", "duration_seconds", "error_rate", "latency_ms", "requests_per_sec"}
UNKNOWN = {"ttl", "expires_at"}
COLUMNS = {
    "job": {"type": "job_type", "agent": "agent_id"},
    "deployment": {"service": "service_name"},
}
STATUSES = {"job": records.JOB_STATUSES, "deployment": records.DEPLOYMENT_STATUSES}


# What a record must be in the archive


def plain(value):
    """A value of DynamoDB as JSON has it; numbers stay decimal."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, (set, frozenset)):
        return sorted((plain(v) for v in value), key=lambda v: str(v).encode())
    if isinstance(value, (bytes, Binary)):
        return base64.b64encode(bytes(value)).decode()
    return value


def plain_with_nulls(value):
    """The same with the nulls in it."""
    if isinstance(value, dict):
        return {k: plain_with_nulls(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain_with_nulls(v) for v in value]
    return plain(value)


def expected(record):
    """The record's fields as the archive is to hold them; absent and null are the same."""
    result = {}
    metadata = plain_with_nulls(record.get("metadata") or {})
    for name, value in record.items():
        if value is None or name == "metadata":
            continue
        if name in UNKNOWN:
            metadata[name] = value
        elif name in TIMES:
            time = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
            result[name] = round(time.timestamp() * 1000)
        elif name in NUMBERS:
            result[name] = Decimal(value)
        elif name in FLAGS:
            result[name] = int(value)
        else:
            result[name] = value
    result.setdefault("status", "pending")
    result["metadata"] = metadata
    result.setdefault("tags", [])
    return result


# What the archive holds


def archived(path, table):
    """All records of a table of the archive, by id, in the words of records."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    names = dict(database.execute("SELECT id, text FROM name"))
    named = {row[3] for row in database.execute(f"PRAGMA foreign_key_list({table})") if row[2] == "name"}
    cursor = database.execute(f"SELECT * FROM {table}")
    columns = [column[0] for column in cursor.description]
    result = {}
    for row in cursor:
        record = {}
        for column, value in zip(columns, row):
            if value is None:
                continue
            name = COLUMNS[table].get(column, column)
            if column in named:
                value = names[value]
            elif column == "status":
                value = STATUSES[table][value]
            elif column in ("tags", "metadata"):
                value = json.loads(value, parse_int=Decimal, parse_float=Decimal)
            elif column in NUMBERS:
                value = Decimal(repr(value))
            record[name] = value
        record.setdefault("tags", [])
        record.setdefault("metadata", {})
        result[record[f"{table}_id"]] = record
    database.close()
    return result


def differences(wanted, found, path=""):
    """Where two values differ, also in type: 1 is not true, "1" is not 1."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key in sorted(wanted.keys() | found.keys()):
            if key not in wanted:
                yield f"{path}/{key}: not expected: {found[key]!r}"
            elif key not in found:
                yield f"{path}/{key}: missing: {wanted[key]!r}"
            else:
                yield from differences(wanted[key], found[key], f"{path}/{key}")
    elif isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        for index, pair in enumerate(zip(wanted, found)):
            yield from differences(*pair, f"{path}/{index}")
    elif isinstance(wanted, bool) != isinstance(found, bool) or wanted != found:
        yield f"{path}: {wanted!r} became {found!r}"


def compare(archive, table, wanted):
    found = archived(archive, table)
    own = {column for record in wanted.values() for column in record}
    derived = {"key", "day", "change", "version_key", "origin", "line", "service"}
    problems = []
    for record in found.values():
        for column in [c for c in record if c in derived and c not in own]:
            del record[column]
    problems += differences(wanted, found, table)
    return problems


# The round trip


def put_items(endpoint):
    dynamo = boto3.resource("dynamodb", endpoint_url=endpoint)
    for name, items in (("jobs", records.jobs()), ("deployments", records.deployments())):
        key = name[:-1] + "_id"
        table = dynamo.create_table(
            TableName=name, BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}])
        for item in items:
            table.put_item(Item=item)
    return dynamo


def aws(endpoint, *arguments):
    """What the AWS command line writes."""
    program = pathlib.Path(sys.executable).with_name("aws")
    return subprocess.run(
        [sys.executable, program, "dynamodb", *arguments, "--endpoint-url", endpoint,
         "--output", "json"],
        check=True, capture_output=True).stdout


def bring_in(rollbook, text, archive):
    """Imports a text; every line of what the program says of it must name no defect."""
    run = subprocess.run(
        [rollbook, "import", "-", "--archive", archive, "--max-errors", "0"], input=text,
        capture_output=True)
    if run.returncode != 0 or b" 0 quarantined" not in run.stderr:
        sys.exit(f"rollbook import ended with {run.returncode}:\n{run.stderr.decode()}")


def exact_json(value):
    """JSON text of plain values in which decimals keep their digits."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(k)}:{exact_json(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(exact_json(v) for v in value) + "]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value)


def all_items(dynamo, name):
    """Every item as boto3's resource gives it."""
    return dynamo.Table(name).scan()["Items"]


def main(rollbook):
    os.environ.update(
        AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION=REGION,
        AWS_EC2_METADATA_DISABLED="true", AWS_PAGER="", AWS_CONFIG_FILE="/dev/null",
        AWS_SHARED_CREDENTIALS_FILE="/dev/null")
    wanted = {
        "job": {r["job_id"]: expected(r) for r in records.jobs()},
        "deployment": {r["deployment_id"]: expected(r) for r in records.deployments()},
    }
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    problems = []
    try:
        dynamo = put_items(endpoint)
        ways = {
            "scan": lambda name: aws(endpoint, "scan", "--table-name", name),
            "pages": lambda name: aws(endpoint, "scan", "--table-name", name, "--page-size", "3"),
            "lines": lambda name: b"".join(
                json.dumps({"Item": item}).encode() + b"\n"
                for item in json.loads(aws(endpoint, "scan", "--table-name", name))["Items"]),
            "boto3": lambda name: exact_json(
                [plain_with_nulls(item) for item in all_items(dynamo, name)]).encode(),
        }
        with tempfile.TemporaryDirectory() as folder:
            for way, text in ways.items():
                archive = f"{folder}/{way}.sqlite"
                for name in ("jobs", "deployments"):
                    bring_in(rollbook, text(name), archive)
                for table, expectation in wanted.items():
                    problems += [f"{way}: {p}" for p in compare(archive, table, expectation)]
    finally:
        server.stop()
    for problem in problems[:40]:
        print(problem, file=sys.stderr)
    if problems:
        sys.exit(f"{len(problems)} differences")
    counts = ", ".join(f"{len(w)} {table}s" for table, w in wanted.items())
    print(f"{counts}: every field equal, by {len(ways)} ways")


main(sys.argv[1])
