#include "output/json_text.h"

#include <math.h>

/* Bytes that are not UTF-8 cannot stand in JSON; a file may hold any. */
static int utf8_length(const unsigned char *at)
{
    int length = 0;
    if (at[0] < 0x80)
        length = 1;
    else if (at[0] >= 0xc2 && at[0] < 0xf5)
        length = at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
    for (int i = 1; i < length; i++)
        if ((at[i] & 0xc0u) != 0x80u)
            return 0;
    if (length == 3 && ((at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] >= 0xa0)))
        return 0;
    if (length == 4 && ((at[0] == 0xf0 && at[1] < 0x90) || (at[0] == 0xf4 && at[1] >= 0x90)))
        return 0;
    return length;
}

void json_put_text(FILE *out, const char *text)
{
    fputc('"', out);
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0';) {
        int length = utf8_length(at);
        if (length == 0) {
            fputs("\\ufffd", out);
            at++;
        } else if (*at == '"' || *at == '\\') {
            fprintf(out, "\\%c", *at++);
        } else if (*at < 0x20) {
            fprintf(out, "\\u%04x", *at++);
        } else {
            fwrite(at, 1, (size_t)length, out);
            at += length;
        }
    }
    fputc('"', out);
}

void json_put_number(FILE *out, double value)
{
    if (isfinite(value))
        fprintf(out, "%.12g", value);
    else
        fputs("null", out);
}
