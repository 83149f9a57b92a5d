// The part of libdispatch that a program needs to wait for a completion handler. Debian has no
// libdispatch.
#ifndef OVERLAY_DISPATCH_H
#define OVERLAY_DISPATCH_H

#include <stdint.h>

#define DISPATCH_TIME_NOW 0ull
#define DISPATCH_TIME_FOREVER (~0ull)

#define NSEC_PER_SEC 1000000000ull
#define NSEC_PER_MSEC 1000000ull
#define USEC_PER_SEC 1000000ull
#define NSEC_PER_USEC 1000ull

typedef uint64_t dispatch_time_t;
typedef struct dispatch_semaphore_s *dispatch_semaphore_t;

dispatch_time_t dispatch_time(dispatch_time_t when, int64_t delta);

// Waits until the program ends; other threads go on.
__attribute__((noreturn)) void dispatch_main(void);

dispatch_semaphore_t dispatch_semaphore_create(intptr_t value);
intptr_t dispatch_semaphore_signal(dispatch_semaphore_t semaphore);
intptr_t dispatch_semaphore_wait(dispatch_semaphore_t semaphore, dispatch_time_t timeout);

#endif
