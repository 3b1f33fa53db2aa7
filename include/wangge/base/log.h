/* The log: one line an event, to standard error, a file or the system log; never personal data. */
#ifndef WANGGE_BASE_LOG_H
#define WANGGE_BASE_LOG_H

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/* program is the name before each line; to is "stderr", "syslog" or a path. Returns 0, or -1 when it cannot open. */
int log_open(const char *program, const char *to, enum log_level level);
/* Lines go to this descriptor, a pipe to a parent that hands each to log_relay; -1 goes back. */
void log_to_descriptor(int fd);
void log_relay(const char *line);
/* Standard input, output and error become /dev/null, and the log keeps its own: whoever started this process need not
 * wait for it to close them. */
void log_leave_streams(void);
void log_set_level(enum log_level level);
void log_toggle_debug(void); /* safe in a signal handler */
/* A short word put into each line, such as a connection's number; "" for none. */
void log_set_tag(const char *tag);
int log_level_parse(const char *text, enum log_level *out); /* "error" "warning" "info" "debug"; 0 or -1 */

void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* For the impossible: logs and ends this process with status 70. */
_Noreturn void log_fatal(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
