#include "places.h"

#include "boards.h"
#include "screens.h"
#include "tell.h"
#include "wangge/base/array.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pinyin.h"
#include "wangge/base/pool.h"
#include "wangge/table/describe.h"
#include "wangge/ui/ui.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/summary.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define INITIALS 64 /* room for those of a table's name */
#define NOTICE   "case_notice.read"
#define APPEAL   "evaluation.appeal"

/* Households become due where people go from door to door; elsewhere the month's visits are told. */
static void tell_visits(const struct summary *s, char *out, size_t room)
{
    if (s->due_households == 0)
        snprintf(out, room, _("today %lld\tthis month %lld"), (long long)s->visits_today, (long long)s->visits_month);
    else
        snprintf(out, room, _("today %lld\tdue %lld  overdue %lld"), (long long)s->visits_today,
                 (long long)s->due_households, (long long)s->overdue_households);
    size_t used = strlen(out);
    if (s->diary.returned != 0)
        snprintf(out + used, room - used, _("  to complete %lld"), (long long)s->diary.returned);
    used = strlen(out);
    if (s->to_review != 0)
        snprintf(out + used, room - used, _("  review %lld"), (long long)s->to_review);
}

/* Where somebody expects patrols: so many of how many. */
static void tell_patrols(const struct summary *s, char *out, size_t room)
{
    if (s->diary.patrols_due != 0)
        snprintf(out, room, _("today %lld of %lld"), (long long)s->diary.patrols, (long long)s->diary.patrols_due);
}

static void tell_cases(const struct summary *s, char *out, size_t room)
{
    snprintf(out, room, _("open %lld\tred %lld  yellow %lld  green %lld"), (long long)s->cases_open,
             (long long)s->cases_red, (long long)s->cases_yellow, (long long)s->cases_green);
}

static void tell_households(const struct summary *s, char *out, size_t room)
{
    (void)s;
    snprintf(out, room, "%s", _("door, name, phone, ID tail, initials"));
}

static void tell_evaluation(const struct summary *s, char *out, size_t room)
{
    int n = 0;
    *out = '\0';
    if (s->last_score >= 0)
        n = snprintf(out, room, _("last month %.1f %s"), s->last_score, s->last_grade);
    if (s->score >= 0 && n >= 0 && (size_t)n < room)
        n += snprintf(out + n, room - (size_t)n, _("\tthis month so far %.1f"), s->score);
    if (s->score >= 0 && s->gain[0] != '\0' && n >= 0 && (size_t)n < room)
        snprintf(out + n, room - (size_t)n, "\t%s", s->gain);
}

static void tell_registers(const struct summary *s, char *out, size_t room)
{
    (void)s;
    snprintf(out, room, "%s", _("homes, people, relief, party and more"));
}

static void tell_inbox(const struct summary *s, char *out, size_t room)
{
    if (s->unread != 0)
        snprintf(out, room, _("new %lld"), (long long)s->unread);
}

static void tell_notices(const struct summary *s, char *out, size_t room)
{
    if (s->notices != 0)
        snprintf(out, room, _("unread %lld"), (long long)s->notices);
}

static void tell_users(const struct summary *s, char *out, size_t room)
{
    if (s->users)
        snprintf(out, room, _("%lld users, %lld locked out"), (long long)s->users, (long long)s->users_waiting);
}

static void tell_posts(const struct summary *s, char *out, size_t room)
{
    if (s->post_requests != 0)
        snprintf(out, room, _("to decide %lld"), (long long)s->post_requests);
}

static bool posts_may(const struct work *work)
{
    return right_scope(work, "post.ask") != SCOPE_NONE || right_scope(work, "post.grant") != SCOPE_NONE;
}

static void tell_who(const struct summary *s, char *out, size_t room)
{
    if (s->sessions)
        snprintf(out, room, _("%lld on"), (long long)s->sessions);
}

static void tell_backups(const struct summary *s, char *out, size_t room)
{
    char at[DATE_MINUTE];
    if (!s->looks_after)
        return;
    if (s->backup_at != 0)
        instant_minute(s->backup_at, at);
    snprintf(out, room, "%s\t%s", s->backup_at == 0 ? _("none yet") : at + 5, s->backup_overdue ? _("overdue") : "");
}

static void tell_health(const struct summary *s, char *out, size_t room)
{
    int n = s->weak == 0 ? 0 : snprintf(out, room, _("to repair %lld"), (long long)s->weak);
    if ((s->jobs_failed == 0 && s->alarms_late == 0) || n < 0 || (size_t)n + 1 >= room)
        return;
    if (n > 0)
        out[n++] = '\t';
    snprintf(out + n, room - (size_t)n, _("failed jobs %lld\tlate alarms %lld"), (long long)s->jobs_failed,
             (long long)s->alarms_late);
}

/* Order in the palette; the four numbers are the order in the home menu of grid, station, office, system. */
static const struct place PLACES[] = {
    {N_("Visit diary"),             "mqrj",  "visit.read",        visit_list_screen,       {1, 2, 2, 0}, tell_visits,     NULL      },
    {N_("Cases"),                   "sj",    "case.read",         case_list_screen,        {2, 1, 1, 0}, tell_cases,      NULL      },
    {N_("Find a household"),        "cyh",   "household.read",    household_search_screen, {3, 3, 4, 0}, tell_households, NULL      },
    {N_("Registers"),               "tz",    NULL,                boards_screen,           {4, 4, 5, 0}, tell_registers,  boards_may},
    {N_("Evaluation"),              "ydkh",  "evaluation.read",   evaluation_list_screen,  {5, 5, 3, 0}, tell_evaluation, NULL      },
    {N_("Users"),                   "yh",    "user.read",         user_list_screen,        {0, 0, 0, 1}, tell_users,      NULL      },
    {N_("Who is on"),               "szx",   "who.read",          who_screen,              {0, 7, 0, 2}, tell_who,        NULL      },
    {N_("Audit"),                   "sj",    "audit.read",        audit_list_screen,       {0, 0, 0, 2}, NULL,            NULL      },
    {N_("Inbox"),                   "sjx",   "",                  inbox_screen,            {6, 8, 8, 9}, tell_inbox,      NULL      },
    {N_("Duty wall"),               "zbdp",  "case.wall",         wall_screen,             {0, 6, 6, 0}, NULL,            NULL      },
    {N_("Notices"),                 "tz",    "notice.read",       notice_list_screen,      {7, 9, 9, 0}, tell_notices,    NULL      },
    {N_("Statistics"),              "tj",    "case.statistics",   statistics_screen,       {0, 9, 9, 0}, NULL,            NULL      },
    {N_("Change my password"),      "xgmm",  "",                  password_screen,         {8, 0, 0, 0}, NULL,            NULL      },
    {N_("Verification code"),       "dtyzm", "user.second",       second_screen,           {0},          NULL,            NULL      },
    {N_("Write a diary entry"),     "xrj",   "visit.write",       visit_write_screen,      {0},          NULL,            NULL      },
    {N_("Due visits"),              "dfqd",  "visit.read",        due_list_screen,         {0},          NULL,            NULL      },
    {N_("Patrol"),                  "xc",    "visit.write",       patrol_write_screen,     {9, 0, 0, 0}, tell_patrols,    NULL      },
    {N_("Meeting"),                 "cxh",   "visit.write",       meeting_write_screen,    {0},          NULL,            NULL      },
    {N_("Entry after entry"),       "lxlr",  "visit.write",       visit_rows_screen,       {0},          NULL,            NULL      },
    {N_("Deleted entries"),         "rjhsz", "visit.read",        visit_recycle_screen,    {0},          NULL,            NULL      },
    {N_("Reviewing the diary"),     "rjpy",  "visit.review",      review_list_screen,      {0},          NULL,            NULL      },
    {N_("The diary of a month"),    "rjyl",  "visit.read",        visit_month_screen,      {0},          NULL,            NULL      },
    {N_("Post a notice"),           "ftz",   "notice.write",      notice_write_screen,     {0},          NULL,            NULL      },
    {N_("Report a case"),           "bsj",   "case.report",       case_write_screen,       {0},          NULL,            NULL      },
    {N_("Overdue cases"),           "cssj",  "case.read",         case_overdue_screen,     {0},          NULL,            NULL      },
    {N_("Text messages"),           "dx",    "case.intake",       message_list_screen,     {0},          NULL,            NULL      },
    {N_("Waiting cases"),           "dwb",   "case.read",         case_queue_screen,       {0},          NULL,            NULL      },
    {N_("Cases to approve"),        "dpz",   "case.approve",      case_asked_screen,       {0},          NULL,            NULL      },
    {N_("Secretary's queue"),       "sjztc", "case.supervise",    case_secretary_screen,   {0},          NULL,            NULL      },
    {N_("Three lists in one"),      "sdhy",  "case.read",         case_lists_screen,       {0},          NULL,            NULL      },
    {N_("Publish a result"),        "fbjg",  "case.publish",      publish_screen,          {0},          NULL,            NULL      },
    {N_("Published results"),       "cljgs", NOTICE,              notices_screen,          {0},          NULL,            NULL      },
    {N_("Notice board"),            "gsl",   NOTICE,              notice_sheet_screen,     {0},          NULL,            NULL      },
    {N_("One grid one file"),       "ygyd",  "resources.read",    grid_file_screen,        {0},          NULL,            NULL      },
    {N_("Contact cards"),           "lxk",   "user.pick",         contact_card_screen,     {0},          NULL,            NULL      },
    {N_("Notice plate"),            "gsp",   "user.pick",         plate_screen,            {0},          NULL,            NULL      },
    {N_("Acting leaders"),          "dl",    "post.deputy",       deputy_screen,           {0},          NULL,            NULL      },
    {N_("Familiarity drill"),       "sxd",   "drill.read",        drill_list_screen,       {0},          NULL,            NULL      },
    {N_("Missing information"),     "xxqx",  "household.read",    completeness_screen,     {0},          NULL,            NULL      },
    {N_("What would gain most"),    "tf",    APPEAL,              evaluation_gain_screen,  {0},          NULL,            NULL      },
    {N_("Appeals"),                 "khss",  "evaluation.read",   appeals_screen,          {0},          NULL,            NULL      },
    {N_("Evaluation schemes"),      "khfa",  "scheme.read",       scheme_list_screen,      {0},          NULL,            NULL      },
    {N_("Trend of the evaluation"), "khqs",  "evaluation.read",   evaluation_trend_screen, {0},          NULL,            NULL      },
    {N_("Settings"),                "xtsz",  "setting.read",      setting_screen,          {0, 0, 0, 4}, NULL,            NULL      },
    {N_("Configuration"),           "xtpz",  "config.read",       config_screen,           {0},          NULL,            NULL      },
    {N_("Roles and rights"),        "jsqx",  "role.read",         role_list_screen,        {0, 0, 0, 7}, NULL,            NULL      },
    {N_("Who may do what"),         "sngsm", "role.read",         role_matrix_screen,      {0},          NULL,            NULL      },
    {N_("Posts asked for"),         "gwsq",  "post.ask",          post_requests_screen,    {0, 0, 0, 2}, tell_posts,      posts_may },
    {N_("Another post"),            "hg",    "",                  post_take_screen,        {0},          NULL,            NULL      },
    {N_("Organisation tree"),       "zzs",   "area.read",         area_tree_screen,        {0, 0, 0, 3}, NULL,            NULL      },
    {N_("Backups"),                 "sjbf",  "health.read",       backup_screen,           {0, 0, 0, 5}, tell_backups,    NULL      },
    {N_("Health"),                  "xtzk",  "health.read",       health_screen,           {0, 0, 0, 6}, tell_health,     NULL      },
    {N_("Self-check"),              "aqzj",  "health.read",       weakness_screen,         {0},          NULL,            NULL      },
    {N_("Time limits"),             "blsx",  "limit.read",        limit_screen,            {0, 0, 0, 8}, NULL,            NULL      },
    {N_("Code lists"),              "dmb",   "code.read",         codes_screen,            {0, 0, 0, 9}, NULL,            NULL      },
    {N_("Add a user"),              "xzyh",  "user.manage",       user_write_screen,       {0},          NULL,            NULL      },
    {N_("Special sweeps"),          "zxmp",  "sweep.read",        sweep_list_screen,       {0},          NULL,            NULL      },
    {N_("Begin a sweep"),           "xzmp",  "sweep.write",       sweep_write_screen,      {0},          NULL,            NULL      },
    {N_("Spot checks"),             "cc",    "spot_check.read",   spot_check_screen,       {0},          NULL,            NULL      },
    {N_("Retention"),               "bcqx",  "retention.read",    retention_screen,        {0},          NULL,            NULL      },
    {N_("Requests for deletion"),   "scsq",  "erasure.read",      erasure_screen,          {0},          NULL,            NULL      },
    {N_("Return visits"),           "zfhf",  "return_visit.read", return_visit_screen,     {0},          NULL,            NULL      },
};

static const struct {
    const char *role;
    enum home home;
} HOMES[] = {
    {"grid_leader", HOME_GRID   },
    {"informant",   HOME_GRID   },
    {"part_time",   HOME_GRID   },
    {"sunk",        HOME_GRID   },
    {"instructor",  HOME_STATION},
    {"station",     HOME_STATION},
    {"system",      HOME_SYSTEM },
    {"security",    HOME_SYSTEM },
    {"audit",       HOME_SYSTEM },
};

enum home home_of_role(const char *role)
{
    for (size_t i = 0; i < COUNT_OF(HOMES); i++)
        if (strcmp(HOMES[i].role, role) == 0)
            return HOMES[i].home;
    return HOME_OFFICE;
}

static bool may_enter(const struct work *work, const struct place *place)
{
    if (place->may)
        return place->may(work);
    return !*place->right || right_scope(work, place->right) != SCOPE_NONE;
}

/* Numbers follow each other: what the user may not enter leaves no gap. */
const struct place *place_at_home(const struct work *work, int number)
{
    enum home home = home_of_role(work->actor.role);
    int reached = 0;
    for (int order = 1; order <= HOME_NUMBERS; order++)
        for (size_t i = 0; i < COUNT_OF(PLACES); i++)
            if (PLACES[i].home[home] == order && may_enter(work, &PLACES[i]) && ++reached == number)
                return &PLACES[i];
    return NULL;
}

/* The palette's entries: all places, then the tables of the registers. */
static struct {
    struct ui_command *commands;
    const struct table **tables;
    size_t tables_count;
} palette;

static const struct place *place_of(const struct ui_command *command)
{
    size_t i = (size_t)(command - palette.commands);
    return i < COUNT_OF(PLACES) ? &PLACES[i] : NULL;
}

static const struct table *table_of(const struct ui_command *command)
{
    return palette.tables[(size_t)(command - palette.commands) - COUNT_OF(PLACES)];
}

static void run(struct ui *ui, void *to, const struct ui_command *command)
{
    const struct place *place = place_of(command);
    if (place)
        place->run(ui, to);
    else
        table_list_screen(ui, to, table_of(command));
}

static bool allowed(void *to, const struct ui_command *command, char *why, size_t room)
{
    const struct place *place = place_of(command);
    if (!place || (place->may && place->may(to))) /* of the tables those alone stand here that may be read */
        return true;
    if (!place->right) {
        snprintf(why, room, "%s", _("nothing there for your post"));
        return false;
    }
    return !*place->right || !tell_denied(to, place->right, why, room);
}

static void refused(void *to)
{
    audit_write(to, "place", "", 0, 0, error_name(ERR_DENIED), NULL); /* the user hears of the place, not of this */
}

/* Initials of the Chinese name, whatever language is in use. */
static const char *initials_of(const struct table *table, struct pool *pool)
{
    char initials[INITIALS];
    pinyin_initials(table->label[LANGUAGE_ZH], initials, sizeof initials);
    return pool_text(pool, initials);
}

void places_to_palette(struct ui *ui, struct work *work, struct pool *pool)
{
    palette.tables = pool_new_piece(pool, table_count() + 1, sizeof(const struct table *));
    palette.commands = pool_new_piece(pool, COUNT_OF(PLACES) + table_count() + 1, sizeof *palette.commands);
    palette.tables_count = board_tables(work, NULL, palette.tables, table_count());
    for (size_t i = 0; i < COUNT_OF(PLACES); i++)
        palette.commands[i] = (struct ui_command){PLACES[i].name, PLACES[i].initials, run, allowed, refused};
    for (size_t i = 0; i < palette.tables_count; i++)
        palette.commands[COUNT_OF(PLACES) + i] = (struct ui_command){
            table_label(palette.tables[i]), initials_of(palette.tables[i], pool), run, allowed, NULL};
    ui_set_commands(ui, palette.commands, COUNT_OF(PLACES) + palette.tables_count, work);
}
