/* Texts and numbers in JSON, for what the output layer prints. */
#ifndef KEIRETSU_OUTPUT_JSON_TEXT_H
#define KEIRETSU_OUTPUT_JSON_TEXT_H

#include <stdio.h>

/* In quotes; bytes that are not UTF-8 become U+FFFD. */
void json_put_text(FILE *out, const char *text);

/* null for what is no number. */
void json_put_number(FILE *out, double value);

#endif
