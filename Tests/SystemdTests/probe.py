"""Tries what the service's sandbox must not allow, and prints as JSON what became of each: "done", or the error's name.

It stands in for the service itself: the same user, the same unit, another ExecStart=.
"""
import ctypes
import errno
import json
import mmap
import os
import socket
import sys


def write(path):
    with open(path, "w") as file:
        file.write("written\n")


def ask_kernel(function, *arguments):
    library = ctypes.CDLL(None, use_errno=True)
    if getattr(library, function)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), function)


CLONE_NEWUSER = 0x10000000
trials = {
    "write an article": lambda: write("/srv/tidings/seeds/probe.txt"),
    "write below /etc": lambda: write("/etc/probe/file"),
    "write below /usr": lambda: write("/usr/probe/file"),
    "write below /home": lambda: write("/home/probe/file"),
    "see /tmp of others": lambda: os.stat("/tmp/probe"),
    "write its state": lambda: write("/var/lib/tidings/probe"),
    "open a socket of IPv4": lambda: socket.socket(socket.AF_INET).close(),
    "open a socket of IPv6": lambda: socket.socket(socket.AF_INET6).close(),
    "open a Unix socket": lambda: socket.socket(socket.AF_UNIX).close(),
    "make a namespace": lambda: ask_kernel("unshare", CLONE_NEWUSER),
    "run memory that it writes": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_WRITE | mmap.PROT_EXEC).close(),
    "make a setuid file": lambda: os.chmod("/var/lib/tidings/probe", 0o4755),
}
outcomes = {}
for name, trial in trials.items():
    try:
        trial()
        outcomes[name] = "done"
    except OSError as error:
        outcomes[name] = errno.errorcode[error.errno]
with open("/proc/self/status") as status:
    fields = dict(line.rstrip("\n").split(":\t", 1) for line in status if ":\t" in line)
outcomes |= {name: fields[name].strip() for name in ("NoNewPrivs", "Seccomp", "CapEff", "CapBnd")}
with open(sys.argv[1], "w") as file:
    json.dump(outcomes, file)
