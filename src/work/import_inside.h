/* Shared by the files of the import: what columns mean, and the rules of tables whose files say more than their fields
 * hold. */
#ifndef WANGGE_SRC_WORK_IMPORT_INSIDE_H
#define WANGGE_SRC_WORK_IMPORT_INSIDE_H

#include "wangge/table/table_file.h"
#include "wangge/work/import.h"
#include "wangge/work/right.h"

#include <stddef.h>

struct field;
struct record;

#define IMPORT_WORDS 18

/* One row of the file on its way. */
struct import_row {
    long line;
    int64_t ends;              /* rows of data up to this one */
    struct record *record;     /* values of fields as they are typed */
    char *words[IMPORT_WORDS]; /* values of columns that are no fields, by number; NULL when empty */
};

/* A table whose files have columns beside its fields; fill turns their values into fields. */
struct import_rules {
    const char *table;
    const char *titles[IMPORT_WORDS]; /* by number; titles of one column, separated by commas */
    enum err (*fill)(struct work *work, struct import_row *row, bool dry, struct error *e);
    /* For a table that is stored in its own way: the right that is needed, and what puts a row (*what: enum put). NULL:
     * the table's own. What was saved by it stays when the job fails: the same file goes on where it ended. */
    const char *right;
    enum err (*put)(struct work *work, const struct import_row *row, bool history, bool dry, int *what,
                    struct error *e);
    /* By which no two rows of a file may be the same: a field of the description, and the column that holds it. */
    const char *key;
    int key_word;
};
extern const struct import_rules import_person, import_case, import_user;
const struct import_rules *import_rules_of(const struct table *table); /* NULL: none */
/* The right to import into the table, its name and its range. */
enum err import_need(struct work *work, const struct table *table, char action[64], struct scope_range *range,
                     struct error *e);

/* What the columns of a file mean. */
struct import_plan {
    const struct table *table;
    const struct import_rules *rules; /* NULL: none */
    size_t count;
    struct import_column *columns;
    char **titles;  /* as they stand in the file */
    bool history;   /* import_options.history */
    char told[256]; /* a sentence on columns that are passed over, or "" */
};

/* Reads rows up to the header and what belongs to it. *first gets a row of data that was read in vain, when *has_first.
 */
enum err import_plan(struct import_plan *plan, const struct table *table, struct table_file *file, bool strict,
                     struct table_row *first, bool *has_first, struct error *e);
void import_plan_free(struct import_plan *plan);
/* The cells as values of fields. The row is freed by import_row_free, also after a fault. */
enum err import_row_read(const struct import_plan *plan, const struct table_row *cells, struct import_row *out,
                         struct error *e);
void import_row_free(struct import_row *row);
/* Links by name and the table's rules, in a copy; then the row is put into the table. */
enum err import_row_put(struct work *work, const struct import_plan *plan, const struct import_row *row, bool dry,
                        int *what, struct error *e);

struct import_options import_options_read(const char *text);

/* Keys that were seen in the file, and where. */
struct import_keys;
struct import_keys *import_keys_new(void);
void import_keys_free(struct import_keys **keys);
/* The line that has the same keys; 0, and this one is kept, when there is none (or the row has no key). */
long import_keys_seen(struct import_keys *keys, const struct table *table, const struct import_row *row);

/* The error file of a job: rows with a fault as they came, each with its number and the reason. */
enum err import_errors(struct work *work, const struct job *job, const struct import_plan *plan, const char *path,
                       int64_t *file, struct error *e);

#endif
