/* The screens, each in a file of its own. All return when the user leaves. */
#ifndef SCREEN_SCREENS_H
#define SCREEN_SCREENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct book;
struct list_query;
struct pool;
struct record;
struct rows;
struct table;
struct ui;
struct work;

void home_screen(struct ui *ui, struct work *work);
void area_tree_screen(struct ui *ui, struct work *work); /* the organisation tree */

void visit_list_screen(struct ui *ui, struct work *work);
void due_list_screen(struct ui *ui, struct work *work); /* who is to be visited */
void visit_recycle_screen(struct ui *ui, struct work *work);
void visit_view_screen(struct ui *ui, struct work *work, int64_t id);
void visit_write_screen(struct ui *ui, struct work *work); /* a new entry */
/* One entry of a household or (household 0) a place. True: saved, and the next one is asked for. */
bool visit_write_one(struct ui *ui, struct work *work, int64_t household, int64_t place);
void visit_write_at(struct ui *ui, struct work *work, int64_t household);
void visit_write_at_place(struct ui *ui, struct work *work, int64_t place); /* a special place */
/* Entry after entry: a row a door. The screen asks for the doors; _at has them in the order in which one walks. */
void visit_rows_screen(struct ui *ui, struct work *work);
void visit_rows_at(struct ui *ui, struct work *work, const int64_t *households, size_t count, bool resume);
void patrol_write_screen(struct ui *ui, struct work *work);
void meeting_write_screen(struct ui *ui, struct work *work);
void visit_change_screen(struct ui *ui, struct work *work, int64_t id);
void review_list_screen(struct ui *ui, struct work *work); /* entries of others, to be graded */
void visit_make_case(struct ui *ui, struct work *work, int64_t id);

void case_list_screen(struct ui *ui, struct work *work);
void case_overdue_screen(struct ui *ui, struct work *work);
void message_list_screen(struct ui *ui, struct work *work);
void case_queue_screen(struct ui *ui, struct work *work);     /* what waits for me */
void case_asked_screen(struct ui *ui, struct work *work);     /* what I may approve */
void kiosk_screen(struct ui *ui, struct work *work);          /* of residents, in the place of home */
void case_secretary_screen(struct ui *ui, struct work *work); /* what was not solved in time */
void case_view_screen(struct ui *ui, struct work *work, int64_t id);
void case_write_screen(struct ui *ui, struct work *work);                     /* a new case */
void case_write_from(struct ui *ui, struct work *work, struct record *begun); /* of a visit or a household */
void case_change_screen(struct ui *ui, struct work *work, int64_t id);
const char *case_step_line(struct pool *pool, const struct rows *steps, size_t row); /* one line of a timeline */
/* What can be done with these cases (one or more) now; true when something was done. */
bool case_command_menu(struct ui *ui, struct work *work, const int64_t *ids, size_t count);

void case_lists_screen(struct ui *ui, struct work *work); /* three lists in one */
void statistics_screen(struct ui *ui, struct work *work);
void notices_screen(struct ui *ui, struct work *work);                      /* published results */
void notice_sheet_screen(struct ui *ui, struct work *work);                 /* for the notice board */
void publish_screen(struct ui *ui, struct work *work);                      /* of a case to be chosen */
void publish_case_screen(struct ui *ui, struct work *work, const char *no); /* of this one */

void sweep_list_screen(struct ui *ui, struct work *work);
void sweep_view_screen(struct ui *ui, struct work *work, int64_t id, int64_t area);  /* how far it is */
void sweep_items_screen(struct ui *ui, struct work *work, int64_t id, int64_t area); /* the checklist */
void sweep_open_screen(struct ui *ui, struct work *work, int64_t id);                /* what is for the user */
void sweep_write_screen(struct ui *ui, struct work *work);                           /* a new one */
void sweep_write_of(struct ui *ui, struct work *work, const struct table *table, const struct list_query *query);
void sweep_change_screen(struct ui *ui, struct work *work, int64_t id, bool resume); /* one that has begun */
void sweep_resume(struct ui *ui, struct work *work, int64_t object);
/* After a diary entry: what sweeps ask of its household is answered here and now. */
void sweep_ask_at(struct ui *ui, struct work *work, int64_t household, int64_t visit);

void evaluation_print_screen(struct ui *ui, struct work *work, const char *month); /* to be posted */
void evaluation_trend_screen(struct ui *ui, struct work *work);
void evaluation_list_screen(struct ui *ui, struct work *work);
/* subject: code list evaluation_subject; who: account, area or unit */
void evaluation_view_screen(struct ui *ui, struct work *work, const char *month, const char *subject, int64_t who);
void evaluation_gain_screen(struct ui *ui, struct work *work); /* what would gain most this month */
void appeals_screen(struct ui *ui, struct work *work);
void evaluation_point_resume(struct ui *ui, struct work *work, int64_t object);
void evaluation_appeal_resume(struct ui *ui, struct work *work, int64_t object);

void scheme_list_screen(struct ui *ui, struct work *work); /* what the evaluation judges by */
void scheme_resume(struct ui *ui, struct work *work, int64_t object);
void scheme_copy_resume(struct ui *ui, struct work *work, int64_t object);
void scheme_item_resume(struct ui *ui, struct work *work, int64_t object);   /* scheme * 100 + position */
void scheme_target_resume(struct ui *ui, struct work *work, int64_t object); /* scheme * 1000 + position */

void drill_list_screen(struct ui *ui, struct work *work); /* familiarity drills of a month */
void drill_take_screen(struct ui *ui, struct work *work); /* a new one, or the one that is open */
void drill_view_screen(struct ui *ui, struct work *work, int64_t id);
void completeness_screen(struct ui *ui, struct work *work); /* what is missing in the registers */

void user_list_screen(struct ui *ui, struct work *work);
void user_view_screen(struct ui *ui, struct work *work, int64_t id);
void user_write_screen(struct ui *ui, struct work *work);
void user_change_screen(struct ui *ui, struct work *work, int64_t id);

void user_post_add_screen(struct ui *ui, struct work *work, int64_t id);
void user_post_end_screen(struct ui *ui, struct work *work, int64_t id);
void user_rights_screen(struct ui *ui, struct work *work, int64_t id); /* what the user may do, and where */
void post_take_screen(struct ui *ui, struct work *work);               /* work in another of one's posts */
void post_requests_screen(struct ui *ui, struct work *work);
void role_list_screen(struct ui *ui, struct work *work);
void role_matrix_screen(struct ui *ui, struct work *work); /* who may do what where */
void role_resume(struct ui *ui, struct work *work, int64_t object);

void user_command_menu(struct ui *ui, struct work *work, int64_t id);
/* Many at once; true when something was done. */
bool user_many_menu(struct ui *ui, struct work *work, const int64_t *ids, size_t count);
/* One-time passwords or invites, shown once as slips; of those who could not log in yet. */
bool user_slips_of(struct ui *ui, struct work *work, const int64_t *ids, size_t count, bool invite);
bool user_move_of(struct ui *ui, struct work *work, const int64_t *ids, size_t count); /* to another area */
void user_slips_new(struct ui *ui, struct work *work);
void user_show_password(struct ui *ui, struct work *work, int64_t id); /* makes a new one and shows it once */

/* Any described table. */
void boards_screen(struct ui *ui, struct work *work);
void table_list_screen(struct ui *ui, struct work *work, const struct table *table);
/* The rows that link to one: field is the link, its value the id. */
void table_list_of(struct ui *ui, struct work *work, const struct table *table, const char *field, int64_t id);
void table_recycle_screen(struct ui *ui, struct work *work, const struct table *table);
void table_history_screen(struct ui *ui, struct work *work, const struct table *table, int64_t id);
void table_looked_screen(struct ui *ui, struct work *work, const struct table *table, int64_t id);
void table_view_screen(struct ui *ui, struct work *work, const struct table *table, int64_t id);
/* id 0 is a new one, begun (may be NULL) what it begins with; returns the id that was saved last, 0 for none. */
int64_t table_form_screen(struct ui *ui, struct work *work, const struct table *table, int64_t id,
                          const struct record *begun);

/* Changes a row, with the caret on the field (NULL: the first). */
void table_fill_screen(struct ui *ui, struct work *work, const struct table *table, int64_t id, const char *field);

/* The moves that there are for a household (0: chosen on the form), of a person of it (0: whoever); true when one was
 * done. */
bool move_menu(struct ui *ui, struct work *work, int64_t household, int64_t person);
bool move_undo_ask(struct ui *ui, struct work *work, int64_t id); /* after a question; true when it was undone */
void move_resume(struct ui *ui, struct work *work, const char *kind, int64_t household);

void household_search_screen(struct ui *ui, struct work *work);
void household_card_screen(struct ui *ui, struct work *work, int64_t id);
void person_screen(struct ui *ui, struct work *work, int64_t id);

/* Asks as what and why, and makes the file, or a job that does. */
void export_dialog(struct ui *ui, struct work *work, const struct table *table, const struct list_query *query);

/* Own imports, and new ones: how a file is sent, rows pasted from a spreadsheet. */
void import_screen(struct ui *ui, struct work *work, const struct table *table);
void import_job_screen(struct ui *ui, struct work *work, int64_t id); /* how far it is, its errors */

void inbox_screen(struct ui *ui, struct work *work);
void wall_screen(struct ui *ui, struct work *work);

void notice_list_screen(struct ui *ui, struct work *work);
void notice_view_screen(struct ui *ui, struct work *work, int64_t id); /* it counts as read */
void notice_write_screen(struct ui *ui, struct work *work);
void notice_resume(struct ui *ui, struct work *work, int64_t object);

/* Pages to read before they are printed; kind: household (id), grid, card, plate, results (id of the area). */
void print_screen(struct ui *ui, struct work *work, const char *kind, int64_t id);
void print_list_screen(struct ui *ui, struct work *work, const struct table *table, const struct list_query *query);
void grid_file_screen(struct ui *ui, struct work *work);
void contact_card_screen(struct ui *ui, struct work *work);
void plate_screen(struct ui *ui, struct work *work);                               /* the notice plate of a grid */
void visit_month_screen(struct ui *ui, struct work *work);                         /* a month of a grid, to read */
void book_print_screen(struct ui *ui, struct work *work, const struct book *book); /* asks for the layout */
int64_t grid_choose(struct ui *ui, struct work *work); /* the own one of who works in a grid; 0: none chosen */

/* Spot checks, and return visits to households. */
#define CHECK_DOORS 100000 /* more than a check has doors */
void spot_check_screen(struct ui *ui, struct work *work);
void check_doors_screen(struct ui *ui, struct work *work, int64_t id);
void check_result_screen(struct ui *ui, struct work *work, int64_t id);
void check_items_screen(struct ui *ui, struct work *work, int64_t id, int64_t door, int by, const char *key);
/* What is true at a door; true when the next one is to follow. */
bool check_door_screen(struct ui *ui, struct work *work, int64_t id, int64_t door);
void return_visit_screen(struct ui *ui, struct work *work);
void return_visit_ask(struct ui *ui, struct work *work, const char *visit); /* one to be asked about, by hand */
void return_visit_open(struct ui *ui, struct work *work, int64_t id);

void deputy_screen(struct ui *ui, struct work *work); /* acting leaders */
/* From now on in the place of the user of that login ("": oneself again); back to home. */
void deputy_act_screen(struct ui *ui, struct work *work, const char *login);

/* The administrators' console. */
void setting_screen(struct ui *ui, struct work *work);
void retention_screen(struct ui *ui, struct work *work);
void erasure_screen(struct ui *ui, struct work *work);
void erasure_open_screen(struct ui *ui, struct work *work, const char *id_or_no); /* one request */
void config_screen(struct ui *ui, struct work *work);
void backup_screen(struct ui *ui, struct work *work);
void health_screen(struct ui *ui, struct work *work);
void weakness_screen(struct ui *ui, struct work *work); /* the self-check */
void limit_screen(struct ui *ui, struct work *work);
void codes_screen(struct ui *ui, struct work *work);

void audit_list_screen(struct ui *ui, struct work *work);
/* The rows with these conditions: fields and values in turn, NULL behind the last. */
void audit_list_of(struct ui *ui, struct work *work, const char *const *conditions);
void audit_view_screen(struct ui *ui, struct work *work, int64_t id);

void who_screen(struct ui *ui, struct work *work);
void password_screen(struct ui *ui, struct work *work);
bool password_forced(struct ui *ui, struct work *work); /* false when the user would not: the session ends */
void second_screen(struct ui *ui, struct work *work);
bool second_forced(struct ui *ui, struct work *work); /* false: gave up */

/* Opens the form that a draft belongs to, on the field and caret where it was left. */
void draft_resume(struct ui *ui, struct work *work, const char *form, int64_t object);
void visit_resume(struct ui *ui, struct work *work, int64_t object);
void visit_rows_resume(struct ui *ui, struct work *work, int64_t object);
void patrol_resume(struct ui *ui, struct work *work, int64_t object);
void meeting_resume(struct ui *ui, struct work *work, int64_t object);
void case_resume(struct ui *ui, struct work *work, int64_t object);
void case_command_resume(struct ui *ui, struct work *work, const char *command, int64_t object);
void spot_check_resume(struct ui *ui, struct work *work, int64_t object);
void check_door_resume(struct ui *ui, struct work *work, int64_t object); /* check * CHECK_DOORS + door */
void return_draw_resume(struct ui *ui, struct work *work, int64_t object);
void return_visit_resume(struct ui *ui, struct work *work, int64_t object);
void deputy_resume(struct ui *ui, struct work *work, int64_t object);
void user_resume(struct ui *ui, struct work *work, int64_t object);
/* A new one that begins as another row is. */
void table_copy_screen(struct ui *ui, struct work *work, const struct table *table, int64_t id);
void table_resume(struct ui *ui, struct work *work, const struct table *table, int64_t object);

#endif
