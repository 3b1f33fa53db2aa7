/* wangge, the administrator's program: makes and keeps the database, manages users, runs commands as somebody. */
#include "program.h"

#include "wangge/base/array.h"
#include "wangge/base/config.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/command/command.h"
#include "wangge/work/work.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err run_as(struct program *program, struct error *e);
static enum err run_version(struct program *program, struct error *e);
static enum err run_help(struct program *program, struct error *e);

struct verb {
    const char *name, *usage, *help;
    bool alone; /* needs neither configuration nor data */
    bool noun;  /* the word itself belongs to the command that is run */
    enum err (*run)(struct program *program, struct error *e);
};

static const struct verb verbs[] = {
    {"init",      "",                                                                  N_("makes the database"),                                         false, false, program_init    },
    {"demo",      "[--size=SIZE] [--seed=N] [--date=DATE]",                            N_("makes a database of generated demo data"),                    false, false,
     program_demo                                                                                                                                                                      },
    {"migrate",   "[--dry] [--backup=FILE]",                                           N_("brings the database to this program's version"),              false, false,
     program_migrate                                                                                                                                                                   },
    {"check",     "",                                                                  N_("checks the database and prints what is wrong"),               false, false, program_check   },
    {"upkeep",    "[--now=INSTANT]",                                                   N_("does what has fallen due, as the server does by itself"),     false, false,
     program_upkeep                                                                                                                                                                    },
    {"backup",    "FILE | --scheduled",                                                N_("copies the database, also while it is in use"),               false, false, program_backup  },
    {"restore",   "FILE",                                                              N_("puts a backup in the place of the database"),                 false, false, program_restore },
    {"describe",  "[TABLE | workflow | limits | scheme | rights | commands | config]",
     N_("prints tables, workflow, rights and commands"),                                                                                                 false, false, program_describe},
    {"intake",    "[--spool=FOLDER | ID ...]",                                         N_("takes a text message from gammu-smsd, or those of a folder"), false,
     false,                                                                                                                                                            program_intake  },
    {"outbox",    "send",                                                              N_("sends the text messages that are due"),                       false, false, program_outbox  },
    {"user",      "VERB ...",                                                          N_("manages users; see: wangge help user"),                       false, true,  program_command },
    {"area",      "VERB ...",                                                          N_("manages areas; see: wangge help area"),                       false, true,  program_command },
    {"audit",     "verify | restored | list",                                          N_("whether the audit is what was written; see: man wangge"),     false, true,
     program_audit                                                                                                                                                                     },
    {"setting",   "VERB ...",                                                          N_("manages settings; see: wangge help setting"),                 false, true,  program_command },
    {"role",      "VERB ...",                                                          N_("manages roles; see: wangge help role"),                       false, true,  program_command },
    {"post",      "VERB ...",                                                          N_("gives and ends posts; see: wangge help post"),                false, true,  program_command },
    {"session",   "VERB ...",                                                          N_("shows and ends sessions; see: wangge help session"),          false, true,  program_command },
    {"config",    "VERB ...",                                                          N_("shows the configuration; see: wangge help config"),           false, true,  program_command },
    {"health",    "VERB ...",                                                          N_("how the installation is; see: wangge help health"),           false, true,  program_command },
    {"limit",     "VERB ...",                                                          N_("manages time limits; see: wangge help limit"),                false, true,  program_command },
    {"retention", "VERB ...",                                                          N_("manages what is kept how long; see: wangge help retention"),  false, true,
     program_command                                                                                                                                                                   },
    {"as",        "LOGIN NOUN VERB ...",                                               N_("runs a command as a user"),                                   false, false, run_as          },
    {"help",      "[NOUN]",                                                            N_("prints this"),                                                true,  false, run_help        },
    {"version",   "",                                                                  N_("prints the version"),                                         true,  false, run_version     },
};

void program_report(void *to, const char *line)
{
    (void)to;
    printf("%s\n", line);
}

const char *program_option(const struct program *program, const char *name)
{
    size_t n = strlen(name);

    for (size_t i = 0; i < program->count; i++) {
        const char *word = program->words[i];
        if (strncmp(word, "--", 2) == 0 && strncmp(word + 2, name, n) == 0 && (word[2 + n] == '=' || !word[2 + n])) {
            return word[2 + n] ? word + 3 + n : "1";
        }
    }
    return NULL;
}

static bool is_listed(const char *options, const char *name, size_t n)
{
    for (const char *s = options; *s; s += strspn(s, " ")) {
        size_t length = strcspn(s, " ");
        if (length == n && strncmp(s, name, n) == 0) {
            return true;
        }
        s += length;
    }
    return false;
}

enum err program_words(const struct program *program, size_t arguments, const char *options, struct error *e)
{
    if (program->count < arguments) {
        return error_set(e, ERR_USAGE, NULL, _("A word is missing. See: wangge help"));
    }
    for (size_t i = 0; i < program->count; i++) {
        const char *word = program->words[i];
        bool option = strncmp(word, "--", 2) == 0;
        if (option ? !is_listed(options, word + 2, strcspn(word + 2, "=")) : i >= arguments) {
            return error_set(e, ERR_USAGE, NULL, _("\"%s\" does not belong here. See: wangge help"), word);
        }
    }
    return ERR_NONE;
}

/* "user key add LOGIN FILE.pub" and "user import FILE" read the file in the place of standard input; only this program
 * may name files. The number of the word that names it, 0 for none. */
static size_t file_word(const struct program *program)
{
    size_t n = 2;
    if (program->count == 5 && strcmp(program->words[1], "key") == 0 && strcmp(program->words[2], "add") == 0) {
        return 4;
    }
    while (n < program->count && strncmp(program->words[n], "--", 2) == 0) {
        n++;
    }
    return program->count > 2 && n < program->count && strcmp(program->words[1], "import") == 0 ? n : 0;
}

static enum err open_named_file(struct program *program, struct command_io *io, struct error *e)
{
    size_t at = file_word(program);
    if (at == 0) {
        return ERR_NONE;
    }
    io->in = fopen(program->words[at], "re");
    if (!io->in) {
        io->in = stdin;
        return error_set(e, ERR_NOT_FOUND, NULL, _("%s cannot be read: %s"), program->words[at], strerror(errno));
    }
    program->count--;
    for (; at < program->count; at++) {
        program->words[at] = program->words[at + 1];
    }
    return ERR_NONE;
}

static enum err run_command(struct program *program, const char *login, size_t count, char **words, struct error *e)
{
    struct command_io io = {.in = stdin, .out = stdout, .err = stderr};
    struct work *work = NULL;
    enum err r = work_open(program->database, &work, e);

    if (!r && login) { /* in the language that the server would use for this user */
        enum language language = i18n_language();
        i18n_parse(config_text(program->config, CONFIG_LANGUAGE), &language);
        i18n_use(language);
        r = work_become(work, login, "local", e);
    } else if (!r) {
        work_become_local(work);
        r = open_named_file(program, &io, e);
        count = program->count;
    }
    if (!r) {
        program->status = command_run(work, &io, count, words);
    }
    if (io.in != stdin) {
        fclose(io.in);
    }
    work_close(&work);
    return r;
}

enum err program_command(struct program *program, struct error *e)
{
    return run_command(program, NULL, program->count, program->words, e);
}

static enum err run_as(struct program *program, struct error *e)
{
    if (program->count < 1) {
        return error_set(e, ERR_USAGE, NULL, _("Usage: wangge as LOGIN NOUN VERB ..."));
    }
    return run_command(program, program->words[0], program->count - 1, program->words + 1, e);
}

static enum err run_version(struct program *program, struct error *e)
{
    (void)program, (void)e;
    printf("wangge %s\n", WANGGE_VERSION);
    return ERR_NONE;
}

static void print_help(FILE *out)
{
    fprintf(out, "%s\n", _("Usage: wangge [-c FILE] VERB ..."));
    for (size_t i = 0; i < COUNT_OF(verbs); i++) {
        fprintf(out, "  wangge %s%s%s\n      %s\n", verbs[i].name, *verbs[i].usage ? " " : "", verbs[i].usage,
                _(verbs[i].help));
    }
}

static const struct verb *find_verb(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(verbs); i++) {
        if (strcmp(verbs[i].name, name) == 0) {
            return &verbs[i];
        }
    }
    return NULL;
}

/* Finds and loads what a verb works with. */
static enum err load(struct program *program, struct error *e)
{
    enum err r = config_load(program->config_path, &program->config, e);

    if (r) {
        return r;
    }
    config_use(program->config);
    program->database = config_text(program->config, CONFIG_DATABASE);
    if (!config_data_path("schema", program->schema, sizeof program->schema) ||
        !config_data_path("etc", program->etc, sizeof program->etc)) {
        return error_set(e, ERR_FAILED, NULL, _("The data of this installation is not found; set WANGGE_DATA."));
    }
    return work_load(program->schema, program->etc, config_text(program->config, CONFIG_TABLES),
                     config_folder(program->config, CONFIG_SITE), e);
}

/* What root does here is done as the owner of the database, or of its folder while there is none: nothing that the
 * sessions cannot open is left behind. */
static enum err become_owner(const struct program *program, struct error *e)
{
    char folder[PATH_ROOM];
    struct stat st;
    const char *slash = strrchr(program->database, '/');

    snprintf(folder, sizeof folder, "%.*s", (int)(slash - program->database), program->database);
    if (geteuid() != 0 || (stat(program->database, &st) != 0 && stat(folder, &st) != 0) || st.st_uid == 0) {
        return ERR_NONE;
    }
    if (setgroups(0, NULL) != 0 || setresgid(st.st_gid, st.st_gid, st.st_gid) != 0 ||
        setresuid(st.st_uid, st.st_uid, st.st_uid) != 0) {
        return error_set(e, ERR_FAILED, NULL, _("The owner of the database cannot be acted as: %s"), strerror(errno));
    }
    return ERR_NONE;
}

static enum err run_verb(const struct verb *verb, struct program *program, struct error *e)
{
    enum err r = verb->alone ? ERR_NONE : load(program, e);

    if (!r && !verb->alone && verb->run != program_audit) { /* the witness' key is not the owner's to read */
        r = become_owner(program, e);
    }
    return r ? r : verb->run(program, e);
}

/* "help user" is the command line's own help. */
static enum err run_help(struct program *program, struct error *e)
{
    if (program->count == 0) {
        print_help(stdout);
        return ERR_NONE;
    }
    char help[] = "help";
    char *words[] = {help, program->words[0], program->count > 1 ? program->words[1] : NULL};
    enum err r = load(program, e);
    if (r) {
        return r;
    }
    program->count = program->count > 1 ? 3 : 2;
    return run_command(program, NULL, program->count, words, e);
}

/* Chinese for whoever's environment asks for it, else English. */
static void choose_language(void)
{
    const char *names[] = {getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG")};

    i18n_start();
    i18n_use(LANGUAGE_EN);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (names[i] && *names[i]) {
            i18n_use(strncmp(names[i], "zh", 2) == 0 ? LANGUAGE_ZH : LANGUAGE_EN);
            return;
        }
    }
}

/* gammu-smsd starts its programs without any stream: no file of ours may come to stand in the place of one. */
static void keep_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd) {
            exit(EXIT_FAILURE);
        }
    }
}

int main(int argc, char **argv)
{
    struct program program = {0};
    struct error e = {0};
    int first = 1;

    umask(077);
    mem_keep_private();
    keep_streams();
    log_open("wangge", "stderr", LOG_LEVEL_WARNING);
    choose_language();
    if (argc > 2 && strcmp(argv[1], "-c") == 0) {
        program.config_path = argv[2];
        first = 3;
    }
    const struct verb *verb = first < argc ? find_verb(argv[first]) : NULL;
    if (!verb) {
        print_help(stderr);
        return error_exit_status(ERR_USAGE);
    }
    program.words = argv + first + !verb->noun;
    program.count = (size_t)(argc - first - !verb->noun);
    enum err r = run_verb(verb, &program, &e);
    if (r) {
        fprintf(stderr, "wangge %s: %s\n", verb->name, e.text);
    }
    config_free(&program.config);
    return r ? error_exit_status(r) : program.status;
}
