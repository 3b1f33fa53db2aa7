/* Adding and changing a user. */
#include "desk.h"
#include "screens.h"

#include "wangge/base/i18n.h"
#include "wangge/base/text.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/right.h"
#include "wangge/work/user.h"

#include <stdio.h>
#include <string.h>

struct user_form {
    struct desk desk;
    int64_t added; /* id of the user just added */
    char role[40]; /* of the post that a changed user holds, and where */
    int64_t area;
};

static enum err save(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                     void *ui_form, struct error *e)
{
    struct user_form *form = to;
    enum err err = form->desk.object ? user_change(form->desk.work, form->desk.object, record, e)
                                     : user_add(form->desk.work, record, &form->added, e);
    if (err == ERR_INVALID && e->field[0])
        on_fault(ui_form, e);
    return err;
}

/* Who may not grant asks; and only for what is not so already. */
static bool asks_for_post(const struct user_form *form, const struct record *record)
{
    const char *role = record_get(record, "role");
    if (right_scope(form->desk.work, "post.grant") != SCOPE_NONE || *role == '\0')
        return false;
    return form->desk.object == 0 || strcmp(role, form->role) != 0 || record_int(record, "area") != form->area;
}

static void preview(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                    size_t most)
{
    struct user_form *form = to;
    *count = 0;
    if (asks_for_post(form, record))
        desk_say(&form->desk, pool, _("The post is asked for: it holds when the security administrator grants it"),
                 lines, count, most);
    if (!form->desk.object)
        desk_say(&form->desk, pool,
                 _("After saving a first password is made and shown once; it has to be changed at the first login"),
                 lines, count, most);
}

static const struct ui_form_ops OPS = {
    .choices = desk_choices,
    .show = desk_show,
    .save = save,
    .theirs = desk_theirs,
    .draft = desk_draft,
    .discard = desk_discard,
    .preview = preview,
    .same_as_last = desk_same_as_last,
};

static void write_new(struct user_form *form)
{
    struct record *record = record_new();
    record_defaults(record, form->desk.table);
    if (desk_run(form, _("Add a user"), &OPS, record, NULL) >= FORM_SAVED) {
        user_show_password(form->desk.ui, form->desk.work, form->added);
        if (*record_get(record, "role") != '\0' && right_scope(form->desk.work, "post.grant") == SCOPE_NONE)
            ui_note(form->desk.ui, "%s",
                    _("The post is asked for: it holds when the security administrator grants it."));
    }
    record_free(&record);
}

static void keep_post(struct user_form *form)
{
    struct record *record = record_new();
    char id[24];
    struct error e = {0};
    snprintf(id, sizeof id, "%lld", (long long)form->desk.object);
    if (user_read(form->desk.work, id, record, &e) == ERR_NONE) {
        text_copy(form->role, sizeof form->role, record_get(record, "role"));
        form->area = record_int(record, "area");
    }
    record_free(&record);
}

static void run(struct ui *ui, struct work *work, int64_t object, bool resume)
{
    struct user_form form = {
        .desk = {.ui = ui,
                 .work = work,
                 .table = table_find("user"),
                 .form = "user",
                 .object = object,
                 .title_field = "login",
                 .read = user_read,
                 .single = true,
                 .resume = resume}
    };
    if (object)
        keep_post(&form);
    if (object)
        desk_change(&form, &OPS, "login");
    else
        write_new(&form);
    desk_end(&form.desk);
}

void user_write_screen(struct ui *ui, struct work *work)
{
    run(ui, work, 0, false);
}

void user_change_screen(struct ui *ui, struct work *work, int64_t id)
{
    run(ui, work, id, false);
}

void user_resume(struct ui *ui, struct work *work, int64_t object)
{
    run(ui, work, object, true);
}
