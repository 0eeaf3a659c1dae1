#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

// glibc shows these only to GNU sources, and defining that here contradicts the module of the C library. Written without
// socklen_t, so that the types of sockets stay that module's own.
struct sockaddr;
extern int accept4(int, struct sockaddr *, unsigned int *, int);
extern int pipe2(int[2], int);
extern int pthread_setname_np(pthread_t, const char *);
