/* What screens offer: the way to a place, a key of the foot, a line of a menu. Whoever lacks the right does not see it,
 * although the work behind would refuse it, too. */
#define OFFERS(right, keys, text)                                                                                      \
    {                                                                                                                  \
        right, SCREEN, keys LOOK, .see = text, .placeless = true, .door = true                                         \
    }
#define PLACE(right, name, title) OFFERS(right, GO(name), "== x\n " title)

static const struct probe screen_probes[] = {
  /* Places of the palette; what stands in them is tried elsewhere. */
    PLACE("visit.read", "mqrj", "Visit diary"),
    PLACE("case.read", "dwb", "Cases"),
    PLACE("visit.review", "rjpy", "Reviewing the diary"),
    PLACE("setting.read", "xtsz", "Settings"),
    PLACE("health.read", "xtzk", "Health"),
    PLACE("limit.read", "blsx", "Time limits"),
    PLACE("retention.read", "bcqx", "Retention"),
    PLACE("erasure.read", "scsq", "Requests for deletion"),
    PLACE("config.read", "xtpz", "Configuration"),
    PLACE("who.read", "szx", "Who is on"),
    {"post.ask", SCREEN, GO("gwsq") LOOK, .see = "== x\n Posts asked for", .placeless = true, .beside = "post.grant",
                                      .door = true},

 /* Keys of the foot. */
    OFFERS("drill.take", GO("sxd"), "take one"),
    OFFERS("notice.write", GO("Notices"), "a post"),
    OFFERS("sweep.write", GO("zxmp"), "a new"),
    OFFERS("spot_check.write", GO("cc"), "a draw"),
    OFFERS("return_visit.write", GO("zfhf"), "draw, or one"),
    OFFERS("backup", GO("sjbf"), "back up now"),
};
