/* Small helpers over C arrays. */
#ifndef WANGGE_BASE_ARRAY_H
#define WANGGE_BASE_ARRAY_H

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
