# string building the way people do it
result = ""
for i in range(3000):
    result += str(i % 10)
    if i % 100 == 99:
        result += "\n"
print(len(result), result.count("\n"), result[:20], hash(result) == hash("".join([result])))

out = []
for i in range(5):
    line = ""
    for j in range(i + 1):
        line = line + "*"
    out.append(line)
print("\n".join(out))

s = ""
for ch in "hello":
    s = ch + s
print(s)

acc = "x"
copies = []
for i in range(5):
    copies.append(acc)
    acc += acc
print(copies, len(acc))


def number_words(n):
    ones = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
    tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    if n < 20:
        return ones[n]
    if n < 100:
        return tens[n // 10] + ("-" + ones[n % 10] if n % 10 else "")
    if n < 1000:
        return ones[n // 100] + " hundred" + (" and " + number_words(n % 100) if n % 100 else "")
    return number_words(n // 1000) + " thousand" + (" " + number_words(n % 1000) if n % 1000 else "")


for n in (0, 13, 21, 40, 99, 100, 342, 999, 1000, 12345, 999999):
    print(n, number_words(n))
print(sum(len(number_words(n).replace(" ", "").replace("-", "")) for n in range(1, 1001)))

song = ""
for bottles in range(3, 0, -1):
    plural = "s" if bottles != 1 else ""
    song += f"{bottles} bottle{plural} of beer\n"
    song += "take one down\n"
print(song, end="")
parts = [chr(97 + i) * (i + 1) for i in range(5)]
joined = "+".join(parts)
joined += "=" + str(len(joined))
print(joined)
