/* The physical reference for decoding rows: 1,000 rows of (int, int, blob of 100), with the checks that a reader of
   hostile bytes has to make, and nothing else.

       page COUNT      reads the page COUNT times */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { rows = 1000, row_length = 4 + 4 + 4 + 4 + 4 + 100 };

static int32_t big_endian(const uint8_t *p) {
    uint32_t value;
    memcpy(&value, p, 4);
    return (int32_t)__builtin_bswap32(value);
}

static long read_page(const uint8_t *p, const uint8_t *end) {
    long sum = 0;
    for (int row = 0; row < rows; row++) {
        for (int column = 0; column < 3; column++) {
            if (end - p < 4) return -1;
            int32_t length = big_endian(p);
            p += 4;
            if (length < 0 || end - p < length) return -1;
            if (column == 2) {
                sum += length;
            } else {
                if (length != 4) return -1;
                sum += big_endian(p);
            }
            p += length;
        }
    }
    return sum;
}

int main(int argc, char **argv) {
    static uint8_t page[rows * row_length];
    for (int row = 0; row < rows; row++) {
        uint8_t *p = page + row * row_length;
        p[3] = 4, p[6] = (uint8_t)(row >> 8), p[7] = (uint8_t)row;
        p[11] = 4, p[15] = (uint8_t)(row % 7);
        p[19] = 100;
    }
    long sum = 0;
    for (int left = argc > 1 ? atoi(argv[1]) : 1; left > 0; left--) {
        __asm__ volatile("" ::: "memory"); /* so that each round reads the page anew */
        sum += read_page(page, page + sizeof page);
    }
    printf("%ld\n", sum);
    return 0;
}
