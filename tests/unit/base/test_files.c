/* What is read from files: ini, configuration, csv. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/config.h"
#include "wangge/base/csv.h"
#include "wangge/base/ini.h"
#include "wangge/base/pool.h"

static char path[] = "/tmp/wangge-test-XXXXXX";
static struct pool *pool;

static void write_file(const char *text, size_t n)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, n, file), n);
    fclose(file);
}

static enum err load(const char *text, struct ini **ini, struct error *e)
{
    write_file(text, strlen(text));
    return ini_load(pool, path, ini, e);
}

static void an_ini_file_keeps_its_order(void **state)
{
    (void)state;
    struct ini *ini;
    struct error e = {0};
    assert_int_equal(
        load("; remark\n[Table]\nname = visit\nlabel.zh_CN = \"走访; 日记\" ; cut\n\n[on]\ntype=instant\r\n", &ini, &e),
        ERR_NONE);
    assert_int_equal(ini->count, 2);
    assert_string_equal(ini->sections[1].name, "on");
    assert_string_equal(ini_value(ini_section(ini, "table"), "label.zh_CN"), "走访; 日记");
    assert_string_equal(ini_value(ini_section(ini, "on"), "type"), "instant");
    assert_int_equal(ini_line(ini_section(ini, "table"), "name"), 3);
    assert_null(ini_value(ini_section(ini, "on"), "width"));
    assert_null(ini_section(ini, "off"));
}

static void faults_name_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } bad[] = {
        {"[a]\nx = 1\nx = 2\n", "3"  },
        {"[a]\n[A]\n",          "2"  },
        {"x = 1\n",             "1"  },
        {"[a]\nnothing\n",      "2"  },
        {"[a:b]\n",             "1"  },
        {"[a\n",                "1"  },
        {"[a]\nx = 1\\\ny\n",   "2"  },
        {"[a]\nx = \xFF\n",     "2"  },
        {"\xEF\xBB\xBF[a]\n",   "BOM"},
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct ini *ini;
        struct error e = {0};
        assert_int_equal(load(bad[i].text, &ini, &e), ERR_INVALID);
        if (strstr(e.text, bad[i].says) == NULL)
            fail_msg("\"%s\" does not say %s", e.text, bad[i].says);
    }
    struct error e = {0};
    struct ini *ini;
    assert_int_equal(ini_load(pool, "/tmp", &ini, &e), ERR_INVALID);
    assert_int_equal(ini_load(pool, "/nowhere/at/all", &ini, &e), ERR_NOT_FOUND);
}

static enum err load_config(const char *text, struct config **config, struct error *e)
{
    write_file(text, strlen(text));
    return config_load(path, config, e);
}

static void a_configuration_has_defaults_and_absolute_paths(void **state)
{
    (void)state;
    struct config *config;
    struct error e = {0};
    assert_int_equal(load_config("[server]\nport = 2200\n[database]\npath = data/w.db\n", &config, &e), ERR_NONE);
    assert_int_equal(config_number(config, CONFIG_PORT), 2200);
    assert_false(config_is_default(config, CONFIG_PORT));
    assert_int_equal(config_number(config, CONFIG_GRACE), 60);
    assert_true(config_is_default(config, CONFIG_GRACE));
    assert_string_equal(config_text(config, CONFIG_DATABASE), "/tmp/data/w.db");
    config_free(&config);
    assert_null(config);
}

static void a_wrong_configuration_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "[server]\nport = 0\n",
        "[server]\nport = 22x\n",
        "[server]\nlisten = here\n",
        "[server]\ncolour = red\n",
        "[sevrer]\nport = 22\n",
        "[database]\npath = \"\"\n",
        "[server]\nport = 99999999999999999999\n",
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct config *config;
        struct error e = {0};
        if (load_config(bad[i], &config, &e) != ERR_INVALID)
            fail_msg("taken: %s", bad[i]);
        assert_non_null(strstr(e.text, "2"));
        assert_null(config);
    }
}

static void csv_cells_come_back_as_they_went(void **state)
{
    (void)state;
    static const char *const cells[] = {"plain", "", "a,b", "say \"yes\"", "two\nlines", "网格", "-5"};
    struct buffer out = {0};
    buffer_add_text(&out, "a,b,c,d,e,f,g\n");
    for (size_t i = 0; i < COUNT_OF(cells); i++) {
        if (i > 0)
            buffer_add_char(&out, ',');
        csv_write_cell(&out, cells[i], 0);
    }
    struct csv *csv;
    struct error e = {0};
    assert_int_equal(csv_parse(pool, "test", buffer_text(&out), out.length, &csv, &e), ERR_NONE);
    assert_int_equal(csv->count, 1);
    for (size_t i = 0; i < COUNT_OF(cells); i++)
        assert_string_equal(csv->rows[0].cells[i], cells[i]);
    buffer_clear(&out);
    csv_write_cell(&out, "=1+1", 1);
    assert_string_equal(buffer_text(&out), "\"'=1+1\"");
    buffer_free(&out);
}

static void no_cell_is_a_formula_and_each_comes_back(void **state)
{
    (void)state;
    static const char *const cells[] = {"=1",   "+1",      "-1",  "@a",   " =1", "＝1", "－1",
                                        "\n=1", "\u3000@", "'=1", "''+1", "'",   "a=1", "'a"};
    static const char *const written[] = {"\"'=1\"",  "\"'+1\"",   "\"'-1\"",      "\"'@a\"",  "\"' =1\"",  "\"'＝1\"",
                                          "\"'－1\"", "\"'\n=1\"", "\"'\u3000@\"", "\"''=1\"", "\"'''+1\"", "'",
                                          "a=1",      "'a"};
    for (size_t i = 0; i < COUNT_OF(cells); i++) {
        struct buffer out = {0}, file = {0};
        struct csv *csv;
        csv_write_cell(&out, cells[i], 1);
        assert_string_equal(buffer_text(&out), written[i]);
        buffer_format(&file, "head\n%s\n", buffer_text(&out));
        assert_int_equal(csv_parse(pool, "t", buffer_text(&file), file.length, &csv, NULL), ERR_NONE);
        assert_string_equal(csv_defused(csv->rows[0].cells[0]), cells[i]);
        buffer_free(&out);
        buffer_free(&file);
    }
    struct buffer out = {0};
    csv_write_cell(&out, "\t=1\033[2J", 1);
    assert_string_equal(buffer_text(&out), "\"' =1\uFFFD[2J\"");
    buffer_free(&out);
}

static void csv_knows_remarks_and_faults(void **state)
{
    (void)state;
    struct csv *csv;
    struct error e = {0};
    const char *good = "\xEF\xBB\xBF# remark\r\ncode,name\r\n\r\n1,男\r\n2\r\n";
    assert_int_equal(csv_parse(pool, "t", good, strlen(good), &csv, &e), ERR_NONE);
    assert_int_equal(csv->count, 2);
    assert_int_equal(csv->rows[0].line, 4);
    assert_string_equal(csv_cell(csv, &csv->rows[0], "name"), "男");
    assert_string_equal(csv_cell(csv, &csv->rows[1], "name"), "");
    static const char *const bad[] = {"a\n1,2\n", "a\n\"open\n", "a\n\xFF\n"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_int_equal(csv_parse(pool, "t", bad[i], strlen(bad[i]), &csv, &e), ERR_INVALID);
}

static int setup(void **state)
{
    (void)state;
    pool = pool_new();
    int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int teardown(void **state)
{
    (void)state;
    pool_free(&pool);
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_ini_file_keeps_its_order),
        cmocka_unit_test(faults_name_their_line),
        cmocka_unit_test(a_configuration_has_defaults_and_absolute_paths),
        cmocka_unit_test(a_wrong_configuration_is_refused),
        cmocka_unit_test(csv_cells_come_back_as_they_went),
        cmocka_unit_test(no_cell_is_a_formula_and_each_comes_back),
        cmocka_unit_test(csv_knows_remarks_and_faults),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
