/* Translations. msgids are English; zh_CN is complete. N_ marks a text in a table, _ translates it at use. */
#ifndef WANGGE_BASE_I18N_H
#define WANGGE_BASE_I18N_H

#include <libintl.h>
#include <stdbool.h>

#define _(text)  gettext(text)
#define N_(text) text

enum language { LANGUAGE_EN, LANGUAGE_ZH, LANGUAGE_COUNT };

/* Once, before the first fork: finds locale/ (config_data_path), makes character widths UTF-8, loads the catalogue. */
void i18n_start(void);
void i18n_use(enum language language);
enum language i18n_language(void);
const char *i18n_name(enum language language); /* "en", "zh_CN" */
bool i18n_parse(const char *name, enum language *out);

#endif
