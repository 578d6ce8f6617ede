// xxHash (https://xxhash.com, Debian's libxxhash-dev), compiled in: nothing has to be there when the service runs.
#define XXH_INLINE_ALL
#include <xxhash.h>

// XXH3, 64 bits, of some bytes.
static inline uint64_t xxh3_64(const void *bytes, size_t count) { return XXH3_64bits(bytes, count); }
