#define _GNU_SOURCE
#include "csupport.h"

#include <errno.h>
#include <stdio.h>

int rb_exchange(int old_directory, const char *old_name, int new_directory, const char *new_name) {
#ifdef RENAME_EXCHANGE
  return renameat2(old_directory, old_name, new_directory, new_name, RENAME_EXCHANGE);
#else
  (void)old_directory, (void)old_name, (void)new_directory, (void)new_name;
  errno = ENOSYS;
  return -1;
#endif
}
