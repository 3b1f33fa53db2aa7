/* Public key lines of OpenSSH: "TYPE BASE64 [comment]", options in front are refused. */
#ifndef WANGGE_SRC_WORK_KEY_H
#define WANGGE_SRC_WORK_KEY_H

#include "wangge/base/error.h"

#define KEY_BLOB        2800 /* base64 of RSA with 16,384 bits */
#define KEY_FINGERPRINT 64

struct public_key {
    char type[32];
    char blob[KEY_BLOB]; /* base64 */
    char comment[128];
    char fingerprint[KEY_FINGERPRINT]; /* SHA256:... */
};

/* ERR_INVALID with field "key" when the line is no key, its inside does not match its type, or the type or size is not
 * accepted. */
enum err public_key_parse(const char *line, struct public_key *out, struct error *e);

#endif
