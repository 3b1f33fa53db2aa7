/* Answering rows of a checklist, and taking in late ones: what the screens of sweeps and of the diary share. */
#ifndef SCREEN_SWEEP_ANSWER_H
#define SCREEN_SWEEP_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ui;
struct work;

/* Answers the rows; outcome NULL: asked for. Of a hit a note is asked. visit: the entry that tells it, 0 for none. */
bool sweep_answer_rows(struct ui *ui, struct work *work, const int64_t *ids, size_t count, const char *outcome,
                       int64_t visit);
/* Shows who came later and adds them after a question. */
void sweep_late_ask(struct ui *ui, struct work *work, int64_t id);

#endif
