#include "viz/encoder.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static void forget(struct encoder *encoder)
{
    if (encoder->input >= 0)
        close(encoder->input);
    if (encoder->messages)
        fclose(encoder->messages);
    *encoder = (struct encoder){.input = -1};
}

static int spawn(struct encoder *encoder, int input, const char *const *arguments)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&files, fileno(encoder->messages), STDERR_FILENO);
    /* A group of its own: control+C at the terminal is for us, who then clear up. */
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    int failure = posix_spawnp(&encoder->pid, arguments[0], &files, &attributes,
                               (char *const *)(uintptr_t)arguments, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    return failure;
}

bool encoder_start(struct encoder *encoder, const char *const *arguments, struct error *err)
{
    int ends[2];
    *encoder = (struct encoder){.input = -1};
    encoder->messages = tmpfile();
    if (!encoder->messages || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        fail(err, ERROR_FILE, "cannot start %s: %s", arguments[0], strerror(errno));
        forget(encoder);
        return false;
    }
    encoder->input = ends[0];
    int failure = spawn(encoder, ends[1], arguments);
    close(ends[1]);
    if (failure == 0)
        return true;
    encoder->pid = 0;
    forget(encoder);
    if (failure == ENOENT)
        return fail(err, ERROR_FILE,
                    "a video needs ffmpeg, which is not installed (Debian, Ubuntu: "
                    "apt install ffmpeg; Fedora: dnf install ffmpeg; macOS: brew install ffmpeg)");
    return fail(err, ERROR_FILE, "cannot start %s: %s", arguments[0], strerror(failure));
}

/* The last line that it wrote. */
static void last_line(FILE *file, char *line, size_t size)
{
    char next[400];
    line[0] = '\0';
    rewind(file);
    while (fgets(next, sizeof next, file)) {
        next[strcspn(next, "\r\n")] = '\0';
        if (next[strspn(next, " \t")])
            snprintf(line, size, "%s", next);
    }
}

/* Says why it ended without having done its work. */
static enum encoder_answer explain(struct encoder *encoder, int status, struct error *err)
{
    char line[400], how[60];
    last_line(encoder->messages, line, sizeof line);
    if (WIFSIGNALED(status))
        snprintf(how, sizeof how, "was ended by signal %d", WTERMSIG(status));
    else if (WEXITSTATUS(status) == 0)
        snprintf(how, sizeof how, "ended before it had all pictures");
    else
        snprintf(how, sizeof how, "failed with code %d", WEXITSTATUS(status));
    fail(err, ERROR_FILE, "ffmpeg %s%s%s", how, line[0] ? ": " : "", line);
    encoder->pid = 0;
    forget(encoder);
    return ENCODER_FAILED;
}

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* It takes no more: it has ended, or is about to. */
static enum encoder_answer broken(struct encoder *encoder, struct error *err)
{
    int status = 0;
    for (int64_t until = now() + 2000; waitpid(encoder->pid, &status, WNOHANG) == 0;) {
        if (now() > until) {
            kill(encoder->pid, SIGKILL);
            waitpid(encoder->pid, &status, 0);
            break;
        }
        poll(NULL, 0, 5);
    }
    return explain(encoder, status, err);
}

enum encoder_answer encoder_send(struct encoder *encoder, const void *bytes, size_t size,
                                 int milliseconds, struct error *err)
{
    const char *from = bytes;
    int64_t until = now() + milliseconds;
    while (encoder->sent < size) {
        ssize_t sent = send(encoder->input, from + encoder->sent, size - encoder->sent,
                            MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent >= 0) {
            encoder->sent += (size_t)sent;
            continue;
        }
        if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
            return broken(encoder, err);
        int64_t left = until - now();
        struct pollfd room = {.fd = encoder->input, .events = POLLOUT};
        if (left <= 0 || (poll(&room, 1, (int)left) < 0 && errno == EINTR))
            return ENCODER_BUSY;
    }
    encoder->sent = 0;
    return ENCODER_DONE;
}

enum encoder_answer encoder_finish(struct encoder *encoder, int milliseconds, struct error *err)
{
    if (encoder->input >= 0)
        close(encoder->input);
    encoder->input = -1;
    int status = 0;
    int64_t until = now() + milliseconds;
    while (waitpid(encoder->pid, &status, WNOHANG) == 0) {
        if (now() >= until)
            return ENCODER_BUSY;
        poll(NULL, 0, 2);
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return explain(encoder, status, err);
    encoder->pid = 0;
    forget(encoder);
    return ENCODER_DONE;
}

void encoder_stop(struct encoder *encoder)
{
    if (encoder->pid > 0) {
        kill(encoder->pid, SIGKILL);
        waitpid(encoder->pid, NULL, 0);
        forget(encoder);
    }
}
