/* The records that a call gives: one of options, or one or many of standard input. Private to the command layer. */
#ifndef WANGGE_COMMAND_BATCH_H
#define WANGGE_COMMAND_BATCH_H

#include "wangge/base/error.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct call;
struct record;
struct saver;

struct batch {
    bool array; /* many came in, so each row is reported */
    size_t count;
    struct record **records;
};

/* One record of the options; with --json and no field among the options, one object or an array on standard input. */
enum err batch_read(struct call *call, struct batch *batch, struct error *e);
/* Replaces every record by a new row's defaults with what was given laid over them. */
enum err batch_start(struct call *call, const struct saver *saver, struct batch *batch, struct error *e);
/* Checks every row and reports the faulty ones; the first fault is in *e. */
enum err batch_check(struct call *call, const struct saver *saver, const struct batch *batch, struct error *e);
void batch_free(struct batch *batch);

void record_overlay(struct record *record, const struct record *given);
json_t *json_of_fault(size_t row, const struct error *fault);

#endif
