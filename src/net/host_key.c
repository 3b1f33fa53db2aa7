#include "wangge/net/host_key.h"

#include "wangge/base/log.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err make_folders(const char *path, struct error *e)
{
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%s", path);
    for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(folder, 0755) != 0 && errno != EEXIST)
            return error_set(e, ERR_FAILED, "host_key", "The folder %s cannot be made: %s.", folder, strerror(errno));
        *slash = '/';
    }
    return ERR_NONE;
}

/* Under a name of its own first, so that a half-written key never stands at path. */
static enum err make_key(const char *path, struct error *e)
{
    char fresh[PATH_MAX];
    if (snprintf(fresh, sizeof fresh, "%s.new", path) >= (int)sizeof fresh)
        return error_set(e, ERR_FAILED, "host_key", "The path of the host key is too long.");
    ssh_key key = NULL;
    if (ssh_pki_generate(SSH_KEYTYPE_ED25519, 0, &key) != SSH_OK)
        return error_set(e, ERR_FAILED, "host_key", "A host key cannot be made.");
    mode_t before = umask(077);
    bool written = ssh_pki_export_privkey_file(key, NULL, NULL, NULL, fresh) == SSH_OK;
    umask(before);
    ssh_key_free(key);
    if (!written || chmod(fresh, 0600) != 0 || rename(fresh, path) != 0)
        return error_set(e, ERR_FAILED, "host_key", "The host key %s cannot be written: %s.", path, strerror(errno));
    log_info("a new host key was made: %s", path);
    return ERR_NONE;
}

enum err host_key_open(const char *path, ssh_key *out, struct error *e)
{
    struct stat st;
    if (stat(path, &st) != 0) {
        if (errno != ENOENT)
            return error_set(e, ERR_FAILED, "host_key", "The host key %s cannot be read: %s.", path, strerror(errno));
        if (make_folders(path, e) != ERR_NONE || make_key(path, e) != ERR_NONE)
            return e ? e->code : ERR_FAILED;
    } else if (st.st_mode & 077) {
        return error_set(e, ERR_FAILED, "host_key",
                         "The host key %s can be read by others. Run: chmod 600, and think of a new key.", path);
    }
    if (ssh_pki_import_privkey_file(path, NULL, NULL, NULL, out) != SSH_OK)
        return error_set(e, ERR_FAILED, "host_key", "The host key %s cannot be used.", path);
    if (ssh_key_type(*out) != SSH_KEYTYPE_ED25519 && ssh_key_type(*out) != SSH_KEYTYPE_RSA) {
        SSH_KEY_FREE(*out);
        return error_set(e, ERR_FAILED, "host_key", "The host key %s is neither ed25519 nor RSA.", path);
    }
    return ERR_NONE;
}

char *host_key_fingerprint(ssh_key key)
{
    unsigned char *hash = NULL;
    size_t n = 0;
    if (ssh_get_publickey_hash(key, SSH_PUBLICKEY_HASH_SHA256, &hash, &n) != SSH_OK)
        return NULL;
    char *text = ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, n);
    ssh_clean_pubkey_hash(&hash);
    return text;
}
