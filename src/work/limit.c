#include "limit.h"

#include "wangge/base/csv.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/work/workflow.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct limit {
    const char *category, *urgency; /* "" fits every one */
    long hours;
};

static struct pool *pool;
static struct limit *limits;
static size_t limit_count;

static enum err read_limit(const struct csv *csv, const struct csv_row *row, struct limit *out, struct error *e)
{
    const char *hours = csv_cell(csv, row, "hours");
    char *end = NULL;

    *out = (struct limit){csv_cell(csv, row, "category"), csv_cell(csv, row, "urgency"), 0};
    if (out->category[0] != '\0' && code_parse(code_list("case_category"), out->category) == NULL)
        return error_set(e, ERR_INVALID, NULL, "%s:%d: no category %s", csv->path, row->line, out->category);
    if (out->urgency[0] != '\0' && code_parse(code_list("urgency"), out->urgency) == NULL)
        return error_set(e, ERR_INVALID, NULL, "%s:%d: no urgency %s", csv->path, row->line, out->urgency);
    errno = 0;
    out->hours = strtol(hours, &end, 10);
    if (end == hours || *end != '\0' || errno != 0 || out->hours <= 0 || out->hours > 24L * 366)
        return error_set(e, ERR_INVALID, NULL, "%s:%d: hours: a number from 1 to 8784", csv->path, row->line);
    return ERR_NONE;
}

enum err limits_load(const char *etc_dir, struct error *e)
{
    char path[512];
    struct csv *csv = NULL;

    pool_free(&pool);
    pool = pool_new();
    snprintf(path, sizeof path, "%s/limits.csv", etc_dir);
    enum err r = csv_load(pool, path, &csv, e);
    if (r != ERR_NONE)
        return r;
    limit_count = csv->count;
    limits = pool_new_piece(pool, csv->count + 1, sizeof *limits);
    for (size_t i = 0; r == ERR_NONE && i < csv->count; i++)
        r = read_limit(csv, &csv->rows[i], &limits[i], e);
    return r;
}

int64_t workflow_limit(const char *category, const char *urgency)
{
    for (size_t i = 0; i < limit_count; i++)
        if ((limits[i].category[0] == '\0' || strcmp(limits[i].category, category) == 0) &&
            (limits[i].urgency[0] == '\0' || strcmp(limits[i].urgency, urgency) == 0))
            return (int64_t)limits[i].hours * 3600;
    return 0;
}
