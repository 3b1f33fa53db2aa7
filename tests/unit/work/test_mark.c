/* Marks in a diary text, as people write them. */
#include "../../../src/work/mark_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/error.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/work/mark.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define VISIT_DAY 20747 /* 2026-10-21, a Wednesday */

/* "make|name|text|place|category|urgency|field|value|day" of each mark, those parted by a new line; "!" before one that
 * is not whole. */
static const char *parsed(struct pool *pool, const char *text)
{
    struct buffer out = {0};
    struct mark *marks = NULL;
    size_t count = mark_parse(pool, text, VISIT_DAY, &marks);
    for (size_t i = 0; i < count; i++) {
        const struct mark *m = &marks[i];
        const char *parts[] = {m->name, m->text, m->place, m->category, m->urgency, m->field, m->value, m->day};
        buffer_format(&out, "%s%s%s", i == 0 ? "" : "\n", m->whole ? "" : "!", mark_name(m->make));
        size_t last = 0;
        for (size_t k = 0; k < COUNT_OF(parts); k++)
            last = *parts[k] != '\0' ? k + 1 : last;
        for (size_t k = 0; k < last; k++)
            buffer_format(&out, "|%s", parts[k]);
    }
    const char *text_out = pool_text(pool, buffer_text(&out));
    buffer_free(&out);
    return text_out;
}

static const struct {
    const char *text, *marks;
} examples[] = {
  /* what is no mark */
    {"",                                                              ""                                                                      },
    {"老人近日头晕, 未就医。",                              ""                                                                      },
    {"#",                                                             ""                                                                      },
    {"去3#楼看了, 一切正常",                                  ""                                                                      },
    {"#人民路口积水",                                           ""                                                                      },
    {"#事件楼道灯不亮",                                        ""                                                                      },
    {"#隐患排查 今天看了六户",                              ""                                                                      },
    {"#cases of flu",                                                 ""                                                                      },
    {"写信给 a@b.c!急",                                           ""                                                                      },
 /* cases */
    {"#事件 楼道灯不亮",                                       "case||楼道灯不亮"                                                 },
    {"#事件 楼道灯不亮 @6幢1单元",                          "case||楼道灯不亮|6幢1单元"                                     },
    {"老人头晕。\n#事件 楼道灯不亮 @6幢1单元\n谢谢", "case||楼道灯不亮|6幢1单元"                                     },
    {"灯坏了三天。#事件 楼道灯不亮",                     "case||楼道灯不亮"                                                 },
    {"＃事件　楼道灯不亮　＠6幢",                         "case||楼道灯不亮|6幢"                                            },
    {"#报事 污水外溢 !急",                                     "case||污水外溢|||急"                                              },
    {"#事件 污水外溢 !特急 @3幢门口",                      "case||污水外溢|3幢门口||特急"                                 },
    {"#事件 污水外溢 @3幢门口 ！紧急",                    "case||污水外溢|3幢门口||紧急"                                 },
    {"#事件 灯又坏了！请快修",                              "case||灯又坏了！请快修"                                        },
    {"#事件[民生服务] 找工作",                               "case||找工作||民生服务"                                         },
    {"#事件【02】找工作",                                      "case||找工作||02"                                                   },
    {"#事件：楼道灯不亮",                                     "case||楼道灯不亮"                                                 },
    {"#case Light out @gate 3 !urgent",                               "case||Light out|gate 3||urgent"                                        },
    {"#CASE Light out",                                               "case||Light out"                                                       },
    {"#事件",                                                       "!case"                                                                 },
    {"#事件 @6幢",                                                 "!case|||6幢"                                                          },
    {"#事件[",                                                      "!case"                                                                 },
    {"#事件 找工作 [民生服务] @6幢",                        "case||找工作|6幢|民生服务"                                     },
    {"#事件 找工作 @6幢[02]!急",                               "case||找工作|6幢|02|急"                                           },
    {"#事件 灯[红]不亮",                                        "case||灯[红]不亮"                                                  },
    {"#事件 [消防] 灭火器过期",                              "case||灭火器过期||消防"                                         },
 /* the next visit */
    {"#再访 周五",                                                "again||||||||2026-10-23"                                               },
    {"#再访 周五 看是否就医",                                "again||看是否就医||||||2026-10-23"                                },
    {"#再访 周一",                                                "again||||||||2026-10-26"                                               },
    {"#再访 周三",                                                "again||||||||2026-10-28"                                               },
    {"#再访 下周一, 带血压计",                               "again||带血压计||||||2026-10-26"                                   },
    {"#再访 +7",                                                    "again||||||||2026-10-28"                                               },
    {"#再访 ＋７",                                                "again||||||||2026-10-28"                                               },
    {"#再访 明天",                                                "again||||||||2026-10-22"                                               },
    {"#再访 0315",                                                  "again||||||||2027-03-15"                                               },
    {"#再访 1105",                                                  "again||||||||2026-11-05"                                               },
    {"#再访 11月5日",                                             "again||||||||2026-11-05"                                               },
    {"#再访 2026-10-20",                                            "again||||||||2026-10-20"                                               },
    {"#待访 示例乙 1028 量血压",                              "again|示例乙|量血压||||||2026-10-28"                             },
    {"#again m",                                                      "again||||||||2026-10-31"                                               },
    {"#再访 改天",                                                "!again|改天"                                                         },
    {"#再访",                                                       "!again"                                                                },
 /* people */
    {"#人 示例丁 电话 13900001111",                             "person|示例丁|||||电话|13900001111"                               },
    {"#人员 示例丁 电话：13900001111",                        "person|示例丁|||||电话|13900001111"                               },
    {"#人 示例丁 工作单位 文苑路 小学",                  "person|示例丁|||||工作单位|文苑路 小学"                    },
    {"#人 示例丁，健康状况=有慢性病",                    "person|示例丁|||||健康状况|有慢性病"                        },
    {"#人 示例丁",                                                "!person|示例丁"                                                     },
    {"#新增 示例丁 女 1971 女儿",                             "member|示例丁||||||女 1971 女儿"                                 },
    {"#新增 示例丁，女，1971-03-02，女儿",                 "member|示例丁||||||女，1971-03-02，女儿"                       },
    {"#新增 示例丁",                                             "!member|示例丁"                                                     },
    {"#迁出 示例丁 昨天 去宁波",                            "out|示例丁|去宁波||||||2026-10-20"                               },
    {"#迁出 示例丁 去宁波",                                   "out|示例丁|去宁波"                                               },
    {"#去世 示例丁 1020",                                        "death|示例丁|||||||2026-10-20"                                      },
    {"#去世",                                                       "!death"                                                                },
 /* hazards */
    {"#隐患 灶间软管老化 !重大",                            "hazard||灶间软管老化|||重大"                                   },
    {"#隐患[燃气] 软管老化 @厨房",                          "hazard||软管老化|厨房|燃气"                                    },
    {"#隐患 软管老化 !急",                                     "hazard||软管老化 !急"                                             },
    {"#专项 示例丙 正常",                                      "sweep|示例丙||||||正常"                                           },
    {"#sweep 示例丙 hit 高烧三天",                             "sweep|示例丙|高烧三天|||||hit"                                  },
    {"#摸排 未见到",                                             "sweep|||||||未见到"                                                 },
    {"#专项 示例丙",                                             "!sweep|示例丙"                                                      },
 /* several */
    {"#事件 灯不亮 @6幢 #再访 周五\n#人 甲 电话 1",     "case||灯不亮|6幢\nagain||||||||2026-10-23\nperson|甲|||||电话|1"},
    {"#事件 甲\n#事件 乙",                                      "case||甲\ncase||乙"                                                  },
};

static void each_example_reads_as_it_should(void **state)
{
    struct pool *pool = pool_new();
    (void)state;
    assert_true(COUNT_OF(examples) >= 40);
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        const char *got = parsed(pool, examples[i].text);
        if (strcmp(got, examples[i].marks) != 0)
            fail_msg("%s:\n  got  %s\n  want %s", examples[i].text, got, examples[i].marks);
    }
    pool_free(&pool);
}

static void the_same_mark_twice_is_two(void **state)
{
    struct pool *pool = pool_new();
    struct mark *marks = NULL;
    (void)state;
    assert_int_equal(mark_parse(pool, "#事件 灯不亮\n＃事件　灯不亮 \n#事件  灯不亮", VISIT_DAY, &marks), 3);
    assert_string_equal(marks[0].key, "#事件 灯不亮");
    assert_string_equal(marks[1].key, "#事件 灯不亮（2）");
    assert_string_equal(marks[2].key, "#事件 灯不亮（3）");
    pool_free(&pool);
}

static void words_tell_the_category(void **state)
{
    static const struct {
        const char *words, *duty;
    } known[] = {
        {"楼道灯不亮",             "02"},
        {"三单元门口污水外溢", "02"},
        {"楼上装修噪音大",       "05"},
        {"邻里纠纷",                "03"},
        {"消防通道停车",          "07"},
        {"业委会换届",             "08"},
        {"楼顶违建",                "06"},
        {"店外经营占道",          "01"},
        {"户口问题",                "04"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        const char *code = mark_category(known[i].words);
        assert_non_null(code);
        if (strncmp(code, known[i].duty, 2) != 0)
            fail_msg("%s is %s, not %s", known[i].words, code, known[i].duty);
    }
    assert_null(mark_category("老张家的事"));
    assert_null(mark_category(""));
}

static void a_word_without_its_blank_is_told(void **state)
{
    struct pool *pool = pool_new();
    (void)state;
    assert_string_equal(mark_almost(pool, "一切正常\n  #事件楼道灯不亮"), "事件");
    assert_null(mark_almost(pool, "#事件 楼道灯不亮"));
    assert_null(mark_almost(pool, "去3#楼, #1看了"));
    pool_free(&pool);
}

static void a_corrected_mark_is_like_the_one_before(void **state)
{
    (void)state;
    assert_true(mark_alike("#事件 楼道灯不量", "#事件 楼道灯不亮"));
    assert_true(mark_alike("#事件 楼道灯不亮", "#事件 楼道灯不亮 @6幢"));
    assert_false(mark_alike("#事件 楼道灯不亮", "#事件 污水外溢"));
    assert_false(mark_alike("#事件", "#事件 污水外溢"));
}

static int load(void **state)
{
    struct error e = {0};
    (void)state;
    i18n_use(LANGUAGE_ZH);
    return codes_load("schema", NULL, &e) == ERR_NONE && marks_load("etc", &e) == ERR_NONE ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_example_reads_as_it_should),
        cmocka_unit_test(the_same_mark_twice_is_two),
        cmocka_unit_test(words_tell_the_category),
        cmocka_unit_test(a_word_without_its_blank_is_told),
        cmocka_unit_test(a_corrected_mark_is_like_the_one_before),
    };
    return cmocka_run_group_tests(tests, load, NULL);
}
