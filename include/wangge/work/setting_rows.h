/* One row a setting: id, name, type, default, least, most, right that changes it, label, help. Included by setting.h
 * and setting.c. Numbers say their unit in the label. */
SETTING(PASSWORD_LEAST, "password.least", SETTING_NUMBER, "8", 8, 64, "setting.write",
        N_("Least characters of a password"), N_("Longer is stronger than stranger."))
SETTING(PASSWORD_KINDS, "password.kinds", SETTING_NUMBER, "2", 1, 4, "setting.write",
        N_("Least kinds of characters in a password"), N_("Of small letters, capitals, digits and others."))
SETTING(PASSWORD_DAYS, "password.days", SETTING_NUMBER, "180", 0, 3650, "setting.write",
        N_("Days until a password must be changed"), N_("0 is never. Counted from the user's own last change."))
SETTING(PASSWORD_KEPT, "password.kept", SETTING_NUMBER, "3", 0, 24, "setting.write",
        N_("Former passwords that may not come again"), N_("0 is only the present one."))
SETTING(LOGIN_FAILURES, "login.failures", SETTING_NUMBER, "5", 3, 100, "setting.write",
        N_("Wrong passwords in a row before an account waits"), N_("An administrator's unlock ends the waiting."))
SETTING(LOGIN_WAIT, "login.wait", SETTING_NUMBER, "300", 10, 86400, "setting.write",
        N_("Seconds that an account waits after them"), N_("Keys are not held up by it."))
SETTING(LOGIN_SECOND, "login.second", SETTING_ROLES, "", 0, 0, "setting.write",
        N_("Roles that need a code besides password or key"),
        N_("Who has no code yet sets it up at the next login. Role codes with blanks between."))
SETTING(LOGIN_AFTER_KEY, "login.after_key", SETTING_ROLES, "", 0, 0, "setting.write",
        N_("Roles that need a password or code even after a key"), N_("Role codes with blanks between."))
SETTING(SESSION_MOST, "session.most", SETTING_NUMBER, "0", 0, 100, "setting.write",
        N_("Most sessions of one user at a time"), N_("0 is any number."))
SETTING(INVITE_DAYS, "invite.days", SETTING_NUMBER, "3", 1, 30, "setting.write", N_("Days that an invite can be used"),
        N_("A one-time code with which a user binds a login key."))
SETTING(LOGIN_ADDRESS, "login.address", SETTING_TEXT, "", 0, 0, "upkeep.write", N_("Address that users log in to"),
        N_("HOST or HOST:PORT; stands on the slips of new users."))
SETTING(AUDIT_MONTHS, "audit.months", SETTING_NUMBER, "12", 6, 240, "setting.write",
        N_("Months that the audit is kept"), N_("The law asks for six or more."))
SETTING(BACKUP_EVERY, "backup.every", SETTING_NUMBER, "1", 0, 31, "upkeep.write", N_("Days between backups"),
        N_("1 is a backup each day; 0 makes none by itself."))
SETTING(BACKUP_HOUR, "backup.hour", SETTING_NUMBER, "2", 0, 23, "upkeep.write", N_("Hour of the day of a backup"),
        N_("When nobody works; one that was missed is made as soon as the server runs."))
SETTING(BACKUP_KEEP, "backup.keep", SETTING_NUMBER, "7", 1, 400, "upkeep.write", N_("Good backups that are kept"),
        N_("The last good one is never removed."))
SETTING(BACKUP_KEEP_DAYS, "backup.keep_days", SETTING_NUMBER, "0", 0, 3650, "upkeep.write",
        N_("Days that a backup is kept besides"), N_("0 keeps only so many as are told by their number."))
SETTING(BACKUP_DRILL, "backup.drill", SETTING_NUMBER, "90", 0, 3650, "upkeep.write",
        N_("Days until a backup has to be tried out again"), N_("0 is never. Trying out restores a copy and looks."))
SETTING(KIOSK_ON, "kiosk.on", SETTING_YES_NO, "no", 0, 0, "upkeep.write", N_("Residents' kiosk is open"),
        N_("ssh kiosk@... without a password, for the user kiosk in the role kiosk."))
SETTING(KIOSK_SESSIONS, "kiosk.sessions", SETTING_NUMBER, "10", 1, 200, "upkeep.write",
        N_("Most sessions of the kiosk at once"), N_("Staff are not held up by them."))
SETTING(KIOSK_HOUR, "kiosk.hour", SETTING_NUMBER, "5", 1, 1000, "upkeep.write", N_("Reports an hour from one address"),
        N_("A hall with one machine may need more."))
SETTING(KIOSK_DAY, "kiosk.day", SETTING_NUMBER, "200", 1, 100000, "upkeep.write", N_("Reports a day over all"),
        N_("What comes beyond is asked to go to the station."))
SETTING(KIOSK_MISSES, "kiosk.misses", SETTING_NUMBER, "10", 1, 1000, "upkeep.write",
        N_("Wrong receipts an hour from one address"), N_("After them the kiosk answers no more for a while."))
SETTING(RETENTION_DAILY, "retention.daily", SETTING_YES_NO, "no", 0, 0, "upkeep.write",
        N_("Remove each day what is kept no longer"), N_("By the rules of retention; see retention dry first."))
