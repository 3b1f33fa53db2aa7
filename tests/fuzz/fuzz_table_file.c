/* Any bytes as a file that somebody sent as a table: refused with a sentence, or rows of valid text in ascending lines,
 * and what their header, cells and dates mean. */
#include "fuzz.h"

#include "wangge/base/buffer.h"
#include "wangge/base/text.h"
#include "wangge/table/cell.h"
#include "wangge/table/describe.h"
#include "wangge/table/header.h"
#include "wangge/table/table_file.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    log_open("fuzz", "/dev/null", LOG_LEVEL_ERROR);
    return 0;
}

static void use_cell(const char *cell, bool lost)
{
    static struct field field = {
        .name = "f", .label = {"f", "f"}
    };
    struct buffer value = {0};
    struct error e = {0};
    char iso[11];
    bool no_day;
    MUST(text_is_valid(cell, strlen(cell)));
    if (cell_date(cell, iso, &no_day))
        MUST(strlen(iso) == 10);
    header_plain(cell, &value);
    header_is(cell, "a,b,姓名(必填)");
    field.type = (enum field_type)(strlen(cell) % FIELD_TYPE_COUNT);
    field.codes = "none";
    if (cell_value(&field, cell, lost, &value, &e) == ERR_NONE)
        MUST(text_is_valid(buffer_text(&value), strlen(buffer_text(&value))));
    else
        MUST(e.text[0] != '\0');
    buffer_free(&value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct table_file *file = NULL;
    struct table_row row;
    struct error e = {0};
    bool more = true;
    long line = 0;
    enum err r = table_file_bytes(data, size, &file, &e);
    while (r == ERR_NONE && more) {
        r = table_file_next(file, &row, &more, &e);
        if (r != ERR_NONE || !more)
            break;
        MUST(row.count > 0 && row.count <= TABLE_FILE_COLUMNS && row.line > line);
        line = row.line;
        header_is_comment(&row);
        for (size_t i = 0; i < row.count; i++)
            use_cell(row.cells[i], row.lost[i]);
    }
    MUST(r == ERR_NONE || e.text[0] != '\0');
    table_file_close(&file);
    return 0;
}
