/* wangged: the network side of the server. */
#include "start.h"

#include "wangge/base/config.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/base/notify.h"
#include "wangge/net/host_key.h"
#include "wangge/net/listener.h"
#include "wangge/net/privilege.h"
#include "wangge/net/sandbox.h"
#include "wangge/net/witness.h"

#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

struct arguments {
    const char *config;
    bool foreground;
    int verbosity;
};

static int usage(FILE *to, int status)
{
    fputs("usage: wangged [-c FILE] [-f] [-v [-v]]\n"
          "  -c FILE  the configuration (else WANGGE_CONFIG, else etc/wangge.ini of the installation)\n"
          "  -f       stay in the foreground\n"
          "  -v       log more; -v -v logs everything\n",
          to);
    return status;
}

/* Leaves a parent behind that waits for the server to be ready. Returns the descriptor to say so, -1 in the foreground.
 */
static int go_to_background(bool foreground)
{
    int ends[2];
    if (foreground)
        return -1;
    if (pipe2(ends, O_CLOEXEC) != 0)
        log_fatal("no pipe to go to the background");
    pid_t pid = fork();
    if (pid < 0)
        log_fatal("no process to go to the background");
    if (pid > 0) {
        char ready;
        close(ends[1]);
        _exit(read(ends[0], &ready, 1) == 1 ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    close(ends[0]);
    setsid();
    return ends[1];
}

static void tell_ready(int fd)
{
    if (fd < 0)
        return;
    log_leave_streams();
    if (write(fd, "", 1) != 1)
        log_warning("whoever started the server does not listen any more");
    close(fd);
}

static void open_log(const struct config *config, int verbosity)
{
    enum log_level level = LOG_LEVEL_INFO;
    const char *to = config_text(config, CONFIG_LOG_TO);
    if (log_level_parse(config_text(config, CONFIG_LOG_LEVEL), &level) != 0)
        log_warning("[log] level is none of error, warning, info, debug");
    if (verbosity > 0 && level < LOG_LEVEL_INFO)
        level = LOG_LEVEL_INFO;
    if (verbosity > 1)
        level = LOG_LEVEL_DEBUG;
    if (log_open("wangged", to, level) != 0)
        log_fatal("the log %s cannot be opened", to);
}

/* As many connections as the system allows, not as many as a shell. */
static void raise_descriptors(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

/* The key and everything of libssh that children share. */
static ssh_bind open_ssh(const struct config *config, struct error *e)
{
    ssh_key key = NULL;
    if (ssh_init() != SSH_OK) {
        error_set(e, ERR_FAILED, NULL, "libssh does not start.");
        return NULL;
    }
    if (host_key_open(config_text(config, CONFIG_HOST_KEY), &key, e) != ERR_NONE)
        return NULL;
    char *fingerprint = host_key_fingerprint(key);
    log_info("host key %s", fingerprint ? fingerprint : "?");
    ssh_string_free_char(fingerprint);
    ssh_bind bind = transport_bind(key);
    if (!bind)
        error_set(e, ERR_FAILED, NULL, "libssh does not take the host key or an algorithm.");
    else if (transport_warm(bind, e) != ERR_NONE) {
        ssh_bind_free(bind);
        return NULL;
    }
    return bind;
}

static enum err serve(const struct arguments *arguments, const struct config *config, int ready, int *status,
                      struct error *e)
{
    struct listener_options options = {
        .config_path = config_file(config),
        .verbosity = arguments->verbosity,
        .keeper = config_is_default(config, CONFIG_KEEPER) ? NULL : config_text(config, CONFIG_KEEPER),
        .start_keeper = start_keeper};
    options.keeper_again = options.keeper || geteuid() != 0;
    struct wire_rules rules = wire_rules_of(config);
    int control = -1;
    options.bind = open_ssh(config, e);
    if (!options.bind)
        return ERR_FAILED;
    if (witness_start(config, &options.witness, &options.witness_end, e) != ERR_NONE)
        return ERR_FAILED;
    if (sandbox_prepare(e) != ERR_NONE || start_empty_folder(config, &options.empty, e) != ERR_NONE ||
        start_socket(config, &options.socket, e) != ERR_NONE)
        return ERR_FAILED;
    pid_t keeper = start_keeper(&options, &control);
    if (keeper < 0)
        return error_set(e, ERR_FAILED, NULL, "The server was not started.");
    if (geteuid() == 0 && privilege_drop(config_text(config, CONFIG_USER), e) != ERR_NONE)
        return ERR_FAILED;
    log_info("listening on %s port %ld", config_text(config, CONFIG_LISTEN), config_number(config, CONFIG_PORT));
    tell_ready(ready);
    notify_ready();
    malloc_trim(0);
    *status = listener_run(&options, &rules, keeper, control);
    ssh_bind_free(options.bind);
    return ERR_NONE;
}

int main(int argc, char **argv)
{
    struct arguments arguments = {0};
    struct config *config = NULL;
    struct error e;
    int status = EXIT_FAILURE;
    for (int option; (option = getopt(argc, argv, "c:fvh")) != -1;) {
        switch (option) {
        case 'c':
            arguments.config = optarg;
            break;
        case 'f':
            arguments.foreground = true;
            break;
        case 'v':
            arguments.verbosity++;
            break;
        case 'h':
            return usage(stdout, EXIT_SUCCESS);
        default:
            return usage(stderr, 2);
        }
    }
    if (optind < argc)
        return usage(stderr, 2);
    if (config_load(arguments.config, &config, &e) != ERR_NONE) {
        fprintf(stderr, "wangged: %s\n", e.text);
        return EXIT_FAILURE;
    }
    open_log(config, arguments.verbosity);
    mem_keep_private();
    mem_stay_small();
    raise_descriptors();
    int ready = go_to_background(arguments.foreground);
    if (serve(&arguments, config, ready, &status, &e) != ERR_NONE)
        log_error("%s", e.text);
    config_free(&config);
    return status;
}
