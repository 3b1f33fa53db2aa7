# Unihan_Readings.txt -> C characters: the initial of the first kMandarin reading of U+4E00..U+9FFF.
function value(hex,    i, v) {
    for (i = 1; i <= length(hex); i++) v = v * 16 + index("0123456789ABCDEF", substr(hex, i, 1)) - 1
    return v
}
# Bytes, not characters: the letters that carry a tone mark are two or three bytes of UTF-8.
function initial(reading) {
    if (reading ~ /^[a-z]/) return substr(reading, 1, 1)
    if (reading ~ /^(\304[\200\201]|\303\241|\303\240|\307\216)/) return "a"
    if (reading ~ /^(\304\223|\303\251|\303\250|\304\233|\303\252|\341\272\277|\341\273\201)/) return "e"
    if (reading ~ /^(\305\215|\303\263|\303\262|\307\222)/) return "o"
    if (reading ~ /^(\307\271|\305\204|\305\210)/) return "n"
    if (reading ~ /^(\341\270\277)/) return "m"
    return "-"
}
$2 == "kMandarin" {
    code = value(substr($1, 3))
    if (code >= 19968 && code <= 40959) letter[code] = initial($3)
}
END {
    for (code = 19968; code <= 40959; code++) {
        line = line "'" ((code in letter) ? letter[code] : "-") "',"
        if (code % 25 == 0) { print line; line = "" }
    }
    print line
}
