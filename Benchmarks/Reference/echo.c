/* The physical reference for an event loop: sends back what it receives, with epoll and nothing else.

       echo SECONDS      prints its port, serves, and ends after so many seconds at the latest */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { most_events = 256, area_size = 64 * 1024 };

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void watch(int epoll, int descriptor) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) < 0) fail("epoll_ctl");
}

static int listen_anywhere(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, length) < 0 || listen(listener, 1024) < 0 ||
        getsockname(listener, (struct sockaddr *)&address, &length) < 0)
        fail("listen");
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

static void accept_all(int epoll, int listener) {
    int one = 1, accepted;
    while ((accepted = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        watch(epoll, accepted);
    }
}

/* A peer that does not read makes everybody wait here, which no real server may allow. */
static int send_all(int descriptor, const char *bytes, ssize_t count) {
    while (count > 0) {
        ssize_t sent = send(descriptor, bytes, (size_t)count, MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN) return 0;
        if (sent < 0) {
            struct pollfd writable = {.fd = descriptor, .events = POLLOUT};
            poll(&writable, 1, -1);
            continue;
        }
        bytes += sent, count -= sent;
    }
    return 1;
}

int main(int argc, char **argv) {
    static char area[area_size];
    static struct epoll_event events[most_events];
    struct rlimit files;
    alarm(argc > 1 ? (unsigned)atoi(argv[1]) : 60);
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    int epoll = epoll_create1(0), listener = listen_anywhere();
    if (epoll < 0) fail("epoll_create1");
    watch(epoll, listener);
    for (;;) {
        int ready = epoll_wait(epoll, events, most_events, -1);
        for (int i = 0; i < ready; i++) {
            int descriptor = events[i].data.fd;
            if (descriptor == listener) {
                accept_all(epoll, listener);
                continue;
            }
            ssize_t count = recv(descriptor, area, area_size, 0);
            if (count < 0 && errno == EAGAIN) continue;
            if (count <= 0 || !send_all(descriptor, area, count)) close(descriptor);
        }
    }
}
