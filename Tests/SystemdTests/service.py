"""The service under systemd: started by its socket, ready, watched, killed, stopped and restarted under load."""
import os
import re
import shutil
import signal

from lab_client import (
    DROP_INS, FOLDER, SERVICE, SETTINGS, SOCKET, Connection, Consumer, LabCase, Subscriber, Visitors, Writer, call,
    drop, drop_in, ledger, restarted, run, show, systemctl, until, write_settings)

EXAMPLES = "/usr/share/doc/tidings/examples"
# Quicker than the installed one, and slow enough for a machine that has other work.
QUICK_WATCHDOG = "[Service]\nWatchdogSec=2s\n"


class Activation(LabCase):
    def test_activation(self):
        """the first connection to the socket starts the service and is answered"""
        systemctl("start", "tidingsd.socket")
        self.assertEqual(show("ActiveState"), "inactive")
        self.assertEqual(call("GetStatus")["folder"], FOLDER)
        self.assertEqual(show("ActiveState"), "active")

    def test_socket_mode(self):
        """the socket is there for the group, and for nobody else"""
        systemctl("start", "tidingsd.socket")
        self.assertEqual(run("stat", "--format=%A %G", SOCKET).stdout, "srw-rw---- tidings\n")

    def test_socket_stays(self):
        """the socket stays when the service stops, and starts it again"""
        self.start()
        systemctl("stop", SERVICE)
        self.assertEqual(show("ActiveState", "tidingsd.socket"), "active")
        call("GetStatus")
        self.assertEqual(show("ActiveState"), "active")

    def test_enabled(self):
        """enabled, the socket and the service are started with the machine"""
        systemctl("enable", SERVICE)
        try:
            for unit in (SERVICE, "tidingsd.socket"):
                self.assertEqual(systemctl("is-enabled", unit).stdout, "enabled\n")
            systemctl("start", "sockets.target", "multi-user.target")
            call("GetStatus")
        finally:
            systemctl("disable", SERVICE)

    def test_ready(self):
        """systemctl start returns when the service is ready"""
        self.start()
        process = show("MainPID")
        held = [os.readlink(entry.path) for entry in os.scandir(f"/proc/{process}/fd")]
        self.assertIn("anon_inode:inotify", held, "the folder is not watched yet")
        self.assertEqual((show("ActiveState"), show("SubState")), ("active", "running"))
        drop("first.txt")
        self.assertEqual(call("Synchronize"), {"seq": 1})

    def test_status_text(self):
        """systemctl status says at which change the service is"""
        self.start()
        drop("first.txt")
        call("Synchronize")
        until(lambda: re.search(r"\bchange 1\b", show("StatusText")), "the status text names the change")

    def test_no_start(self):
        """a start that cannot succeed fails with the exit code for it, and the journal says why"""
        write_settings("retainChangs: 5\n")
        self.assertNotEqual(systemctl("start", SERVICE, check=False).returncode, 0)
        self.assertEqual(show("ExecMainStatus"), "78")
        said = [entry["MESSAGE"] for entry in self.journal("_SYSTEMD_UNIT=" + SERVICE)]
        self.assertTrue([message for message in said if "retainChangs" in message], said)


class Log(LabCase):
    def test_fields(self):
        """a change is an entry of the journal with fields of its own"""
        self.start()
        drop("first.txt")
        call("Synchronize")
        change = ledger()[0]
        entry, = until(lambda: self.journal("TIDINGS_PATH=first.txt"), "the change is in the journal")
        self.assertEqual(entry["TIDINGS_SEQ"], "1")
        self.assertEqual(entry["TIDINGS_KIND"], "added")
        self.assertEqual(entry["TIDINGS_ID"], str(change["id"]))
        self.assertEqual(entry["PRIORITY"], "6")
        self.assertEqual(entry["_SYSTEMD_UNIT"], SERVICE)
        self.assertEqual(entry["SYSLOG_IDENTIFIER"], "tidingsd")
        self.assertIn("first.txt", entry["MESSAGE"])

    def test_warning(self):
        """an article that cannot be read is a warning with its path"""
        self.start()
        with open(f"{FOLDER}/binary.txt", "wb") as file:
            file.write(bytes(range(256)) * 16)
        call("Synchronize")
        entry, = until(lambda: self.journal("TIDINGS_KIND=unreadable"), "the article is in the journal")
        self.assertEqual((entry["PRIORITY"], entry["TIDINGS_PATH"]), ("4", "binary.txt"))


    def test_catalogue(self):
        """journalctl -x explains what operators act on, and what to do"""
        run("journalctl", "--update-catalog")
        self.start()
        write_settings("retainChangs: 5\n")
        self.assertNotEqual(systemctl("reload", SERVICE, check=False).returncode, 0)
        entry, = until(lambda: self.journal("MESSAGE_ID=5e549dace5554d69bd983369be11befc"), "it is in the journal")
        self.assertEqual(entry["PRIORITY"], "3")
        said = run("journalctl", "-x", "MESSAGE_ID=5e549dace5554d69bd983369be11befc").stdout
        self.assertIn("Subject: Tidings keeps its settings: the new ones are wrong", said)
        self.assertIn("tidingsd check", said)

    def test_metrics(self):
        """metrics are written for node_exporter where the installed example lets the service write"""
        directory = "/var/lib/prometheus/node-exporter"
        os.makedirs(directory, exist_ok=True)
        shutil.chown(directory, "tidings")
        os.makedirs(DROP_INS, exist_ok=True)
        shutil.copy(f"{EXAMPLES}/{SERVICE}.d/metrics.conf", DROP_INS)
        systemctl("daemon-reload")
        self.start()
        path = f"{directory}/tidings.prom"
        until(lambda: os.path.exists(path), "they are written")
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o644)
        with open(path) as file:
            self.assertIn("tidings_changes_total 0\n", file.read())
        self.assertEqual(call("GetStatus")["degraded"], [])
        systemctl("stop", SERVICE)
        self.assertEqual(os.listdir(directory), [])


class Failing(LabCase):
    def test_watchdog(self):
        """a service that hangs is killed by the watchdog and started again, with the same epoch and head"""
        drop_in("watchdog", QUICK_WATCHDOG)
        self.start()
        for number in range(20):
            drop(f"article-{number}.txt")
        call("Synchronize")
        before = call("GetStatus")
        self.assertEqual(before["head"], 20)
        process = show("MainPID")
        os.kill(int(process), signal.SIGSTOP)
        until(lambda: restarted(process), "the service was started again")
        after = call("GetStatus")
        self.assertEqual((after["epoch"], after["head"]), (before["epoch"], before["head"]))
        self.assertTrue([entry for entry in self.journal("UNIT=" + SERVICE) if "Watchdog timeout" in entry["MESSAGE"]])
        drop("after.txt")
        self.assertEqual(call("Synchronize"), {"seq": 21})

    def test_watchdog_leaves_alone(self):
        """a service that does nothing gives signs of life"""
        drop_in("watchdog", QUICK_WATCHDOG)
        self.start()
        process = show("MainPID")
        first = show("WatchdogTimestampMonotonic")
        for _ in range(3):
            until(lambda: show("WatchdogTimestampMonotonic") != first, "another sign of life")
            first = show("WatchdogTimestampMonotonic")
        self.assertEqual((show("MainPID"), show("NRestarts")), (process, "0"))

    def test_killed(self):
        """killed again and again, the service loses nothing and doubles nothing for a durable consumer"""
        drop_in("quick", "[Service]\nRestartSec=50ms\n")
        self.start()
        call("CreateConsumer", name="archive")
        with Consumer() as consumer:
            with Writer() as writer:
                for _ in range(5):
                    told = len(consumer.changes)
                    until(lambda: len(consumer.changes) > told + 50, "changes arrive")
                    process = show("MainPID")
                    os.kill(int(process), signal.SIGKILL)
                    until(lambda: restarted(process), "the service was started again")
            consumer.read_up_to(call("Synchronize")["seq"])
        self.assertEqual(show("NRestarts"), "5")
        self.assertEqual(consumer.unreachable, [])
        self.assert_exactly_once(consumer, articles=writer.count)

    def test_crash_loop(self):
        """a crash loop leaves the socket alone, and once it is mended the waiting client is answered"""
        drop_in("broken", "[Service]\nExecStart=\nExecStart=/bin/false\nRestartSec=20ms\n")
        systemctl("start", "tidingsd.socket")
        with Connection() as waiting:
            waiting.send("GetStatus")
            until(lambda: int(show("NRestarts")) >= 25 or show("ActiveState", "tidingsd.socket") != "active",
                  "the service has failed 25 times")
            self.assertEqual(show("ActiveState", "tidingsd.socket"), "active")
            os.unlink(f"{DROP_INS}/broken.conf")
            systemctl("daemon-reload")
            self.assertEqual(waiting.receive()["head"], 0)

    def test_wrong_settings(self):
        """while the settings are wrong clients wait at the socket, and once they are mended they are answered"""
        write_settings("retainChangs: 5\n")
        systemctl("start", "tidingsd.socket")
        with Connection() as waiting:
            waiting.send("GetStatus")
            until(lambda: show("ExecMainStatus") == "78", "the service has refused its settings")
            os.unlink(SETTINGS)
            # A start would share the fate of the one that the client has asked for and that is failing now.
            systemctl("restart", SERVICE)
            self.assertEqual(waiting.receive()["head"], 0)


class Stopping(LabCase):
    def test_stop(self):
        """a stop under load ends well, every stream on a whole message, and what was told is in the ledger"""
        self.start()
        with Writer() as writer:
            until(lambda: call("GetStatus")["head"] > 100, "changes arrive")
            subscribers = [Subscriber(since=0) for _ in range(8)] + [Subscriber(since=0, include="document")]
            for subscriber in subscribers:
                subscriber.start()
            until(lambda: all(subscriber.messages > 200 for subscriber in subscribers), "all subscribers follow")
            # The socket unit stays: with it systemd would forget how the service has ended.
            systemctl("stop", SERVICE)
        self.assertEqual((show("Result"), show("ExecMainCode"), show("ExecMainStatus")), ("success", "1", "0"))
        for subscriber in subscribers:
            subscriber.finish()
            self.assertEqual(subscriber.bytes[-1:], b"\0")
        self.start()
        changes = ledger()
        for subscriber in subscribers:
            told = subscriber.changes()
            self.assertEqual(told, changes[:len(told)])
        # What was dropped during the stop, and while nobody looked, is found.
        self.assertEqual({change["path"] for change in changes}, {f"article-{n}.txt" for n in range(writer.count)})

    def test_stop_waiting(self):
        """a stop does not wait for a consumer that waits, nor for a client that says nothing"""
        drop_in("short", "[Service]\nTimeoutStopSec=20s\n")
        self.start()
        call("CreateConsumer", name="archive")
        with Connection() as waiting, Connection() as silent:
            waiting.send("Fetch", consumer="archive", waitMilliseconds=300_000)
            until(lambda: call("ListConsumers")["consumers"][0]["fetching"], "the consumer waits")
            systemctl("stop", SERVICE)
            self.assertEqual((show("Result"), show("ExecMainStatus")), ("success", "0"))
            self.assertEqual(silent.socket.recv(1), b"")


class Restarting(LabCase):
    """A restart is a change of the binary: nobody may notice more than a pause."""

    def restart_under_load(self, kept):
        """`kept`: how many sockets systemd keeps for the service, besides those of its socket unit."""
        self.start()
        call("CreateConsumer", name="archive")
        with Consumer() as consumer, Visitors() as visitors:
            with Writer() as writer:
                for _ in range(5):
                    told, answered = len(consumer.changes), visitors.answered
                    until(lambda: len(consumer.changes) > told + 50 and visitors.answered > answered + 10,
                          "all goes on")
                    self.assertEqual(int(show("NFileDescriptorStore")), kept)
                    systemctl("restart", SERVICE)
                    self.assertEqual(show("Result"), "success")
            visitors.finish()
            consumer.read_up_to(call("Synchronize")["seq"])
        self.assertEqual((visitors.unreachable, visitors.unanswered, consumer.unreachable), ([], 0, []))
        self.assert_exactly_once(consumer, articles=writer.count)
        self.assertEqual(show("NRestarts"), "0")

    def test_restart(self):
        """restarts under load refuse no client, and a durable consumer gets every change once"""
        self.restart_under_load(kept=0)

    def without_socket_unit(self):
        """As the examples that are installed say."""
        for unit, name in ((SERVICE, "own-socket.conf"), ("tidingsd.socket", "off.conf")):
            os.makedirs(f"/etc/systemd/system/{unit}.d", exist_ok=True)
            shutil.copy(f"{EXAMPLES}/{unit}.d/{name}", f"/etc/systemd/system/{unit}.d/")
        systemctl("daemon-reload")

    def test_restart_without_socket_unit(self):
        """without the socket unit too restarts refuse nobody: the socket is kept by systemd"""
        self.without_socket_unit()
        self.restart_under_load(kept=1)
        self.assertEqual(show("ActiveState", "tidingsd.socket"), "inactive")

    def test_kept_socket_deleted(self):
        """a kept socket whose file was deleted is not taken for the one that clients find"""
        self.without_socket_unit()
        self.start()
        os.unlink(SOCKET)
        for _ in range(3):
            systemctl("restart", SERVICE)
            self.assertEqual(call("GetStatus")["head"], 0)
            self.assertEqual(show("NFileDescriptorStore"), "1")

    def test_kept_socket_elsewhere(self):
        """a socket that the settings no longer name is let go, and the new one is kept"""
        self.without_socket_unit()
        self.start()
        drop_in("elsewhere", "[Service]\nEnvironment=TIDINGS_SOCKET=/run/tidings/another\n")
        for _ in range(3):
            systemctl("restart", SERVICE)
            self.assertEqual(run("tidings", "sync", "--socket", "/run/tidings/another").stdout, "0\n")
            self.assertEqual(show("NFileDescriptorStore"), "1")
        with self.assertRaises(OSError):
            Connection()
        systemctl("reload", SERVICE)


class Examples(LabCase):
    def test_examples(self):
        """the service runs with each of the installed examples"""
        articles = "/home/anna/articles"
        os.makedirs(articles)
        os.chmod("/home/anna", 0o700)
        shutil.chown(articles, group="tidings")
        os.chmod(articles, 0o2750)
        for name in ("home.conf", "limits.conf", "network-filesystem.conf"):
            with self.subTest(name):
                self.setUp()
                os.makedirs(DROP_INS, exist_ok=True)
                shutil.copy(f"{EXAMPLES}/{SERVICE}.d/{name}", DROP_INS)
                systemctl("daemon-reload")
                self.start()
                folder = call("GetStatus")["folder"]
                self.assertEqual(folder, articles if name == "home.conf" else FOLDER)
                with open(f"{folder}/first.txt", "w") as file:
                    file.write("Storm closes harbour\n")
                self.assertEqual(call("Synchronize"), {"seq": 1})
                self.assertEqual(call("GetStatus")["degraded"], [])
