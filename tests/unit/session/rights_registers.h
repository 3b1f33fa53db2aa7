/* Registers: every right that tables go by, tried on a row of one of them. A row without a text of its own is told by
 * the number that its command takes. */
#define REGISTER(right, table, label, mark, search)                                                                    \
    {right ".read", COMMAND, table " show {" table "} --json", .see = "\"id\":{" table "},"},                          \
        {right ".read", COMMAND, table " list --json --limit=500", .see = "\"id\":{" table "},"},                      \
        {right ".read", COMMAND, table " history {" table "}", .ok = true},                                            \
        {right ".read", COMMAND, table " export --format=csv", .see = "{mark:" mark "}"},                              \
        {right ".read", COMMAND, table " print", .see = "{mark:" mark "}"},                                            \
        {right ".read", SCREEN, "keys :\ntype " label "\nkeys Enter\n" LOOK, .see = "{mark:" mark "}"},                \
        {right ".write", COMMAND, table " delete {" table "}", .done = DELETED(table), .before = FREE},                \
    {                                                                                                                  \
        right ".write", SCREEN, "keys :\ntype " label "\nkeys Enter /\ntype {mark:" search "}\nkeys Enter D y\n",      \
            .done = DELETED(table), .before = FREE                                                                     \
    }
#define DELETED(table) "select 1 from \"" table "\" where id = {" table "} and deleted_at is not null"

/* What others hang on is not deleted but changed. */
#define CHANGED_REGISTER(table, label)                                                                                 \
    {table ".read", COMMAND, table " show {" table "} --json", .see = "\"id\":{" table "},"},                          \
        {table ".read", COMMAND, table " list --json --limit=500", .see = "\"id\":{" table "},"},                      \
        {table ".read", COMMAND, table " history {" table "}", .ok = true},                                            \
        {table ".read", COMMAND, table " export --format=csv", .see = "{mark:" table "}"},                             \
        {table ".read", COMMAND, table " print", .see = "{mark:" table "}"},                                           \
        {table ".read", SCREEN, "keys :\ntype " label "\nkeys Enter\n" LOOK, .see = "{mark:" table "}"},               \
        {table ".write", COMMAND, table " change {" table "} --phone=13800001234", .done = CHANGED(table)},            \
    {                                                                                                                  \
        table ".write", SCREEN,                                                                                        \
            "keys :\ntype " label "\nkeys Enter /\ntype {mark:" table "}\nkeys Enter e\ntype 9\nkeys Ctrl-S y\n",      \
            .done = CHANGED(table)                                                                                     \
    }
#define CHANGED(table) "select 1 from \"" table "\" where id = {" table "} and version > 1"

static const struct probe register_probes[] = {
    CHANGED_REGISTER("household", "Households"),
    CHANGED_REGISTER("person", "rk"),
    REGISTER("housing", "facility", "Facilities", "facility", "facility"),
    REGISTER("population", "floating", "Floating people", "person", "person"),
    REGISTER("relief", "low_income", "Low income", "low_income", "low_income"),
    REGISTER("party", "party_activity", "Activities", "party_activity", "party_activity"),
    REGISTER("family_planning", "fertile_woman", "Women of child-bearing age", "person", "person"),
    REGISTER("key_groups", "high_risk", "High-risk people", "person", "person"),
    REGISTER("released", "released", "Released people", "released", "person"),
    REGISTER("correction", "correction", "Community correction", "person", "person"),
    REGISTER("mental_disorder", "mental_disorder", "Mental disorder", "mental_disorder", "person"),
    REGISTER("drug", "drug", "Drug users", "drug", "person"),
    REGISTER("hiv", "hiv", "HIV", "hiv", "person"),
    REGISTER("public_order", "hazard", "Hazards", "hazard", "hazard"),
    REGISTER("resources", "volunteer", "Volunteers", "volunteer", "volunteer"),
    REGISTER("duty", "duty", "Duty roster", "duty", "duty"),
    CHANGED_REGISTER("unit", "Units"),
    REGISTER("template", "response_template", "Response templates", "response_template", "response_template"),
};
