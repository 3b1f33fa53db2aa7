/* One row a figure of the installation's health: id, code, label, unit, from where on yellow, from where on red, what
 * to do then. Included by health.c. Of a unit FREE_PERCENT less is worse; thresholds of 0 are none. LATE is in seconds
 * over what is wanted. */
HEALTH(VERSION, "version", N_("Version"), UNIT_TEXT, 0, 0, "")
HEALTH(SCHEMA, "schema", N_("Version of the database"), UNIT_TEXT, 0, 0, "")
HEALTH(UPTIME, "uptime", N_("Server runs since"), UNIT_SECONDS, 0, 0, "")
HEALTH(MEMORY, "memory.free", N_("Free memory"), UNIT_FREE_PERCENT, 10, 5,
       N_("End sessions that nobody needs, or give the machine more memory."))
HEALTH(DATABASE, "database.bytes", N_("Database"), UNIT_BYTES, 0, 0, "")
HEALTH(UNUSED, "database.unused", N_("Unused in the database"), UNIT_BYTES, 0, 0, "")
HEALTH(WAL, "wal.bytes", N_("Write-ahead log"), UNIT_BYTES, 134217728, 1073741824,
       N_("A program holds the database open for long: look who is on, and end it."))
HEALTH(CHECKPOINT, "wal.checkpoint", N_("Last written into the database"), UNIT_SECONDS, 0, 0, "")
HEALTH(DISK_DATABASE, "disk.database", N_("Free on the disk of the database"), UNIT_FREE_PERCENT, 15, 5,
       N_("Make room on the disk: when it is full nothing can be saved."))
HEALTH(DISK_BACKUP, "disk.backup", N_("Free on the disk of the backups"), UNIT_FREE_PERCENT, 15, 5,
       N_("Make room, or keep fewer backups: when it is full none can be made."))
HEALTH(DISK_LOG, "disk.log", N_("Free on the disk of the log"), UNIT_FREE_PERCENT, 15, 5,
       N_("Make room, or have the log cut more often."))
HEALTH(SESSIONS, "sessions", N_("Sessions"), UNIT_NUMBER, 0, 0, "")
HEALTH(JOBS_WAITING, "jobs.waiting", N_("Jobs that wait"), UNIT_NUMBER, 10, 50,
       N_("Long work piles up: does the server run?"))
HEALTH(JOBS_RUNNING, "jobs.running", N_("Jobs that run"), UNIT_NUMBER, 0, 0, "")
HEALTH(JOBS_FAILED, "jobs.failed", N_("Jobs that failed since yesterday"), UNIT_NUMBER, 1, 10,
       N_("Their owners read why in the inbox; the log has the cause."))
HEALTH(MESSAGES_OUT, "messages.out", N_("Text messages to be sent"), UNIT_NUMBER, 50, 500,
       N_("Look whether the sending program and its modem work."))
HEALTH(MESSAGES_FAILED, "messages.failed", N_("Text messages that failed since yesterday"), UNIT_NUMBER, 1, 20,
       N_("See: message list; the numbers may be wrong, or the modem is without a net."))
HEALTH(MESSAGES_IN, "messages.in", N_("Text messages not yet taken in"), UNIT_NUMBER, 20, 200,
       N_("Look whether the server runs; what was received is kept."))
HEALTH(ALARMS, "alarms.late", N_("Alarms that are late"), UNIT_NUMBER, 1, 50,
       N_("What falls due is not done: does the server run? wangge upkeep does it by hand."))
HEALTH(BACKUP_GOOD, "backup.good", N_("Last good backup"), UNIT_LATE, 1, 172800,
       N_("Make one now, and look why the last one failed: backup list."))
HEALTH(BACKUP_READ, "backup.verified", N_("Last read through by hand"), UNIT_LATE, 0, 0, "")
HEALTH(BACKUP_DRILL, "backup.drilled", N_("Last tried out"), UNIT_LATE, 1, 15552000,
       N_("Try a backup out: backup drill ID."))
