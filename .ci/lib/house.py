"""Shared by the gates that are Python scripts: where files are, and the lists of what is allowed where."""

import json
import os
import re
import subprocess
import sys

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))


def files():
    """The files of the repository, new ones too, as paths from its root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout
    return sorted({f for f in listed.split("\0") if f and os.path.isfile(os.path.join(ROOT, f))})


def swift_files(*folders):
    return [f for f in files() if f.endswith(".swift") and f.startswith(tuple(folder + "/" for folder in folders))]


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def describe_package():
    """The manifest as the package manager understands it, the fuzzers' targets included."""
    answer = subprocess.run(
        ["swift", "package", "describe", "--type", "json"],
        cwd=ROOT, capture_output=True, text=True, env={**os.environ, "FUZZ": "1"},
    )
    if answer.returncode != 0:
        finish([f"swift package describe failed:\n{answer.stderr.strip()}"])
    # A line of the package manager's own may stand before the answer.
    return json.loads(answer.stdout[answer.stdout.index("{"):])


def finish(problems):
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)


class AllowList:
    """A file of lines `glob  # reason`. In a glob `*` stays within a folder and `**` does not."""

    def __init__(self, name):
        self.path = f".ci/allow/{name}.txt"
        self.problems = []
        self._entries = []
        for number, line in enumerate(read(self.path).splitlines(), 1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            glob, _, reason = (part.strip() for part in line.partition("#"))
            if not reason:
                self.problems.append(f"{self.path}:{number}: no reason is given for {glob}")
            self._entries.append([number, glob, _pattern(glob), False])

    def allows(self, path):
        """Whether a path that needs an entry has one. Entries that were never needed are problems in the end."""
        hit = False
        for entry in self._entries:
            if entry[2].fullmatch(path):
                entry[3] = hit = True
        return hit

    def all_problems(self):
        unused = [
            f"{self.path}:{number}: {glob} allows nothing (any more): remove it"
            for number, glob, _, used in self._entries if not used
        ]
        return self.problems + unused


def _pattern(glob):
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", glob)
    known = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(known.get(part, re.escape(part)) for part in parts))
