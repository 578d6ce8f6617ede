// Faults on a service's disk, for LD_PRELOAD: the Nth call that changes a file below a directory fails, is cut short, or
// is the last one that the process makes.
//
//   TIDINGS_FAULT_PATH   the directory
//   TIDINGS_FAULT_CALLS  which calls count: open, create, write, sync, directory (its sync), rename, link,
//                        unlink, truncate; separated by commas
//   TIDINGS_FAULT_AT     the one that is meant, from 1; 0 or absent: none, they are only counted
//   TIDINGS_FAULT_WHILE  instead: all, while this file exists
//   TIDINGS_FAULT_DO     kill (before the call), after (kill after it), torn (kill after half a write),
//                        short (half a write), slow (10 ms later), or the number of an errno
//   TIDINGS_FAULT_COUNT  a file of two 64-bit numbers: calls counted, faults made
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static const char *directory, *calls, *doing, *flag;
static uint64_t at;
static struct { _Atomic uint64_t called, made; } none, *count = &none;

__attribute__((constructor)) static void begin(void) {
    directory = getenv("TIDINGS_FAULT_PATH");
    calls = getenv("TIDINGS_FAULT_CALLS");
    doing = getenv("TIDINGS_FAULT_DO");
    flag = getenv("TIDINGS_FAULT_WHILE");
    const char *first = getenv("TIDINGS_FAULT_AT"), *file = getenv("TIDINGS_FAULT_COUNT");
    if (first) at = strtoull(first, NULL, 10);
    int descriptor = file ? (int)syscall(SYS_openat, AT_FDCWD, file, O_RDWR | O_CLOEXEC) : -1;
    if (descriptor < 0) return;
    void *shared = mmap(NULL, sizeof none, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (shared != MAP_FAILED) count = shared;
    syscall(SYS_close, descriptor);
}

static int lies_below(const char *path) {
    size_t length = directory ? strlen(directory) : 0;
    return length && path && strncmp(path, directory, length) == 0 && (path[length] == '/' || path[length] == 0);
}

static int is_meant(const char *call) {
    if (!calls) return 0;
    size_t length = strlen(call);
    for (const char *p = calls; p; p = strchr(p, ',') ? strchr(p, ',') + 1 : NULL)
        if (strncmp(p, call, length) == 0 && (p[length] == ',' || p[length] == 0)) return 1;
    return 0;
}

// Whether this call is to fail.
static int strikes(const char *call, const char *path) {
    if (!is_meant(call) || !lies_below(path) || !doing) return 0;
    uint64_t number = atomic_fetch_add(&count->called, 1) + 1;
    int is_now = flag ? syscall(SYS_faccessat, AT_FDCWD, flag, F_OK) == 0 : at && number == at;
    if (is_now) atomic_fetch_add(&count->made, 1);
    return is_now;
}

static int strikes_file(const char *call, int descriptor) {
    char link[64], path[PATH_MAX];
    if (!is_meant(call)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return strikes(call, path);
}

static void die(void) {
    for (;;) syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
}

// Before a call that strikes: -1 with errno where it is to fail.
static int before(void) {
    if (strcmp(doing, "kill") == 0) die();
    if (strcmp(doing, "slow") == 0) nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    int code = atoi(doing);
    if (!code) return 0;
    errno = code;
    return -1;
}

static void after(void) {
    if (strcmp(doing, "after") == 0 || strcmp(doing, "torn") == 0) die();
}

static size_t half(size_t bytes) {
    return bytes > 1 && (strcmp(doing, "torn") == 0 || strcmp(doing, "short") == 0) ? bytes / 2 : bytes;
}

#define NEXT(name) \
    static typeof(&name) next; \
    if (!next) next = (typeof(&name))dlsym(RTLD_NEXT, #name)

// A call that is made whole or not at all.
#define WHOLE(struck, made) \
    if (!(struck)) return made; \
    if (before() != 0) return -1; \
    long result = made; \
    int code = errno; \
    after(); \
    errno = code; \
    return result

ssize_t write(int file, const void *bytes, size_t length) {
    NEXT(write);
    if (!strikes_file("write", file)) return next(file, bytes, length);
    if (before() != 0) return -1;
    ssize_t result = next(file, bytes, half(length));
    after();
    return result;
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t offset) {
    NEXT(pwrite64);
    if (!strikes_file("write", file)) return next(file, bytes, length, offset);
    if (before() != 0) return -1;
    ssize_t result = next(file, bytes, half(length), offset);
    after();
    return result;
}
ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset) { return pwrite64(file, bytes, length, offset); }

static const char *sync_of(int file) {
    struct stat found;
    return fstat(file, &found) == 0 && S_ISDIR(found.st_mode) ? "directory" : "sync";
}
int fsync(int file) { NEXT(fsync); WHOLE(strikes_file(sync_of(file), file), next(file)); }
int fdatasync(int file) { NEXT(fdatasync); WHOLE(strikes_file("sync", file), next(file)); }
int ftruncate64(int file, off64_t length) { NEXT(ftruncate64); WHOLE(strikes_file("truncate", file), next(file, length)); }
int ftruncate(int file, off_t length) { return ftruncate64(file, length); }
int rename(const char *from, const char *to) { NEXT(rename); WHOLE(strikes("rename", to), next(from, to)); }
int link(const char *from, const char *to) { NEXT(link); WHOLE(strikes("link", to), next(from, to)); }
int unlink(const char *path) { NEXT(unlink); WHOLE(strikes("unlink", path), next(path)); }
int mkdir(const char *path, mode_t mode) { NEXT(mkdir); WHOLE(strikes("create", path), next(path, mode)); }

int open64(const char *path, int flags, ...) {
    NEXT(open64);
    va_list list;
    va_start(list, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
    va_end(list);
    int is_new = (flags & O_CREAT) && syscall(SYS_faccessat, AT_FDCWD, path, F_OK) != 0;
    WHOLE(strikes("open", path) || (is_new && strikes("create", path)), next(path, flags, mode));
}
int open(const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
    va_end(list);
    return open64(path, flags, mode);
}

// syncfs(2) is called by its number.
long syscall(long number, ...) {
    NEXT(syscall);
    va_list list;
    va_start(list, number);
    long a[6];
    for (int i = 0; i < 6; i++) a[i] = va_arg(list, long);
    va_end(list);
    if (number != SYS_syncfs) return next(number, a[0], a[1], a[2], a[3], a[4], a[5]);
    WHOLE(strikes_file("sync", (int)a[0]), next(number, a[0]));
}
