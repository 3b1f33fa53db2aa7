/* Deleting the marked rows of a list at once, and taking them back. */
#include "table_list.h"

#include "links.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/table.h"

#include <string.h>

#define MARKED_MOST 10000

static bool agreed(struct table_list *list, const char *title, size_t count)
{
    if (count == 1)
        return ui_confirm(list->ui, _("Delete %s? u takes it back, and it stays in the recycle list (R)."), title);
    return ui_confirm(list->ui, _("Delete %zu rows of %s? u takes them back, and they stay in the recycle list (R)."),
                      count, table_label(list->table));
}

/* The row's name in title. */
static enum err delete_one(struct table_list *list, int64_t id, struct buffer *title, struct error *e)
{
    struct record *record = record_new();
    buffer_clear(title);
    enum err r = table_read(list->work, list->table, id, record, e);
    if (r == ERR_NONE) {
        link_title(list->work, list->table, record, title);
        r = table_delete(list->work, list->table, id, record_int(record, "version"), e);
    }
    record_free(&record);
    return r;
}

/* One by one; every failure is told with its reason. */
static void delete_all(struct table_list *list, const int64_t *ids, size_t count)
{
    struct buffer refused = {0}, title = {0}, heading = {0};
    mem_free(list->undo);
    list->undo = mem_new(count + 1, sizeof *list->undo);
    list->undo_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct error e = {0};
        if (delete_one(list, ids[i], &title, &e) == ERR_NONE)
            list->undo[list->undo_count++] = ids[i];
        else
            buffer_format(&refused, "%s: %s\n", buffer_text(&title), e.text);
    }
    if (list->undo_count < count) {
        buffer_format(&heading, _("%zu of %zu deleted, not these"), list->undo_count, count);
        ui_read(list->ui, buffer_text(&heading), buffer_text(&refused));
    } else {
        ui_note(list->ui, _("%zu deleted: u takes back, R shows what was deleted"), count);
    }
    buffer_free(&refused);
    buffer_free(&title);
    buffer_free(&heading);
}

static void title_of(struct table_list *list, int64_t id, struct buffer *title)
{
    struct record *record = record_new();
    if (table_read(list->work, list->table, id, record, NULL) == ERR_NONE)
        link_title(list->work, list->table, record, title);
    record_free(&record);
}

void table_delete_marked(struct table_list *list, struct ui_list *ui_list)
{
    int64_t *ids = mem_new(MARKED_MOST, sizeof *ids);
    struct buffer title = {0};
    size_t count = ui_list_marked(ui_list, ids, MARKED_MOST);
    if (count == 1)
        title_of(list, ids[0], &title);
    if (count && agreed(list, buffer_text(&title), count)) {
        delete_all(list, ids, count);
        ui_list_unmark(ui_list);
    }
    buffer_free(&title);
    mem_free(ids);
}

void table_delete_undo(struct table_list *list)
{
    struct error e = {0};
    size_t done = 0;
    if (!list->undo_count)
        ui_note(list->ui, "%s", _("nothing was deleted here just now; R shows what was deleted before"));
    for (size_t i = 0; i < list->undo_count; i++)
        done += table_restore(list->work, list->table, list->undo[i], &e) == ERR_NONE;
    if (done < list->undo_count)
        ui_error(list->ui, &e);
    else if (done)
        ui_note(list->ui, _("%zu taken back"), done);
    list->undo_count = 0;
}
