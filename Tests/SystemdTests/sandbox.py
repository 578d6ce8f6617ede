"""What the service may do, and who may do what with it: its sandbox, and the users beside it."""
import json
import os
import pwd
import shutil
import subprocess
import sys

from lab_client import (
    FOLDER, SERVICE, SOCKET, STATE, LabCase, call, drop_in, ledger, run, show, systemctl, until)

PROBE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "probe.py")
UNITS = "/usr/lib/systemd/system"


class Units(LabCase):
    def test_verify(self):
        """systemd-analyze verify finds nothing in either unit"""
        done = run("systemd-analyze", "verify", "--man=no", "--recursive-errors=yes",
                   f"{UNITS}/{SERVICE}", f"{UNITS}/tidingsd.socket", check=False)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_security(self):
        """systemd-analyze security rates the service's exposure at 0.5 or less"""
        done = run("systemd-analyze", "security", "--offline=yes", "--threshold=5", f"{UNITS}/{SERVICE}", check=False)
        self.assertEqual(done.returncode, 0, done.stdout.splitlines()[-1:])


class Sandbox(LabCase):
    """A probe in the service's place: the user and all the settings of the unit are the service's."""

    # Where the user may write as far as modes go, so that what refuses it is the sandbox.
    PLACES = ("/etc/probe", "/usr/probe", "/home/probe")

    def setUp(self):
        super().setUp()
        for place in self.PLACES:
            os.makedirs(place)
            os.chmod(place, 0o777)
            self.addCleanup(shutil.rmtree, place)
        with open("/tmp/probe", "w"):
            self.addCleanup(os.unlink, "/tmp/probe")

    def outcomes(self):
        with open(f"{STATE}/outcomes") as file:
            return json.load(file)

    def test_sandbox(self):
        """in its sandbox the service can read the articles and write its state, and nothing more"""
        probe = f"{sys.executable} -B {PROBE} {STATE}/outcomes"
        drop_in("probe", f"[Service]\nType=oneshot\nRestart=no\nExecStart=\nExecStart={probe}\n")
        systemctl("start", SERVICE)
        outcomes = self.outcomes()
        # Whether it sees anything there is the unit's choice; it must not write.
        self.assertIn(outcomes.pop("write below /home"), ("EROFS", "EACCES", "ENOENT"))
        self.assertEqual(outcomes, {
            "write an article": "EROFS",
            "write below /etc": "EROFS",
            "write below /usr": "EROFS",
            "see /tmp of others": "ENOENT",
            "write its state": "done",
            "open a socket of IPv4": "EAFNOSUPPORT",
            "open a socket of IPv6": "EAFNOSUPPORT",
            "open a Unix socket": "done",
            "make a namespace": "EPERM",
            "run memory that it writes": "EPERM",
            "make a setuid file": "EPERM",
            "NoNewPrivs": "1",
            "Seccomp": "2",
            "CapEff": "0000000000000000",
            "CapBnd": "0000000000000000",
        })

    def test_probe(self):
        """without the sandbox the probe can do all of that: it would be noticed"""
        run("install", "--directory", "--owner=tidings", "--group=tidings", STATE)
        run(sys.executable, "-B", PROBE, f"{STATE}/outcomes", user="tidings")
        trials = {name: outcome for name, outcome in self.outcomes().items() if " " in name}
        self.assertEqual(set(trials.values()), {"done"}, trials)

    def test_process(self):
        """the service itself runs as its user, without capabilities, behind a filter of calls"""
        self.start()
        process = show("MainPID")
        with open(f"/proc/{process}/status") as status:
            fields = dict(line.rstrip("\n").split(":\t", 1) for line in status if ":\t" in line)
        self.assertEqual(set(fields["Uid"].split()), {str(pwd.getpwnam("tidings").pw_uid)})
        expected = {"NoNewPrivs": "1", "Seccomp": "2", "CapEff": "0" * 16, "CapBnd": "0" * 16, "CapAmb": "0" * 16}
        self.assertEqual({name: fields[name].strip() for name in expected}, expected)

    def test_quiet(self):
        """nothing in the sandbox makes the service or a library of its complain"""
        self.start()
        call("GetStatus")
        systemctl("stop", SERVICE)
        ours = self.journal("_SYSTEMD_UNIT=" + SERVICE)
        self.assertTrue(ours)
        # What the service says itself comes by the journal's own socket; libraries write to stderr or to syslog.
        complaints = [entry["MESSAGE"] for entry in ours
                      if int(entry["PRIORITY"]) < 5 or entry["_TRANSPORT"] != "journal"]
        self.assertEqual(complaints, [])


class People(LabCase):
    def test_contributor(self):
        """a member of the group drops an article, and another member who follows is told"""
        systemctl("start", "tidingsd.socket")
        account = pwd.getpwnam("reader")
        follower = subprocess.Popen(
            ["tidings", "follow", "--since", "0", "--limit", "1", "--json"], stdout=subprocess.PIPE, text=True, cwd="/",
            user="reader", group=account.pw_gid, extra_groups=os.getgrouplist("reader", account.pw_gid))
        try:
            until(lambda: call("GetStatus")["subscribers"] == 1, "the member follows")
            run("sh", "-c", f"echo 'Storm closes harbour' > {FOLDER}/.storm && mv {FOLDER}/.storm {FOLDER}/storm.txt",
                user="contributor")
            told = json.loads(follower.communicate(timeout=60)[0])
        finally:
            follower.kill()
            follower.wait()
        self.assertEqual((told["kind"], told["path"]), ("added", "storm.txt"))
        # The folder's group, whatever the contributor's own is: other members may edit it where its mode lets them.
        self.assertEqual(run("stat", "--format=%U %G", f"{FOLDER}/storm.txt").stdout, "contributor tidings\n")

    def test_private_article(self):
        """an article that its contributor lets nobody read is reported as unreadable, and read once it may be"""
        self.start()
        run("sh", "-c", f"umask 077; echo 'Storm closes harbour' > {FOLDER}/storm.txt", user="contributor")
        call("Synchronize")
        self.assertEqual([change["kind"] for change in ledger()], ["unreadable"])
        run("chmod", "g+r", f"{FOLDER}/storm.txt", user="contributor")
        until(lambda: [article["path"] for article in call("ListArticles")["articles"]] == ["storm.txt"],
              "the article is read")

    def test_outsider(self):
        """who is not in the group can neither connect nor drop an article, and sees nothing of the store"""
        self.start()
        connect = f"import socket; socket.socket(socket.AF_UNIX).connect('{SOCKET}')"
        for user, expected in (("reader", ""), ("outsider", "PermissionError: [Errno 13] Permission denied")):
            done = run(sys.executable, "-c", connect, user=user, check=False)
            self.assertEqual(done.stderr.strip().split("\n")[-1], expected)
        for command in (f"touch {FOLDER}/rumour.txt", f"ls {STATE}"):
            self.assertIn("Permission denied", run("sh", "-c", command, user="outsider", check=False).stderr)
        self.assertEqual(os.listdir(FOLDER), [])

    def test_outsider_command(self):
        """the command tells who is not in the group that it is not permitted, with the exit status for that"""
        self.start()
        done = run("tidings", "status", user="outsider", check=False)
        self.assertIn("Permission denied", done.stderr)
        self.assertEqual(done.returncode, 77)

    def test_peer(self):
        """the service sees through its sandbox who a client is: a consumer belongs to the user who made it"""
        self.start()
        run("tidings", "consumer", "create", "mailer", user="contributor")
        user = pwd.getpwnam("contributor").pw_uid
        consumer, = call("ListConsumers")["consumers"]
        self.assertEqual((consumer["name"], consumer["owner"]), ("mailer", user))
        made = [entry for entry in self.journal("_SYSTEMD_UNIT=" + SERVICE) if "mailer was made" in entry["MESSAGE"]]
        self.assertEqual([entry["UID"] for entry in made], [str(user)])
        self.assertEqual(run("tidings", "consumer", "delete", "mailer", user="reader", check=False).returncode, 77)
        run("tidings", "consumer", "delete", "mailer", user="contributor")
