#pragma once
#include <malloc.h>
#include <math.h>
#include <stdint.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

// What Swift needs of C: prefetching, comparing bytes, looking at sixteen bytes at once and a few functions of math.h.
// SSE2 and NEON belong to every x86-64 and arm64 processor, so that nothing has to be found out at run time.
static inline void cin_prefetch(const void *address) { __builtin_prefetch(address); }
static inline double cin_pow(double base, double exponent) { return pow(base, exponent); }
static inline double cin_log(double value) { return log(value); }
static inline double cin_log10(double value) { return log10(value); }
static inline double cin_sin(double value) { return sin(value); }
static inline double cin_cos(double value) { return cos(value); }
static inline double cin_tan(double value) { return tan(value); }
static inline double cin_asin(double value) { return asin(value); }
static inline double cin_acos(double value) { return acos(value); }
static inline double cin_atan(double value) { return atan(value); }
static inline double cin_atan2(double y, double x) { return atan2(y, x); }
static inline double cin_sinh(double value) { return sinh(value); }
static inline double cin_cosh(double value) { return cosh(value); }
static inline double cin_tanh(double value) { return tanh(value); }
// Batches are large and come and go: the allocator keeps their memory instead of giving it back
// to the system and asking again every time.
static inline void cin_keep_freed_memory(void) {
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
    mallopt(M_MMAP_THRESHOLD, 64 << 20);
}
static inline double cin_exp(double value) { return exp(value); }

// As memcmp, but two null pointers with a count of 0 are equal.
static inline int cin_compare(const void *left, const void *right, size_t count) {
    return count == 0 ? 0 : memcmp(left, right, count);
}

// One bit for each of sixteen bytes, the first lowest, that ends plain text in JSON: a quote, a backslash, a control
// character, or what is not ASCII.
static inline uint32_t cin_ends_of_text_16(const void *bytes) {
#if defined(__SSE2__)
    __m128i text = _mm_loadu_si128((const __m128i *)bytes);
    __m128i ends = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(text, _mm_set1_epi8('"')), _mm_cmpeq_epi8(text, _mm_set1_epi8('\\'))),
        // Signed, so that what is not ASCII is below the blank, too.
        _mm_cmplt_epi8(text, _mm_set1_epi8(' ')));
    return (uint32_t)_mm_movemask_epi8(ends);
#elif defined(__ARM_NEON)
    const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t text = vld1q_u8((const uint8_t *)bytes);
    uint8x16_t ends = vorrq_u8(
        vorrq_u8(vceqq_u8(text, vdupq_n_u8('"')), vceqq_u8(text, vdupq_n_u8('\\'))),
        vcltq_s8(vreinterpretq_s8_u8(text), vdupq_n_s8(' ')));
    uint8x16_t marked = vandq_u8(ends, bits);
    return (uint32_t)vaddv_u8(vget_low_u8(marked)) | (uint32_t)vaddv_u8(vget_high_u8(marked)) << 8;
#else
    const uint8_t *text = (const uint8_t *)bytes;
    uint32_t ends = 0;
    for (int place = 0; place < 16; place++) {
        uint8_t byte = text[place];
        ends |= (uint32_t)(byte < ' ' || byte >= 0x80 || byte == '"' || byte == '\\') << place;
    }
    return ends;
#endif
}

// Writes where the line breaks stand between two places of some bytes, `limit` of them at most; returns how many.
// There must be room for 64 places more, which are written without being counted.
static inline size_t cin_line_breaks(
    const uint8_t *bytes, size_t from, size_t to, int32_t *places, size_t limit) {
    size_t found = 0;
#if defined(__SSE2__)
    const __m128i line_break = _mm_set1_epi8('\n');
    for (; from + 64 <= to && found < limit; from += 64) {
        uint64_t mask = 0;
        for (int part = 0; part < 4; part++) {
            __m128i text = _mm_loadu_si128((const __m128i *)(bytes + from) + part);
            mask |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(text, line_break)) << (16 * part);
        }
        // The first is written always and counted when it is there: where a line ends cannot be predicted.
        places[found] = (int32_t)(from + (size_t)__builtin_ctzll(mask | 1ull << 63));
        found += mask != 0;
        for (mask &= mask - (mask != 0); mask != 0; mask &= mask - 1)
            places[found++] = (int32_t)(from + (size_t)__builtin_ctzll(mask));
    }
#endif
    while (found < limit && from < to) {
        const uint8_t *line_break_here = (const uint8_t *)memchr(bytes + from, '\n', to - from);
        if (line_break_here == NULL) break;
        places[found++] = (int32_t)(line_break_here - bytes);
        from = (size_t)(line_break_here - bytes) + 1;
    }
    return found < limit ? found : limit;
}

// Whether two texts of the same length have the same bytes. Keys and codes are mostly short: two loads each, without a
// call and without a branch on where they differ.
static inline int cin_are_equal(const void *left, const void *right, size_t count) {
    if (count >= 8 && count <= 16) {
        uint64_t heads[2], tails[2];
        memcpy(&heads[0], left, 8);
        memcpy(&heads[1], right, 8);
        memcpy(&tails[0], (const char *)left + count - 8, 8);
        memcpy(&tails[1], (const char *)right + count - 8, 8);
        return ((heads[0] ^ heads[1]) | (tails[0] ^ tails[1])) == 0;
    }
    if (count >= 4 && count < 8) {
        uint32_t heads[2], tails[2];
        memcpy(&heads[0], left, 4);
        memcpy(&heads[1], right, 4);
        memcpy(&tails[0], (const char *)left + count - 4, 4);
        memcpy(&tails[1], (const char *)right + count - 4, 4);
        return ((heads[0] ^ heads[1]) | (tails[0] ^ tails[1])) == 0;
    }
    return count == 0 || memcmp(left, right, count) == 0;
}
