/* The very records behind a figure of the evaluation. */
#include "evaluation.h"
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/ui/list.h"
#include "wangge/ui/ui.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

enum { DETAIL_LINES = 2 };

struct records {
    struct work *work;
    struct whose whose;
    const char *item, *label, *measure;
    double counted, due;
};

static void keep_measure(struct rows *rows, const char *measure)
{
    size_t kept = 0;
    for (size_t i = 0; i < rows->count; i++)
        if (strcmp(rows_text(rows, i, "measure"), measure) == 0)
            memmove(rows->values + kept++ * rows->columns, rows->values + i * rows->columns,
                    rows->columns * sizeof *rows->values);
    rows->count = kept;
}

/* Rows are told apart by their place: one record may count in several measures. */
static void number_rows(struct pool *pool, struct rows *rows)
{
    const char **names = pool_new_piece(pool, rows->columns + 1, sizeof *names);
    struct value *values = pool_new_piece(pool, rows->count * (rows->columns + 1) + 1, sizeof *values);
    for (size_t c = 0; c < rows->columns; c++)
        names[c] = strcmp(rows->names[c], "id") == 0 ? "object" : rows->names[c];
    names[rows->columns] = "id";
    for (size_t i = 0; i < rows->count; i++) {
        struct value *row = values + i * (rows->columns + 1);
        memcpy(row, rows->values + i * rows->columns, rows->columns * sizeof *row);
        row[rows->columns] = (struct value){
            .type = VALUE_INT, .number = (int64_t)i + 1, .text = pool_format(pool, "%lld", (long long)i + 1)};
    }
    rows->names = names;
    rows->values = values;
    rows->columns++;
}

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct records *records = to;
    const struct whose *whose = &records->whose;
    enum err err =
        evaluation_records(records->work, pool, whose->month, whose->subject, whose->who, records->item, out, e);
    if (err != ERR_NONE)
        return err;
    if (records->measure != NULL)
        keep_measure(out, records->measure);
    number_rows(pool, out);
    records->counted = records->due = 0;
    for (size_t i = 0; i < out->count; i++) {
        records->counted += rows_real(out, i, "counted");
        records->due += rows_real(out, i, "due");
    }
    return rows_page(pool, out, query, total);
}

/* "+" or "-" of one thing that is due; of several, as fields of a person, how many of how many. */
static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    double counted = rows_real(rows, row, "counted"), due = rows_real(rows, row, "due");
    if (strcmp(field, "on") == 0)
        return strlen(rows_text(rows, row, "on")) > 5 ? rows_text(rows, row, "on") + 5 : "";
    if (strcmp(field, "counted") != 0)
        return NULL;
    if (due > 1)
        return evaluation_share(pool, counted, due);
    if (counted <= 0)
        return due > 0 ? "-" : "0";
    return counted == 1 ? "+" : pool_format(pool, "%.2g", counted);
}

/* What has no room in its row. */
static void detail(struct ui *ui, void *to, const struct rows *rows, size_t row, int first_row, int lines)
{
    struct pool *pool = pool_new();
    const char *note = rows_text(rows, row, "note"), *text = rows_text(rows, row, "text"), *wrapped[DETAIL_LINES];
    (void)to;
    const char *all = *note == '\0' ? text : *text == '\0' ? note : pool_format(pool, "%s  %s", text, note);
    size_t count = tell_wrapped(pool, all, ui_columns(ui) - 2, wrapped, COUNT_OF(wrapped));
    for (size_t i = 0; i < count && (int)i < lines; i++)
        ui_put(ui, first_row + (int)i, 1, 0, STYLE_DIM, wrapped[i]);
    pool_free(&pool);
}

bool evaluation_open_object(struct ui *ui, struct work *work, const char *kind, int64_t id)
{
    static const struct {
        const char *kind;
        void (*screen)(struct ui *ui, struct work *work, int64_t id);
    } kinds[] = {
        {"visit",      visit_view_screen    },
        {"case",       case_view_screen     },
        {"household",  household_card_screen},
        {"person",     person_screen        },
        {"drill",      drill_view_screen    },
        {"spot_check", check_doors_screen   },
    };
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (strcmp(kinds[i].kind, kind) == 0) {
            kinds[i].screen(ui, work, id);
            return true;
        }
    const struct table *table = table_find(kind);
    if (table == NULL || table->own_storage)
        return false;
    table_view_screen(ui, work, table, id);
    return true;
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct records *records = to;
    if (!evaluation_open_object(ui, records->work, rows_text(rows, row, "kind"), rows_int(rows, row, "object")))
        ui_note(ui, "%s", rows_text(rows, row, "text"));
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct records *records = to;
    (void)list;
    if (action != ACTION_APPEAL || row == SIZE_MAX)
        return false;
    if (!records->whose.own)
        ui_note(ui, "%s", _("Only those whom it concerns appeal against an evaluation."));
    else if (rows_text(rows, row, "no")[0] == '\0')
        ui_note(ui, "%s", _("This record has no number: appeal against the item, one page back."));
    else
        evaluation_appeal_form(ui, records->work, &records->whose, records->item, records->label,
                               rows_text(rows, row, "no"));
    return true;
}

static void heading(void *to, char *out, size_t room)
{
    const struct records *records = to;
    struct pool *pool = pool_new();
    const char *share = evaluation_share(pool, records->counted, records->due);
    snprintf(out, room, _("%s %s  %s: %s"), records->whose.name, records->whose.month, records->label, share);
    pool_free(&pool);
}

static const struct ui_list_column COLUMNS[] = {
    {"counted", 7,  1,  0, N_("Counted")},
    {"on",      5,  -1, 0, N_("On")     },
    {"no",      16, -1, 3, N_("No.")    },
    {"text",    0,  -1, 0, N_("Text")   },
    {"note",    16, -1, 1, N_("Note")   },
    {NULL,      0,  0,  0, NULL         },
};

/* Doors are told whole: their numbers say less. */
static const struct ui_list_column DOORS[] = {
    {"counted", 7,  1,  0, N_("Counted")},
    {"on",      5,  -1, 0, N_("On")     },
    {"text",    0,  -1, 0, N_("Door")   },
    {"note",    18, -1, 1, N_("Note")   },
    {"no",      16, -1, 2, N_("No.")    },
    {NULL,      0,  0,  0, NULL         },
};

static bool is_of_doors(const char *item)
{
    return strcmp(item, "entry") == 0 || strcmp(item, "must_visit") == 0;
}

void evaluation_records_screen(struct ui *ui, struct work *work, const struct whose *whose, const char *item,
                               const char *label, const char *measure)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_APPEAL, ACTION_NONE};
    static const struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .open = open,
        .action = action,
        .detail = detail,
        .detail_lines = DETAIL_LINES,
        .heading = heading,
        .foot = foot,
        .help = N_("The records behind the figure: + counted (or the part of 1 that counts), - due but not done, with "
                   "the reason beside it. y appeals against the record under the cursor."),
    };
    struct records records = {.work = work, .whose = *whose, .item = item, .label = label, .measure = measure};
    struct list_query query = {0};
    ui_list_run(ui, label, NULL, is_of_doors(item) ? DOORS : COLUMNS, &ops, &query, &records);
}
