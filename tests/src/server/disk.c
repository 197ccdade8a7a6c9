/* Stands between the server and the system (LD_PRELOAD): what is written to the database's files fails as on a full
   disk while the file "full" is in $FIELDNOTE_FAULTS, and what is flushed fails as on a dying one while "dying" is. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int told(const char *fault) {
    char path[4096];
    const char *folder = getenv("FIELDNOTE_FAULTS");
    if (!folder) return 0;
    snprintf(path, sizeof path, "%s/%s", folder, fault);
    return access(path, F_OK) == 0;
}

static int of_database(int file) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strstr(path, "fieldnote.db") != NULL;
}

static int fails(int file, const char *fault, int code) {
    int before = errno;
    int failing = told(fault) && of_database(file);
    errno = failing ? code : before;
    return failing;
}

ssize_t write(int file, const void *bytes, size_t count) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = dlsym(RTLD_NEXT, "write");
    return fails(file, "full", ENOSPC) ? -1 : real(file, bytes, count);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
    static ssize_t (*real)(int, const void *, size_t, off64_t);
    if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
    return fails(file, "full", ENOSPC) ? -1 : real(file, bytes, count, at);
}

int fsync(int file) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fsync");
    return fails(file, "dying", EIO) ? -1 : real(file);
}
