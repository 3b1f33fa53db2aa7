/* SHA-256 (FIPS 180-4), for the fingerprints that people compare. Kept here so that a session maps no crypto library.
 */
#ifndef WANGGE_SRC_WORK_SHA256_H
#define WANGGE_SRC_WORK_SHA256_H

#include <stddef.h>

#define SHA256_SIZE 32

void sha256(const void *data, size_t n, unsigned char out[SHA256_SIZE]);

#endif
