/* A word to the service manager that started this program (Type=notify of systemd). */
#ifndef WANGGE_BASE_NOTIFY_H
#define WANGGE_BASE_NOTIFY_H

/* The service is ready; does nothing when nobody waits for it. See sd_notify(3) for the protocol. */
void notify_ready(void);

#endif
