"""What the tests in the lab stand on: a Varlink client, readers and writers that keep notes, and systemd's own tools.

No test sleeps for a time in which something should have happened: it waits for the condition (`until`), and fails where
that does not come true at all.
"""
import collections
import json
import os
import pwd
import shutil
import socket
import struct
import subprocess
import threading
import time
import unittest

FOLDER = "/srv/tidings/seeds"
STATE = "/var/lib/tidings"
SETTINGS = "/etc/tidings/tidingsd.yaml"
SOCKET = "/run/tidings/org.tidings.Feed"
SERVICE = "tidingsd.service"
DROP_INS = "/etc/systemd/system/tidingsd.service.d"
FEED = "org.tidings.Feed."

# Long enough for a machine that does other work besides; only a test that fails waits so long.
PATIENCE_SECONDS = 60


def until(condition, what):
    """Waits until `condition()` is true, and returns what it was."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"never came true: {what}")
        time.sleep(0.02)


def run(*command, check=True, user=None, **options):
    """Runs a command, as root or as a user with all the groups that are the user's."""
    if user:
        account = pwd.getpwnam(user)
        options.update(user=user, group=account.pw_gid, extra_groups=os.getgrouplist(user, account.pw_gid), cwd="/")
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=PATIENCE_SECONDS * 2, stdin=subprocess.DEVNULL, **options)
    if check and done.returncode != 0:
        raise AssertionError(f"{' '.join(command)}: exit status {done.returncode}: {done.stdout}{done.stderr}")
    return done


def systemctl(*arguments, check=True):
    return run("systemctl", *arguments, check=check)


def show(property, unit=SERVICE):
    return systemctl("show", "--property", property, "--value", unit).stdout.strip()


def drop_in(name, text):
    """Settings of the service's unit beside those that are installed."""
    os.makedirs(DROP_INS, exist_ok=True)
    with open(f"{DROP_INS}/{name}.conf", "w") as file:
        file.write(text)
    systemctl("daemon-reload")


def journal(*matches, since=None):
    """What was logged since that time, the oldest first: one dictionary of fields an entry."""
    run("journalctl", "--sync")
    # Of the time, so that the messages of an earlier test are not found.
    begin = ["--since", f"@{since:.6f}"] if since else []
    lines = run("journalctl", "--output=json", "--all", *begin, *matches).stdout.splitlines()
    return [json.loads(line) for line in lines]


def write_settings(text):
    os.makedirs(os.path.dirname(SETTINGS), exist_ok=True)
    with open(SETTINGS, "w") as file:
        file.write(text)


def drop(name, text=None):
    """An article, there at once and whole, as `cp` to a hidden name and `mv` make it."""
    path = os.path.join(FOLDER, name)
    hidden = os.path.join(FOLDER, "." + name)
    with open(hidden, "w") as file:
        file.write(text or f"The Story of {name}\n\nIt was told on a day without wind, says {name}.\n")
    os.rename(hidden, path)


class Refused(Exception):
    """The service answered with an error; `name` is its name without the interface."""

    def __init__(self, reply):
        super().__init__(json.dumps(reply))
        self.name = reply["error"].removeprefix(FEED)


class Connection:
    """One connection, on which calls are made one after the other."""

    def __init__(self, path=SOCKET):
        self.socket = socket.socket(socket.AF_UNIX)
        # Not settimeout: with it a queue of connections that is full would be an error at once, not a wait.
        limit = struct.pack("ll", PATIENCE_SECONDS, 0)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)
        self.rest = b""
        try:
            self.socket.connect(path)
        except OSError:
            self.socket.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, method, more=False, **parameters):
        message = {"method": method if "." in method else FEED + method, "parameters": parameters}
        if more:
            message["more"] = True
        try:
            self.socket.sendall(json.dumps(message).encode() + b"\0")
        except BrokenPipeError:
            # Refused before it could ask: the answer to that waits to be read.
            pass

    def receive(self):
        """The next reply's parameters."""
        while b"\0" not in self.rest:
            data = self.socket.recv(1 << 16)
            if not data:
                raise ConnectionError("the service has closed the connection")
            self.rest += data
        message, self.rest = self.rest.split(b"\0", 1)
        reply = json.loads(message)
        if "error" in reply:
            raise Refused(reply)
        return reply.get("parameters", {})

    def call(self, method, **parameters):
        self.send(method, **parameters)
        return self.receive()


def call(method, **parameters):
    """One call on a connection of its own."""
    with Connection() as connection:
        return connection.call(method, **parameters)


def ledger():
    """Every change from the first to the newest."""
    with Connection() as connection:
        head = connection.call("Synchronize")["seq"]
        connection.send("Watch", more=True, since=0)
        changes = []
        while len(changes) < head:
            reply = connection.receive()
            if "change" in reply:
                changes.append(reply["change"])
        return changes


class Background(threading.Thread):
    """Something that goes on beside a test; what goes wrong in it fails the test in `finish`."""

    def __init__(self):
        super().__init__(daemon=True)
        self.stopping = threading.Event()
        self.failure = None

    def run(self):
        try:
            self.work()
        except Exception as error:
            self.failure = error

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, kind, *_):
        self.stopping.set()
        if kind is None:
            self.finish()

    def finish(self):
        self.stopping.set()
        self.join(PATIENCE_SECONDS)
        if self.failure:
            raise self.failure
        if self.is_alive():
            raise AssertionError(f"{type(self).__name__} does not come to its end")


class Writer(Background):
    """A contributor who drops one article after the other: article-0.txt, article-1.txt, …"""

    def __init__(self, pause_seconds=0.002):
        super().__init__()
        self.pause_seconds = pause_seconds
        self.count = 0

    def work(self):
        while not self.stopping.is_set():
            drop(f"article-{self.count}.txt")
            self.count += 1
            self.stopping.wait(self.pause_seconds)


class Subscriber(Background):
    """Reads what comes from a Watch until the service ends the stream, and keeps every byte."""

    def __init__(self, **parameters):
        super().__init__()
        self.connection = Connection()
        self.connection.send("Watch", more=True, **parameters)
        self.bytes = bytearray()
        self.messages = 0

    def work(self):
        with self.connection:
            while data := self.connection.socket.recv(1 << 16):
                self.bytes += data
                self.messages += data.count(b"\0")

    def changes(self):
        replies = [json.loads(message) for message in bytes(self.bytes).split(b"\0") if message]
        return [reply["parameters"]["change"] for reply in replies if "change" in reply["parameters"]]


class Consumer(Background):
    """A durable consumer that goes on over every end of the service.

    `changes` are those that it has dealt with, in their order, without any that comes again being left out.
    `unreachable` are the errors at connecting: a socket that is not there, or that nobody listens to.
    """

    def __init__(self, name="archive"):
        super().__init__()
        self.name = name
        self.changes = []
        self.unreachable = []
        self.target = None
        self.acknowledged = 0

    def work(self):
        position = {}
        connection = None
        while self.target is None or self.acknowledged < self.target:
            try:
                connection = connection or self.connect()
                batch = connection.call("Fetch", consumer=self.name, waitMilliseconds=200, maximum=50, **position)
                # Dealt with before the acknowledgement, which the next call carries.
                self.changes += batch["changes"]
                self.acknowledged = position.get("acknowledge", 0)
                position = {"acknowledge": batch["next"], "epoch": batch["epoch"]}
            except (ConnectionError, Refused) as error:
                if isinstance(error, Refused) and error.name not in ("Overloaded", "ConsumerBusy"):
                    raise
                if connection:
                    connection.socket.close()
                connection = None
                time.sleep(0.01)
        connection.socket.close()

    def connect(self):
        try:
            return Connection()
        except OSError as error:
            self.unreachable.append(error)
            raise ConnectionError from error

    def read_up_to(self, seq):
        """Ends when everything up to that number has been dealt with and acknowledged."""
        self.target = seq
        self.finish()


class Visitors(Background):
    """Clients that connect, ask and leave, one after the other, while the service comes and goes.

    Each has to be answered, by the one service or by the next: none is refused, none is hung up on.
    """

    def __init__(self):
        super().__init__()
        self.answered = 0
        self.unanswered = 0
        self.unreachable = []

    def work(self):
        while not self.stopping.is_set():
            try:
                connection = Connection()
            except OSError as error:
                self.unreachable.append(error)
                time.sleep(0.01)
                continue
            with connection:
                try:
                    connection.call("GetStatus")
                    self.answered += 1
                except (ConnectionError, Refused):
                    self.unanswered += 1
            time.sleep(0.002)


class LabCase(unittest.TestCase):
    """A test that begins with the service installed and stopped, without settings, articles or state."""

    def setUp(self):
        systemctl("stop", "tidingsd.socket", SERVICE, check=False)
        for path in (DROP_INS, "/etc/systemd/system/tidingsd.socket.d", STATE, FOLDER, os.path.dirname(SETTINGS),
                     os.path.dirname(SOCKET)):
            shutil.rmtree(path, ignore_errors=True)
        run("systemd-tmpfiles", "--create")
        systemctl("daemon-reload")
        systemctl("reset-failed")
        self.since = time.time()

    def journal(self, *matches):
        """What was logged since this test began."""
        return journal(*matches, since=self.since)

    def start(self):
        systemctl("start", "tidingsd.socket", SERVICE)

    def assert_exactly_once(self, consumer, articles):
        """A consumer got every number once and in order, the same change that the ledger has, and every article."""
        changes = ledger()
        self.assertEqual([change["seq"] for change in consumer.changes], list(range(1, len(changes) + 1)))
        self.assertEqual(consumer.changes, changes)
        # As a count: where it differs, the difference is what is printed.
        added = collections.Counter(change["path"] for change in changes if change["kind"] == "added")
        self.assertEqual(added, collections.Counter(f"article-{number}.txt" for number in range(articles)))


def restarted(process):
    """Whether the service runs again, as another process than that one."""
    return show("MainPID") not in ("0", process) and show("ActiveState") == "active"
