// The few Linux calls that Swift's Glibc overlay lacks: they are GNU-only, variadic or macros.
#ifndef TIDINGS_CLINUX_SHIM_H
#define TIDINGS_CLINUX_SHIM_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// openat2(2): no glibc wrapper in Debian 12.
static inline int linux_openat2(int directory, const char *path, uint64_t flags, uint64_t resolve) {
    struct open_how how = { .flags = flags, .resolve = resolve };
    return (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
}

static const uint64_t linux_O_PATH = O_PATH;

// Never out of the folder, never through a link.
static const uint64_t linux_RESOLVE_INSIDE = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;

// What the catalogue keeps of a file, all from one statx(2).
struct linux_file {
    uint32_t mode;
    uint64_t device, inode, size;
    int64_t modified, changed; // nanoseconds since 1970
    int64_t born;              // 0 where the file system keeps none
};

static inline int64_t linux_nanoseconds(struct statx_timestamp stamp) {
    return stamp.tv_sec * 1000000000LL + stamp.tv_nsec;
}

// statx(2) of name in directory, or of directory itself where name is empty. Links are not followed. 0, or -1 and errno.
static inline int linux_stat(int directory, const char *name, struct linux_file *file) {
    struct statx found;
    int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | (*name == 0 ? AT_EMPTY_PATH : 0);
    if (statx(directory, name, flags, STATX_BASIC_STATS | STATX_BTIME, &found) != 0) return -1;
    file->mode = found.stx_mode;
    file->device = ((uint64_t)found.stx_dev_major << 32) | found.stx_dev_minor;
    file->inode = found.stx_ino;
    file->size = found.stx_size;
    file->modified = linux_nanoseconds(found.stx_mtime);
    file->changed = linux_nanoseconds(found.stx_ctime);
    file->born = (found.stx_mask & STATX_BTIME) ? linux_nanoseconds(found.stx_btime) : 0;
    return 0;
}

// The process at the other end of a Unix socket, as SO_PEERCRED has it. 0, or -1 and errno.
struct linux_peer { int32_t pid; uint32_t uid, gid; };

static inline int linux_peer_of(int descriptor, struct linux_peer *peer) {
    struct ucred credentials;
    socklen_t size = sizeof credentials;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return -1;
    *peer = (struct linux_peer){ credentials.pid, credentials.uid, credentials.gid };
    return 0;
}
#endif
