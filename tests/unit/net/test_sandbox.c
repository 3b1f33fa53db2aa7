#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "wangge/net/sandbox.h"

#define INSIDE 100 /* exit status: it went wrong before the walls stood */

static char folder[] = "/tmp/wangge-sandbox-XXXXXX";
static char database[64], empty[64];
static int before_the_walls; /* a descriptor of the database's folder, as a forgotten one would be */

/* Runs what in a process behind the walls. Returns what waitpid says. */
static int behind_walls(int (*what)(void), unsigned *walls)
{
    int ends[2], status;
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0) {
        unsigned standing = 0;
        struct error e;
        if (sandbox_enter(open(empty, O_RDONLY | O_DIRECTORY), &standing, &e) != ERR_NONE)
            _exit(INSIDE);
        if (write(ends[1], &standing, sizeof standing) != sizeof standing)
            _exit(INSIDE);
        _exit(what());
    }
    close(ends[1]);
    unsigned standing = 0;
    assert_int_equal(read(ends[0], &standing, sizeof standing), sizeof standing);
    close(ends[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (walls)
        *walls = standing;
    return status;
}

static int open_the_database(void)
{
    return open(database, O_RDWR) >= 0 ? 1 : 0;
}

static int open_by_a_forgotten_folder(void)
{
    return openat(before_the_walls, "wangge.db", O_RDONLY) >= 0 ? 1 : 0;
}

static int fork_a_process(void)
{
    return fork() >= 0 ? 1 : 0;
}

static int start_a_program(void)
{
    char name[] = "sh";
    char *words[] = {name, NULL};
    execv("/bin/sh", words);
    return 1;
}

static int connect_somewhere(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 1 : 0;
}

static int run_written_code(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? 0
                                                                                                                  : 1;
}

static int send_a_signal(void)
{
    return kill(getpid(), 0) == 0 ? 1 : 0;
}

static int take_much_memory(void)
{
    return mmap(NULL, 300u << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? 0 : 1;
}

static int do_what_a_relay_does(void)
{
    char byte = 'x';
    int ends[2];
    void *memory = mmap(NULL, 1u << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ends[1] = before_the_walls;
    return memory != MAP_FAILED && write(ends[1], &byte, 0) <= 0 && alarm(10) == 0 && alarm(0) > 0 ? 0 : 1;
}

static bool refused_or_killed(int status)
{
    return (WIFEXITED(status) && WEXITSTATUS(status) == 0) || (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
}

static void the_database_cannot_be_opened(void **state)
{
    (void)state;
    assert_true(access(database, R_OK | W_OK) == 0); /* from outside it can */
    assert_true(refused_or_killed(behind_walls(open_the_database, NULL)));
    assert_true(refused_or_killed(behind_walls(open_by_a_forgotten_folder, NULL)));
}

static void nothing_else_can_be_reached(void **state)
{
    (void)state;
    unsigned walls = 0;
    behind_walls(do_what_a_relay_does, &walls);
    if (!(walls & WALL_CALLS))
        skip(); /* a sanitizer build */
    assert_true(refused_or_killed(behind_walls(fork_a_process, NULL)));
    assert_true(refused_or_killed(behind_walls(start_a_program, NULL)));
    assert_true(refused_or_killed(behind_walls(connect_somewhere, NULL)));
    assert_true(refused_or_killed(behind_walls(run_written_code, NULL)));
    assert_true(refused_or_killed(behind_walls(send_a_signal, NULL)));
    assert_true(refused_or_killed(behind_walls(take_much_memory, NULL)));
}

static void a_relay_can_work(void **state)
{
    (void)state;
    int status = behind_walls(do_what_a_relay_does, NULL);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void the_walls_that_must_stand_do(void **state)
{
    (void)state;
    unsigned walls = 0;
    char words[80];
    behind_walls(do_what_a_relay_does, &walls);
    assert_true(walls & WALL_LIMITS);
    assert_true(walls & WALL_CAPABILITIES);
    assert_int_equal((walls & WALL_ROOT) != 0, geteuid() == 0);
    assert_string_equal(sandbox_words(WALL_ROOT | WALL_CALLS, words, sizeof words), "root, calls");
}

static int make_folder(void **state)
{
    (void)state;
    struct error e;
    if (!mkdtemp(folder))
        return -1;
    snprintf(database, sizeof database, "%s/wangge.db", folder);
    snprintf(empty, sizeof empty, "%s/empty", folder);
    int fd = open(database, O_WRONLY | O_CREAT, 0600);
    before_the_walls = open(folder, O_RDONLY | O_DIRECTORY);
    if (fd < 0 || before_the_walls < 0 || close(fd) != 0)
        return -1;
    return mkdir(empty, 0555) == 0 && sandbox_prepare(&e) == ERR_NONE ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(database);
    rmdir(empty);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_database_cannot_be_opened),
        cmocka_unit_test(nothing_else_can_be_reached),
        cmocka_unit_test(a_relay_can_work),
        cmocka_unit_test(the_walls_that_must_stand_do),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
