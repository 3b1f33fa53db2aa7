/* A database in a folder of its own, which goes when the test ends. */
#ifndef WANGGE_TEST_DB_HELPER_H
#define WANGGE_TEST_DB_HELPER_H

#include "../scratch.h"

#include "wangge/base/log.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/db/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[SCRATCH_ROOM];

__attribute__((unused)) static const char *in_folder(const char *name)
{
    static char path[160];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *name, const char *text)
{
    FILE *f = fopen(in_folder(name), "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

static void make_folder(void)
{
    char command[160];
    scratch_folder(folder, "db");
    snprintf(command, sizeof command, "mkdir %s/queries", folder);
    assert_int_equal(system(command), 0);
}

static void remove_folder(void)
{
    assert_int_equal(scratch_remove(folder), 0);
}

#endif
