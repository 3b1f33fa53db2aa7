#include "wangge/wire/message.h"

#include "wangge/base/config.h"

#define WIRE_MESSAGE(name, phase, sender, least, most, descriptors, next)                                              \
    {#name, WIRE_PHASE_##phase, WIRE_SIDE_##sender, least, most, descriptors, WIRE_PHASE_##next},

const struct wire_row wire_rows[WIRE_MESSAGE_COUNT] = {
#include "wangge/wire/message_rows.h"
};

#undef WIRE_MESSAGE

struct wire_rules wire_rules_of(const struct config *config)
{
    return (struct wire_rules){
        .max_sessions = config_number(config, CONFIG_MAX_SESSIONS),
        .reserved = config_number(config, CONFIG_RESERVED),
        .max_unauthenticated = config_number(config, CONFIG_MAX_UNAUTHENTICATED),
        .per_source = config_number(config, CONFIG_PER_SOURCE),
        .grace = config_number(config, CONFIG_GRACE),
        .penalty = config_number(config, CONFIG_PENALTY),
        .keepalive = config_number(config, CONFIG_KEEPALIVE),
        .rekey = config_number(config, CONFIG_REKEY),
    };
}
