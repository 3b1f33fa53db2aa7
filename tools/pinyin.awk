# Unihan_Readings.txt -> the tables of src/base/pinyin.c: syllables without tones (ü is v), sets of them, and the set of
# each character. A character's readings are those of kMandarin, kTGHZ2013 and kXHC1983, in this order.
# Bytes, not characters (LC_ALL=C): the letters that carry a tone mark are two or three bytes of UTF-8.
function value(hex,    i, v) {
    for (i = 1; i <= length(hex); i++) v = v * 16 + index("0123456789ABCDEF", substr(hex, i, 1)) - 1
    return v
}
function plain(reading) {
    gsub(/\304\201|\303\241|\307\216|\303\240/, "a", reading)
    gsub(/\304\223|\303\251|\304\233|\303\250|\303\252|\341\272\277|\341\273\201/, "e", reading)
    gsub(/\304\253|\303\255|\307\220|\303\254/, "i", reading)
    gsub(/\305\215|\303\263|\307\222|\303\262/, "o", reading)
    gsub(/\305\253|\303\272|\307\224|\303\271/, "u", reading)
    gsub(/\303\274|\307\226|\307\230|\307\232|\307\234/, "v", reading)
    gsub(/\305\204|\305\210|\307\271/, "n", reading)
    gsub(/\341\270\277/, "m", reading)
    gsub(/\314[\200-\277]|\315[\200-\257]/, "", reading)
    return reading ~ /^[a-z]+$/ && length(reading) <= 6 ? reading : ""
}
function note(code, reading) {
    reading = plain(reading)
    if (reading == "" || index(" " set[code] " ", " " reading " ") > 0) return
    set[code] = set[code] == "" ? reading : set[code] " " reading
    if (!(code in known)) { known[code] = 1; codes[++count] = code }
    if (!(reading in number)) { number[reading] = syllables; name[syllables++] = reading }
}
function flush_line() { if (line != "") print line; line = "" }
function put(text) {
    line = line text ","
    if (length(line) > 110) flush_line()
}
# Where a set begins in the list; its last syllable has the high bit.
function place_of(readings,    parts, n, i) {
    if (!(readings in begins)) {
        begins[readings] = listed
        n = split(readings, parts, " ")
        for (i = 1; i <= n; i++) list[listed++] = number[parts[i]] + (i == n ? 32768 : 0)
    }
    return begins[readings]
}
$2 == "kMandarin" || $2 == "kTGHZ2013" || $2 == "kXHC1983" {
    for (i = 3; i <= NF; i++) {
        sub(/^.*:/, "", $i)
        note(value(substr($1, 3)), $i)
    }
}
END {
    list[listed++] = 65535 # the set of what has no reading
    for (i = 1; i <= count; i++) at[codes[i]] = place_of(set[codes[i]])
    print "static const char syllables[][7] = {"
    for (i = 0; i < syllables; i++) put("\"" name[i] "\"")
    flush_line()
    print "};\nstatic const uint16_t sets[] = {"
    for (i = 0; i < listed; i++) put(list[i])
    flush_line()
    print "};\nstatic const uint16_t near_sets[LAST_NEAR - FIRST_NEAR + 1] = {"
    for (code = 13312; code <= 40959; code++) put((code in at) ? at[code] : 0)
    flush_line()
    print "};\nstatic const struct { uint32_t code; uint16_t set; } far_sets[] = {"
    for (i = 1; i <= count; i++) if (codes[i] > 40959) put("{" codes[i] "," at[codes[i]] "}")
    flush_line()
    print "};"
}
