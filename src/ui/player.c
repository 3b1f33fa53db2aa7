#include "wangge/ui/player.h"

#include "inner.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/text.h"

#include <curses.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { START_COLUMNS = 80, START_ROWS = 24 };

struct player {
    char *name;
    FILE *out;
    struct buffer script;
    size_t at; /* start of the next line */
    int line;
    const char *keys; /* what is left of a line of keys */
    const char *text; /* what is left of a line to type */
    char *words;      /* the line that both point into */
    int64_t now, until;
    struct buffer paste;
    int failures;
    bool hung_up;
};

/* What a script's line may do: false ends the script; *made is set when the line gave a key at once. */
struct play {
    struct player *player;
    struct ui *ui;
    struct key *key;
    bool *made;
};
typedef bool play_line(const struct play *play, const char *rest);

enum err player_open(const char *script_path, FILE *out, struct player **player, struct error *e)
{
    FILE *file = fopen(script_path, "r");
    if (file == NULL)
        return error_set(e, ERR_FAILED, NULL, "%s: %s", script_path, strerror(errno));
    struct player *p = mem_new(1, sizeof(*p));
    char piece[4096];
    size_t n;
    while ((n = fread(piece, 1, sizeof(piece), file)) > 0)
        buffer_add(&p->script, piece, n);
    fclose(file);
    p->name = mem_text(script_path);
    p->out = out;
    *player = p;
    return ERR_NONE;
}

int player_failures(const struct player *player)
{
    return player->failures;
}

void player_free(struct player **player)
{
    struct player *p = *player;
    if (p == NULL)
        return;
    buffer_free(&p->script);
    buffer_free(&p->paste);
    mem_free(p->words);
    mem_free(p->name);
    mem_free(p);
    *player = NULL;
}

static void fail(struct player *player, const char *what, const char *rest)
{
    player->failures++;
    fprintf(stderr, "%s:%d: %s: %s\n", player->name, player->line, what, rest);
}

/* The next line that is no comment, copied; false at the end of the script. */
static bool next_line(struct player *player)
{
    const char *script = buffer_text(&player->script);
    while (player->at < player->script.length) {
        const char *s = script + player->at;
        size_t n = strcspn(s, "\n");
        player->at += n + (s[n] == '\n');
        player->line++;
        if (n == 0 || s[0] == '#')
            continue;
        mem_free(player->words);
        player->words = mem_text_n(s, n);
        player->keys = player->text = NULL; /* they pointed into the line before */
        return true;
    }
    return false;
}

static bool play_size(const struct play *play, const char *rest)
{
    int columns, rows;
    if (sscanf(rest, "%dx%d", &columns, &rows) != 2) {
        fail(play->player, "a size is COLUMNSxROWS", rest);
        return true;
    }
    term_resize_played(play->ui->term, columns, rows);
    *play->key = (struct key){.code = KEY_NAMED_RESIZE};
    *play->made = true;
    return true;
}

static bool play_keys(const struct play *play, const char *rest)
{
    play->player->keys = rest;
    return true;
}

static bool play_type(const struct play *play, const char *rest)
{
    play->player->text = rest;
    return true;
}

static bool play_paste(const struct play *play, const char *rest)
{
    struct buffer *paste = &play->player->paste;
    buffer_clear(paste);
    for (const char *s = rest; *s != '\0'; s++) { /* \n stands for a new line */
        bool line_end = s[0] == '\\' && s[1] == 'n';
        buffer_add_char(paste, line_end ? '\n' : *s);
        s += line_end;
    }
    *play->key = (struct key){.code = KEY_NAMED_PASTE, .paste = buffer_text(paste)};
    *play->made = true;
    return true;
}

static bool play_screen(const struct play *play, const char *rest)
{
    struct buffer text = {0};
    draw_all(play->ui);
    play->ui->sent = 0;
    draw_text(&text);
    fprintf(play->player->out, "== %s\n%scaret %d,%d\n", rest, buffer_text(&text), getcury(newscr), getcurx(newscr));
    buffer_free(&text);
    return true;
}

static void look(const struct play *play, const char *rest, bool wanted, const char *complaint)
{
    struct buffer text = {0};
    draw_all(play->ui);
    draw_text(&text);
    if ((strstr(buffer_text(&text), rest) != NULL) != wanted) {
        fail(play->player, complaint, rest);
        fprintf(stderr, "%s", buffer_text(&text));
    }
    buffer_free(&text);
}

static bool play_expect(const struct play *play, const char *rest)
{
    look(play, rest, true, "is not on the screen");
    return true;
}

static bool play_refuse(const struct play *play, const char *rest)
{
    look(play, rest, false, "is on the screen");
    return true;
}

static bool play_wait(const struct play *play, const char *rest)
{
    play->player->until = play->player->now + (int64_t)(strtod(rest, NULL) * 1000);
    return true;
}

static bool play_clock(const struct play *play, const char *rest)
{
    int64_t instant;
    if (instant_parse(rest, &instant))
        clock_fix(instant);
    else
        fail(play->player, "is no instant", rest);
    return true;
}

static bool play_language(const struct play *play, const char *rest)
{
    enum language language;
    if (i18n_parse(strcmp(rest, "zh") == 0 ? "zh_CN" : rest, &language))
        i18n_use(language);
    else
        fail(play->player, "is no language", rest);
    return true;
}

static bool play_bytes(const struct play *play, const char *rest)
{
    draw_all(play->ui);
    fprintf(play->player->out, "bytes %zu%s%s\n", play->ui->sent, *rest == '\0' ? "" : " ", rest);
    play->ui->sent = 0;
    return true;
}

static bool play_hangup(const struct play *play, const char *rest)
{
    (void)rest;
    play->player->hung_up = true;
    return false;
}

/* As SIGUSR1 does: somebody has changed what the user may do. */
static bool play_told(const struct play *play, const char *rest)
{
    (void)rest;
    if (play->ui->told != NULL)
        play->ui->told(play->ui->told_to);
    return !play->ui->closing && !(play->ui->going_home && play->ui->top->below != NULL);
}

static const struct {
    const char *name;
    play_line *play;
} commands[] = {
    {"size",     play_size    },
    {"keys",     play_keys    },
    {"type",     play_type    },
    {"paste",    play_paste   },
    {"screen",   play_screen  },
    {"expect",   play_expect  },
    {"refuse",   play_refuse  },
    {"wait",     play_wait    },
    {"clock",    play_clock   },
    {"language", play_language},
    {"bytes",    play_bytes   },
    {"hangup",   play_hangup  },
    {"told",     play_told    },
};

static bool play_words(const struct play *play)
{
    const char *words = play->player->words;
    size_t n = strcspn(words, " ");
    const char *rest = words[n] == ' ' ? words + n + 1 : words + n;
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (strlen(commands[i].name) == n && strncmp(commands[i].name, words, n) == 0)
            return commands[i].play(play, rest);
    fail(play->player, "is no command", words);
    return true;
}

/* One character of the text to type. */
static bool typed_key(struct player *player, struct key *key)
{
    size_t n = player->text == NULL ? 0 : strlen(player->text);
    if (n == 0)
        return false;
    *key = (struct key){0};
    player->text += text_decode(player->text, n, &key->code);
    return true;
}

/* The next word of a line of keys: the name of a key, or characters to type. */
static bool named_key(struct player *player, struct key *key)
{
    while (player->keys != NULL && *player->keys != '\0') {
        player->keys += strspn(player->keys, " ");
        size_t n = strcspn(player->keys, " ");
        char name[KEY_NAME_ROOM] = "";
        if (n < sizeof(name))
            memcpy(name, player->keys, n);
        if (n < sizeof(name) && n > 0 && key_parse(name, key)) {
            player->keys += n;
            return true;
        }
        if (n > 0) {
            *key = (struct key){0};
            player->keys += text_decode(player->keys, n, &key->code);
            return true;
        }
    }
    return false;
}

/* Time passes up to where a timer of the top screen falls due, or to the end of the wait. */
static bool wait_key(struct player *player, struct ui *ui, struct key *key)
{
    while (player->now < player->until) {
        int64_t next = player->until;
        if (ui->top->timer > 0 && ui->top->due < next)
            next = ui->top->due > player->now ? ui->top->due : player->now;
        clock_fix(clock_now() + (next / 1000 - player->now / 1000));
        player->now = next;
        if (ui_timer_due(ui, key))
            return true;
    }
    return false;
}

bool player_next(struct player *player, struct ui *ui, struct key *key)
{
    bool made = false;
    const struct play play = {player, ui, key, &made};
    for (;;) {
        if (wait_key(player, ui, key) || named_key(player, key) || typed_key(player, key))
            return true;
        draw_all(ui);
        if (!next_line(player) || !play_words(&play))
            return false;
        if (made)
            return true;
    }
}

void player_finish(struct player *player)
{
    if (!player->hung_up && next_line(player))
        fail(player, "was not reached, the program had ended", player->words);
    player->at = player->script.length;
}

int64_t player_now(const struct player *player)
{
    return player->now;
}

/* The size that the script begins with, so that nothing is drawn in another one. */
void player_size(const struct player *player, int *columns, int *rows)
{
    const char *s = buffer_text(&player->script);
    while (*s == '#' || *s == '\n')
        s += strcspn(s, "\n") + (s[strcspn(s, "\n")] == '\n');
    if (sscanf(s, "size %dx%d", columns, rows) != 2) {
        *columns = START_COLUMNS;
        *rows = START_ROWS;
    }
}
