/* What is taken out of a text before it is published. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above before it */
#include <cmocka.h>

#include "wangge/base/buffer.h"
#include "wangge/work/redact.h"

#include <string.h>

static const char *const names[] = {"示例甲", "示 例乙", "欧阳示例", "Jane Sample", "示", "居民", "", NULL};

static const struct {
    const char *text, *expected;
} examples[] = {
  /* numbers of phones */
    {"请拨打13800002201联系",            "请拨打***联系"                  },
    {"电话：138 0000 2201。",             "电话：***。"                     },
    {"电话 138-0000-2201",                  "电话 ***"                          },
    {"+8613800002201",                        "+***"                                },
    {"86 13800002201",                        "***"                                 },
    {"座机0514-87650001",                   "座机***"                           },
    {"座机（0514）87650001",              "座机（***"                        },
    {"87650001转",                           "***转"                              },
    {"１３８００００２２０１",     "***"                                 },
    {"一三八零零零零二二零一",     "***"                                 },
    {"幺三八〇〇〇〇2201",             "***"                                 },
    {"13800002201；13900002202",             "***；***"                           },
    {"138\xe2\x80\x8b"
     "00002201",                         "***"                                 },
 /* papers and cards */
    {"身份证11010519491231002X。",        "身份证***。"                     },
    {"证件321003198402291236",              "证件***"                           },
    {"321003 19840229 1236",                  "***"                                 },
    {"老证件321003840229123",              "老证件***"                        },
    {"卡号6222 0212 3456 7890 123",         "卡号***"                           },
 /* mail, chat, plates */
    {"写信到someone@example.org。",       "写信到***。"                     },
    {"a.b-c＠example.org",                   "***"                                 },
    {"微信号：sample_123",                "微信号：***"                     },
    {"QQ 123456",                             "QQ ***"                              },
    {"车牌苏K12345乱停",                 "车牌***乱停"                     },
    {"粤B·D12345",                          "***"                                 },
 /* doors */
    {"文苑路18号6幢2单元302室漏水", "文苑路18号6幢漏水"            },
    {"文苑路18号 6幢 2单元 302室",    "文苑路18号 6幢 "                },
    {"6幢302漏水",                         "6幢漏水"                          },
    {"6-2-302漏水",                         "6幢漏水"                          },
    {"6-302漏水",                           "6幢漏水"                          },
    {"18号301",                              "18号"                               },
    {"3号楼二单元三零二室",          "3号楼"                             },
    {"A座1201室",                           "A座"                                },
    {"5栋3楼漏水",                        "5栋漏水"                          },
    {"三单元门口污水外溢",           "门口污水外溢"                  },
    {"12栋乙单元402",                     "12栋"                               },
    {"the lamp in room 302 is out",           "the lamp in  is out"                 },
    {"Flat 4B, 18 Example Road",              ", 18 Example Road"                   },
 /* names */
    {"示例甲反映路灯不亮",           "居民反映路灯不亮"            },
    {"示 例 甲反映",                     "居民反映"                        },
    {"示·例甲和示例乙",               "居民和居民"                     },
    {"欧阳示例的母亲",                 "居民的母亲"                     },
    {"jane sample told it",                   "a resident told it"                  },
    {"示3单元例甲",                      "居民"                              },
 /* what stays */
    {"2026-10-21上午已修复",             "2026-10-21上午已修复"           },
    {"2026年10月21日 16:05 处理完毕",  "2026年10月21日 16:05 处理完毕"},
    {"20261021处理",                        "20261021处理"                      },
    {"SJ-20261021-0001已办结",             "SJ-20261021-0001已办结"           },
    {"投入12000000元",                     "投入12000000元"                   },
    {"拨打12345或110",                     "拨打12345或110"                   },
    {"惠及100-150户",                      "惠及100-150户"                    },
    {"10月18号30人参加",                 "10月18号30人参加"               },
    {"18号300人参加",                     "18号300人参加"                   },
    {"一室一厅的房子",                 "一室一厅的房子"               },
    {"王女士反映",                       "王女士反映"                     },
    {"文苑路18号门口",                  "文苑路18号门口"                },
    {"办公室已答复",                    "办公室已答复"                  },
    {"修路300米, 换灯12盏",             "修路300米, 换灯12盏"           },
    {"Janet Sampleson",                       "Janet Sampleson"                     },
    {"示范岗",                             "示范岗"                           },
    {"",                                      ""                                    },
};

static void examples_come_out_as_they_should(void **state)
{
    (void)state;
    int failed = 0;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        struct buffer out = {0};
        struct redact_found found;
        redact_text(examples[i].text, names, &out);
        if (strcmp(buffer_text(&out), examples[i].expected) != 0) {
            print_error("%s: \"%s\", not \"%s\"\n", examples[i].text, buffer_text(&out), examples[i].expected);
            failed++;
        }
        if (redact_find(buffer_text(&out), names, &found)) {
            print_error("%s: still found %s\n", buffer_text(&out), redact_kind_label(found.kind));
            failed++;
        }
        bool same = strcmp(examples[i].text, examples[i].expected) == 0;
        if (redact_find(examples[i].text, names, &found) == same) {
            print_error("%s: found %s\n", examples[i].text, same ? "something" : "nothing");
            failed++;
        }
        buffer_free(&out);
    }
    assert_int_equal(failed, 0);
}

static void what_is_found_is_told_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *text, *found;
        enum redact_kind kind;
    } rows[] = {
        {"请拨打13800002201联系", "13800002201",   REDACT_NUMBER },
        {"写信到a@example.org。",  "a@example.org", REDACT_ADDRESS},
        {"6幢2单元",                "2单元",       REDACT_DOOR   },
        {"苏K12345乱停",            "苏K12345",     REDACT_PLATE  },
        {"由示例甲反映",         "示例甲",     REDACT_NAME   },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct redact_found found;
        assert_true(redact_find(rows[i].text, names, &found));
        assert_int_equal(found.kind, rows[i].kind);
        assert_int_equal(found.length, strlen(rows[i].found));
        assert_memory_equal(rows[i].text + found.at, rows[i].found, found.length);
    }
}

static void in_the_office_only_numbers_are_taken_out(void **state)
{
    (void)state;
    struct buffer out = {0};
    redact_numbers("示例甲, 6幢302室, 13800002201", &out);
    assert_string_equal(buffer_text(&out), "示例甲, 6幢302室, ***");
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_come_out_as_they_should),
        cmocka_unit_test(what_is_found_is_told_with_its_place),
        cmocka_unit_test(in_the_office_only_numbers_are_taken_out),
    };
    return cmocka_run_group_tests_name("redact", tests, NULL, NULL);
}
