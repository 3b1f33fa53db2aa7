/* Records that a command is given: --field=value options, or JSON on standard input. Private to the command layer. */
#ifndef WANGGE_COMMAND_INPUT_H
#define WANGGE_COMMAND_INPUT_H

#include "wangge/base/error.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct call;
struct list_query;
struct record;
struct table;

/* What one noun does to save and to show a record. */
struct saver {
    /* A record with the defaults of a new one; given is what the user gave. NULL: record_defaults. */
    enum err (*start)(struct call *call, const struct record *given, struct record *out, struct error *e);
    const char *named; /* the field that the first argument of "add" gives: user add LOGIN; NULL: none */
    enum err (*add)(struct call *call, struct record *record, int64_t *id, struct error *e);
    enum err (*change)(struct call *call, int64_t id, struct record *record, struct error *e); /* NULL: none */
    enum err (*read)(struct call *call, const char *key, struct record *out, struct error *e);
    /* Would add take the record? NULL: what the description says decides. */
    enum err (*check)(struct call *call, struct record *record, struct error *e);
    /* What belongs to the thing beside its fields: into object, or printed as text when that is NULL. NULL: nothing. */
    enum err (*beside)(struct call *call, const struct record *record, json_t *object, struct error *e);
};

/* "NOUN add": one record of the options, or with --json and without such options one object or an array on standard
 * input. An array is checked whole before its first row is saved; then each row is saved by itself and reported. */
enum err input_add(struct call *call, const struct saver *saver, struct error *e);
/* "NOUN change KEY": the fields given replace those of the record; --version (or "version") guards against overwriting
 * what somebody else saved in the meantime. */
enum err input_change(struct call *call, const struct saver *saver, struct error *e);
/* The fields given by options only, links resolved, into record. */
enum err input_options(struct call *call, struct record *record, struct error *e);
/* Prints the thing that key names: one JSON object, or its fields as text. */
enum err input_show(struct call *call, const struct saver *saver, const char *key, struct error *e);
/* The list query of --where --search --sort --limit --after. */
enum err input_query(struct call *call, struct list_query *query, struct error *e);

/* Ids of what people call by name: an area by code or name, a user by login or name, a household by its door. */
enum err input_area(struct call *call, const char *text, int64_t *id, struct error *e);

#endif
