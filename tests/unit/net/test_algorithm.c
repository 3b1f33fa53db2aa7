#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "wangge/base/log.h"
#include "wangge/net/algorithm.h"
#include "wangge/net/host_key.h"
#include "wangge/net/transport.h"

static void nothing_weak_is_offered(void **state)
{
    (void)state;
    static const char *const weak[] = {"gcm",   "cbc",     "sha1",    "md5",     "3des",
                                       "none",  "arcfour", "group1-", "group14", "exchange",
                                       "nistp", "dss",     "ssh-rsa", "umac",    "hmac-sha2-256,"};
    for (size_t i = 0; i < algorithm_count; i++) {
        for (size_t j = 0; j < sizeof weak / sizeof *weak; j++)
            if (strstr(algorithms[i].names, weak[j]))
                fail_msg("%s offers %s", algorithms[i].purpose, weak[j]);
    }
}

static void both_directions_are_alike(void **state)
{
    (void)state;
    const char *ciphers[2] = {NULL}, *macs[2] = {NULL};
    for (size_t i = 0; i < algorithm_count; i++) {
        switch (algorithms[i].option) {
        case SSH_BIND_OPTIONS_CIPHERS_C_S:
            ciphers[0] = algorithms[i].names;
            break;
        case SSH_BIND_OPTIONS_CIPHERS_S_C:
            ciphers[1] = algorithms[i].names;
            break;
        case SSH_BIND_OPTIONS_HMAC_C_S:
            macs[0] = algorithms[i].names;
            break;
        case SSH_BIND_OPTIONS_HMAC_S_C:
            macs[1] = algorithms[i].names;
            break;
        default:
            break;
        }
    }
    assert_string_equal(ciphers[0], ciphers[1]);
    assert_string_equal(macs[0], macs[1]);
}

static char folder[] = "/tmp/wangge-key-XXXXXX";
static char path[80];

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/var/host_key", folder);
    return ssh_init();
}

static int remove_folder(void **state)
{
    (void)state;
    char parent[80];
    snprintf(parent, sizeof parent, "%s/var", folder);
    unlink(path);
    rmdir(parent);
    ssh_finalize();
    return rmdir(folder);
}

/* The first start makes it, the next ones find the same. */
static void a_host_key_is_made_once(void **state)
{
    (void)state;
    ssh_key first = NULL, second = NULL;
    struct error e;
    struct stat st;
    assert_int_equal(host_key_open(path, &first, &e), ERR_NONE);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(ssh_key_type(first), SSH_KEYTYPE_ED25519);
    assert_int_equal(host_key_open(path, &second, &e), ERR_NONE);
    assert_int_equal(ssh_key_cmp(first, second, SSH_KEY_CMP_PUBLIC), 0);
    char *fingerprint = host_key_fingerprint(first);
    assert_memory_equal(fingerprint, "SHA256:", 7);
    ssh_string_free_char(fingerprint);
    ssh_key_free(first);
    ssh_key_free(second);
}

static void a_key_that_others_can_read_is_refused(void **state)
{
    (void)state;
    ssh_key key = NULL;
    struct error e;
    assert_int_equal(chmod(path, 0644), 0);
    assert_int_equal(host_key_open(path, &key, &e), ERR_FAILED);
    assert_null(key);
    assert_int_equal(chmod(path, 0600), 0);
}

static void the_lists_carry_a_whole_key_exchange(void **state)
{
    (void)state;
    ssh_key key = NULL;
    struct error e;
    assert_int_equal(host_key_open(path, &key, &e), ERR_NONE);
    ssh_bind bind = transport_bind(key);
    assert_non_null(bind);
    assert_int_equal(transport_warm(bind, &e), ERR_NONE);
    ssh_bind_free(bind);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_weak_is_offered),
        cmocka_unit_test(both_directions_are_alike),
        cmocka_unit_test(a_host_key_is_made_once),
        cmocka_unit_test(a_key_that_others_can_read_is_refused),
        cmocka_unit_test(the_lists_carry_a_whole_key_exchange),
    };
    log_set_level(LOG_LEVEL_ERROR);
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
