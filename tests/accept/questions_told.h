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

#endif
