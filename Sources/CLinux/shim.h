// The few Linux calls that Swift's Glibc overlay lacks: they are GNU-only, variadic or macros.
//
// _GNU_SOURCE is not defined here: it would change fd_set for everyone who imports Dispatch beside this module.
// So the GNU-only calls are made by number, and their constants have names of their own.
#ifndef TIDINGS_CLINUX_SHIM_H
#define TIDINGS_CLINUX_SHIM_H
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <linux/stat.h>
#include <stdint.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

// open(2), O_PATH: a place in the tree, not opened for anything.
static const uint64_t linux_O_PATH = __O_PATH;

// Never out of the folder, never through a link.
static const uint64_t linux_RESOLVE_INSIDE = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;

// openat2(2).
static inline int linux_openat2(int directory, const char *path, uint64_t flags, uint64_t resolve) {
    struct open_how how = { .flags = flags, .resolve = resolve };
    return (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
}

// memmem(3): where some bytes are among others.
extern void *memmem(const void *bytes, size_t count, const void *part, size_t part_count);

// syncfs(2): everything written to the file system of an open file is on disk when it returns.
static inline int linux_syncfs(int file) { return (int)syscall(SYS_syncfs, file); }

enum linux_file_kind {
    linux_file_device, linux_file_regular, linux_file_directory, linux_file_link, linux_file_fifo, linux_file_socket
};

// What the catalogue keeps of a file, all from one statx(2).
struct linux_file {
    enum linux_file_kind kind;
    uint64_t device, inode, size;
    int64_t modified, changed; // nanoseconds since 1970
    int64_t born;              // 0 where the file system keeps none
    int is_mount;              // whether something is mounted there (Linux 5.8)
};

static inline int64_t linux_nanoseconds(struct statx_timestamp stamp) {
    // Nanoseconds reach from 1678 to 2262; a time outside, which anyone can set, is the nearest.
    const int64_t limit = 9223372035LL;
    int64_t seconds = stamp.tv_sec > limit ? limit : stamp.tv_sec < -limit ? -limit : stamp.tv_sec;
    return seconds * 1000000000LL + stamp.tv_nsec;
}

// statx(2) of name in directory, or of directory itself where name is empty. Links are not followed. 0, or -1 and errno.
static inline int linux_stat(int directory, const char *name, struct linux_file *file) {
    const int at_no_automount = 0x800, at_empty_path = 0x1000; // linux/fcntl.h
    struct statx found;
    int flags = AT_SYMLINK_NOFOLLOW | at_no_automount | (*name == 0 ? at_empty_path : 0);
    if (syscall(SYS_statx, directory, name, flags, STATX_BASIC_STATS | STATX_BTIME, &found) != 0) return -1;
    switch (found.stx_mode & 0170000) { // inode(7): S_IFMT
    case 0100000: file->kind = linux_file_regular; break;
    case 0040000: file->kind = linux_file_directory; break;
    case 0120000: file->kind = linux_file_link; break;
    case 0010000: file->kind = linux_file_fifo; break;
    case 0140000: file->kind = linux_file_socket; break;
    default: file->kind = linux_file_device;
    }
    file->device = ((uint64_t)found.stx_dev_major << 32) | found.stx_dev_minor;
    file->inode = found.stx_ino;
    file->size = found.stx_size;
    file->modified = linux_nanoseconds(found.stx_mtime);
    file->changed = linux_nanoseconds(found.stx_ctime);
    file->is_mount = (found.stx_attributes & 0x2000) != 0; // STATX_ATTR_MOUNT_ROOT
    file->born = (found.stx_mask & STATX_BTIME) ? linux_nanoseconds(found.stx_btime) : 0;
    return 0;
}

// The type of the file system that an open file lies on, as in linux/magic.h (statfs(2)); 0 where it cannot be told.
static inline uint64_t linux_filesystem(int file) {
    struct statfs found;
    return fstatfs(file, &found) == 0 ? (uint32_t)found.f_type : 0;
}

// What SO_PEERCRED tells (unix(7)); struct ucred is GNU-only.
struct linux_credentials { int32_t pid; uint32_t uid, gid; };

// The next name in an open directory, "." and ".." left out; NULL at the end or, with errno set, on an error.
static inline const char *linux_next_name(DIR *directory) {
    errno = 0;
    for (;;) {
        struct dirent *entry = readdir(directory);
        if (!entry) return NULL;
        const char *name = entry->d_name;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) return name;
    }
}
#endif
