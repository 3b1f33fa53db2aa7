/* What is done with a month of the evaluation: its steps, its file, its trend, its schemes. */
#include "evaluation.h"
#include "scheme.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/evaluation_report.h"
#include "wangge/work/evaluation_state.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

static const struct {
    char letter;
    const char *word, *done, *right, *ask;
    enum err (*act)(struct work *work, const char *month, int64_t *changed, struct error *e);
} STEP_ROWS[MONTH_STEPS] = {
    [MONTH_COMPUTE] = {'c', N_("compute for trial"),        N_("computed"),  "evaluation.compute", NULL, evaluation_compute},
    [MONTH_FREEZE] = {'f', N_("freeze"),                   N_("frozen"),    "evaluation.freeze",
                       N_("Freeze %s? The figures and the records behind them are stored; diary entries of the month "
                         "can no longer be changed."),
                       evaluation_freeze                                                                                   },
    [MONTH_REVIEW] = {'r', N_("review: appeals are over"), N_("reviewed"),  "evaluation.publish",
                       N_("Review %s? No appeal can be made against it any more."),                      evaluation_review },
    [MONTH_PUBLISH] =
        {'p', N_("publish"),                  N_("published"), "evaluation.publish",
                       N_("Publish %s? Every leader then sees the result. A published month never changes; a correction "
            "is a new, visible entry."),
                       evaluation_publish                                                                                  },
};

static bool agreed(struct ui *ui, const char *month, enum month_step step)
{
    struct pool *pool = pool_new();
    const char *ask = STEP_ROWS[step].ask;
    bool yes = true;
    if (ask != NULL) {
        const char *words = _(ask), *at = strstr(words, "%s");
        yes = ui_confirm(ui, "%.*s%s%s", (int)(at - words), words, month, at + 2);
    }
    pool_free(&pool);
    return yes;
}

void evaluation_month_step(struct ui *ui, struct work *work, const char *month, enum month_step step)
{
    struct error e = {0};
    int64_t changed = 0;
    if (right_need(work, STEP_ROWS[step].right, &e) != ERR_NONE) {
        ui_error(ui, &e);
        return;
    }
    if (!agreed(ui, month, step))
        return;
    if (STEP_ROWS[step].act(work, month, &changed, &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_note(ui, "%s: %s (%lld)", month, _(STEP_ROWS[step].done), (long long)changed);
}

void evaluation_month_export(struct ui *ui, struct work *work, const char *month)
{
    struct error e = {0};
    int64_t file = 0;
    if (evaluation_export_file(work, month, &file, &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_note(ui, _("The file is ready: ssh HOST inbox get %lld > %s.xlsx"), (long long)file, month);
}

static void show_trend(struct ui *ui, struct work *work, const struct whose *of)
{
    struct whose all = *of;
    all.who = 0;
    text_copy(all.name, sizeof all.name, work->actor.area_name);
    evaluation_trend_of(ui, work, &all);
}

enum { DO_TREND = MONTH_STEPS, DO_POST, DO_EXPORT, DO_SCHEMES, DOINGS };

void evaluation_month_menu(struct ui *ui, struct work *work, const struct whose *of)
{
    struct ui_choice choices[DOINGS] = {
        [DO_TREND] = {.letter = 't', .text = _("trend over twelve months")},
        [DO_POST] = {.letter = 'o', .text = _("print to be posted")      },
        [DO_EXPORT] = {.letter = 'x', .text = _("as a spreadsheet")        },
        [DO_SCHEMES] = {.letter = 's', .text = _("schemes: what is judged") },
    };
    char why[MONTH_STEPS][96];
    for (int i = 0; i < MONTH_STEPS; i++)
        choices[i] = (struct ui_choice){STEP_ROWS[i].letter, _(STEP_ROWS[i].word), NULL,
                                        tell_denied(work, STEP_ROWS[i].right, why[i], sizeof why[i]) ? why[i] : NULL};
    int chosen = ui_choose(ui, of->month, choices, DOINGS, 0);
    if (chosen == DO_TREND)
        show_trend(ui, work, of);
    else if (chosen == DO_POST)
        evaluation_print_screen(ui, work, of->month);
    else if (chosen == DO_EXPORT)
        evaluation_month_export(ui, work, of->month);
    else if (chosen == DO_SCHEMES)
        scheme_list_of(ui, work, of->subject);
    else if (chosen >= 0)
        evaluation_month_step(ui, work, of->month, (enum month_step)chosen);
}
