#ifndef WANGGE_SRC_TABLE_CITIZEN_H
#define WANGGE_SRC_TABLE_CITIZEN_H

/* What is wrong with the number, as a msgid that goes on a field's name; NULL when it is right. */
const char *citizen_id_fault(const char *id);

#endif
