"""Every JSON file of a site against the schemas that are published with it.

Usage: Tests/Python/run .build/python Tests/Schema/validate.py SITE [--sample N]

Checked: each file is JSON as RFC 8259 has it, without a member twice; it is at exactly one path of
api/schema/openapi.json, and valid against the schema named there; the schemas are valid themselves, and so
is the description. Then members are taken away, added and given values of other types in one file of each
kind, which must each time be found. --sample N: of each kind at most N files, evenly spread.
"""

import collections
import json
import pathlib
import re
import sys
from decimal import Decimal

import jsonschema
import openapi_spec_validator
import referencing
import referencing.jsonschema

BASE = "http://site.example/below/api/schema/"


def strict(path):
    """A file's JSON; numbers keep their digits."""
    def members(pairs):
        names = [name for name, _ in pairs]
        if len(set(names)) != len(names):
            raise ValueError(f"{path}: a member twice: {sorted(names)}")
        return dict(pairs)

    def constant(word):
        raise ValueError(f"{path}: {word} is no JSON")

    return json.loads(path.read_bytes().decode("utf-8"), object_pairs_hook=members,
                      parse_constant=constant, parse_float=Decimal)


def pattern_of(path, operation):
    """What the paths of a template look like, as an expression."""
    values = {p["name"]: p["schema"] for p in operation.get("parameters", []) if p["in"] == "path"}

    def part(text):
        if not text.startswith("{"):
            return re.escape(text)
        schema = values[text[1:-1]]
        if "enum" in schema:
            return "(?:" + "|".join(map(re.escape, schema["enum"])) + ")"
        return "(?:" + schema["pattern"].removeprefix("^").removesuffix("$") + ")"

    return re.compile("".join(map(part, re.findall(r"\{\w+\}|[^{]+", path))))


class Site:
    def __init__(self, root):
        self.root = root
        self.description = strict(root / "api/schema/openapi.json")
        self.schemas = {path.name: strict(path) for path in (root / "api/schema").glob("*.json")
                        if path.name != "openapi.json"}
        resources = [(BASE + name, referencing.jsonschema.DRAFT202012.create_resource(schema))
                     for name, schema in self.schemas.items()]
        registry = referencing.Registry().with_resources(resources)
        self.validators = {
            name: jsonschema.Draft202012Validator(
                {"$ref": BASE + name}, registry=registry,
                format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
            for name in self.schemas}
        self.patterns = [(pattern_of(path, item["get"]), item["get"])
                         for path, item in self.description["paths"].items()
                         if path.endswith(".json")]

    def check_descriptions(self):
        openapi_spec_validator.validate(
            self.description, cls=openapi_spec_validator.OpenAPIV31SpecValidator,
            base_uri=(self.root / "api/schema/openapi.json").as_uri())
        for name, schema in self.schemas.items():
            jsonschema.Draft202012Validator.check_schema(schema)
            if schema["$id"] != name:
                raise ValueError(f"{name} calls itself {schema['$id']}")
        wanted = {ref for ref in re.findall(r'"\$ref": "([^"#]+)"', json.dumps(self.description))}
        if wanted != set(self.schemas):
            raise ValueError(f"schemas without an address, or none: {wanted ^ set(self.schemas)}")

    def schema_of(self, path):
        """The name of the schema that the one path for a file names; None for any object."""
        found = [get for pattern, get in self.patterns if pattern.fullmatch("/" + path)]
        if len(found) != 1:
            raise ValueError(f"{path} is at {len(found)} paths of the description")
        schema = found[0]["responses"]["200"]["content"]["application/json"]["schema"]
        return schema.get("$ref")


def is_free(schema):
    return "object" in (schema.get("type") or []) and "properties" not in schema


def shortened(value):
    """The value with at most two elements in each list."""
    if isinstance(value, dict):
        return {name: shortened(member) for name, member in value.items()}
    return [shortened(element) for element in value[:2]] if isinstance(value, list) else value


def mutations(value, schema, root):
    """Copies of a value, each with one thing wrong, and what is wrong with it."""
    for alternative in schema.get("anyOf", []):
        if "$ref" in alternative and value is not None:
            schema = alternative
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    if isinstance(value, list):
        for i, element in enumerate(value):
            for wrong, what in mutations(element, schema["items"], root):
                yield value[:i] + [wrong] + value[i + 1:], f"{i}.{what}"
    if not isinstance(value, dict) or is_free(schema):
        return
    yield {**value, "unheard_of": 1}, "one more"
    for name, member in value.items():
        described = schema["properties"][name]
        yield {k: v for k, v in value.items() if k != name}, f"without {name}"
        yield {**value, name: [[]] if isinstance(member, list) else []}, f"{name} a list"
        if isinstance(member, str):
            yield {**value, name: 7}, f"{name} a number"
            if "enum" in described or described.get("format") in ("date", "date-time"):
                yield {**value, name: "tomorrow"}, f"{name} another word"
        elif isinstance(member, (int, Decimal)) and not isinstance(member, bool):
            yield {**value, name: str(member)}, f"{name} as text"
            if "minimum" in described:
                yield {**value, name: -1}, f"{name} below zero"
        if "null" not in json.dumps(described):
            yield {**value, name: None}, f"{name} null"
        for wrong, what in mutations(member, described, root):
            yield {**value, name: wrong}, f"{name}.{what}"


def main(root, sample=None):
    site = Site(pathlib.Path(root).resolve())
    site.check_descriptions()
    kinds = collections.defaultdict(list)
    for path in sorted(site.root.rglob("*.json")):
        kinds[site.schema_of(str(path.relative_to(site.root)))].append(path)
    files = 0
    wrongs = 0
    for name, paths in sorted(kinds.items(), key=str):
        for path in paths[::max(1, -(-len(paths) // sample))] if sample else paths:
            value = strict(path)
            files += 1
            if name is None:
                continue
            for error in site.validators[name].iter_errors(value):
                sys.exit(f"{path}: {error.json_path}: {error.message[:500]}")
        if name is None:
            continue
        # The longest has most in it.
        fullest = shortened(strict(max(paths, key=lambda path: path.stat().st_size)))
        for wrong, what in mutations(fullest, site.schemas[name], site.schemas[name]):
            wrongs += 1
            if site.validators[name].is_valid(wrong):
                sys.exit(f"{name}: {what} is not found wrong")
    missing = set(site.schemas) - set(kinds)
    print(f"{files} files valid, {wrongs} mistakes found; schemas without a file: "
          f"{', '.join(sorted(missing)) or 'none'}")


if len(sys.argv) not in (2, 4):
    sys.exit(__doc__)
main(sys.argv[1], int(sys.argv[3]) if len(sys.argv) == 4 else None)
