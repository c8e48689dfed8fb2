//! Encodings of one byte per character whose lower half is ASCII.

use super::errors::{DecodeSink, EncodeSink};
use crate::error::Result;
use crate::value::Value;

/// An encoding: its names, and the characters of bytes 128 to 255 (U+FFFE: undefined).
struct Table {
    names: &'static [&'static str],
    upper: &'static str,
}

const UNDEFINED: char = '\u{fffe}';

pub(super) fn by_name(name: &str) -> Option<usize> {
    TABLES.iter().position(|t| t.names.contains(&name))
}

pub(super) fn encode(mut sink: EncodeSink, table: usize) -> Result<Vec<u8>> {
    let upper: Vec<u32> = TABLES[table].upper.chars().map(|c| c as u32).collect();
    let byte = |c: u32| match c {
        0..=127 => Some(c as u8),
        0xfffe => None,
        _ => upper.iter().position(|&u| u == c).map(|i| 128 + i as u8),
    };
    let mut i = 0;
    while i < sink.text.len() {
        if let Some(b) = byte(sink.text.char_at(i)) {
            sink.out.push(b);
            i += 1;
            continue;
        }
        let end = (i..sink.text.len()).find(|&k| byte(sink.text.char_at(k)).is_some()).unwrap_or(sink.text.len());
        sink.error(i, end, "character maps to <undefined>", |out, c| byte(c).map(|b| out.push(b)).is_some())?;
        i = end;
    }
    Ok(sink.out)
}

pub(super) fn decode(b: &[u8], table: usize, errors: &str) -> Result<Value> {
    let upper: Vec<char> = TABLES[table].upper.chars().collect();
    let mut sink = DecodeSink::new(b, "charmap", errors);
    for (i, &c) in b.iter().enumerate() {
        match c {
            0..=127 => sink.out.push_char(c as u32),
            _ if upper[c as usize - 128] == UNDEFINED => {
                sink.error(i, i + 1, "character maps to <undefined>")?;
            }
            _ => sink.out.push_char(upper[c as usize - 128] as u32),
        }
    }
    Ok(sink.out.finish())
}

static TABLES: &[Table] = &[
    Table {
        names: &["cp1250", "windows_1250", "1250"],
        upper: "€\u{fffe}‚\u{fffe}„…†‡\u{fffe}‰Š‹ŚŤŽŹ\u{fffe}‘’“”•–—\u{fffe}™š›śťžź\u{a0}ˇ˘Ł¤Ą¦§¨©Ş«¬\
                \u{ad}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙",
    },
    Table {
        names: &["cp1251", "windows_1251", "1251"],
        upper: "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{fffe}™љ›њќћџ\u{a0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕїАБВГДЕЖЗИ\
                ЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя",
    },
    Table {
        names: &["cp1252", "windows_1252", "1252"],
        upper: "€\u{fffe}‚ƒ„…†‡ˆ‰Š‹Œ\u{fffe}Ž\u{fffe}\u{fffe}‘’“”•–—˜™š›œ\u{fffe}žŸ\u{a0}¡¢£¤¥¦§¨©ª«¬\
                \u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
    },
    Table {
        names: &["cp437", "437", "ibm437"],
        upper: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘\
                ┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
    },
    Table {
        names: &["cp850", "850", "ibm850"],
        upper: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘\
                ┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}",
    },
    Table {
        names: &["cp866", "866", "ibm866"],
        upper: "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘\
                ┌█▄▌▐▀рстуфхцчшщъыьэюяЁёЄєЇїЎў°∙·√№¤■\u{a0}",
    },
    Table {
        names: &["iso8859_2", "iso_8859_2", "latin2", "l2", "latin_2"],
        upper: "\u{80}\u{81}\u{82}\u{83}\u{84}\u{85}\u{86}\u{87}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{8d}\u{8e}\
                \u{8f}\u{90}\u{91}\u{92}\u{93}\u{94}\u{95}\u{96}\u{97}\u{98}\u{99}\u{9a}\u{9b}\u{9c}\u{9d}\
                \u{9e}\u{9f}\u{a0}Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u{ad}ŽŻ°ą˛ł´ľśˇ¸šşťź˝žżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâă\
                äĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙",
    },
    Table {
        names: &["iso8859_5", "iso_8859_5", "cyrillic"],
        upper: "\u{80}\u{81}\u{82}\u{83}\u{84}\u{85}\u{86}\u{87}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{8d}\u{8e}\
                \u{8f}\u{90}\u{91}\u{92}\u{93}\u{94}\u{95}\u{96}\u{97}\u{98}\u{99}\u{9a}\u{9b}\u{9c}\u{9d}\
                \u{9e}\u{9f}\u{a0}ЁЂЃЄЅІЇЈЉЊЋЌ\u{ad}ЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрсту\
                фхцчшщъыьэюя№ёђѓєѕіїјљњћќ§ўџ",
    },
    Table {
        names: &["iso8859_15", "iso_8859_15", "latin9", "l9", "latin_9"],
        upper: "\u{80}\u{81}\u{82}\u{83}\u{84}\u{85}\u{86}\u{87}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{8d}\u{8e}\
                \u{8f}\u{90}\u{91}\u{92}\u{93}\u{94}\u{95}\u{96}\u{97}\u{98}\u{99}\u{9a}\u{9b}\u{9c}\u{9d}\
                \u{9e}\u{9f}\u{a0}¡¢£€¥Š§š©ª«¬\u{ad}®¯°±²³Žµ¶·ž¹º»ŒœŸ¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâã\
                äåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
    },
    Table {
        names: &["koi8_r"],
        upper: "─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u{a0}⌡°²·÷═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©юабцдефгхийклмнопярст\
                ужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ",
    },
    Table {
        names: &["mac_roman", "macroman", "macintosh"],
        upper: "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘\
                ’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ",
    },
];
