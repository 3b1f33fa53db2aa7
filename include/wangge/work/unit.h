/* Units 责任单位 (etc/tables/unit.ini) and response templates 答复模板 (etc/tables/response_template.ini) as a case
 * needs them. Both are information tables; these are only the questions that a case asks. */
#ifndef WANGGE_WORK_UNIT_H
#define WANGGE_WORK_UNIT_H

#include "wangge/base/error.h"

#include <stdint.h>

struct buffer;
struct pool;
struct record;
struct rows;
struct work;

/* Units that work where the case lies and whose name, or code of a category, fits what was typed. Those that answer for
 * its category come first, the longest code before shorter ones, the smaller area before the larger. category and area
 * are the case's. rows: id, name, short_name, categories, area_name, head, phone, fits (the code that fits, or ""). */
enum err unit_fitting(struct work *work, struct pool *pool, const char *category, int64_t area, const char *typed,
                      struct rows *out, struct error *e);

/* Who works for the unit today; rows: id, name, login, role, area_name, post (in the unit). */
enum err unit_members(struct work *work, struct pool *pool, int64_t unit, struct rows *out, struct error *e);
/* What the unit is called in lists; "" for none. */
const char *unit_name(struct work *work, struct pool *pool, int64_t unit);

/* Templates for the text of a command about the case, those made for its category first. item as case_read gives it.
 * rows: id, title, text (as it is kept). */
enum err template_fitting(struct work *work, struct pool *pool, const char *command, const struct record *item,
                          const char *typed, struct rows *out, struct error *e);
/* The template's text with {number}/{编号} and so on filled in from the case. */
enum err template_fill(struct work *work, const char *id, const struct record *item, struct buffer *out,
                       struct error *e);

#endif
