#include "password.h"

#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/base/random.h"
#include "wangge/work/login.h"

#include <crypt.h>
#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define METHOD "$y$"
#define COST   5 /* 16 MiB and about 25 ms for each try */

static void fresh_setting(char out[CRYPT_GENSALT_OUTPUT_SIZE])
{
    if (crypt_gensalt_rn(METHOD, COST, NULL, 0, out, CRYPT_GENSALT_OUTPUT_SIZE) == NULL)
        log_fatal("crypt: no %s", METHOD);
}

/* In memory that all processes share; NULL in a program that has no children. */
static pthread_mutex_t *gate;

void login_prepare(void)
{
    pthread_mutexattr_t shared;
    void *memory = mmap(NULL, sizeof *gate, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        log_fatal("no memory for the gate of passwords");
    gate = memory;
    pthread_mutexattr_init(&shared);
    pthread_mutexattr_setpshared(&shared, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&shared, PTHREAD_MUTEX_ROBUST); /* who is killed in it does not close it for ever */
    pthread_mutex_init(gate, &shared);
    pthread_mutexattr_destroy(&shared);
}

static struct {
    bool (*ask)(void *to);
    void *to;
} gone;

void login_set_gone(bool (*ask)(void *to), void *to)
{
    gone.ask = ask;
    gone.to = to;
}

static void enter(void)
{
    if (gate != NULL && pthread_mutex_lock(gate) == EOWNERDEAD)
        pthread_mutex_consistent(gate);
}

static void leave(void)
{
    if (gate != NULL)
        pthread_mutex_unlock(gate);
}

/* Hashes by setting (a fresh one or a former hash). False when libcrypt refuses, or nobody waits for it any more. */
static bool hash(const char *password, const char *setting, char out[256])
{
    struct crypt_data *data = mem_new(1, sizeof *data);
    enter();
    bool wanted = gone.ask == NULL || !gone.ask(gone.to);
    const char *made = wanted ? crypt_rn(password, setting, data, sizeof *data) : NULL;
    leave();
    if (made != NULL)
        snprintf(out, 256, "%s", made);
    mem_wipe(data, sizeof *data);
    mem_free(data);
    return made != NULL;
}

/* Without a hint in its time at which character two texts part. */
static bool same(const char *a, const char *b)
{
    size_t n = strlen(a);
    unsigned char differ = 0;
    if (n != strlen(b))
        return false;
    for (size_t i = 0; i < n; i++)
        differ |= (unsigned char)(a[i] ^ b[i]);
    return differ == 0;
}

bool password_matches(const char *kept, const char *password)
{
    char setting[CRYPT_GENSALT_OUTPUT_SIZE], made[256] = "";
    bool has = kept[0] != '\0';

    if (!has)
        fresh_setting(setting);
    bool hashed = hash(password, has ? kept : setting, made);
    bool matches = hashed && has && same(kept, made);
    mem_wipe(made, sizeof made);
    return matches;
}

enum err password_hash(const char *password, char out[256], struct error *e)
{
    char setting[CRYPT_GENSALT_OUTPUT_SIZE];
    fresh_setting(setting);
    if (!hash(password, setting, out))
        return error_set(e, ERR_FAILED, NULL, _("The password could not be kept. Please try again."));
    return ERR_NONE;
}

void password_make(char out[32])
{
    static const char letters[] = "abcdefghijkmnpqrstuvwxyz", digits[] = "23456789";
    unsigned char dice[16];
    size_t n = 0;

    random_bytes(dice, sizeof dice);
    for (size_t i = 0; i < sizeof dice; i++) {
        bool digit = i % 4 == 3; /* three letters, a digit: four times, parted by '-' */
        if (i > 0 && i % 4 == 0)
            out[n++] = '-';
        out[n++] = digit ? digits[dice[i] % (sizeof digits - 1)] : letters[dice[i] % (sizeof letters - 1)];
    }
    out[n] = '\0';
}
