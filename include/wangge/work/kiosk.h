/* The kiosk of residents: a login without a proof, off by default (setting kiosk.on), for the one account that holds a
 * post in the role guest and is called KIOSK_LOGIN (wire/message.h). It reads notices to residents and published
 * results, leaves a report with a phone number, and asks for its state by receipt and phone; nothing else, and no
 * command. Its own limits: sessions at once, reports an hour of an address and a day over all, receipts asked for in
 * vain. The phone is not proved: it is what the receipt is asked for with, and no way into the registers. */
#ifndef WANGGE_WORK_KIOSK_H
#define WANGGE_WORK_KIOSK_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct pool;
struct record;
struct rows;
struct work;

#define KIOSK_RECEIPT 16  /* room for a receipt, "4821-7730" */
#define KIOSK_IDLE    180 /* seconds without a key until the screen is left */

/* Is the actor the kiosk? */
bool kiosk_is(const struct work *work);
/* Before anybody is anyone: ERR_DENIED unless the kiosk is on, its limit of sessions is not reached, and login is a
 * kiosk's account. */
enum err kiosk_open(struct work *work, const char *login, struct error *e);

/* Needs kiosk.read. rows: id, title, text, from_on, area_name */
enum err kiosk_notices(struct work *work, struct pool *pool, struct rows *out, struct error *e);
/* Needs kiosk.read. What was published in the last 31 days; rows: id, no, title, place, result, closed_on,
 * published_on, area_name. */
enum err kiosk_results(struct work *work, struct pool *pool, struct rows *out, struct error *e);
/* Needs kiosk.report. record: phone, place, text (etc/tables/kiosk_report.ini). Makes a case of source 10 in the area
 * that the text or the phone tells, else the kiosk's. ERR_AGAIN with a sentence when a limit is reached. */
enum err kiosk_report(struct work *work, struct record *record, char receipt[KIOSK_RECEIPT],
                      void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e);
/* Needs kiosk.ask. Of a receipt and the phone that was left with it; ERR_NOT_FOUND, in the same words, when either is
 * wrong. rows: at, title, state, closed_at, result, published_on */
enum err kiosk_ask(struct work *work, struct pool *pool, const char *receipt, const char *phone, struct rows *out,
                   struct error *e);

#endif
