#include "wangge/wire/message.h"

#define WIRE_MESSAGE(name, phase, sender, least, most, descriptors, next)                                              \
    {#name, WIRE_PHASE_##phase, WIRE_SIDE_##sender, least, most, descriptors, WIRE_PHASE_##next},

const struct wire_row wire_rows[WIRE_MESSAGE_COUNT] = {
#include "wangge/wire/message_rows.h"
};

#undef WIRE_MESSAGE
