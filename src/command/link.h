/* Links given by name. Private to the command layer. */
#ifndef WANGGE_COMMAND_LINK_H
#define WANGGE_COMMAND_LINK_H

#include "wangge/base/error.h"

struct call;
struct field;
struct record;

/* Replaces the name in record's field (a login, an area's code or name, a door) by the id; other fields are left. */
enum err link_resolve(struct call *call, const struct field *field, struct record *record, struct error *e);

/* Puts the name of what a link field means beside it, "area_name" beside "area", where the record has none yet. */
void link_names(struct call *call, struct record *record);

#endif
