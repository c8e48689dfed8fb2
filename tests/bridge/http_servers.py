# Servers whose handlers are the program's.
import http.server, threading, urllib.request, urllib.parse, json, requests, socketserver, socket
class Store:
    def __init__(self):
        self.items = {}
        self.lock = threading.Lock()
    def put(self, k, v):
        with self.lock:
            self.items[k] = v
            return len(self.items)
store = Store()
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    count = 0
    def reply(self, code, data):
        body = json.dumps(data).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        Handler.count += 1
        u = urllib.parse.urlparse(self.path)
        q = urllib.parse.parse_qs(u.query)
        if u.path == "/items":
            self.reply(200, sorted(store.items.items()))
        elif u.path == "/echo":
            self.reply(200, {"q": q, "agent": self.headers["X-Agent"]})
        else:
            self.reply(404, {"error": u.path})
    def do_POST(self):
        n = int(self.headers["Content-Length"])
        data = json.loads(self.rfile.read(n))
        self.reply(201, {"n": store.put(data["k"], data["v"])})
    def log_message(self, fmt, *args):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
port = server.server_address[1]
t = threading.Thread(target=server.serve_forever, daemon=True)
t.start()
base = f"http://127.0.0.1:{port}"
with urllib.request.urlopen(base + "/items") as r:
    print(r.status, json.load(r))
s = requests.Session()
for i in range(5):
    print(s.post(base + "/items", json={"k": f"k{i}", "v": i * i}).json(), end=" ")
print(s.get(base + "/items").json())
print(s.get(base + "/echo", params={"a": [1, 2]}, headers={"X-Agent": "me"}).json())
r = s.get(base + "/nope")
print(r.status_code, r.json(), r.ok)
try:
    urllib.request.urlopen(base + "/zip")
except urllib.error.HTTPError as e:
    print(e.code, json.loads(e.read()))
class Upper(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.strip().upper() + b"\n")
tcp = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Upper)
tcp.daemon_threads = True
threading.Thread(target=tcp.serve_forever, daemon=True).start()
with socket.create_connection(tcp.server_address) as c:
    c.sendall(b"hello\nworld\n")
    f = c.makefile("rb")
    print(f.readline(), f.readline())
    f.close()
s.close()
server.shutdown(); server.server_close(); tcp.shutdown(); tcp.server_close()
print(Handler.count, len(store.items))
