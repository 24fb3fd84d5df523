"""The records that go through DynamoDB: every field of jobs and deployments, with awkward values."""

from decimal import Decimal

TEXTS = [
    "plain", "Grüße, 世界 😀", "e\u0301 is not \u00e9", "\u202eright to left\u202c",
    'quotes " \\ / and\nlines\ttabs', "<script>{{x}}</script>", " spaces ", "\u2028\u0085\u007f",
]
JOB_STATUSES = [
    "pending", "queued", "running", "success", "failed", "cancelled", "timeout", "error", "skipped",
    "unknown",
]
DEPLOYMENT_STATUSES = [
    "pending", "staging", "staged", "production", "live", "failed", "rolled_back",
]
NUMBERS = [
    Decimal("0"), Decimal("0.0"), Decimal("1"), Decimal("0.1"), Decimal("-12.5"),
    Decimal("9007199254740993"), Decimal("12345678901234567890123456789012345678"),
    Decimal("0.00000000000000000000123456789"), Decimal("1E+20"),
]


def metadata(i):
    """Every type of DynamoDB, nested."""
    return {
        "text": TEXTS[i % len(TEXTS)],
        "number": NUMBERS[i % len(NUMBERS)],
        "zero": Decimal("0"),
        "yes": True,
        "no": False,
        "nothing": None,
        "empty": "",
        "empty_list": [],
        "empty_map": {},
        "list": [Decimal("1"), "two", None, [True, {"deep": Decimal("3.50")}]],
        "map": {"a b": {"c.d": [{"e": "f"}]}, "S": {"N": "not a type"}},
        "words": {"b", "a", "ü"},
        "numbers": {Decimal("10"), Decimal("9"), Decimal("-0.5")},
        "bytes": b"\x00\xff",
        "blobs": {b"b", b"a"},
    }


def jobs():
    for i in range(24):
        job = {
            "job_id": f"job-{i}" if i != 5 else "id with ü/ and spaces",
            "job_type": ["build", "test", "deploy"][i % 3],
            "status": JOB_STATUSES[i % len(JOB_STATUSES)],
            "source_status": "Weird Word",
            "repo": "acme/api",
            "ref": "main",
            "commit_sha": f"{i:040x}",
            "commit_message": TEXTS[i % len(TEXTS)],
            "commit_author": TEXTS[(i + 1) % len(TEXTS)],
            "agent_id": f"agent-{i % 2}",
            "created_at": f"2026-10-{i + 1:02}T08:30:00Z",
            "queued_at": f"2026-10-{i + 1:02}T08:30:01.250000+00:00",
            "started_at": f"2026-10-{i + 1:02}T10:30:02+02:00",
            "completed_at": f"2026-10-{i + 1:02}T08:31:00.5Z",
            "updated_at": f"2026-10-{i + 1:02}T08:31:01Z",
            "exit_code": Decimal([0, 1, 137, -1][i % 4]),
            "duration_seconds": [Decimal("0"), Decimal("0.0"), Decimal("57.125"), Decimal("0.1")][i % 4],
            "logs_url": f"https://ci.example/{i}?a=b&c=d",
            "error_message": TEXTS[(i + 2) % len(TEXTS)],
            "tags": ["b", "a", TEXTS[i % len(TEXTS)]],
            "metadata": metadata(i),
            "ttl": Decimal(1800000000 + i),
        }
        yield thinned(job, i, ["job_id", "job_type"])


def deployments():
    for i in range(21):
        deployment = {
            "deployment_id": f"dep-{i}",
            "service_name": "api",
            "version": f"1.{i}.0",
            "status": DEPLOYMENT_STATUSES[i % len(DEPLOYMENT_STATUSES)],
            "source_status": "WEIRD",
            "environment": "production",
            "repo": "acme/api",
            "ref": "refs/tags/v1",
            "commit_sha": f"{i:040x}",
            "commit_message": TEXTS[i % len(TEXTS)],
            "commit_author": TEXTS[(i + 3) % len(TEXTS)],
            "build_job_id": "job-0",
            "test_job_id": "job-1",
            "deploy_job_id": "job-2",
            "staging_job_id": "job-3",
            "production_job_id": "id with ü/ and spaces",
            "created_at": f"2026-10-{i + 1:02}T09:00:00Z",
            "updated_at": f"2026-10-{i + 1:02}T12:00:00Z",
            "deployed_to_staging": i % 2 == 0,
            "deployed_to_production": i % 3 == 0,
            "staging_deployed_at": f"2026-10-{i + 1:02}T10:00:00Z",
            "production_deployed_at": f"2026-10-{i + 1:02}T11:00:00.001Z",
            "rolled_back": i % 7 == 6,
            "rolled_back_at": f"2026-10-{i + 1:02}T11:30:00Z",
            "rolled_back_to": "1.0.0",
            "rollback_reason": TEXTS[(i + 4) % len(TEXTS)],
            "error_rate": [Decimal("0"), Decimal("0.0"), Decimal("0.0123"), Decimal("1")][i % 4],
            "latency_ms": [Decimal("0"), Decimal("12.75"), Decimal("1E+3")][i % 3],
            "requests_per_sec": [Decimal("0.0"), Decimal("1234.5")][i % 2],
            "tags": [],
            "metadata": metadata(i + 3),
            "expires_at": Decimal(1900000000 + i),
        }
        yield thinned(deployment, i, ["deployment_id", "service_name", "version"])


def thinned(record, i, required):
    """The same with null for some fields and without some others, a different choice for each `i`."""
    names = [name for name in record if name not in required]
    if i % 4 == 1:
        return {k: None if k in names and names.index(k) % 5 == i % 5 else v for k, v in record.items()}
    if i % 4 == 2:
        return {k: v for k, v in record.items() if k in required or names.index(k) % 3 != i % 3}
    return {k: v for k, v in record.items() if k in required} if i % 8 == 7 else record
