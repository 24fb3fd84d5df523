"""The whole site: a page and a JSON file for each deployment and lists by service and month, by
`rollbook build` from the records and by Hugo from the same records with a content adapter."""

import json
import os
import re
import shutil

import harness
import peers
from cases import samples

PROJECT = os.path.join(peers.HERE, "hugo")


def run(options, folder):
    hugo = peers.hugo()
    if not hugo:
        return "Hugo is not installed; run with --install-peers"
    path = samples.make(options, folder, 0, options.deployments)
    project = prepare(path, os.path.join(folder, "hugo"))
    rollbook = os.path.join(options.bin, "rollbook")
    made = {"ours": [], "peer": []}

    def ours():
        out = fresh(folder, made["ours"], "ours")
        command = [rollbook, "build", path, "-o", os.path.join(out, "public"), "--as-of",
                   "2026-11-01T00:00:00Z", "--quiet"]
        return harness.measure(command, cwd=out)

    def peer():
        out = fresh(folder, made["peer"], "peer")
        command = [hugo, "--source", project, "--destination", os.path.join(out, "public"),
                   "--noBuildLock", "--quiet", "--cacheDir", os.path.join(out, "cache")]
        return harness.measure(command, cwd=out)

    results = harness.alternate(ours, peer, options.pairs)
    harness.compare(
        f"Site: {options.deployments:,} deployments", "rollbook build", "hugo 0.168", results,
        "deployments", options.deployments)
    for name, side in (("rollbook", "ours"), ("hugo", "peer")):
        files, size, pages = content(os.path.join(made[side][-1], "public"))
        print(f"  {name}: {files:,} files, {size / 1e6:,.0f} MB, {pages:,} pages of deployments")
        if pages != options.deployments:
            raise SystemExit(f"{name} made {pages} pages for {options.deployments} deployments")
    return None


def fresh(folder, made, name):
    """A new folder for each run; the old ones go at the end, as deleting slows later writing."""
    out = os.path.join(folder, f"{name}-{len(made)}")
    os.mkdir(out)
    made.append(out)
    return out


def content(public):
    """Files, bytes, and pages of deployments below their shards."""
    files = size = pages = 0
    page = re.compile(r"/deployments/[^/]{1,2}/[^/]+\.html$")
    for base, _, names in os.walk(public):
        for name in names:
            path = os.path.join(base, name)
            files += 1
            size += os.path.getsize(path)
            pages += bool(page.search(path))
    return files, size, pages


def prepare(records, project):
    """Hugo's project with the records as data. What Rollbook derives (what came before and after in
    the same service and environment) is worked out here, so that Hugo has it for nothing."""
    shutil.copytree(PROJECT, project)
    with open(records, encoding="utf-8", newline="\n") as lines:
        deployments = [json.loads(line) for line in lines]
    for number, record in enumerate(deployments):
        stem = re.sub(r"[^a-z0-9]+", "-", record["deployment_id"].lower())[:40].strip("-")
        record["stem"] = f"{stem or 'id'}-{number:06d}"
        record["path"] = f"deployments/{record['stem'][-2:]}/{record['stem']}"
        record["record"] = json.dumps(
            {k: v for k, v in record.items() if k not in ("stem", "path")}, ensure_ascii=False)
        record["metadata"] = json.dumps(record.get("metadata", {}), ensure_ascii=False)
        record["month"] = record["created_at"][:7]
        record["services"] = [record["service_name"]]
        record["months"] = [record["month"]]
    link(deployments)
    assets = os.path.join(project, "assets")
    os.mkdir(assets)
    with open(os.path.join(assets, "deployments.json"), "w", encoding="utf-8") as file:
        json.dump(deployments, file, ensure_ascii=False)
    return project


def link(deployments):
    last = {}
    reached = [d for d in deployments if "production_deployed_at" in d]
    for record in sorted(reached, key=lambda d: (d["production_deployed_at"], d["deployment_id"])):
        place = (record["service_name"], record.get("environment", "production"))
        before = last.get(place)
        if before:
            record["previous"] = {"version": before["version"], "path": before["path"]}
            before["superseded_by"] = {"version": record["version"], "path": record["path"]}
        last[place] = record
