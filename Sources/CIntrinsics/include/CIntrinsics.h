#pragma once
#include <malloc.h>
#include <math.h>
#include <string.h>

// What the engine needs of C and may not import otherwise: prefetching, comparing bytes and a few functions of math.h.
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
