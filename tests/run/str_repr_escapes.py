samples = ["plain", "it's", 'say "hi"', "both ' and \"", "tab\t", "nl\n", "cr\r", "back\\slash", "\x00\x01\x1f\x7f", "\x80\xa0\xad", "é€", "😀", "\u200b", "\ud7ff", "", "\u2028", "\x1b[0m", "a\'b"]
for s in samples:
    print(repr(s), len(s), ascii(s))
print(samples)
print({"k'": 'v"'}, ("it's",), {"\n"})
print('single', "double", '''tri'ple''', """tri"ple""")
print("a\
b", "oct\101", "hex\x41", "u\u0041", "U\U00000041", r"raw\n\t", "bell:" + repr("\a\b\f\v"))
print("one" 'two' "three")
print(eval_like := "no eval", len(eval_like))
multi = """first
  second
third"""
print(multi.split("\n"), repr(multi))
print(str(b"abc"), str(123), str(None), str([1, "a"]), str(("x",)), str("s"), str())
print(str(b"caf\xc3\xa9", "utf-8"), str(object=5))
print("%r" % "a\nb", f"{'a'!r}", "{!r}".format("q'q"))


def show_width(text):
    return sum(2 if ord(c) > 0x1100 else 1 for c in text)


print([show_width(t) for t in ("abc", "日本", "é")])
print("日本語".encode("utf-8"), b"\xe6\x97\xa5".decode("utf-8"), "é".encode("latin-1"), "abc".encode("ascii"), "é".encode("utf-16-le"))
for enc, text in (("ascii", "é"), ("latin-1", "€")):
    try:
        text.encode(enc)
    except UnicodeEncodeError as e:
        print(e)
try:
    b"\xff\xfe".decode("utf-8")
except UnicodeDecodeError as e:
    print(e)
print("é".encode("ascii", "ignore"), "é!".encode("ascii", "replace"), b"a\xffb".decode("utf-8", "replace"), b"a\xffb".decode(errors="ignore"), "é".encode("ascii", "backslashreplace"))
