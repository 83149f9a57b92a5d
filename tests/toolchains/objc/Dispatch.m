#include <dispatch/dispatch.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct dispatch_semaphore_s {
  pthread_mutex_t mutex;
  pthread_cond_t signalled;
  intptr_t value;
};

dispatch_time_t dispatch_time(dispatch_time_t when, int64_t delta) {
  if (when == DISPATCH_TIME_FOREVER || delta == INT64_MAX) {
    return DISPATCH_TIME_FOREVER;
  }
  if (when == DISPATCH_TIME_NOW) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);  // the clock of pthread_cond_timedwait
    when = (uint64_t)now.tv_sec * NSEC_PER_SEC + (uint64_t)now.tv_nsec;
  }
  return when + (uint64_t)delta;
}

// Never freed, as ARC cannot release it here; a sample makes one or two.
dispatch_semaphore_t dispatch_semaphore_create(intptr_t value) {
  dispatch_semaphore_t semaphore = calloc(1, sizeof(*semaphore));
  pthread_mutex_init(&semaphore->mutex, NULL);
  pthread_cond_init(&semaphore->signalled, NULL);
  semaphore->value = value;
  return semaphore;
}

intptr_t dispatch_semaphore_signal(dispatch_semaphore_t semaphore) {
  pthread_mutex_lock(&semaphore->mutex);
  semaphore->value++;
  pthread_cond_signal(&semaphore->signalled);
  pthread_mutex_unlock(&semaphore->mutex);
  return 0;
}

intptr_t dispatch_semaphore_wait(dispatch_semaphore_t semaphore, dispatch_time_t timeout) {
  int error = 0;
  struct timespec deadline = {(time_t)(timeout / NSEC_PER_SEC), (long)(timeout % NSEC_PER_SEC)};
  pthread_mutex_lock(&semaphore->mutex);
  while (semaphore->value <= 0 && error != ETIMEDOUT) {
    error = timeout == DISPATCH_TIME_FOREVER
                ? pthread_cond_wait(&semaphore->signalled, &semaphore->mutex)
                : pthread_cond_timedwait(&semaphore->signalled, &semaphore->mutex, &deadline);
  }
  int acquired = semaphore->value > 0;
  if (acquired) {
    semaphore->value--;
  }
  pthread_mutex_unlock(&semaphore->mutex);
  return acquired ? 0 : 1;
}

void dispatch_main(void) {
  for (;;) pause();
}
