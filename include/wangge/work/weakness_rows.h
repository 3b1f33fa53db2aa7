/* One row a rule of the self-check: code, how bad, what looks, what is wrong, what to do. What looks writes which
 * accounts or files into the detail and answers whether anything is weak. Included by weakness.c. */
WEAKNESS("password.demo", HEALTH_RED, look_passwords, N_("The password of the demo still works"),
         N_("Reset the password of each: user password LOGIN."))
WEAKNESS("accounts.demo", HEALTH_YELLOW, look_demo, N_("Accounts of the demo are there"),
         N_("Disable them once real ones are made: user disable LOGIN."))
WEAKNESS("roles.two", HEALTH_RED, look_two_posts, N_("One person holds two of the administrators' roles"),
         N_("End one of the posts: what one does another has to see."))
WEAKNESS("roles.none", HEALTH_RED, look_missing, N_("Nobody holds an administrator's role"),
         N_("Give the post to somebody: user post add LOGIN ROLE --area=CODE."))
WEAKNESS("settings.weak", HEALTH_YELLOW, look_settings, N_("Settings are weaker than recommended"),
         N_("See Settings: an exclamation mark stands before each."))
WEAKNESS("login.second", HEALTH_YELLOW, look_second, N_("Administrators need no second factor"),
         N_("Name system, security and audit in the setting login.second."))
WEAKNESS("login.after_key", HEALTH_YELLOW, look_after_key, N_("A key alone lets administrators in"),
         N_("Name system, security and audit in the setting login.after_key."))
WEAKNESS("login.unproved", HEALTH_YELLOW, look_unproved,
         N_("Administrators, or others who should, have no second factor"),
         N_("Each sets one up for oneself at the place Verification code; who is named in login.second has to."))
WEAKNESS("accounts.never", HEALTH_YELLOW, look_never_used, N_("Accounts were never used in 30 days"),
         N_("Disable what nobody needs: user disable LOGIN."))
WEAKNESS("accounts.unused", HEALTH_YELLOW, look_long_unused, N_("Accounts were not used for 90 days"),
         N_("Disable what nobody needs: user disable LOGIN."))
WEAKNESS("accounts.post", HEALTH_YELLOW, look_no_post, N_("Accounts are active whose posts have ended"),
         N_("Disable them, or give them a post."))
WEAKNESS("keys.old", HEALTH_YELLOW, look_old_keys, N_("Login keys were not used for a year"),
         N_("Remove them: user key delete LOGIN KEY."))
WEAKNESS("keys.weak", HEALTH_YELLOW, look_weak_keys, N_("Login keys are too short"),
         N_("Have them make new ones: ssh-keygen -t ed25519; then user key delete LOGIN KEY."))
WEAKNESS("sessions.old", HEALTH_YELLOW, look_old_sessions, N_("Sessions are older than a day"),
         N_("Ask whether they are still wanted, and end them."))
WEAKNESS("server.idle", HEALTH_YELLOW, look_idle, N_("Nobody is logged out for being idle"),
         N_("Set [server] idle to 1800 or less, but not to 0."))
WEAKNESS("server.listen", HEALTH_YELLOW, look_listen, N_("The server listens on all addresses"),
         N_("Name the address of the office's net as [server] listen, or see that a firewall stands before it."))
WEAKNESS("server.root", HEALTH_RED, look_root, N_("The session side runs as root"),
         N_("Give the database to a user of its own, who then runs it."))
WEAKNESS("server.sides", HEALTH_RED, look_sides, N_("All sides of the server run as one user"),
         N_("Run it as the two services that come with it, or let root start it: what strangers reach then is another "
            "user."))
WEAKNESS("audit.witness", HEALTH_RED, look_witness, N_("Nobody witnesses the audit"),
         N_("Start the server: its witness writes there; who owns the database could change the audit unseen."))
WEAKNESS("audit.unseen", HEALTH_RED, look_unseen, N_("The witness of the audit has seen nothing since"),
         N_("See the log for \"anchored\", and start the server again."))
WEAKNESS("audit.one_user", HEALTH_YELLOW, look_witness_user,
         N_("The witness of the audit is the owner of the database"),
         N_("Let root start the server, and name a user that does nothing else as [server] witness_user."))
WEAKNESS("audit.unverified", HEALTH_YELLOW, look_verified, N_("The audit was not found good in the last 30 days"),
         N_("The audit administrator runs: audit verify."))
WEAKNESS("files.open", HEALTH_RED, look_files, N_("Others on this machine can read or change files of the server"),
         N_("Take the rights away: chmod go-rwx FILE; the configuration: chmod go-w FILE."))
WEAKNESS("files.spool", HEALTH_YELLOW, look_spool, N_("Others on this machine can read the text messages"),
         N_("Take the rights away: chmod o-rwx FOLDER."))
WEAKNESS("backup.none", HEALTH_RED, look_backup, N_("There is no backup as young as wanted"),
         N_("Make one: backup now; and see what the last one failed of: backup list."))
WEAKNESS("backup.drill", HEALTH_YELLOW, look_drill, N_("No backup was tried out for long"),
         N_("Try one out: backup drill ID."))
WEAKNESS("backup.disk", HEALTH_YELLOW, look_same_disk, N_("The backups lie on the disk of the database"),
         N_("Name a folder of another disk as [backup] path, or copy them to another machine each day."))
WEAKNESS("disk.full", HEALTH_RED, look_disk, N_("A disk is nearly full"), N_("Make room; see Health."))
WEAKNESS("clock", HEALTH_YELLOW, look_clock, N_("The clock of the machine is not synchronised"),
         N_("Have it follow a time server: limits, codes and the audit rest on it."))
WEAKNESS("core", HEALTH_YELLOW, look_core, N_("A program that crashes may leave its memory on the disk"),
         N_("Start the server with LimitCORE=0 (systemd) or ulimit -c 0."))
WEAKNESS("log.debug", HEALTH_YELLOW, look_log, N_("The log tells more than it should for long"),
         N_("Set [log] level to info when the fault is found."))
WEAKNESS("retention.off", HEALTH_YELLOW, look_retention, N_("What is kept for too long is not removed by itself"),
         N_("See what the rules would remove: retention dry; then set retention.daily to yes."))
WEAKNESS("kiosk.on", HEALTH_YELLOW, look_kiosk, N_("The kiosk lets anybody in without a password"),
         N_("Set kiosk.on to no when no hall has a kiosk, or let only its machine reach the server."))
