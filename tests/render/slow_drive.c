/* A drive that takes its time, laid under a process by LD_PRELOAD.

   What is written to files `film.*` below $SLOW_DRIVE takes $SLOW_MICROSECONDS a call more, and
   `fsync` of one says so by a file `syncing` in $SLOW_NOTES and waits for one called `go` there. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int slow(int fd) {
    char link[64], path[PATH_MAX];
    const char *drive = getenv("SLOW_DRIVE");
    if (!drive) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    const char *name = strrchr(path, '/');
    return !strncmp(path, drive, strlen(drive)) && name && !strncmp(name + 1, "film.", 5);
}

static void note(const char *name, char *path) {
    snprintf(path, PATH_MAX, "%s/%s", getenv("SLOW_NOTES"), name);
}

ssize_t write(int fd, const void *data, size_t size) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = dlsym(RTLD_NEXT, "write");
    if (slow(fd)) usleep(atoi(getenv("SLOW_MICROSECONDS")));
    return real(fd, data, size);
}

int fsync(int fd) {
    static int (*real)(int);
    char path[PATH_MAX];
    if (!real) real = dlsym(RTLD_NEXT, "fsync");
    if (slow(fd)) {
        note("syncing", path);
        close(open(path, O_CREAT | O_WRONLY, 0600));
        note("go", path);
        while (access(path, F_OK)) usleep(10000);
    }
    return real(fd);
}
