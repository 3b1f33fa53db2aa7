/* wangge-session: the session side of the server. Started by wangged, or with -k by a service manager; with --login, a
 * session without SSH (play.h). */
#include "play.h"

#include "wangge/base/config.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/session/keeper.h"
#include "wangge/session/keeper_socket.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static bool started_by_wangged(void)
{
    int type = 0;
    socklen_t size = sizeof type;
    return getsockopt(KEEPER_CONTROL, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_SEQPACKET;
}

static const struct option LONG_OPTIONS[] = {
    {"play",     required_argument, NULL, PLAY_SCRIPT  },
    {"login",    required_argument, NULL, PLAY_LOGIN   },
    {"now",      required_argument, NULL, PLAY_NOW     },
    {"language", required_argument, NULL, PLAY_LANGUAGE},
    {NULL,       0,                 NULL, 0            },
};

int main(int argc, char **argv)
{
    const char *path = NULL;
    int verbosity = 0;
    struct config *config = NULL;
    struct error e;
    struct play_options played = {0};
    bool apart = false;
    mem_keep_private();
    for (int option; (option = getopt_long(argc, argv, "c:kv", LONG_OPTIONS, NULL)) != -1;) {
        if (option == 'c')
            path = played.config = optarg;
        else if (option == 'k')
            apart = true;
        else if (option == 'v')
            verbosity++;
        else if (!play_option(&played, option, optarg))
            return 2;
    }
    if (played.login)
        return play(&played);
    if (!apart && !started_by_wangged()) {
        fputs("wangge-session is started by wangged: see man wangged.\n", stderr);
        return 2;
    }
    if (config_load(path, &config, &e) != ERR_NONE) {
        fprintf(stderr, "wangge-session: %s\n", e.text);
        return EXIT_FAILURE;
    }
    enum log_level level = LOG_LEVEL_INFO;
    log_level_parse(config_text(config, CONFIG_LOG_LEVEL), &level);
    if (verbosity > 1)
        level = LOG_LEVEL_DEBUG;
    if (log_open("wangge-session", config_text(config, CONFIG_LOG_TO), level) != 0)
        log_error("the log cannot be opened");
    int control = apart ? keeper_wait(config) : KEEPER_CONTROL;
    return control < 0 ? EXIT_FAILURE : keeper_run(path, config, control);
}
