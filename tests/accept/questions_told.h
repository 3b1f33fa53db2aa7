/* Questions for a right that no probe notices: with the reason. An entry that is noticed after all
 * fails the run, and so does a question that is not here. */
#ifndef WANGGE_TESTS_ACCEPT_QUESTIONS_TOLD_H
#define WANGGE_TESTS_ACCEPT_QUESTIONS_TOLD_H

/* So many questions in this function are noticed by nobody. */
static const struct {
    const char *file, *function;
    int count;
    const char *why;
} told_questions[] = {
    {"src/command/command.c",           "command_offered",    1,
     "what help and completion offer; a command asks again when it runs"                                                               },
    {"src/command/role.c",              "own_cells",          1, "tells whoever asks of the own rights"                                },
    {"src/screen/case_list.c",          "case_list_screen",   1, "which view opens; no shipped role reports in the scope own"          },
    {"src/screen/due_list.c",           "write_at",           1, "which page opens; visit_add asks again"                              },
    {"src/screen/evaluation_appeals.c", "show",               1, "why a line of a menu is off; evaluation_appeal_decide asks again"    },
    {"src/screen/inbox.c",              "gather",             1, "spares a read that notice_list would refuse"                         },
    {"src/screen/inbox.c",              "open_line",          3, "the way on from a line of the own inbox; what opens asks again"      },
    {"src/screen/notice.c",             "fill",               1, "spares a read that notice_readers would refuse"                      },
    {"src/screen/return_visit.c",       "action",             1, "whether a key does something; return_visit_add asks again"           },
    {"src/screen/return_visit_call.c",  "return_visit_open",  1,
     "whether a menu opens or a text; return_visit_call asks again"                                                                    },
    {"src/screen/spot_check.c",         "action",             1,
     "whether a key does something; spot_check_draw and spot_check_end ask again"                                                      },
    {"src/screen/sweep_items.c",        "open",               1, "which page opens; visit_add asks again"                              },
    {"src/screen/sweep_items.c",        "sweep_items_screen", 1, "keys of the foot; sweep_do asks again"                               },
    {"src/screen/sweep_view.c",         "denied",             1, "why a line of a menu is off; sweep_close and the others ask again"   },
    {"src/screen/user_form.c",          "asks_for_post",      1, "words of a preview"                                                  },
    {"src/screen/user_form.c",          "write_new",          1, "words of a note"                                                     },
    {"src/screen/visit_view.c",         "may_ask",            1, "whether a key does something; return_visit_add asks again"           },
    {"src/work/audit_read.c",           "audit_read",         1, "whoever may read the audit may read all of it, in every shipped role"},
    {"src/work/backup_make.c",          "backup_make",        1, "the job; who asks for a backup was asked the same"                   },
    {"src/work/erasure_job.c",          "begin",              1, "the job; who approves was asked the same"                            },
    {"src/work/post_ask.c",             "post_ask",           1, "post_want behind it asks the same"                                   },
    {"src/work/retention_run.c",        "begin",              1, "the job; retention_run, which begins it, asks the same"              },
    {"src/work/role.c",                 "role_scope",         1, "a question about the account that is looked at, not about the reader"},
    {"src/work/second.c",               "need_others",        1, "the scope that the next line asks for refuses as well"               },
    {"src/work/setting.c",              "setting_list",       1, "what the list says of changing; setting_set asks again"              },
    {"src/work/slip.c",                 "slips_new",          1, "the command that prints slips asks the same before"                  },
    {"src/work/visit_review.c",         "find_range",         1,
     "review_area before it asks the same, and finds areas of that range alone"                                                        },
    {"src/work/work.c",                 "work_backup",        1, "on the server alone, as its administrator (src/wangge/keep.c)"       },
};

static bool is_told(const struct question *question)
{
    for (size_t i = 0; i < COUNT_OF(told_questions); i++)
        if (strcmp(question->file, told_questions[i].file) == 0 &&
            strcmp(question->function, told_questions[i].function) == 0)
            return true;
    return false;
}

#endif
