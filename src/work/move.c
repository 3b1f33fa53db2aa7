#include "move_inside.h"

#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"
#include "wangge/work/audit.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define DOOR "to_area house address building unit room"

static const struct move_kind kinds[] = {
    {.code = "move_in",
     .letter = 'i',
     .needs = "name relation",
     .asks = "citizen_id household sex birth phone " DOOR " place reason note",
     .help = N_("somebody comes to live here, new or known by the citizen ID")      },
    {.code = "move_out",
     .letter = 'o',
     .needs = "household",
     .asks = "persons head place reason note",
     .help = N_("people leave, or the whole household")                             },
    {.code = "move_house",
     .letter = 'h',
     .needs = "household",
     .asks = DOOR " reason note",
     .help = N_("the household goes to another door, with people and registers")    },
    {.code = "split",
     .letter = 's',
     .needs = "household persons",
     .asks = "head " DOOR " reason note",
     .help = N_("some people form a household of their own")                        },
    {.code = "merge",
     .letter = 'm',
     .needs = "household to_household relation",
     .asks = "reason note",
     .help = N_("this household joins another one and is closed")                   },
    {.code = "birth",
     .letter = 'b',
     .needs = "household persons name sex birth_order",
     .asks = "relation citizen_id note",
     .help = N_("a child is born to a mother of the household")                     },
    {.code = "death",
     .letter = 'd',
     .needs = "household persons",
     .asks = "head note",
     .help = N_("somebody has died: registers end, the household gets another head")},
};

static const struct {
    const char *code;
    enum err (*run)(struct mover *m, struct error *e);
} runs[] = {
    {"move_in",    move_in   },
    {"move_out",   move_out  },
    {"move_house", move_house},
    {"split",      move_split},
    {"merge",      move_merge},
    {"birth",      move_birth},
    {"death",      move_death},
};

size_t move_kind_count(void)
{
    return COUNT_OF(kinds);
}

const struct move_kind *move_kind_at(size_t i)
{
    return &kinds[i];
}

const struct move_kind *move_kind_find(const char *code)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (strcmp(kinds[i].code, code) == 0)
            return &kinds[i];
    return NULL;
}

static bool has_word(const char *words, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = words; (at = strstr(at, word)) != NULL; at += n)
        if ((at == words || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            return true;
    return false;
}

bool move_kind_needs(const struct move_kind *kind, const char *field)
{
    return has_word(kind->needs, field);
}

bool move_kind_has(const struct move_kind *kind, const char *field)
{
    return has_word(kind->needs, field) || has_word(kind->asks, field);
}

void move_fault(struct mover *m, const char *field, const char *format, ...)
{
    struct error fault = {0};
    char text[sizeof fault.text];
    va_list list;

    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    error_set(&fault, ERR_INVALID, field, "%s", text);
    if (m->first.code == ERR_NONE)
        m->first = fault;
    if (m->on_fault != NULL)
        m->on_fault(m->to, &fault);
}

void move_tell(struct mover *m, const char *format, ...)
{
    char line[512];
    va_list list;

    if (m->silent)
        return;

    va_start(list, format);
    vsnprintf(line, sizeof line, format, list);
    va_end(list);
    if (m->told.length > 0)
        buffer_add_char(&m->told, '\n');
    buffer_add_text(&m->told, line);
}

static enum err run(struct mover *m, struct error *e)
{
    for (size_t i = 0; i < COUNT_OF(runs); i++)
        if (strcmp(runs[i].code, m->kind->code) == 0)
            return runs[i].run(m, e);
    return ERR_NONE;
}

/* The row first, for its number stands at everything that the move does; what was done, at the end. */
static enum err carry_out(struct mover *m, struct error *e)
{
    const struct table *table = table_find("move");
    struct db *db = m->work->db;
    int64_t by = m->work->actor.user;

    record_set(m->given, "persons", move_names(m, &m->who));
    record_set_int(m->given, "area", m->area);
    enum err r = store_add(db, table, m->given, by, &m->id, e);
    if (r == ERR_NONE)
        r = run(m, e);
    record_set(m->given, "result", buffer_text(&m->told));
    record_set(m->given, "version", "1");
    return r == ERR_NONE ? store_change(db, table, m->id, m->given, by, e) : r;
}

/* In the caller's transaction: all that can be said against it, then the move itself. */
static enum err move_on(struct mover *m, struct error *e)
{
    enum err r = right_range(m->work, "person.write", &m->range, e);

    if (r == ERR_NONE)
        r = move_check(m, e);
    if (r == ERR_NONE && m->first.code != ERR_NONE) {
        *e = m->first;
        return m->first.code;
    }
    return r == ERR_NONE ? carry_out(m, e) : r;
}

static void mover_end(struct mover *m)
{
    buffer_free(&m->told);
    pool_free(&m->pool);
}

enum err move_add(struct work *work, struct record *record, int64_t *id,
                  void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    struct error none = {0};
    struct mover m = {.work = work, .pool = pool_new(), .given = record, .on_fault = on_fault, .to = to};
    enum err r = db_begin(work->db, e == NULL ? &none : e);

    if (r == ERR_NONE)
        r = move_on(&m, e == NULL ? &none : e);
    r = audit_end(work, r, "person.write", "move", m.id, m.kind == NULL ? "move" : m.kind->code, e);
    if (r == ERR_NONE && id != NULL)
        *id = m.id;
    mover_end(&m);
    return r;
}

enum err move_try(struct work *work, struct record *record, struct error *e)
{
    struct error none = {0};
    struct mover m = {.work = work, .pool = pool_new(), .given = record};
    enum err r = db_begin(work->db, e == NULL ? &none : e);

    if (r == ERR_NONE)
        r = move_on(&m, e == NULL ? &none : e);
    db_rollback(work->db);
    mover_end(&m);
    return r;
}
