/* Records out of JSON. Private to the command layer. */
#ifndef WANGGE_COMMAND_JSON_INPUT_H
#define WANGGE_COMMAND_JSON_INPUT_H

#include "wangge/base/error.h"

#include <jansson.h>
#include <stdio.h>

struct buffer;
struct record;
struct table;

/* All of in, up to 8 MiB. */
enum err input_text(FILE *in, struct buffer *text, struct error *e);
/* All of in as one JSON value, which the caller releases. */
enum err json_input(FILE *in, json_t **out, struct error *e);
/* The fields of object. "sex_text" beside "sex" is passed over, so that what show prints can be given back. */
enum err json_record(const struct table *table, json_t *object, struct record *record, struct error *e);

#endif
