"""Settings that are read again while the service runs."""
import os
import signal

from lab_client import (
    SERVICE, Connection, LabCase, Refused, Subscriber, call, drop, restarted, run, show, systemctl, until,
    write_settings)


def is_limited():
    """Whether a user may have one connection, and no more."""
    with Connection() as first:
        first.call("GetStatus")
        try:
            call("GetStatus")
        except Refused as error:
            return error.name == "Overloaded"
    return False


class Reloading(LabCase):
    def test_reload(self):
        """systemctl reload returns when the new settings hold, in the same process"""
        self.start()
        process = show("MainPID")
        self.assertFalse(is_limited())
        write_settings("connectionsPerUserMaximum: 1\n")
        systemctl("reload", SERVICE)
        self.assertTrue(is_limited())
        write_settings("connectionsPerUserMaximum: 2\n")
        systemctl("reload", SERVICE)
        self.assertFalse(is_limited())
        self.assertEqual((show("MainPID"), show("ActiveState")), (process, "active"))

    def test_log_level(self):
        """the level of the log is as it was set when systemctl reload returns"""
        self.start()
        self.assertEqual(self.debug_lines(), [])
        write_settings("logLevel: debug\n")
        systemctl("reload", SERVICE)
        self.assertNotEqual(self.debug_lines(), [])

    def debug_lines(self):
        call("GetStatus")
        return self.journal("_SYSTEMD_UNIT=" + SERVICE, "PRIORITY=7")

    def test_subscribers_stay(self):
        """a reload ends no stream"""
        self.start()
        with Subscriber(since=0) as subscriber:
            write_settings("keepRevisions: 3\n")
            systemctl("reload", SERVICE)
            drop("after.txt")
            until(lambda: b"after.txt" in subscriber.bytes, "the subscriber is told")
            self.assertTrue(subscriber.is_alive())
            systemctl("stop", SERVICE)

    def test_wrong_settings(self):
        """wrong settings make the reload fail; the service goes on with the old ones, and the journal says why"""
        write_settings("connectionsPerUserMaximum: 1\n")
        self.start()
        process = show("MainPID")
        write_settings("connectionsPerUserMaximum: 100\nretainChangs: 5\n")
        self.assertNotEqual(systemctl("reload", SERVICE, check=False).returncode, 0)
        self.assertEqual((show("MainPID"), show("ActiveState")), (process, "active"))
        self.assertTrue(is_limited())
        said = [entry["MESSAGE"] for entry in self.journal("_SYSTEMD_UNIT=" + SERVICE)]
        self.assertTrue([message for message in said if "retainChangs" in message], said)

    def test_command(self):
        """tidings reload exits with 0, or with 78 and a sentence where the settings are wrong"""
        self.start()
        write_settings("keepRevisions: 3\n")
        run("tidings", "reload")
        write_settings("retainChangs: 5\n")
        done = run("tidings", "reload", check=False)
        self.assertEqual(done.returncode, 78, done.stderr)
        self.assertIn("retainChangs", done.stderr)

    def test_signal(self):
        """SIGHUP has the settings read again too"""
        self.start()
        process = show("MainPID")
        write_settings("connectionsPerUserMaximum: 1\n")
        os.kill(int(process), signal.SIGHUP)
        until(lambda: is_limited() or restarted(process), "the new settings hold")
        self.assertEqual((show("MainPID"), show("NRestarts")), (process, "0"))
