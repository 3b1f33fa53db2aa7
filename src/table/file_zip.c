/* XML parts of a zip file, read piece by piece. Whoever sent it may mean harm: no document type (so no entities), no
 * depth, no part and no single tag beyond a bound. */
#include "file_inside.h"

#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"

#include <expat.h>
#include <minizip/unzip.h>
#include <string.h>

#define PIECE     16384
#define MOST_DEEP 64
#define MOST_TAG  (4L * 1024 * 1024) /* bytes without anything to tell of */
#define MOST_NAME 256

struct zip {
    unzFile unz;
};

struct xml {
    struct zip *zip;
    XML_Parser parser;
    const struct xml_hearer *hearer;
    void *to;
    int depth;
    long long read, heard; /* bytes of the part, and how many when something was told last */
    bool paused, ended;
    const char *why; /* it is refused */
};

/* --- the zip file over a stream --- */

static voidpf stream_open(voidpf stream, const void *name, int mode)
{
    (void)name, (void)mode;
    return stream;
}

static uLong stream_read(voidpf opaque, voidpf stream, void *to, uLong n)
{
    (void)opaque;
    return (uLong)fread(to, 1, n, stream);
}

static uLong stream_write(voidpf opaque, voidpf stream, const void *from, uLong n)
{
    (void)opaque, (void)stream, (void)from, (void)n;
    return 0;
}

static ZPOS64_T stream_tell(voidpf opaque, voidpf stream)
{
    (void)opaque;
    return (ZPOS64_T)ftello(stream);
}

static long stream_seek(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
    (void)opaque;
    return fseeko(stream, (off_t)offset, origin);
}

static int stream_close(voidpf opaque, voidpf stream)
{
    (void)opaque, (void)stream;
    return 0;
}

static int stream_error(voidpf opaque, voidpf stream)
{
    (void)opaque;
    return ferror((FILE *)stream);
}

enum err zip_open(FILE *file, struct zip **out, struct error *e)
{
    zlib_filefunc64_def functions = {stream_open, stream_read,  stream_write, stream_tell,
                                     stream_seek, stream_close, stream_error, file};
    unzFile unz = unzOpen2_64("", &functions);
    *out = NULL;
    if (unz == NULL)
        return error_set(e, ERR_INVALID, NULL, _("The file is damaged or not all of it has come. Send it again."));
    *out = mem_new(1, sizeof **out);
    (*out)->unz = unz;
    return ERR_NONE;
}

void zip_close(struct zip **zip)
{
    if (*zip == NULL)
        return;
    unzClose((*zip)->unz);
    mem_free(*zip);
    *zip = NULL;
}

bool zip_has(struct zip *zip, const char *part)
{
    return strlen(part) < MOST_NAME && unzLocateFile(zip->unz, part, 2) == UNZ_OK;
}

/* --- XML --- */

static const char *local(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon == NULL ? name : colon + 1;
}

const char *xml_attribute(const char **attributes, const char *name)
{
    for (; attributes[0] != NULL; attributes += 2)
        if (strcmp(local(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

void xml_pause(struct xml *xml)
{
    xml->paused = XML_StopParser(xml->parser, XML_TRUE) == XML_STATUS_OK;
}

void xml_refuse(struct xml *xml, const char *why)
{
    if (xml->why == NULL)
        xml->why = why;
    XML_StopParser(xml->parser, XML_FALSE);
}

static void on_start(void *to, const char *name, const char **attributes)
{
    struct xml *xml = to;
    xml->heard = xml->read;
    if (++xml->depth > MOST_DEEP)
        xml_refuse(xml, N_("The file is not made as spreadsheet programs make it. Save it again as .xlsx or CSV."));
    else if (xml->hearer->start != NULL)
        xml->hearer->start(xml->to, local(name), attributes);
}

static void on_end(void *to, const char *name)
{
    struct xml *xml = to;
    xml->heard = xml->read;
    xml->depth--;
    if (xml->hearer->end != NULL)
        xml->hearer->end(xml->to, local(name));
}

static void on_text(void *to, const char *text, int n)
{
    struct xml *xml = to;
    xml->heard = xml->read;
    if (xml->hearer->text != NULL)
        xml->hearer->text(xml->to, text, n);
}

static void on_doctype(void *to, const char *name, const char *system, const char *public, int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    xml_refuse(to, N_("The file is not made as spreadsheet programs make it. Save it again as .xlsx or CSV."));
}

enum err xml_open(struct zip *zip, const char *part, const struct xml_hearer *hearer, void *to, struct xml **out,
                  struct error *e)
{
    unz_file_info64 info = {0};
    *out = NULL;
    if (!zip_has(zip, part))
        return error_set(e, ERR_NOT_FOUND, NULL,
                         _("This is no spreadsheet that can be read here. Save it as .xlsx or CSV and send it again."));
    unzGetCurrentFileInfo64(zip->unz, &info, NULL, 0, NULL, 0, NULL, 0);
    if ((info.flag & 1) != 0)
        return error_set(e, ERR_INVALID, NULL, _("This file has a password. Save it without one and send it again."));
    if (unzOpenCurrentFile(zip->unz) != UNZ_OK)
        return error_set(e, ERR_INVALID, NULL, _("The file is damaged or not all of it has come. Send it again."));
    struct xml *xml = mem_new(1, sizeof *xml);
    *xml = (struct xml){.zip = zip, .parser = XML_ParserCreate(NULL), .hearer = hearer, .to = to};
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_start, on_end);
    XML_SetCharacterDataHandler(xml->parser, on_text);
    XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
    *out = xml;
    return ERR_NONE;
}

void xml_close(struct xml **xml)
{
    if (*xml == NULL)
        return;
    XML_ParserFree((*xml)->parser);
    unzCloseCurrentFile((*xml)->zip->unz);
    mem_free(*xml);
    *xml = NULL;
}

/* Another piece, or the rest of the one that a pause has left. */
static enum XML_Status feed(struct xml *xml)
{
    if (xml->paused) {
        xml->paused = false;
        return XML_ResumeParser(xml->parser);
    }
    void *piece = XML_GetBuffer(xml->parser, PIECE);
    int n = piece == NULL ? -1 : unzReadCurrentFile(xml->zip->unz, piece, PIECE);
    if (n < 0)
        return XML_STATUS_ERROR;
    xml->read += n;
    xml->ended = n == 0;
    if (xml->read > TABLE_FILE_SHEET || xml->read - xml->heard > MOST_TAG) {
        xml->why = N_("The table is too large. Send it in several files.");
        return XML_STATUS_ERROR;
    }
    return XML_ParseBuffer(xml->parser, n, n == 0);
}

enum err xml_go(struct xml *xml, bool *more, struct error *e)
{
    enum XML_Status status = XML_STATUS_OK;
    while (status == XML_STATUS_OK && (xml->paused || !xml->ended))
        status = feed(xml);
    *more = status == XML_STATUS_SUSPENDED;
    if (xml->why != NULL)
        return error_set(e, ERR_INVALID, NULL, "%s", _(xml->why));
    if (status == XML_STATUS_ERROR)
        return error_set(e, ERR_INVALID, NULL, _("The file is damaged or not all of it has come. Send it again."));
    return ERR_NONE;
}

enum err xml_read(struct zip *zip, const char *part, const struct xml_hearer *hearer, void *to, struct xml **while_open,
                  struct error *e)
{
    bool more = true;
    if (!zip_has(zip, part))
        return ERR_NONE;
    enum err r = xml_open(zip, part, hearer, to, while_open, e);
    while (r == ERR_NONE && *while_open != NULL && more)
        r = xml_go(*while_open, &more, e);
    xml_close(while_open);
    return r;
}
