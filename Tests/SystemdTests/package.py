"""The Debian package: installed, upgraded under load, removed, purged.

TIDINGS_DEB names it; TIDINGS_DEB_NEXT one of a higher version (without it: the same one, under a higher version).
"""
import glob
import os
import shutil
import tempfile
import unittest

from lab_client import (
    FOLDER, SERVICE, SETTINGS, SOCKET, STATE, Consumer, LabCase, Visitors, Writer, call, drop, ledger, run, show,
    systemctl, until, write_settings)

PACKAGE = "tidings"
DEB = os.environ.get("TIDINGS_DEB")


def apt(verb, *what):
    # The lab has no network: what the package needs is there, or it needs too much. An operator who is not asked keeps
    # the settings that are there.
    return run("apt-get", "--assume-yes", "--quiet", "--no-install-recommends",
               "--option=Dpkg::Options::=--force-confold", verb, *what,
               env=dict(os.environ, DEBIAN_FRONTEND="noninteractive"))


def version():
    return run("dpkg-query", "--show", "--showformat=${Version}", PACKAGE).stdout


def next_package():
    """A package of a higher version."""
    given = os.environ.get("TIDINGS_DEB_NEXT")
    if given:
        return given
    directory = tempfile.mkdtemp()
    tree = f"{directory}/tree"
    run("dpkg-deb", "--raw-extract", DEB, tree)
    with open(f"{tree}/DEBIAN/control") as file:
        control = file.read()
    with open(f"{tree}/DEBIAN/control", "w") as file:
        file.write(control.replace("\nVersion: ", "\nVersion: 1:"))
    run("dpkg-deb", "--root-owner-group", "--build", "-Znone", tree, f"{directory}/next.deb")
    os.chmod(directory, 0o755)
    return f"{directory}/next.deb"


@unittest.skipUnless(DEB, "TIDINGS_DEB names no package")
class Package(LabCase):
    def setUp(self):
        run("dpkg", "--purge", "--force-all", PACKAGE, check=False)
        shutil.rmtree(FOLDER, ignore_errors=True)
        shutil.rmtree(STATE, ignore_errors=True)
        shutil.rmtree(os.path.dirname(SETTINGS), ignore_errors=True)
        systemctl("daemon-reload")
        systemctl("reset-failed")

    def states(self):
        return [show("ActiveState", unit) for unit in (SERVICE, "tidingsd.socket")]

    def test_install(self):
        """installed, the service runs, is enabled, and has its user, its folder and its socket"""
        apt("install", DEB)
        self.assertEqual(self.states(), ["active", "active"])
        for unit in (SERVICE, "tidingsd.socket"):
            self.assertEqual(systemctl("is-enabled", unit).stdout, "enabled\n")
        drop("first.txt")
        self.assertEqual(call("Synchronize"), {"seq": 1})
        self.assertEqual(run("stat", "--format=%a %U %G", FOLDER).stdout, "2775 tidings tidings\n")
        self.assertEqual(run("stat", "--format=%a %G", SOCKET).stdout, "660 tidings\n")
        self.assertEqual(run("tidings", "sync").stdout, "1\n")
        # Every file as the package has it.
        self.assertEqual(run("dpkg", "--verify", PACKAGE).stdout, "")

    def test_verify(self):
        """systemd-analyze verify finds nothing in the units of the package"""
        apt("install", DEB)
        units = [show("FragmentPath", unit) for unit in (SERVICE, "tidingsd.socket")]
        done = run("systemd-analyze", "verify", "--man=no", "--recursive-errors=yes", *units, check=False)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_upgrade(self):
        """an upgrade under load refuses no client, and a durable consumer gets every change once"""
        after = next_package()
        apt("install", DEB)
        before, process = version(), show("MainPID")
        epoch = call("GetStatus")["epoch"]
        call("CreateConsumer", name="archive")
        with Consumer() as consumer, Visitors() as visitors:
            with Writer() as writer:
                until(lambda: len(consumer.changes) > 50 and visitors.answered > 10, "all goes on")
                apt("install", after)
                told, answered = len(consumer.changes), visitors.answered
                until(lambda: len(consumer.changes) > told + 50 and visitors.answered > answered + 10,
                      "all goes on again")
            visitors.finish()
            consumer.read_up_to(call("Synchronize")["seq"])
        self.assertNotEqual(version(), before)
        self.assertNotEqual(show("MainPID"), process, "the old binary still runs")
        self.assertEqual(self.states(), ["active", "active"])
        self.assertEqual(call("GetStatus")["epoch"], epoch)
        self.assertEqual((visitors.unreachable, visitors.unanswered, consumer.unreachable), ([], 0, []))
        self.assert_exactly_once(consumer, articles=writer.count)

    def test_upgrade_keeps(self):
        """an upgrade keeps what the operator has set, and that the service was stopped and disabled"""
        apt("install", DEB)
        write_settings("keepRevisions: 3\n")
        systemctl("disable", "--now", SERVICE, "tidingsd.socket")
        apt("install", next_package())
        with open(SETTINGS) as file:
            self.assertEqual(file.read(), "keepRevisions: 3\n")
        for unit in (SERVICE, "tidingsd.socket"):
            self.assertEqual(systemctl("is-enabled", unit, check=False).stdout, "disabled\n")
        self.assertEqual(self.states(), ["inactive", "inactive"])

    def test_remove(self):
        """removed, nothing runs; articles, store and settings stay, and installed again it goes on where it was"""
        apt("install", DEB)
        write_settings("keepRevisions: 3\n")
        drop("first.txt")
        call("Synchronize")
        changes = ledger()
        apt("remove", PACKAGE)
        self.assertEqual(self.states(), ["inactive", "inactive"])
        self.assertFalse(os.path.lexists(SOCKET))
        self.assertFalse(os.path.exists("/usr/bin/tidingsd"))
        self.assertTrue(os.path.exists(f"{FOLDER}/first.txt"))
        self.assertNotEqual(os.listdir(STATE), [])
        with open(SETTINGS) as file:
            self.assertEqual(file.read(), "keepRevisions: 3\n")
        drop("second.txt")
        apt("install", DEB)
        call("Synchronize")
        self.assertEqual([change["path"] for change in ledger()], ["first.txt", "second.txt"])
        self.assertEqual(ledger()[:1], changes)

    def test_purge(self):
        """purged, the settings and the store are gone, and the articles stay"""
        apt("install", DEB)
        write_settings("keepRevisions: 3\n")
        drop("first.txt")
        call("Synchronize")
        apt("purge", PACKAGE)
        for path in ("/etc/tidings", STATE, SOCKET):
            self.assertFalse(os.path.lexists(path), path)
        self.assertTrue(os.path.exists(f"{FOLDER}/first.txt"))
        # No unit that starts with the machine, enabled or masked, is left.
        self.assertEqual(glob.glob("/etc/systemd/system/**/*tidings*", recursive=True), [])
