/* What the screens of areas share. */
#ifndef SCREEN_AREAS_H
#define SCREEN_AREAS_H

#include <stdint.h>

struct ui;
struct work;

/* All that is known of an area: where it lies, who works there, what became of it. */
void area_view(struct ui *ui, struct work *work, int64_t id);
/* What can be changed of it, each with a preview and a question. */
void area_menu(struct ui *ui, struct work *work, int64_t id);

#endif
