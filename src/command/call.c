/* Arguments and options of a call. */
#include "call.h"

#include "wangge/base/clock.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/describe.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool command_has_option(const struct command *command, const char *name, bool *flag)
{
    size_t n = strlen(name);

    for (const char *s = command->options; s && *s;) {
        size_t length = strcspn(s, " ");
        bool bare = s[length - 1] == '!';
        if (n == length - bare && strncmp(s, name, n) == 0) {
            *flag = bare;
            return true;
        }
        s += length;
        s += strspn(s, " ");
    }
    return false;
}

static bool takes_fields(const struct command *command)
{
    return command->options && command->options[0] == '@';
}

/* "--json" and "--help" belong to every command. */
static bool common_option(struct call *call, const char *name)
{
    if (strcmp(name, "json") == 0) {
        call->json = true;
        return true;
    }
    if (strcmp(name, "help") == 0) {
        call->help = true;
        return true;
    }
    return false;
}

/* words[i] begins with "--"; *i moves on when the next word is the value. */
static enum err take_option(struct call *call, size_t count, char **words, size_t *i, struct error *e)
{
    const char *word = words[*i] + 2;
    const char *equals = strchr(word, '=');
    const char *name = equals ? pool_text_n(call->pool, word, (size_t)(equals - word)) : word;
    const char *value = equals ? equals + 1 : NULL;
    bool flag = false;

    if (!equals && common_option(call, name)) {
        return ERR_NONE;
    }
    if (!command_has_option(call->command, name, &flag) &&
        !(takes_fields(call->command) && call->table && table_field(call->table, name))) {
        return error_set(e, ERR_USAGE, name, _("There is no option --%s here."), name);
    }
    if (flag && value) {
        return error_set(e, ERR_USAGE, name, _("The option --%s takes no value."), name);
    }
    if (!flag && !value) {
        if (*i + 1 >= count) {
            return error_set(e, ERR_USAGE, name, _("The option --%s needs a value: --%s=..."), name, name);
        }
        value = words[++*i];
    }
    call->options[call->option_count++] = (struct option){.name = name, .value = value ? value : "1"};
    return ERR_NONE;
}

enum err call_parse(struct call *call, size_t count, char **words, struct error *e)
{
    bool options_over = false;

    call->arguments = pool_new_piece(call->pool, count + 1, sizeof *call->arguments);
    call->options = pool_new_piece(call->pool, count + 1, sizeof *call->options);
    for (size_t i = 0; i < count; i++) {
        if (!options_over && strcmp(words[i], "--") == 0) {
            options_over = true;
        } else if (!options_over && strncmp(words[i], "--", 2) == 0) {
            enum err r = take_option(call, count, words, &i, e);
            if (r) {
                return r;
            }
        } else {
            call->arguments[call->argument_count++] = words[i];
        }
    }
    if (call->help) {
        return ERR_NONE;
    }
    if (call->argument_count < (size_t)call->command->least || call->argument_count > (size_t)call->command->most) {
        return error_set(e, ERR_USAGE, NULL, _("Usage: %s %s %s"), call->noun, call->command->verb,
                         call->command->usage);
    }
    return ERR_NONE;
}

const char *call_argument(const struct call *call, size_t i)
{
    return i < call->argument_count ? call->arguments[i] : NULL;
}

const char *call_option(const struct call *call, const char *name)
{
    for (size_t i = call->option_count; i > 0; i--) {
        if (strcmp(call->options[i - 1].name, name) == 0) {
            return call->options[i - 1].value;
        }
    }
    return NULL;
}

static bool whole_number(const char *text, int64_t *out)
{
    char *end;

    errno = 0;
    *out = strtoll(text, &end, 10);
    return !errno && end != text && !*end && *out >= 0;
}

enum err call_id(const struct call *call, size_t i, int64_t *out, struct error *e)
{
    const char *text = call_argument(call, i);

    return text && whole_number(text, out) ? ERR_NONE
                                           : error_set(e, ERR_USAGE, NULL, _("\"%s\" is no id."), text ? text : "");
}

enum err call_number(const struct call *call, const char *name, int64_t *out, struct error *e)
{
    const char *text = call_option(call, name);

    *out = 0;
    return !text || whole_number(text, out) ? ERR_NONE
                                            : error_set(e, ERR_USAGE, name, _("--%s must be a whole number."), name);
}

enum err call_date(const struct call *call, const char *name, bool today, char out[DATE_TEXT], struct error *e)
{
    const char *text = call_option(call, name);
    day_t day = day_of(clock_now());

    out[0] = '\0';
    if (text && !date_typed(text, day, &day)) {
        return error_set(e, ERR_INVALID, name, _("--%s must be a date, as 2026-10-21."), name);
    }
    if (text || today) {
        date_format(day, out);
    }
    return ERR_NONE;
}
