/* Any bytes as CSV: refused, or rows that are read back the same after they were written. */
#include "fuzz.h"

#include "wangge/base/buffer.h"
#include "wangge/base/csv.h"
#include "wangge/base/pool.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    log_open("fuzz", "/dev/null", LOG_LEVEL_ERROR);
    return 0;
}

static void write_row(struct buffer *out, const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        if (i > 0)
            buffer_add_char(out, ',');
        csv_write_cell(out, row->cells[i], 0);
    }
    buffer_add_char(out, '\n');
}

/* A first cell that looks like a comment, or a row of one empty cell, is passed over: written lines must not be. */
static bool can_be_written(const struct csv_row *row)
{
    return row->count > 1 && *row->cells[0] != '#' && *row->cells[0] != '\0';
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error e = {0};
    struct csv *csv = NULL, *again = NULL;
    struct pool *pool = pool_new();
    struct buffer out = {0};
    if (csv_parse(pool, "x.csv", (const char *)data, size, &csv, &e) == ERR_NONE && can_be_written(&csv->header)) {
        bool all = true;
        write_row(&out, &csv->header);
        for (size_t i = 0; i < csv->count; i++) {
            MUST(csv->rows[i].count <= csv->header.count);
            all = all && can_be_written(&csv->rows[i]);
            write_row(&out, &csv->rows[i]);
        }
        if (all) {
            MUST(csv_parse(pool, "y.csv", buffer_text(&out), out.length, &again, &e) == ERR_NONE);
            MUST(again->count == csv->count);
            for (size_t i = 0; i < csv->count; i++)
                for (size_t k = 0; k < csv->rows[i].count; k++)
                    MUST(strcmp(csv->rows[i].cells[k], again->rows[i].cells[k]) == 0);
        }
    }
    buffer_free(&out);
    pool_free(&pool);
    return 0;
}
