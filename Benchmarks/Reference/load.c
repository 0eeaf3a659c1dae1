/* Makes work for echo servers and looks at what it costs them. Servers are given as PORT:PID; they take turns, so that
   what disturbs one disturbs them all. Each line that is printed: round (0 is for warming up), number of the server, how
   often, wall nanoseconds, nanoseconds of the server's CPU.

       load trips CONNECTIONS IN-FLIGHT ROUNDS MILLISECONDS SERVER…   messages there and back
       load connects COUNT ROUNDS SERVER…                              connect, one byte there and back, close
       load port                                                       a TCP port that is free now
       load idle CONNECTIONS SECONDS SERVER                            connections that do nothing; one line: resident
                                                                       bytes a connection, nanoseconds of CPU */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { message = 100, area_size = 64 * 1024, most_connections = 64, most_servers = 8, connecting = 16 };

struct server {
    int port;
    pid_t pid;
    clockid_t cpu;
};

struct connection {
    int descriptor;
    long sent, owed, received;
};

static char pattern[area_size + message], area[area_size];

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static long nanoseconds(clockid_t clock) {
    struct timespec time;
    if (clock_gettime(clock, &time) < 0) fail("clock_gettime");
    return time.tv_sec * 1000000000L + time.tv_nsec;
}

static struct server parse(const char *text) {
    struct server server;
    if (sscanf(text, "%d:%d", &server.port, &server.pid) != 2 || clock_getcpuclockid(server.pid, &server.cpu) != 0) {
        fprintf(stderr, "not a server: %s\n", text);
        exit(1);
    }
    return server;
}

static int open_connection(const struct server *server, int flags) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)server->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1, descriptor = socket(AF_INET, SOCK_STREAM | flags, 0);
    if (descriptor < 0) fail("socket");
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(descriptor, (struct sockaddr *)&address, sizeof address) < 0 && errno != EINPROGRESS) fail("connect");
    return descriptor;
}

static void watch(int epoll, int operation, int descriptor, uint32_t events, uint64_t number) {
    struct epoll_event event = {.events = events, .data.u64 = number};
    if (epoll_ctl(epoll, operation, descriptor, &event) < 0) fail("epoll_ctl");
}

/* What the socket does not take now goes out when something has come back. */
static void send_owed(struct connection *c) {
    while (c->owed > 0) {
        long count = c->owed < area_size ? c->owed : area_size;
        ssize_t sent = send(c->descriptor, pattern + c->sent % message, (size_t)count, MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN) return;
        if (sent < 0) fail("send");
        c->sent += sent, c->owed -= sent;
    }
}

static void receive(struct connection *c) {
    ssize_t count = recv(c->descriptor, area, area_size, 0);
    if (count < 0 && errno == EAGAIN) return;
    if (count < 0) fail("recv");
    if (count == 0 || memcmp(area, pattern + c->received % message, (size_t)count) != 0) {
        fprintf(stderr, "that is no echo\n");
        exit(1);
    }
    c->received += count;
}

struct crowd {
    int epoll, count;
    struct connection connections[most_connections];
};

static void open_crowd(struct crowd *crowd, const struct server *server, int count) {
    crowd->epoll = epoll_create1(0);
    crowd->count = count;
    for (int i = 0; i < count; i++) {
        crowd->connections[i].descriptor = open_connection(server, 0);
        watch(crowd->epoll, EPOLL_CTL_ADD, crowd->connections[i].descriptor, EPOLLIN, (uint64_t)i);
    }
}

/* So many messages are sent at once, and the next when all have come back. If each were sent as soon as there is room,
   the stream would fall into pieces or not, as the scheduler likes, and stay so for a whole round: the cost of a trip,
   to any server, would be the one or four times as much. */
static void trips_round(int round, int number, const struct server *server, struct crowd *crowd, int in_flight, long span) {
    struct epoll_event events[most_connections];
    long begin = nanoseconds(CLOCK_MONOTONIC), cpu = nanoseconds(server->cpu), now = begin, trips = 0, open = 0;
    for (int i = 0; i < crowd->count; i++) {
        crowd->connections[i].owed = (long)in_flight * message;
        open++;
        send_owed(&crowd->connections[i]);
    }
    while (open > 0) {
        int ready = epoll_wait(crowd->epoll, events, most_connections, 5000);
        if (ready == 0) fail("the server is silent");
        now = nanoseconds(CLOCK_MONOTONIC);
        for (int i = 0; i < ready; i++) {
            struct connection *c = &crowd->connections[events[i].data.u64];
            receive(c);
            if (c->owed == 0 && c->received == c->sent) {
                trips += in_flight;
                if (now - begin < span) c->owed = (long)in_flight * message; else open--;
            }
            send_owed(c);
        }
    }
    printf("%d\t%d\t%ld\t%ld\t%ld\n", round, number, trips, now - begin, nanoseconds(server->cpu) - cpu);
}

static void connects_round(int round, int number, const struct server *server, int count) {
    struct epoll_event events[connecting];
    int epoll = epoll_create1(0), opened = 0, closed = 0;
    long begin = nanoseconds(CLOCK_MONOTONIC), cpu = nanoseconds(server->cpu);
    while (closed < count) {
        for (; opened < count && opened - closed < connecting; opened++) {
            int descriptor = open_connection(server, SOCK_NONBLOCK);
            watch(epoll, EPOLL_CTL_ADD, descriptor, EPOLLOUT, (uint64_t)descriptor);
        }
        int ready = epoll_wait(epoll, events, connecting, 5000);
        if (ready == 0) fail("the server is silent");
        for (int i = 0; i < ready; i++) {
            int descriptor = (int)events[i].data.u64;
            if (events[i].events & EPOLLOUT) {
                if (send(descriptor, pattern, 1, MSG_NOSIGNAL) != 1) fail("send");
                watch(epoll, EPOLL_CTL_MOD, descriptor, EPOLLIN, (uint64_t)descriptor);
            } else {
                if (recv(descriptor, area, 1, 0) != 1) fail("recv");
                close(descriptor);
                closed++;
            }
        }
    }
    long end = nanoseconds(CLOCK_MONOTONIC);
    close(epoll);
    usleep(5000); /* so that the last closes are in it */
    printf("%d\t%d\t%d\t%ld\t%ld\n", round, number, count, end - begin, nanoseconds(server->cpu) - cpu);
}

static long resident(pid_t pid) {
    char path[64];
    long pages = -1;
    snprintf(path, sizeof path, "/proc/%d/statm", pid);
    FILE *file = fopen(path, "r");
    if (!file || fscanf(file, "%*d %ld", &pages) != 1) fail(path);
    fclose(file);
    return pages * sysconf(_SC_PAGESIZE);
}

static void idle(const struct server *server, int count, int seconds) {
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    long before = resident(server->pid);
    for (int i = 0; i < count; i++) {
        int descriptor = open_connection(server, 0);
        if (send(descriptor, pattern, 1, MSG_NOSIGNAL) != 1 || recv(descriptor, area, 1, 0) != 1) fail("one byte");
    }
    usleep(200000);
    long cpu = nanoseconds(server->cpu);
    sleep((unsigned)seconds);
    printf("%ld\t%ld\n", (resident(server->pid) - before) / count, nanoseconds(server->cpu) - cpu);
}

static int print_free_port(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    if (descriptor < 0 || bind(descriptor, (struct sockaddr *)&address, length) < 0 ||
        getsockname(descriptor, (struct sockaddr *)&address, &length) < 0)
        fail("bind");
    printf("%d\n", ntohs(address.sin_port));
    return 0;
}

int main(int argc, char **argv) {
    static struct server servers[most_servers];
    static struct crowd crowds[most_servers];
    const char *what = argc > 1 ? argv[1] : "";
    if (!strcmp(what, "port")) return print_free_port();
    int options = !strcmp(what, "trips") ? 4 : !strcmp(what, "connects") || !strcmp(what, "idle") ? 2 : -1;
    int first = 2 + options, count = argc - first, numbers[4] = {0};
    if (options < 0 || count < 1 || count > most_servers) {
        fprintf(stderr, "usage: see the beginning of load.c\n");
        return 2;
    }
    alarm(120);
    for (size_t i = 0; i < sizeof pattern; i++) pattern[i] = (char)(i % message);
    for (int i = 0; i < options; i++) numbers[i] = atoi(argv[2 + i]);
    for (int i = 0; i < count; i++) servers[i] = parse(argv[first + i]);
    if (!strcmp(what, "idle")) {
        idle(&servers[0], numbers[0], numbers[1]);
        return 0;
    }
    int trips = !strcmp(what, "trips"), rounds = numbers[trips ? 2 : 1];
    if (trips && (numbers[0] < 1 || numbers[0] > most_connections)) return 2;
    for (int i = 0; trips && i < count; i++) open_crowd(&crowds[i], &servers[i], numbers[0]);
    /* The first round warms up; afterwards another server begins in each. */
    for (int round = 0; round <= rounds; round++) {
        for (int turn = 0; turn < count; turn++) {
            int i = (turn + round) % count;
            if (trips) trips_round(round, i, &servers[i], &crowds[i], numbers[1], round == 0 ? 30000000L : numbers[3] * 1000000L);
            else connects_round(round, i, &servers[i], numbers[0]);
        }
    }
    return 0;
}
