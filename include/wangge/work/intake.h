/* Text messages that come in: from gammu-smsd's RunOnReceive, or from a spool folder. A message is stored first, in one
 * short transaction, and only then made a case: nothing is lost in between, and nothing is taken twice.
 *
 * Its way: the number's person or household in the registers -> its grid -> a case reported there (source 3), which
 * waits for the grid leader. Of people in several households the one that was verified last counts; when none was, the
 * case goes to the closest area that holds them all. An unknown number goes to the area that the text names, when it
 * names one alone, else to the area of the configuration ([messages] unknown).
 *
 * A message that names a case of its own number (SJ-...), or comes within some hours ([messages] follow) after another
 * one whose case is still open, is added to that case's timeline; unless it begins with a word that says that it is
 * something new (etc/message_words.csv). */
#ifndef WANGGE_WORK_INTAKE_H
#define WANGGE_WORK_INTAKE_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct config;
struct list_query;
struct outbox_options;
struct pool;
struct record;
struct rows;
struct work;

struct message {
    const char *ids; /* by what the sender's side tells messages apart: names of files, numbers; "" when it does not */
    const char *stamp; /* when it came, as a letter tells it; "" */
    const char *phone; /* as it came */
    const char *text;  /* UTF-8 without controls but new lines */
    int parts;
    int64_t at;
};

/* --- reading (texts live in pool) --- */

/* What gammu-smsd hands over: SMS_MESSAGES, SMS_n_NUMBER, SMS_n_TEXT, DECODED_PARTS, DECODED_n_TEXT; the words of the
 * command line are the parts' identifiers. get returns NULL for what is not there. ERR_NOT_FOUND: there is no message
 * in it. */
enum err intake_environment(struct pool *pool, const char *(*get)(void *to, const char *name), void *to,
                            size_t id_count, const char *const *ids, struct message *out, struct error *e);
/* A name of gammu's files backend, IN20261021_090000_00_+8613800000001_00.txt. group gets what all parts of one message
 * have in common, stamp "20261021_090000". False for any other name. */
bool intake_name(struct pool *pool, const char *name, const char **group, const char **phone, const char **stamp,
                 int *part);
/* Bytes of a file as clean UTF-8: UTF-16 with its mark, UTF-8, else GB18030; 64 KiB of them at most. */
char *intake_text(struct pool *pool, const void *data, size_t n);
/* A file of any other name: lines "From: NUMBER", and "Id:", "Date:", "Parts:" when they are known, an empty line, the
 * text. ERR_INVALID when there is no number. */
enum err intake_letter(struct pool *pool, const char *name, const void *data, size_t n, struct message *out,
                       struct error *e);

/* --- taking --- */

/* Stores it; *fresh is false when it was there already. Who calls acts as the program itself (work_become_local). */
enum err intake_take(struct work *work, const struct message *message, bool *fresh, struct error *e);
/* A message for which there is no database now, as a letter in the folder (made when it is missing). */
enum err intake_keep(const char *folder, const struct message *message, struct error *e);
struct intake_count {
    int64_t taken, again, refused; /* messages of the folder; refused: files that are no messages */
};
#define INTAKE_SETTLE 3 /* seconds: so long the parts of a message may come one after the other */
/* Takes all messages of the folder. A file goes into FOLDER/taken after its message is stored, or into FOLDER/refused;
 * a file of the files backend that is younger than settle seconds waits for further parts. No folder is no message. */
enum err intake_spool(struct work *work, const char *folder, int settle, struct intake_count *count, struct error *e);

struct intake_options {
    const char *unknown; /* code of the area for unknown numbers; "top": the uppermost */
    int64_t follow;      /* seconds; 0 never */
};
/* Makes cases of all messages that are stored; *made gets how many messages went their way. One that cannot go is told
 * in the log, and tried again by the next call. */
enum err intake_route(struct work *work, const struct intake_options *options, int64_t *made, struct error *e);

/* --- all of it --- */

/* What the configuration says of messages. */
void message_options(const struct config *config, struct intake_options *in, struct outbox_options *out);
/* For the keeper's timer: takes what lies in the spool folder, makes cases of it, sends what is due. Acts as the
 * program itself; the actor is afterwards who it was. */
enum err message_serve(struct work *work, const struct config *config, struct error *e);

/* --- looking --- */

/* Right case.intake, in its scope. What came in and what left, newest first; columns: the fields of
 * etc/tables/message.ini, and case_no, area_name. The number is masked unless the actor may reveal. */
enum err message_list(struct work *work, struct pool *pool, const struct list_query *query, struct rows *out,
                      int64_t *total, struct error *e);
/* id: "in-7", "out-12". */
enum err message_read(struct work *work, const char *id, struct record *out, struct error *e);

#endif
