/* Settings that administrators change at the console: one table of rows (setting_rows.h) that the screen, the command
 * and the documentation read. What is not in the database has its default. How the server itself is run is told by its
 * configuration (base/config.h). */
#ifndef WANGGE_WORK_SETTING_H
#define WANGGE_WORK_SETTING_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct pool;
struct work;

enum setting_type { SETTING_NUMBER, SETTING_YES_NO, SETTING_TEXT, SETTING_ROLES };

enum setting_id {
#define SETTING(id, name, type, def, least, most, right, label, help) SETTING_##id,
#include "wangge/work/setting_rows.h"
#undef SETTING
    SETTING_COUNT
};

struct setting {
    const char *name;
    enum setting_type type;
    const char *def;
    long least, most; /* of a number */
    const char *right;
    const char *label, *help; /* msgids */
};

extern const struct setting settings[SETTING_COUNT];

/* -1 for no such name. */
int setting_find(const char *name);

/* What holds now. A database that cannot be asked gives the default, and the log says so. Asks no right. */
long setting_number(struct work *work, enum setting_id id);
bool setting_yes(struct work *work, enum setting_id id);
const char *setting_text(struct work *work, struct pool *pool, enum setting_id id);
/* Whether the role is among those of a setting of roles. */
bool setting_names(struct work *work, enum setting_id id, const char *role);

/* What it means that fresh is weaker than now, in a sentence; NULL when it is not. For the question before a change. */
const char *setting_weakens(enum setting_id id, const char *now, const char *fresh);
/* The same of a value that is weaker than the recommended one. */
const char *setting_is_weak(enum setting_id id, const char *value);
/* The part of a name before the point, in words: what a list of settings is grouped by. */
const char *setting_group(enum setting_id id);
/* A value in words: roles by their names, yes and no. */
const char *setting_in_words(struct pool *pool, enum setting_id id, const char *value);

struct setting_value {
    const struct setting *setting;
    const char *value, *value_text;      /* as it is kept; roles and yes or no in words */
    const char *changed_by, *changed_at; /* login, ISO; empty while the default holds */
    bool is_default, may;                /* may: the actor may change it */
};
/* All of them, in the order of the rows; what they point to is the pool's. Needs setting.read. */
enum err setting_list(struct work *work, struct pool *pool, struct setting_value out[SETTING_COUNT], struct error *e);
/* Needs the row's right; ERR_INVALID, field "value", with a sentence. NULL goes back to the default. Audited with the
 * name and both values. */
enum err setting_set(struct work *work, enum setting_id id, const char *value, struct error *e);

#endif
