# bench-args: 250
"""All shortest paths on a dense matrix, with ints and with floats."""
import sys

INF = 10**9


def make_matrix(n):
    dist = [[INF] * n for _ in range(n)]
    state = 17
    for i in range(n):
        dist[i][i] = 0
        for _ in range(6):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            j = (state >> 16) % n
            w = (state >> 8) % 97 + 1
            if i != j and w < dist[i][j]:
                dist[i][j] = w
    return dist


def floyd_warshall(dist):
    n = len(dist)
    for k in range(n):
        for i in range(n):
            for j in range(n):
                if dist[i][k] + dist[k][j] < dist[i][j]:
                    dist[i][j] = dist[i][k] + dist[k][j]


def floyd_rows(dist):
    for k, row_k in enumerate(dist):
        for row in dist:
            through = row[k]
            if through == float("inf"):
                continue
            for j, d in enumerate(row_k):
                if through + d < row[j]:
                    row[j] = through + d


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 70
    dist = make_matrix(n)
    floyd_warshall(dist)
    print("diameter:", max(max(row) for row in dist))
    print("sum:", sum(map(sum, dist)))
    print(dist[0][:10])

    m = n * 9 // 10
    weights = [[float("inf") if w == INF else w / 8 for w in row] for row in make_matrix(m)]
    floyd_rows(weights)
    finite = [d for row in weights for d in row if d != float("inf")]
    print("float sum:", sum(finite), "reachable:", len(finite))
    print(weights[m - 1][:8])


if __name__ == "__main__":
    main()
