/* Digests against the examples of FIPS 180-4, RFC 4231 and RFC 2202; what a seal lets through and what not. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wangge/base/buffer.h"
#include "wangge/base/digest.h"
#include "wangge/base/seal.h"

static void check(const char *data, size_t n, const char *expected)
{
    unsigned char digest[SHA256_SIZE];
    char text[2 * SHA256_SIZE + 1];
    sha256(data, n, digest);
    for (size_t i = 0; i < SHA256_SIZE; i++)
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
    assert_string_equal(text, expected);
}

static void the_examples_of_the_standard(void **state)
{
    const char *long_one = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    (void)state;
    check("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check(long_one, strlen(long_one), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void lengths_around_the_end_of_a_block(void **state)
{
    static const struct {
        size_t length;
        const char *expected;
    } rows[] = {
        {55,  "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"},
        {56,  "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"},
        {63,  "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"},
        {64,  "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"},
        {65,  "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"},
        {119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"},
        {120, "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c"},
        {128, "6836cf13bac400e9105071cd6af47084dfacad4e5e302c94bfed24e013afb73e"},
    };
    char data[128];
    (void)state;
    memset(data, 'a', sizeof data);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        check(data, rows[i].length, rows[i].expected);
}

static void keyed_digests_of_the_standards(void **state)
{
    uint8_t key[20], digest[SHA256_SIZE];
    char text[SHA256_TEXT];
    (void)state;
    memset(key, 0x0b, sizeof key);
    hmac_sha256(key, sizeof key, "Hi There", 8, digest);
    hex_text(digest, SHA256_SIZE, text);
    assert_string_equal(text, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    hmac_sha1(key, sizeof key, "Hi There", 8, digest);
    hex_text(digest, SHA1_SIZE, text);
    assert_string_equal(text, "b617318655057264e28bc0b6fb378c8ef146be00");
}

static void hexadecimal_is_exact(void **state)
{
    uint8_t bytes[2] = {0};
    (void)state;
    assert_true(hex_parse("0aFF", bytes, 2));
    assert_int_equal(bytes[0], 10);
    assert_int_equal(bytes[1], 255);
    assert_false(hex_parse("0aF", bytes, 2));
    assert_false(hex_parse("0aFFF", bytes, 2));
    assert_false(hex_parse("0a F", bytes, 2));
    assert_false(hex_parse("0aFg", bytes, 2));
}

static void open_secret(char path[64])
{
    struct error e;
    snprintf(path, 64, "/tmp/wangge-seal-XXXXXX");
    assert_non_null(mkdtemp(path));
    strcat(path, "/secret");
    assert_int_equal(seal_open(path, 0, &e), ERR_NOT_FOUND);
    assert_int_equal(seal_open(path, 1, &e), ERR_NONE);
}

static void remove_secret(char path[64])
{
    unlink(path);
    *strrchr(path, '/') = '\0';
    rmdir(path);
    seal_close();
}

static void a_seal_opens_for_its_purpose_and_owner_alone(void **state)
{
    struct buffer sealed = {0}, again = {0}, plain = {0};
    char path[64];
    (void)state;
    open_secret(path);
    seal("draft", "7", "示例甲 来访", strlen("示例甲 来访"), &sealed);
    seal("draft", "7", "示例甲 来访", strlen("示例甲 来访"), &again);
    assert_string_not_equal(buffer_text(&sealed), buffer_text(&again));
    assert_false(unseal("draft", "8", buffer_text(&sealed), &plain));
    assert_false(unseal("totp", "7", buffer_text(&sealed), &plain));
    assert_false(unseal("draft", "7", "", &plain));
    assert_int_equal(plain.length, 0);
    assert_true(unseal("draft", "7", buffer_text(&sealed), &plain));
    assert_string_equal(buffer_text(&plain), "示例甲 来访");
    for (size_t i = 0; i < sealed.length; i++) {
        char kept = sealed.data[i];
        sealed.data[i] = kept == '0' ? '1' : '0';
        buffer_clear(&plain);
        assert_false(unseal("draft", "7", buffer_text(&sealed), &plain));
        sealed.data[i] = kept;
    }
    buffer_free(&sealed);
    buffer_free(&again);
    buffer_free(&plain);
    remove_secret(path);
}

static void a_secret_that_others_may_read_is_refused(void **state)
{
    struct error e;
    char path[64];
    (void)state;
    open_secret(path);
    seal_close();
    chmod(path, 0640);
    assert_int_equal(seal_open(path, 1, &e), ERR_INVALID);
    assert_false(seal_is_open());
    chmod(path, 0600);
    assert_int_equal(seal_open(path, 0, &e), ERR_NONE);
    assert_int_equal(truncate(path, 10), 0);
    assert_int_equal(seal_open(path, 1, &e), ERR_INVALID);
    remove_secret(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_of_the_standard),
        cmocka_unit_test(lengths_around_the_end_of_a_block),
        cmocka_unit_test(keyed_digests_of_the_standards),
        cmocka_unit_test(hexadecimal_is_exact),
        cmocka_unit_test(a_seal_opens_for_its_purpose_and_owner_alone),
        cmocka_unit_test(a_secret_that_others_may_read_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
