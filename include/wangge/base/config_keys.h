/* One row a key: id, section, key, type, default, least, most, meaning. Included by config.h and config.c. */
CONFIG_KEY(LISTEN, "server", "listen", CONFIG_ADDRESS, "127.0.0.1", 0, 0, N_("address to listen on"))
CONFIG_KEY(PORT, "server", "port", CONFIG_NUMBER, "2222", 1, 65535, N_("port to listen on"))
CONFIG_KEY(HOST_KEY, "server", "host_key", CONFIG_PATH, "../var/host_key", 0, 0,
           N_("the host key (ed25519); made when it is missing"))
CONFIG_KEY(USER, "server", "user", CONFIG_TEXT, "nobody", 0, 0,
           N_("user that the network side runs as when the server is started by root"))
CONFIG_KEY(KEEPER, "server", "keeper", CONFIG_PATH, "../var/keeper", 0, 0,
           N_("socket of a session side that a service manager started (wangge-session -k); only when it is given "
              "here, else the "
              "server starts its own"))
CONFIG_KEY(WITNESS, "server", "witness", CONFIG_PATH, "../var/witness", 0, 0,
           N_("folder of the audit's witness, with its key and what it has seen; when not given, beside the host key"))
CONFIG_KEY(WITNESS_USER, "server", "witness_user", CONFIG_TEXT, "daemon", 0, 0,
           N_("user that the witness runs as when the server is started by root; best one that does nothing else"))
CONFIG_KEY(GRACE, "server", "grace", CONFIG_SECONDS, "60", 1, 3600, N_("time to log in, in seconds"))
CONFIG_KEY(TRIES, "server", "tries", CONFIG_NUMBER, "6", 1, 100, N_("login attempts on one connection"))
CONFIG_KEY(MAX_UNAUTHENTICATED, "server", "max_unauthenticated", CONFIG_NUMBER, "100", 1, 100000,
           N_("connections that are not logged in yet, over all"))
CONFIG_KEY(PER_SOURCE, "server", "per_source", CONFIG_NUMBER, "20", 1, 100000,
           N_("connections that are not logged in yet, of one address"))
CONFIG_KEY(MAX_SESSIONS, "server", "max_sessions", CONFIG_NUMBER, "2000", 1, 60000, N_("connections at once, over all"))
CONFIG_KEY(RESERVED, "server", "reserved", CONFIG_NUMBER, "5", 0, 1000,
           N_("connections beyond max_sessions, for administrators alone"))
CONFIG_KEY(
    PENALTY, "server", "penalty", CONFIG_SECONDS, "1", 0, 60,
    N_("seconds that a failed login makes the next passwords of its address wait; adds up, at most 10 times this; "
       "keys and users known from there do not wait"))
CONFIG_KEY(IDLE, "server", "idle", CONFIG_SECONDS, "1800", 0, 86400, N_("idle logout, in seconds; 0 is never"))
CONFIG_KEY(KEEPALIVE, "server", "keepalive", CONFIG_SECONDS, "60", 0, 3600,
           N_("a silent line is asked for a sign of life after so many seconds and given up after three; 0 is never"))
CONFIG_KEY(REKEY, "server", "rekey", CONFIG_NUMBER, "256", 1, 4096, N_("new session keys after so many MiB"))
CONFIG_KEY(DATABASE, "database", "path", CONFIG_PATH, "../var/wangge.db", 0, 0, N_("the database file"))
CONFIG_KEY(LANGUAGE, "ui", "language", CONFIG_TEXT, "zh_CN", 0, 0, N_("language of users who chose none: zh_CN or en"))
CONFIG_KEY(BORDER, "ui", "border", CONFIG_TEXT, "ascii", 0, 0, N_("lines drawn with ascii or unicode characters"))
CONFIG_KEY(ESCDELAY, "ui", "escdelay", CONFIG_NUMBER, "50", 10, 2000, N_("milliseconds to wait after Esc"))
CONFIG_KEY(BACKUP, "backup", "path", CONFIG_PATH, "../var/wangge-backup", 0, 0,
           N_("folder of the backups; when it is not given, one beside the database"))
CONFIG_KEY(LOG_LEVEL, "log", "level", CONFIG_TEXT, "info", 0, 0, N_("error, warning, info or debug"))
CONFIG_KEY(LOG_TO, "log", "to", CONFIG_TEXT, "stderr", 0, 0, N_("stderr, syslog or a file"))
CONFIG_KEY(TABLES, "tables", "path", CONFIG_PATH, "tables", 0, 0, N_("folder of the table descriptions"))
CONFIG_KEY(SITE, "tables", "site", CONFIG_PATH, "site", 0, 0,
           N_("folder of the site's own tables and of what it changes in the shipped ones; may be missing"))
CONFIG_KEY(MESSAGES_UNKNOWN, "messages", "unknown", CONFIG_TEXT, "top", 0, 0,
           N_("code of the area whose centre takes text messages of unknown numbers; top is the uppermost area"))
CONFIG_KEY(MESSAGES_FOLLOW, "messages", "follow", CONFIG_SECONDS, "86400", 0, 2592000,
           N_("so long a further message of the same number belongs to its open case; 0 is never"))
CONFIG_KEY(MESSAGES_SPOOL, "messages", "spool", CONFIG_PATH, "../var/messages", 0, 0,
           N_("folder that messages are taken from, and kept in when the database cannot be reached; may be missing"))
CONFIG_KEY(MESSAGES_INJECT, "messages", "inject", CONFIG_PATH, "/usr/bin/gammu-smsd-inject", 0, 0,
           N_("program that messages leave by; only when it is given here"))
CONFIG_KEY(MESSAGES_INJECT_CONFIG, "messages", "inject_config", CONFIG_PATH, "/etc/gammu-smsdrc", 0, 0,
           N_("configuration of that program"))
CONFIG_KEY(MESSAGES_SPOOL_OUT, "messages", "spool_out", CONFIG_PATH, "../var/messages-out", 0, 0,
           N_("folder that messages leave by, as files of gammu's files backend; only when it is given here"))
