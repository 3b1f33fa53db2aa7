/* What the files export*.c share: one export on its way. */
#ifndef WANGGE_SRC_WORK_EXPORT_INSIDE_H
#define WANGGE_SRC_WORK_EXPORT_INSIDE_H

#include "wangge/base/error.h"
#include "wangge/table/list.h"
#include "wangge/work/export.h"
#include "wangge/work/right.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct pool;
struct table_writer;
struct work;

struct export_run {
    struct work *work;
    const struct export *export;
    struct scope_range range;
    struct list_query query; /* of the next page */
    struct table_writer *writer;
    struct pool *pool;
    const char **cells;
    size_t count;
    int64_t rows, look; /* written; the audit row that the people in it are noted under */
};

/* Rights, the audit row and the heading; then pages until *done; export_end in any case, which returns r or what
 * failed at the end. out NULL: xlsx, at path. */
enum err export_begin(struct export_run *run, FILE *out, const char *path, struct error *e);
enum err export_page(struct export_run *run, bool *done, struct error *e);
enum err export_end(struct export_run *run, enum err r, struct error *e);

/* A file of the actor's to write to. export_store keeps it, or removes it when r is an error, and returns r. */
struct export_target {
    int64_t file;
    FILE *out; /* NULL for xlsx */
    char name[128], path[PATH_MAX];
};
enum err export_stored(struct work *work, const struct export *export, struct export_target *to, struct error *e);
enum err export_store(struct work *work, struct export_target *to, enum err r, struct error *e);
/* The line in the inbox. */
enum err export_tell(struct work *work, const struct export *export, int64_t file, int64_t rows, struct error *e);

#endif
