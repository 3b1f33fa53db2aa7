/* The walls around a network child: whoever takes it over finds no file, no database, no other process, no network
 * but the connection that it came by. Each wall stands for itself; what the kernel or a missing privilege does not
 * allow is left out and said so. */
#ifndef WANGGE_NET_SANDBOX_H
#define WANGGE_NET_SANDBOX_H

#include "wangge/base/error.h"

/* A sanitizer's own memory and system calls do not fit within limits and calls: such a build is for tests only. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

enum sandbox_wall {
    WALL_ROOT = 1,         /* an empty folder for the root of the file system */
    WALL_CAPABILITIES = 2, /* none, and none to be had */
    WALL_LIMITS = 4,       /* no new process, no written file, few descriptors, bounded memory */
    WALL_LANDLOCK = 8,     /* no file, no connection */
    WALL_CALLS = 16,       /* the few system calls of a relay; any other kills the process */
};

/* Once, before the first fork. */
enum err sandbox_prepare(struct error *e);
/* For good, from here on. empty is an open descriptor of the folder for WALL_ROOT, which is closed, or -1. ERR_FAILED
 * when a wall that must stand does not: capabilities, limits and calls. *standing (may be NULL) gets the walls. */
enum err sandbox_enter(int empty, unsigned *standing, struct error *e);
/* Words for the log: "root, capabilities, ...". */
const char *sandbox_words(unsigned standing, char *out, unsigned room);

#endif
