#include "edit_history.h"

#include "wangge/base/memory.h"
#include "wangge/ui/edit.h"

#include <string.h>

enum { STEPS = 32 };

struct step {
    char *text;
    size_t caret;
};

struct stack {
    struct step steps[STEPS];
    size_t count;
};

struct edit_history {
    struct stack undo, redo;
    enum change last;
};

struct edit_history *edit_history_new(void)
{
    return mem_new(1, sizeof(struct edit_history));
}

static void clear(struct stack *stack)
{
    while (stack->count > 0)
        mem_free(stack->steps[--stack->count].text);
}

void edit_history_free(struct edit_history **history)
{
    if (*history == NULL)
        return;
    clear(&(*history)->undo);
    clear(&(*history)->redo);
    mem_free(*history);
    *history = NULL;
}

static void wipe(struct stack *stack)
{
    for (size_t i = 0; i < stack->count; i++)
        mem_wipe(stack->steps[i].text, strlen(stack->steps[i].text));
}

void edit_history_wipe(struct edit_history *history)
{
    wipe(&history->undo);
    wipe(&history->redo);
}

/* The oldest step is forgotten when the stack is full. */
static void push(struct stack *stack, const struct edit *edit)
{
    if (stack->count == STEPS) {
        mem_free(stack->steps[0].text);
        memmove(stack->steps, stack->steps + 1, (STEPS - 1) * sizeof(stack->steps[0]));
        stack->count--;
    }
    stack->steps[stack->count++] = (struct step){mem_text(buffer_text(&edit->text)), edit->caret};
}

static void take_back(struct stack *from, struct stack *to, struct edit *edit)
{
    if (from->count == 0)
        return;
    push(to, edit);
    struct step *step = &from->steps[--from->count];
    buffer_clear(&edit->text);
    buffer_add_text(&edit->text, step->text);
    edit->caret = step->caret;
    mem_free(step->text);
}

void edit_history_keep(struct edit_history *history, const struct edit *edit, enum change change)
{
    if (change == CHANGE_WHOLE || change != history->last)
        push(&history->undo, edit);
    clear(&history->redo);
    history->last = change;
}

void edit_history_pause(struct edit_history *history)
{
    history->last = CHANGE_NONE;
}

void edit_history_undo(struct edit_history *history, struct edit *edit)
{
    take_back(&history->undo, &history->redo, edit);
    history->last = CHANGE_NONE;
}

void edit_history_redo(struct edit_history *history, struct edit *edit)
{
    take_back(&history->redo, &history->undo, edit);
    history->last = CHANGE_NONE;
}
