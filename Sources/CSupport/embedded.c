#include "csupport.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

const struct rb_embedded_file rb_embedded_files[] = {{"", (const uint8_t *)"", 0}};
const size_t rb_embedded_file_count = 0;
