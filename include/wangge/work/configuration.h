/* The configuration as it is shown: every key with the value that holds, where it comes from and what it means. Nothing
 * in it is secret: secrets are files, of which only the path is told. */
#ifndef WANGGE_WORK_CONFIGURATION_H
#define WANGGE_WORK_CONFIGURATION_H

#include "wangge/base/config.h"
#include "wangge/base/error.h"

struct pool;
struct work;

struct configuration_value {
    const struct config_key *key;
    const char *name;     /* "server.port" */
    const char *value;    /* that the server goes by */
    const char *source;   /* "default", "line 12" */
    const char *now_file; /* what the file says since the server read it; NULL when that is the same */
    int line;             /* 0 for a default */
};

struct configuration {
    const char *file;  /* its path */
    const char *found; /* how it was found, in words */
    const char *fault; /* what is wrong with the file by now; NULL for nothing */
    struct configuration_value values[CONFIG_COUNT];
};

/* Needs config.read. ERR_STATE in a program that has no configuration. What out points to is the pool's. */
enum err configuration_read(struct work *work, struct pool *pool, struct configuration *out, struct error *e);

#endif
