/* What the cards of households and of people share. */
#ifndef SCREEN_PERSON_CARD_H
#define SCREEN_PERSON_CARD_H

#include <stdbool.h>
#include <stdint.h>

struct ui;
struct work;

/* Finds as work/search.h does while typing. *household gets the household that was taken, or the one of the person
 * that was taken, 0 when that one is in none; *person the person, 0 when a household was taken. false: nothing was. */
bool search_pick(struct ui *ui, struct work *work, int64_t *household, int64_t *person);

/* Asks for the reason and shows the person's numbers in full. */
void person_reveal(struct ui *ui, struct work *work, int64_t person);

#endif
