/* What sets and bitmaps of two texts share (flat.py, bitmap.py). */

#include "kernels.h"

#if defined(__x86_64__) && defined(__GNUC__) && defined(__linux__) && !defined(__clang__)
#define COUNTS_BITS __attribute__((target_clones("popcnt", "default")))
#else
#define COUNTS_BITS
#endif

/* A set of keys to look others up in: buckets of four, in which all four are compared, since a branch on each would be
 * guessed wrong every other time. Keys are hashes, so their own lower bits say which bucket is theirs; each is held with
 * one added, that an empty place may be zero. */
#define BUCKET 4
#define FEW 8
typedef struct {
    uint64_t *table, buckets, room;
} Set;

/* Room for so many buckets, all empty. Returns 0 where there is no memory. */
static int emptied(Set *set, uint64_t buckets) {
    const size_t size = buckets * BUCKET * sizeof(uint64_t);
    if (buckets > set->room) {
        free(set->table);
        set->table = malloc(size);
        set->room = set->table ? buckets : 0;
        if (!set->table) return 0;
    }
    set->buckets = buckets;
    memset(set->table, 0, size);
    return 1;
}

static inline int has(const Set *set, uint64_t masked) {
    const uint64_t key = masked + 1, *bucket = set->table + (key & (set->buckets - 1)) * BUCKET;
    return (bucket[0] == key) | (bucket[1] == key) | (bucket[2] == key) | (bucket[3] == key);
}

/* Whether the keys went into their buckets. */
static int fits(Set *set, const uint64_t *keys, int64_t count, uint64_t mask) {
    for (int64_t i = 0; i < count; i++) {
        const uint64_t key = (keys[i] & mask) + 1;
        uint64_t *place = set->table + (key & (set->buckets - 1)) * BUCKET;
        const uint64_t *end = place + BUCKET;
        while (place < end && *place && *place != key) place++;
        if (place == end) return 0;
        *place = key;
    }
    return 1;
}

/* Fills the set with the keys, of which the bits of the mask count. Returns 0 where there is no memory. */
static int fill(Set *set, const uint64_t *keys, int64_t count, uint64_t mask) {
    uint64_t buckets = 16;
    while (buckets < (uint64_t)count) buckets *= 2;
    for (; emptied(set, buckets); buckets *= 2)
        if (fits(set, keys, count, mask)) return 1;
    return 0;
}

/* How many keys of a short ascending list a much longer one has, of which the bits of the mask count. */
static int64_t few_in(const uint64_t *few, int64_t count, const uint64_t *many, int64_t others, uint64_t mask) {
    const uint64_t label = many[0] & ~mask;
    int64_t found = 0;
    for (int64_t i = 0, at = 0; i < count; i++) {
        at = first_at_least(many, others, at, label | (few[i] & mask));
        found += at < others && (many[at] & mask) == (few[i] & mask);
    }
    return found;
}

/* How many keys of each left list the right one beside it has. The left list of several pairs in a row is read once.
 * Returns -1 where there is no memory. mask: fewer bits than a word has. */
int64_t shared(const uint64_t *keys, const int64_t *bounds, const int64_t *left, const uint64_t *other_keys,
               const int64_t *other_bounds, const int64_t *right, int64_t pairs, uint64_t mask, int64_t *found) {
    Set set = {0};
    int64_t filled = -1;
    for (int64_t p = 0; p < pairs; p++) {
        const int64_t few = bounds[left[p] + 1] - bounds[left[p]];
        const int64_t many = other_bounds[right[p] + 1] - other_bounds[right[p]];
        if (FEW * few < many) {
            found[p] = few_in(keys + bounds[left[p]], few, other_keys + other_bounds[right[p]], many, mask);
            continue;
        }
        if (left[p] != filled) {
            filled = left[p];
            if (!fill(&set, keys + bounds[filled], bounds[filled + 1] - bounds[filled], mask)) return -1;
        }
        int64_t both = 0;
        for (int64_t i = other_bounds[right[p]]; i < other_bounds[right[p] + 1]; i++)
            both += has(&set, other_keys[i] & mask);
        found[p] = both;
    }
    free(set.table);
    return pairs;
}

/* How many of the values told in each long text are keys of the short one beside it, and how many of these are among
 * the first `head`. Returns -1 where there is no memory. */
int64_t at_head(const uint64_t *told, const int64_t *told_bounds, const int64_t *longer, const uint64_t *keys,
                const int64_t *bounds, const int64_t *shorter, int64_t pairs, uint64_t mask, const int64_t *head,
                int64_t *inside, int64_t *total) {
    Set set = {0};
    for (int64_t p = 0; p < pairs; p++) {
        const int64_t own = shorter[p], start = told_bounds[longer[p]], stop = told_bounds[longer[p] + 1];
        if (!fill(&set, keys + bounds[own], bounds[own + 1] - bounds[own], mask)) return -1;
        inside[p] = total[p] = 0;
        for (int64_t i = start; i < stop; i++) {
            const int met = has(&set, told[i] & mask);
            total[p] += met;
            inside[p] += met && i - start < head[p];
        }
    }
    free(set.table);
    return pairs;
}

/* Bits set in either bitmap of each pair. */
COUNTS_BITS int64_t unions(const uint64_t *maps, const int64_t *left, const int64_t *right, int64_t pairs,
                        int64_t *found) {
    for (int64_t p = 0; p < pairs; p++) {
        const uint64_t *one = maps + left[p] * MAP_WORDS, *other = maps + right[p] * MAP_WORDS;
        int64_t bits = 0;
        for (int i = 0; i < MAP_WORDS; i++) bits += __builtin_popcountll(one[i] | other[i]);
        found[p] = bits;
    }
    return pairs;
}
