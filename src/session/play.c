#include "play.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/config.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/screen/screen.h"
#include "wangge/ui/player.h"
#include "wangge/ui/ui.h"
#include "wangge/work/login.h"
#include "wangge/work/work.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

bool play_option(struct play_options *options, int option, const char *value)
{
    const struct {
        enum play_option option;
        const char **to;
    } rows[] = {
        {PLAY_SCRIPT,   &options->script  },
        {PLAY_LOGIN,    &options->login   },
        {PLAY_NOW,      &options->now     },
        {PLAY_LANGUAGE, &options->language},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if ((int)rows[i].option != option)
            continue;
        *rows[i].to = value;
        return true;
    }
    return false;
}

static enum err load(const struct play_options *options, struct config **config, struct error *e)
{
    char schema[PATH_MAX], etc[PATH_MAX];
    enum err err = config_load(options->config, config, e);
    if (err != ERR_NONE)
        return err;
    config_use(*config);
    if (!config_data_path("schema", schema, sizeof schema) || !config_data_path("etc", etc, sizeof etc))
        return error_set(e, ERR_FAILED, NULL, _("schema/ and etc/ of the installation are not found"));
    return work_load(schema, etc, config_text(*config, CONFIG_TABLES), config_folder(*config, CONFIG_SITE), e);
}

static enum err stand_still(const char *now, struct error *e)
{
    int64_t instant;
    if (!now)
        return ERR_NONE;
    if (!instant_parse(now, &instant))
        return error_set(e, ERR_USAGE, NULL, _("--now=%s: write it as 2026-10-21T16:05"), now);
    clock_fix(instant);
    return ERR_NONE;
}

static enum err become(struct work *work, const struct play_options *options, struct error *e)
{
    enum err err = work_become(work, options->login, "local", e);
    if (err == ERR_NONE && options->language && !i18n_parse(options->language, &work->actor.language))
        err = error_set(e, ERR_USAGE, NULL, _("--language=%s: write zh_CN or en"), options->language);
    if (err == ERR_NONE)
        work_use_language(work, work->actor.language);
    return err;
}

static enum err open_ui(const struct play_options *options, const struct config *config, struct player **player,
                        struct ui **ui, struct error *e)
{
    if (options->script) {
        enum err err = player_open(options->script, stdout, player, e);
        return err == ERR_NONE ? ui_open_played(*player, ui, e) : err;
    }
    const char *term = getenv("TERM");
    const struct ui_options here = {.term = term ? term : "",
                                    .escdelay = (int)config_number(config, CONFIG_ESCDELAY),
                                    .idle_seconds = (int)config_number(config, CONFIG_IDLE),
                                    .in = STDIN_FILENO,
                                    .out = STDOUT_FILENO};
    return ui_open(&here, ui, e);
}

static enum err play_work(const struct play_options *options, const struct config *config, struct work *work,
                          struct player **player, struct error *e)
{
    struct ui *ui = NULL;
    enum err err = session_enter(work, "screen", &work->actor.session, e);
    if (err == ERR_NONE)
        err = open_ui(options, config, player, &ui, e);
    if (err == ERR_NONE)
        screen_session(ui, work);
    ui_close(&ui);
    session_leave(work);
    return err;
}

int play(const struct play_options *options)
{
    struct config *config = NULL;
    struct work *work = NULL;
    struct player *player = NULL;
    struct error e = {0};
    i18n_start();
    enum err err = stand_still(options->now, &e);
    if (err == ERR_NONE)
        err = load(options, &config, &e);
    if (err == ERR_NONE)
        err = work_open(config_text(config, CONFIG_DATABASE), &work, &e);
    if (err == ERR_NONE)
        err = become(work, options, &e);
    if (err == ERR_NONE)
        err = play_work(options, config, work, &player, &e);
    if (err != ERR_NONE)
        fprintf(stderr, "wangge-session: %s\n", e.text);
    int failed = err != ERR_NONE || (player && player_failures(player) > 0);
    player_free(&player);
    work_close(&work);
    config_free(&config);
    return failed;
}
