/* The inner loops of newsmill.overlap in C: native.py says what the arrays of each mean.
 *
 * Each gives, bit for bit, what the array code beside its call in Python gives, which is used where these files could not
 * be compiled; tests/test_native.py compares the two. Nothing here keeps state or a pointer: callers own all arrays and
 * say how long they are, and scratch space is given back.
 */

#ifndef NEWSMILL_KERNELS_H
#define NEWSMILL_KERNELS_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MULTIPLIER 0x9E3779B97F4A7C15ull
#define FINALIZER 0xD6E8FEB86659FD93ull
#define SHINGLE 5
/* Of a hash in a set of a text the upper bits count; in front stands the number of the text. */
#define DROPPED 20
/* Words of a bitmap of pairs of units. */
#define MAP_WORDS 32

static inline uint64_t mix(uint64_t value) {
    value ^= value >> 32;
    value *= FINALIZER;
    value ^= value >> 29;
    value *= FINALIZER;
    return value ^ (value >> 32);
}

static inline uint64_t gram(const uint64_t *hashes, int size) {
    uint64_t value = 0;
    for (int i = 0; i < size; i++) value = value * MULTIPLIER + hashes[i];
    return mix(value);
}

/* Sorts values and leaves each once. Returns how many are left. */
int64_t sorted_once(uint64_t *values, int64_t count);

/* First place from `from` on whose entry is not below the value. */
int64_t first_at_least(const uint64_t *entries, int64_t count, int64_t from, uint64_t value);

#endif
