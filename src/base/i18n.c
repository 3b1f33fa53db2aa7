#include "wangge/base/i18n.h"

#include "wangge/base/config.h"
#include "wangge/base/log.h"

#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *locale;
} languages[LANGUAGE_COUNT] = {
    [LANGUAGE_EN] = {"en",    "en_US.UTF-8"},
      [LANGUAGE_ZH] = {"zh_CN", "zh_CN.UTF-8"}
};

static enum language in_use = LANGUAGE_ZH;

void i18n_start(void)
{
    char folder[PATH_MAX];
    if (config_data_path("locale", folder, sizeof(folder))) {
        /* Our own locales stand beside our catalogue, so that no machine-wide locale is needed. */
        setenv("LOCPATH", folder, 1);
        bindtextdomain("wangge", folder);
    } else {
        log_warning("no translations were found");
    }
    bind_textdomain_codeset("wangge", "UTF-8");
    textdomain("wangge");
    i18n_use(LANGUAGE_ZH);
}

void i18n_use(enum language language)
{
    in_use = language;
    const char *name = languages[language].locale;
    if (setlocale(LC_CTYPE, name) == NULL && setlocale(LC_CTYPE, "C.UTF-8") == NULL)
        log_warning("no UTF-8 locale was found");
    if (setlocale(LC_MESSAGES, name) == NULL)
        setlocale(LC_MESSAGES, "C.UTF-8");
    /* Where the locale is not to be had, this variable chooses the catalogue (glibc 2.36 and older). */
    setenv("LANGUAGE", languages[language].name, 1);
}

enum language i18n_language(void)
{
    return in_use;
}

const char *i18n_name(enum language language)
{
    return languages[language].name;
}

bool i18n_parse(const char *name, enum language *out)
{
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        size_t n = strlen(languages[i].name);
        if (strncmp(name, languages[i].name, n) == 0 && strchr("_.@", name[n]) != NULL) {
            *out = (enum language)i;
            return true;
        }
    }
    return false;
}
