/* A spreadsheet that somebody made to harm: the input is a whole zip file, or (first byte S, T, Y or W) the XML of one
 * of its parts, put into a zip file that is otherwise good. */
#include "fuzz.h"

#include "wangge/base/buffer.h"
#include "wangge/base/text.h"
#include "wangge/table/table_file.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    log_open("fuzz", "/dev/null", LOG_LEVEL_ERROR);
    return 0;
}

struct part {
    char letter;
    const char *name, *xml;
};

static const struct part parts[] = {
    {'W', "xl/workbook.xml",
     "<workbook xmlns:r=\"r\"><workbookPr/><sheets><sheet name=\"a\" r:id=\"i\"/></sheets></workbook>"           },
    {'R', "xl/_rels/workbook.xml.rels",
     "<Relationships><Relationship Id=\"i\" Target=\"worksheets/sheet1.xml\"/></Relationships>"                  },
    {'Y', "xl/styles.xml",
     "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"yyyy\"/></numFmts><cellXfs><xf numFmtId=\"0\"/>"
     "<xf numFmtId=\"14\"/><xf numFmtId=\"170\"/></cellXfs></styleSheet>"                                        },
    {'T', "xl/sharedStrings.xml",       "<sst><si><t>a</t></si><si><r><t>b</t></r><rPh><t>x</t></rPh></si></sst>"},
    {'S', "xl/worksheets/sheet1.xml",
     "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" s=\"1\"><v>46096</v></c></row>"
     "</sheetData></worksheet>"                                                                                  },
};
#define PARTS (sizeof parts / sizeof *parts)

static void add_number(struct buffer *out, uint64_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buffer_add_char(out, i < 8 ? (char)(number >> (8 * i) & 0xFF) : 0);
}

/* What the local header and the one of the directory share; nothing is compressed, and sums are not looked at. */
static void add_common(struct buffer *out, const char *name, size_t n)
{
    add_number(out, 20, 2); /* version */
    add_number(out, 0, 2);  /* flags */
    add_number(out, 0, 2);  /* stored */
    add_number(out, 0, 8);  /* time, date, sum */
    add_number(out, (uint32_t)n, 4);
    add_number(out, (uint32_t)n, 4);
    add_number(out, (uint32_t)strlen(name), 2);
    add_number(out, 0, 2);
}

static void make_zip(struct buffer *out, char letter, const char *xml, size_t n)
{
    struct buffer directory = {0};
    for (size_t i = 0; i < PARTS; i++) {
        bool given = parts[i].letter == letter;
        const char *data = given ? xml : parts[i].xml;
        size_t length = given ? n : strlen(data), at = out->length;
        buffer_add(out, "PK\x03\x04", 4);
        add_common(out, parts[i].name, length);
        buffer_add_text(out, parts[i].name);
        buffer_add(out, data, length);
        buffer_add(&directory, "PK\x01\x02\x14\x00", 6);
        add_common(&directory, parts[i].name, length);
        add_number(&directory, 0, 10); /* comment, disk, attributes */
        add_number(&directory, (uint32_t)at, 4);
        buffer_add_text(&directory, parts[i].name);
    }
    size_t begins = out->length;
    buffer_add(out, buffer_text(&directory), directory.length);
    buffer_add(out, "PK\x05\x06\0\0\0\0", 8);
    add_number(out, PARTS, 2);
    add_number(out, PARTS, 2);
    add_number(out, (uint32_t)directory.length, 4);
    add_number(out, (uint32_t)begins, 4);
    add_number(out, 0, 2);
    buffer_free(&directory);
}

static void read_all(const void *data, size_t size)
{
    struct table_file *file = NULL;
    struct table_row row;
    struct error e = {0};
    bool more = true;
    enum err r = table_file_bytes(data, size, &file, &e);
    while (r == ERR_NONE && more) {
        r = table_file_next(file, &row, &more, &e);
        for (size_t i = 0; r == ERR_NONE && more && i < row.count; i++)
            MUST(text_is_valid(row.cells[i], strlen(row.cells[i])));
        MUST(r != ERR_NONE || !more || (row.count > 0 && row.count <= TABLE_FILE_COLUMNS));
    }
    MUST(r == ERR_NONE || e.text[0] != '\0');
    table_file_close(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer zip = {0};
    if (size > 0 && data[0] != 'P' && memchr("SYTWR", data[0], 5) != NULL) {
        make_zip(&zip, (char)data[0], (const char *)data + 1, size - 1);
        read_all(zip.data, zip.length);
    } else {
        read_all(data, size);
    }
    buffer_free(&zip);
    return 0;
}
