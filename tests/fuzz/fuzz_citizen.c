/* Citizen IDs: the verdict is that of GB 11643-1999 worked out another way; a valid one is what its parts say. */
#include "fuzz.h"

#include "wangge/table/check.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    log_open("fuzz", "/dev/null", LOG_LEVEL_ERROR);
    return 0;
}

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : -1;
}

/* ISO 7064 MOD 11-2 from the left, without a table of weights: P = (P + digit) * 2 at each place. */
static bool sum_is_right(const char *id)
{
    int p = 0;
    for (int i = 0; i < 17; i++)
        p = (p + digit(id[i])) * 2 % 11;
    return (p + (id[17] == 'X' ? 10 : digit(id[17]))) % 11 == 1;
}

static bool day_is_real(int year, int month, int day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] + (month == 2 && leap);
}

static bool shape_is_right(const char *id)
{
    if (strlen(id) != 18)
        return false;
    for (int i = 0; i < 17; i++)
        if (digit(id[i]) < 0)
            return false;
    return digit(id[17]) >= 0 || id[17] == 'X';
}

static void compare(const char *id)
{
    bool valid = citizen_id_is_valid(id);
    bool right = shape_is_right(id) && sum_is_right(id) &&
                 day_is_real(atoi((char[]){id[6], id[7], id[8], id[9], 0}), atoi((char[]){id[10], id[11], 0}),
                             atoi((char[]){id[12], id[13], 0}));
    MUST(!valid || right); /* beyond this the standard asks for a division, and a day that has been */
    if (!valid)
        return;
    char sex[2], birth[11], again[9];
    citizen_id_split(id, sex, birth);
    snprintf(again, sizeof again, "%.4s%.2s%.2s", birth, birth + 5, birth + 8);
    MUST(memcmp(again, id + 6, 8) == 0);
    MUST(sex[0] == (digit(id[16]) % 2 == 1 ? '1' : '2'));
    MUST(citizen_id_check_character(id) == id[17]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = as_text(data, size);
    compare(text);
    if (strlen(text) >= 17) { /* the same digits with every check character: one is right, at most */
        char id[19] = "";
        int valid = 0;
        memcpy(id, text, 17);
        for (const char *c = "0123456789X"; *c != '\0'; c++) {
            id[17] = *c;
            compare(id);
            valid += citizen_id_is_valid(id);
        }
        MUST(valid <= 1);
    }
    free(text);
    return 0;
}
