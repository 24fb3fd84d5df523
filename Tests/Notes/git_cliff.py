"""Runs git-cliff on a context file: git_cliff.py CONTEXT [BUILT-IN CONFIGURATION]."""

import pathlib
import subprocess
import sys

context = pathlib.Path(sys.argv[1]).read_bytes()
program = pathlib.Path(sys.executable).parent / "git-cliff"
options = ["--config", sys.argv[2]] if len(sys.argv) > 2 else []
sys.exit(subprocess.run([program, *options, "--offline", "--from-context", "-"], input=context).returncode)
