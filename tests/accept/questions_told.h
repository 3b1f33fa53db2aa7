/* Questions for a right that no probe can notice, and why; an entry that is noticed after all fails the run. */
#ifndef WANGGE_TESTS_ACCEPT_QUESTIONS_TOLD_H
#define WANGGE_TESTS_ACCEPT_QUESTIONS_TOLD_H

/* So many questions in this function are noticed by nobody. */
static const struct {
    const char *file, *function;
    int count;
    const char *why;
} told_questions[] = {
    {"", "", 0, ""},
};

static bool is_told(const struct question *question)
{
    for (size_t i = 0; i < COUNT_OF(told_questions); i++)
        if (strcmp(question->file, told_questions[i].file) == 0 &&
            strcmp(question->function, told_questions[i].function) == 0)
            return true;
    return false;
}

/* How many rows tell of another number of questions than there is. */
static int wrongly_told(const int *outcomes, int noticed, int second)
{
    int wrong = 0;
    for (size_t i = 0; i < COUNT_OF(told_questions); i++) {
        int count = 0;
        for (int k = 0; k < __stop_asked - __start_asked; k++)
            count += outcomes[k] != noticed && outcomes[k] != second &&
                     strcmp(__start_asked[k]->file, told_questions[i].file) == 0 &&
                     strcmp(__start_asked[k]->function, told_questions[i].function) == 0;
        if (count != told_questions[i].count && ++wrong > 0)
            print_message("# %s: %s: told as %d, found %d\n", told_questions[i].file, told_questions[i].function,
                          told_questions[i].count, count);
    }
    return wrong;
}

#endif
