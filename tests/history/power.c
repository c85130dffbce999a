/* A disk and a clock that a test holds in its hand, preloaded into the hall's process.
 *
 * A page of memory shared with the test says what happens: the clock is so far off, writes find the disk
 * full, syncs fail. After each sync of a database file a copy of it is kept: it is what a power cut leaves,
 * since what was written and not synced is gone with it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct control { int64_t clock_off_s; int32_t disk_full; int32_t sync_fails; };
static const struct control calm;
static const struct control *now = &calm;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("HALL_TEST_CONTROL");
    int fd = path ? open(path, O_RDONLY) : -1;
    if (fd < 0) return;
    void *page = mmap(NULL, sizeof calm, PROT_READ, MAP_SHARED, fd, 0);
    if (page != MAP_FAILED) now = page;
    close(fd);
}

/* The path of a database file that is open under a descriptor, or nothing. */
static int database(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 16);
    if (length <= 0) return 0;
    path[length] = 0;
    return strstr(path, "/hall.db") != NULL && strstr(path, "-shm") == NULL;
}

static void keep(const char *path) {
    char kept[PATH_MAX + 32], fresh[PATH_MAX + 32];
    snprintf(kept, sizeof kept, "%s.durable", path);
    snprintf(fresh, sizeof fresh, "%s.durable.%d", path, gettid());
    int from = open(path, O_RDONLY), to = open(fresh, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    struct stat size;
    if (from >= 0 && to >= 0 && fstat(from, &size) == 0) {
        off_t left = size.st_size;
        while (left > 0) {
            ssize_t sent = sendfile(to, from, NULL, (size_t)left);
            if (sent <= 0) break;
            left -= sent;
        }
        rename(fresh, kept);
    }
    if (from >= 0) close(from);
    if (to >= 0) close(to);
}

static int synced(int fd, const char *name) {
    char path[PATH_MAX];
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    if (!database(fd, path)) return real(fd);
    if (now->sync_fails) { errno = EIO; return -1; }
    int result = real(fd);
    if (result == 0) keep(path);
    return result;
}

int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }

static int full(int fd) {
    char path[PATH_MAX];
    if (!now->disk_full || !database(fd, path)) return 0;
    errno = ENOSPC;
    return 1;
}

ssize_t write(int fd, const void *bytes, size_t count) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    return full(fd) ? -1 : real(fd, bytes, count);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
    static ssize_t (*real)(int, const void *, size_t, off64_t);
    if (!real) real = (ssize_t (*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
    return full(fd) ? -1 : real(fd, bytes, count, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) { return pwrite64(fd, bytes, count, at); }

int clock_gettime(clockid_t which, struct timespec *at) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(which, at);
    if (result == 0 && which == CLOCK_REALTIME) at->tv_sec += now->clock_off_s;
    return result;
}
