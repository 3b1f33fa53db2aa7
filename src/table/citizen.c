/* GB 11643-1999: citizen identification numbers; GB 32100-2015: unified social credit codes. */
#include "citizen.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/table/check.h"

#include "division.h"

#include <string.h>

#define DIGITS     "0123456789"
#define FIRST_YEAR 1800

static int number(const char *digits, int n)
{
    int value = 0;
    for (int i = 0; i < n; i++)
        value = value * 10 + (digits[i] - '0');
    return value;
}

char citizen_id_check_character(const char *first17)
{
    static const int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++)
        sum += weights[i] * (first17[i] - '0');
    return "10X98765432"[sum % 11];
}

static bool birth_is_real(const char *id)
{
    int year = number(id + 6, 4), month = number(id + 10, 2), day = number(id + 12, 2);
    return year >= FIRST_YEAR && date_is_real(year, month, day) && date_make(year, month, day) <= day_of(clock_now());
}

const char *citizen_id_fault(const char *id)
{
    size_t digits = strspn(id, DIGITS), n = strlen(id);
    if (n == 15 && digits == 15)
        return N_("this is an old number of 15 digits; enter the one of 18 characters on the present card");
    if (n != 18 || digits < 17 || (digits == 17 && id[17] != 'X'))
        return N_("a citizen ID number has 17 digits and then a digit or X");
    if (!birth_is_real(id))
        return N_("the birth date in it (7th to 14th digit) does not exist; compare it with the card");
    if (!division_was_used(id))
        return N_("its first six digits were never a county or district; compare them with the card");
    if (citizen_id_check_character(id) != id[17])
        return N_("a digit is wrong, the last character does not fit the others; compare it with the card");
    return NULL;
}

bool citizen_id_is_valid(const char *id)
{
    return citizen_id_fault(id) == NULL;
}

void citizen_id_split(const char *id, char sex[2], char birth[11])
{
    sex[0] = (id[16] - '0') % 2 == 1 ? '1' : '2';
    sex[1] = '\0';
    date_format(date_make(number(id + 6, 4), number(id + 10, 2), number(id + 12, 2)), birth);
}

bool credit_code_is_valid(const char *code)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    int sum = 0, weight = 1;

    if (strlen(code) != 18 || strspn(code, alphabet) != 18)
        return false;
    for (int i = 0; i < 17; i++, weight = weight * 3 % 31)
        sum += (int)(strchr(alphabet, code[i]) - alphabet) * weight;
    return alphabet[(31 - sum % 31) % 31] == code[17];
}
