/* Undo and redo of an editor. Typing on and on is one step, ended by a move or another kind of change. */
#ifndef WANGGE_UI_EDIT_HISTORY_H
#define WANGGE_UI_EDIT_HISTORY_H

struct edit;
struct edit_history;

enum change { CHANGE_NONE, CHANGE_TYPE, CHANGE_DELETE, CHANGE_WHOLE };

struct edit_history *edit_history_new(void);
void edit_history_free(struct edit_history **history);
void edit_history_wipe(struct edit_history *history); /* overwrites every text */
/* Before a change: the text as it stands can be had back. */
void edit_history_keep(struct edit_history *history, const struct edit *edit, enum change change);
void edit_history_pause(struct edit_history *history); /* the next change is a step of its own */
void edit_history_undo(struct edit_history *history, struct edit *edit);
void edit_history_redo(struct edit_history *history, struct edit *edit);

#endif
