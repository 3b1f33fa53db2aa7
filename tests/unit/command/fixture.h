/* The tables of etc/ for tests that need no database. */
#ifndef WANGGE_TESTS_COMMAND_FIXTURE_H
#define WANGGE_TESTS_COMMAND_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../src/command/call.h"

#include "wangge/base/config.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"

#include <stdio.h>

static int load_tables(void **state)
{
    char schema[4096], etc[4096], tables[4200];
    struct error e = {0};

    (void)state;
    i18n_start();
    i18n_use(LANGUAGE_EN);
    if (!config_data_path("schema", schema, sizeof schema) || !config_data_path("etc", etc, sizeof etc)) {
        return -1;
    }
    snprintf(tables, sizeof tables, "%s/tables", etc);
    return codes_load(schema, NULL, &e) || tables_load(tables, NULL, &e) ? -1 : 0;
}

#endif
