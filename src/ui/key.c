#include "wangge/ui/key.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/text.h"

#include <string.h>

static const struct {
    const char *keys;
    int places;
    const char *word, *help;
} rows[ACTION_COUNT] = {
#define KEY_ROW(id, keys, places, word, help) [ACTION_##id] = {keys, places, word, help},
#include "wangge/ui/key_rows.h"
#undef KEY_ROW
};

static const struct {
    const char *name;
    uint32_t code;
} named[] = {
    {"Up",         KEY_NAMED_UP        },
    {"Down",       KEY_NAMED_DOWN      },
    {"Left",       KEY_NAMED_LEFT      },
    {"Right",      KEY_NAMED_RIGHT     },
    {"Home",       KEY_NAMED_HOME      },
    {"End",        KEY_NAMED_END       },
    {"PgUp",       KEY_NAMED_PAGE_UP   },
    {"PgDn",       KEY_NAMED_PAGE_DOWN },
    {"Ins",        KEY_NAMED_INSERT    },
    {"Del",        KEY_NAMED_DELETE    },
    {"Backspace",  KEY_NAMED_BACKSPACE },
    {"Enter",      KEY_NAMED_ENTER     },
    {"Tab",        KEY_NAMED_TAB       },
    {"Shift-Tab",  KEY_NAMED_BACK_TAB  },
    {"Esc",        KEY_NAMED_ESCAPE    },
    {"Ctrl-Left",  KEY_NAMED_WORD_LEFT },
    {"Ctrl-Right", KEY_NAMED_WORD_RIGHT},
    {"Space",      ' '                 },
};

static bool parse_function_key(const char *name, struct key *out)
{
    if (name[0] != 'F' || name[1] < '1' || name[1] > '9')
        return false;
    uint32_t number = (uint32_t)(name[1] - '0');
    if (name[2] != '\0')
        number =
            name[1] == '1' && name[2] >= '0' && name[2] <= '2' && name[3] == '\0' ? 10 + (uint32_t)(name[2] - '0') : 0;
    out->code = KEY_NAMED_F1 + number - 1;
    return number > 0;
}

bool key_parse(const char *name, struct key *out)
{
    *out = (struct key){0};
    for (size_t i = 0; i < COUNT_OF(named); i++)
        if (strcmp(named[i].name, name) == 0) {
            out->code = named[i].code;
            return true;
        }
    if (parse_function_key(name, out))
        return true;
    if (strncmp(name, "Ctrl-", 5) == 0) {
        out->code = (uint32_t)name[5] & 0x1F;
        return name[5] >= 'A' && name[5] <= 'Z' && name[6] == '\0';
    }
    bool alt = strncmp(name, "Alt-", 4) == 0;
    const char *character = alt ? name + 4 : name;
    size_t n = strlen(character), used = text_decode(character, n, &out->code);
    out->alt = alt;
    if (alt && out->code >= 'A' && out->code <= 'Z')
        out->code += 'a' - 'A';
    return n > 0 && used == n;
}

/* As the table knows it: half-width, Alt with a small letter. */
static struct key fold(const struct key *key)
{
    struct key folded = {.code = text_half_width(key->code), .alt = key->alt};
    if (folded.alt && folded.code >= 'A' && folded.code <= 'Z')
        folded.code += 'a' - 'A';
    return folded;
}

static bool among(const char *names, const struct key *key)
{
    while (*names != '\0') {
        size_t n = strcspn(names, " ");
        char name[KEY_NAME_ROOM];
        struct key one;
        memcpy(name, names, n);
        name[n] = '\0';
        if (key_parse(name, &one) && one.code == key->code && one.alt == key->alt)
            return true;
        names += n + (names[n] == ' ');
    }
    return false;
}

enum action key_action(const struct key *key, enum key_place place)
{
    struct key folded = fold(key);
    for (int action = 1; action < ACTION_COUNT; action++)
        if ((rows[action].places & (int)place) != 0 && among(rows[action].keys, &folded))
            return (enum action)action;
    return ACTION_NONE;
}

void key_main_name(enum action action, char out[KEY_NAME_ROOM])
{
    const char *keys = rows[action].keys;
    size_t n = keys == NULL ? 0 : strcspn(keys, " ");
    memcpy(out, keys == NULL ? "" : keys, n);
    out[n] = '\0';
}

const char *key_all_names(enum action action)
{
    return rows[action].keys;
}

const char *key_word(enum action action)
{
    return _(rows[action].word);
}

const char *key_help(enum action action)
{
    return _(rows[action].help);
}

int key_places(enum action action)
{
    return rows[action].places;
}
