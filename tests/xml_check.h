/* Whether a text is well-formed XML, as far as our documents go: one root, tags that close in their
 * order, quoted attributes, no stray < or &, only characters that XML has. */
#ifndef KEIRETSU_TESTS_XML_CHECK_H
#define KEIRETSU_TESTS_XML_CHECK_H

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct xml {
    const char *at;
    int depth, roots;
    char open[32][32];
    char trouble[80]; /* "" where all is well */
};

static inline bool xml_fail(struct xml *xml, const char *what)
{
    if (!xml->trouble[0])
        snprintf(xml->trouble, sizeof xml->trouble, "%s before \"%.30s\"", what, xml->at);
    return false;
}

/* One character of text or of an attribute. */
static inline bool xml_character(struct xml *xml)
{
    const unsigned char *at = (const unsigned char *)xml->at;
    if (*at == '&') {
        static const char *const NAMES[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#xfffd;"};
        for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
            if (strncmp(xml->at, NAMES[i], strlen(NAMES[i])) == 0) {
                xml->at += strlen(NAMES[i]);
                return true;
            }
        return xml_fail(xml, "a stray &");
    }
    if (*at < 0x20 && *at != '\n' && *at != '\t')
        return xml_fail(xml, "a control character");
    int more = *at < 0x80 ? 0 : *at >= 0xf0 ? 3 : *at >= 0xe0 ? 2 : *at >= 0xc2 ? 1 : -1;
    if (more < 0)
        return xml_fail(xml, "no UTF-8");
    for (int i = 1; i <= more; i++)
        if ((at[i] & 0xc0) != 0x80)
            return xml_fail(xml, "no UTF-8");
    xml->at += 1 + more;
    return true;
}

static inline size_t xml_name(struct xml *xml, char name[32])
{
    size_t length = 0;
    while (length < 31 && (isalnum((unsigned char)xml->at[length]) ||
                           (xml->at[length] && strchr(":-_", xml->at[length]))))
        length++;
    memcpy(name, xml->at, length);
    name[length] = '\0';
    xml->at += length;
    return length;
}

static inline bool xml_attributes(struct xml *xml)
{
    char name[32], seen[32][32];
    int count = 0;
    while (*xml->at == ' ') {
        xml->at++;
        if (xml_name(xml, name) == 0 || xml->at[0] != '=' || xml->at[1] != '"' || count == 32)
            return xml_fail(xml, "no attribute");
        for (int i = 0; i < count; i++)
            if (strcmp(seen[i], name) == 0)
                return xml_fail(xml, "an attribute twice");
        memcpy(seen[count++], name, sizeof name);
        xml->at += 2;
        while (*xml->at && *xml->at != '"')
            if (*xml->at == '<' || !xml_character(xml))
                return xml_fail(xml, "in an attribute");
        if (!*xml->at)
            return xml_fail(xml, "an attribute without end");
        xml->at++;
    }
    return true;
}

static inline bool xml_tag(struct xml *xml)
{
    char name[32];
    bool closing = xml->at[1] == '/';
    xml->at += closing ? 2 : 1;
    if (xml_name(xml, name) == 0)
        return xml_fail(xml, "no name");
    if (closing) {
        if (xml->depth == 0 || strcmp(xml->open[xml->depth - 1], name) != 0 || *xml->at != '>')
            return xml_fail(xml, "a closing tag");
        xml->depth--, xml->at++;
        return true;
    }
    if (!xml_attributes(xml))
        return false;
    xml->roots += xml->depth == 0;
    if (strncmp(xml->at, "/>", 2) == 0) {
        xml->at += 2;
        return true;
    }
    if (*xml->at != '>' || xml->depth == 32)
        return xml_fail(xml, "a tag without end");
    memcpy(xml->open[xml->depth++], name, sizeof name);
    xml->at++;
    return true;
}

/* "" or what is wrong, in memory of the caller. */
static inline const char *xml_check(struct xml *xml, const char *text)
{
    *xml = (struct xml){.at = text};
    if (strncmp(text, "<?xml ", 6) == 0 && strstr(text, "?>"))
        xml->at = strstr(text, "?>") + 2;
    bool good = true;
    while (good && *xml->at)
        if (*xml->at == '<')
            good = xml_tag(xml);
        else
            good = xml->depth > 0 || isspace((unsigned char)*xml->at)
                       ? xml_character(xml)
                       : xml_fail(xml, "text outside");
    if (good && (xml->depth != 0 || xml->roots != 1))
        xml_fail(xml, "not one whole root");
    return xml->trouble;
}

/* How often a text occurs. */
static inline int xml_count(const char *text, const char *what)
{
    int count = 0;
    for (const char *at = text; (at = strstr(at, what)); at++)
        count++;
    return count;
}

#endif
