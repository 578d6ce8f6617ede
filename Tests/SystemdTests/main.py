"""Runs the tests in the lab, prints each with its result and its time, and exits with 1 where one failed.

    main.py service.py sandbox.py …          in the directory of the tests
    main.py service.py -k watchdog           only those whose name has that in it
"""
import argparse
import os
import sys
import time
import unittest

sys.dont_write_bytecode = True
import lab_client


class Result(unittest.TextTestResult):
    """Keeps how each test ended, and shows what the journal said where one failed."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.ends = []

    def startTest(self, test):
        self.began = time.monotonic()
        self.end = "ok"
        super().startTest(test)

    def stopTest(self, test):
        super().stopTest(test)
        self.ends.append((self.end, time.monotonic() - self.began, self.getDescription(test)))

    def getDescription(self, test):
        return test.shortDescription() or test.id()

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.failed(test)

    def addError(self, test, error):
        super().addError(test, error)
        self.failed(test)

    def failed(self, test):
        self.end = "FAILED"
        lab_client.run("journalctl", "--sync", check=False)
        log = lab_client.run("journalctl", "--unit=tidingsd.*", "--output=short-precise", "--lines=25",
                             "--since", f"@{getattr(test, 'since', 0):.6f}", check=False)
        self.stream.writeln(f"\nthe last of the journal:\n{log.stdout}")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.end = f"skipped: {reason}"


def install(tree):
    """Does with what `make install` has made what README.md says."""
    lab_client.run("cp", "--archive", f"{tree}/.", "/")
    lab_client.run("systemd-sysusers")
    lab_client.run("systemd-tmpfiles", "--create")
    lab_client.systemctl("daemon-reload")


def make_users():
    """People: two who are in the group, and one who is not."""
    for user, groups in (("contributor", "tidings"), ("reader", "tidings"), ("outsider", "")):
        lab_client.run("useradd", "--no-create-home", "--user-group", "--groups", groups, user)


parser = argparse.ArgumentParser()
parser.add_argument("--tree", help="what make install DESTDIR= has made")
parser.add_argument("-k", dest="patterns", action="append")
parser.add_argument("files", nargs="+")
options = parser.parse_args()
if options.tree:
    install(options.tree)
    make_users()
loader = unittest.TestLoader()
if options.patterns:
    loader.testNamePatterns = [pattern if "*" in pattern else f"*{pattern}*" for pattern in options.patterns]
names = [os.path.splitext(os.path.basename(file))[0] for file in options.files]
suite = loader.loadTestsFromNames(names)
result = unittest.TextTestRunner(resultclass=Result, verbosity=2, stream=sys.stdout).run(suite)
print()
for end, seconds, name in result.ends:
    print(f"{seconds:7.2f} s  {end:6}  {name}")
# No test at all is a mistake, but where a part of a name was asked for: other files may have it.
sys.exit(0 if result.wasSuccessful() and (result.testsRun or options.patterns) else 1)
