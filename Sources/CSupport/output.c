#include "csupport.h"

#include <errno.h>
#include <stdio.h>

int rb_finish_output(void) {
  errno = 0;
  if (fflush(stdout) == 0 && !ferror(stdout)) return 0;
  return errno != 0 ? errno : EIO;
}
