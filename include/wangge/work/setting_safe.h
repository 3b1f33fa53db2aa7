/* One row a setting that can be made weaker: name, what is weaker, the value that is recommended (the row counts as a
 * weakness when it is weaker than that), what the weaker value means. Included by setting.c. LOWER and HIGHER are of
 * numbers; where zero stands for "no limit" it is the weakest of the latter. FEWER is of roles, NO of yes or no. */
SAFE("password.least", LOWER, "8", N_("Shorter passwords are guessed sooner."))
SAFE("password.kinds", LOWER, "2", N_("Simpler passwords are guessed sooner."))
SAFE("password.days", HIGHER, "365", N_("A password that somebody else knows works for longer."))
SAFE("password.kept", LOWER, "1", N_("A password that somebody else knows may come again."))
SAFE("login.failures", HIGHER, "10", N_("Whoever guesses passwords has more tries."))
SAFE("login.wait", LOWER, "60", N_("Whoever guesses passwords waits less between the tries."))
SAFE("login.second", FEWER, "", N_("These roles log in with a password or key alone."))
SAFE("login.after_key", FEWER, "", N_("Whoever has the file of a key is let in by it alone."))
SAFE("session.most", HIGHER, "0", N_("An account that several people share is not noticed."))
SAFE("audit.months", LOWER, "6", N_("What somebody did is forgotten sooner."))
SAFE("backup.every", HIGHER, "7", N_("After a damage the work of more days is lost."))
SAFE("backup.keep", LOWER, "3", N_("A fault that is noticed late is in all backups."))
