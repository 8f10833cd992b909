/* Texts as units (normal.py). */

#include "kernels.h"

enum { BREAK, WORD, SINGLE, DIGIT, IGNORED, COMPOSES = 0x80 };

/* Line breaks before and behind a text, so that what is looked up around a comma is always there. */
#define MARGIN 4
#define REPLACEMENT 0xFFFD

static inline uint32_t low_bits(uint8_t byte) { return byte & 0x3F; }

/* The code points of UTF-8, in which surrogates may stand alone. What is no UTF-8 is read as U+FFFD. */
static int64_t decoded(const uint8_t *bytes, int64_t count, uint32_t *codes) {
    int64_t found = 0, i = 0;
    while (i < count) {
        const uint8_t *at = bytes + i;
        const int64_t left = count - i;
        uint64_t eight = 0;
        if (at[0] < 0x80) {
            if (left >= 8 && (memcpy(&eight, at, 8), !(eight & 0x8080808080808080ull))) {
                for (int k = 0; k < 8; k++) codes[found + k] = at[k];
                i += 8, found += 8;
            } else {
                codes[found++] = at[0];
                i++;
            }
        } else if (at[0] >= 0xC0 && at[0] < 0xE0 && left > 1) {
            codes[found++] = (at[0] & 0x1Fu) << 6 | low_bits(at[1]);
            i += 2;
        } else if (at[0] >= 0xE0 && at[0] < 0xF0 && left > 2) {
            codes[found++] = (at[0] & 0x0Fu) << 12 | low_bits(at[1]) << 6 | low_bits(at[2]);
            i += 3;
        } else if (at[0] >= 0xF0 && at[0] < 0xF5 && left > 3) {
            const uint32_t code =
                (at[0] & 0x07u) << 18 | low_bits(at[1]) << 12 | low_bits(at[2]) << 6 | low_bits(at[3]);
            codes[found++] = code < 0x110000 ? code : REPLACEMENT;
            i += 4;
        } else {
            codes[found++] = REPLACEMENT;
            i++;
        }
    }
    return found;
}

static inline int is_digit(const uint32_t *code, const uint8_t *kinds) { return (kinds[*code] & ~COMPOSES) == DIGIT; }

/* A comma that parts a number by thousands: behind one to three digits, and before three. */
static int parts_thousands(const uint32_t *comma, const uint8_t *kinds) {
    return is_digit(comma - 1, kinds) && is_digit(comma + 1, kinds) && is_digit(comma + 2, kinds) &&
           is_digit(comma + 3, kinds) && !is_digit(comma - 4, kinds) && !is_digit(comma + 4, kinds);
}

/* Units of texts in UTF-8. Returns how many, or -1 at a character that composes. codes: room for the code points of the
 * longest text and its margins. */
int64_t units(const uint8_t *bytes, const int64_t *offsets, int64_t texts, const uint32_t *fold, const uint8_t *kinds,
              const uint64_t *shares, uint32_t *codes, uint64_t *hashes, int64_t *text, uint8_t *is_number,
              int64_t *letters) {
    int64_t found = 0;
    for (int64_t i = 0; i < MARGIN; i++) codes[i] = '\n';
    for (int64_t t = 0; t < texts; t++) {
        const int64_t size = decoded(bytes + offsets[t], offsets[t + 1] - offsets[t], codes + MARGIN);
        int64_t length = 0, number = 0, written = 0;
        uint64_t hash = 0, power = 1;
        uint32_t opener = '\n';
        for (int64_t i = MARGIN + size; i < 2 * MARGIN + size + 1; i++) codes[i] = '\n';
        for (int64_t i = MARGIN; i <= MARGIN + size; i++) {
            const uint32_t code = codes[i];
            const uint8_t kind = kinds[code];
            if (kind == WORD || kind == DIGIT) {
                hash += shares[code] * power;
                power *= MULTIPLIER;
                length++;
                number |= kind == DIGIT;
                written += kind == WORD;
                continue;
            }
            if (kind & COMPOSES) return -1;
            if (kind == IGNORED || (code == ',' && parts_thousands(codes + i, kinds))) continue;
            const int cited = number && length <= 3 && fold[opener] == '[' && fold[code] == ']';
            if (length && !cited) {
                hashes[found] = mix(hash);
                text[found] = t;
                is_number[found++] = (uint8_t)number;
            }
            if (kind == SINGLE) {
                hashes[found] = mix(shares[code]);
                text[found] = t;
                is_number[found++] = 0;
                written++;
            }
            length = number = 0, hash = 0, power = 1, opener = code;
        }
        letters[t] = written;
    }
    return found;
}
