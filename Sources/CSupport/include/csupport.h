#ifndef ROLLBOOK_CSUPPORT_H
#define ROLLBOOK_CSUPPORT_H

#include <stddef.h>
#include <stdint.h>

struct sqlite3;

/// A file of the repository, embedded at compile time.
struct rb_embedded_file {
  const char *_Nonnull path; ///< from the top of the repository
  const uint8_t *_Nonnull bytes;
  size_t count;
};

/// All embedded files, and their number.
const struct rb_embedded_file *_Nonnull rb_embedded_file_list(void);
extern const size_t rb_embedded_file_count;

/// renameat2(2) with RENAME_EXCHANGE; 0, or -1 with errno set.
int rb_exchange(int old_directory, const char *_Nonnull old_name, int new_directory,
                const char *_Nonnull new_name);

/// Switches SQLite's defensive mode on, and trust in the schema, triggers and extension loading off.
/// Returns an SQLite result code.
int rb_sqlite_harden(struct sqlite3 *_Nonnull database);

/// Flushes standard output; 0, or the error number of what could not be written, EIO if that is not
/// known any more.
int rb_finish_output(void);

#endif
