#include "wangge/net/algorithm.h"

#include "wangge/base/array.h"

#define CIPHERS "chacha20-poly1305@openssh.com,aes256-ctr,aes192-ctr,aes128-ctr"
#define MACS    "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com"

const struct algorithm algorithms[] = {
    {SSH_BIND_OPTIONS_KEY_EXCHANGE,       "key exchange",
     "curve25519-sha256,curve25519-sha256@libssh.org,diffie-hellman-group16-sha512,diffie-hellman-group18-sha512"},
    {SSH_BIND_OPTIONS_HOSTKEY_ALGORITHMS, "host key",             "ssh-ed25519,rsa-sha2-512,rsa-sha2-256"        },
    {SSH_BIND_OPTIONS_CIPHERS_C_S,        "cipher to the server", CIPHERS                                        },
    {SSH_BIND_OPTIONS_CIPHERS_S_C,        "cipher to the client", CIPHERS                                        },
    {SSH_BIND_OPTIONS_HMAC_C_S,           "mac to the server",    MACS                                           },
    {SSH_BIND_OPTIONS_HMAC_S_C,           "mac to the client",    MACS                                           },
};

const size_t algorithm_count = COUNT_OF(algorithms);
