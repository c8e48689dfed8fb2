"""Word counts, bag of words, tf-idf, cosine similarity, confusion matrix."""
import numpy as np

documents = [
    "the cat sat on the mat",
    "the dog sat on the log",
    "cats and dogs are animals",
    "the cat and the dog",
]
vocabulary = sorted({word for doc in documents for word in doc.split()})
index = {word: i for i, word in enumerate(vocabulary)}
counts = np.zeros((len(documents), len(vocabulary)), dtype=int)
for row, doc in enumerate(documents):
    for word in doc.split():
        counts[row, index[word]] += 1
print(vocabulary)
print(counts)
print(counts.sum(axis=0), counts.sum(axis=1))
df = (counts > 0).sum(axis=0)
idf = np.log(len(documents) / df) + 1
tfidf = counts * idf
norms = np.linalg.norm(tfidf, axis=1, keepdims=True)
unit = tfidf / norms
similarity = unit @ unit.T
print(similarity.round(5))
top = np.argsort(-tfidf, axis=1, kind="stable")[:, :2]
for row in range(len(documents)):
    print(row, [vocabulary[i] for i in top[row]], tfidf[row, top[row]].round(4))
actual = np.array([0, 1, 2, 2, 1, 0, 1, 2, 0, 0])
guess = np.array([0, 2, 2, 2, 1, 0, 1, 1, 0, 1])
confusion = np.zeros((3, 3), dtype=int)
for a, g in zip(actual, guess):
    confusion[a, g] += 1
print(confusion)
same = np.zeros((3, 3), dtype=int)
np.add.at(same, (actual, guess), 1)
print((same == confusion).all(), "accuracy", np.mean(actual == guess))
precision = np.diag(confusion) / confusion.sum(axis=0)
recall = np.diag(confusion) / confusion.sum(axis=1)
for k in range(3):
    print("class %d precision %.3f recall %.3f" % (k, precision[k], recall[k]))
letters = np.array(list("mississippi"))
values, where, inverse, number = np.unique(letters, return_index=True, return_inverse=True, return_counts=True)
print(values, where, inverse, number)
print("".join(values[inverse]), letters == "s", (letters == "i").sum())
names = np.array(["bob", "al", "christine"])
print(names, names.dtype, names[names != "al"], np.sort(names), len(names[2]))
