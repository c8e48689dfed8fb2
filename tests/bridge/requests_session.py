# Sessions of requests with an adapter, hooks and authentication of the program's.
import requests, json
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.models import Response, PreparedRequest
from requests.auth import AuthBase
from requests.structures import CaseInsensitiveDict
class FakeAdapter(BaseAdapter):
    def __init__(self, routes):
        super().__init__()
        self.routes = routes
        self.log = []
    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        self.log.append((request.method, request.url))
        r = Response()
        r.request = request
        r.url = request.url
        body = self.routes.get(request.path_url)
        if body is None:
            r.status_code, r.reason = 404, "Not Found"
            r._content = b"missing"
        else:
            r.status_code, r.reason = 200, "OK"
            r._content = json.dumps(body).encode() if not callable(body) else body(request)
            r.headers = CaseInsensitiveDict({"Content-Type": "application/json"})
        r.encoding = "utf-8"
        return r
    def close(self):
        pass
class Token(AuthBase):
    def __init__(self, t):
        self.t = t
    def __call__(self, r):
        r.headers["Authorization"] = "Bearer " + self.t
        return r
def echo(request):
    return json.dumps({"body": request.body.decode() if isinstance(request.body, bytes) else request.body, "auth": request.headers.get("authorization")}).encode()
class Client:
    def __init__(self, base):
        self.s = requests.Session()
        self.adapter = FakeAdapter({"/users": [{"id": 1, "name": "Ann"}], "/echo": echo, "/users?page=2": []})
        self.s.mount("http://", self.adapter)
        self.s.headers.update({"X-App": "t"})
        self.s.hooks["response"].append(self.check)
        self.base = base
        self.seen = []
    def check(self, r, *args, **kwargs):
        self.seen.append(r.status_code)
        return r
    def get(self, path, **kw):
        r = self.s.get(self.base + path, **kw)
        r.raise_for_status()
        return r.json()
c = Client("http://api.test")
print(c.get("/users"), c.get("/users", params={"page": 2}))
print(c.s.post("http://api.test/echo", json={"a": [1, 2]}, auth=Token("k")).json())
print(c.s.post("http://api.test/echo", data={"a": "x y"}).json())
try:
    c.get("/nope")
except requests.HTTPError as e:
    print(type(e).__name__, e, e.response.status_code, e.response.text)
print(c.seen, c.adapter.log)
p = requests.Request("PUT", "http://h/p", params=[("a", 1), ("b", "ü")], headers={"Q": "1"}, cookies={"c": "d"}).prepare()
print(p.method, p.url, dict(p.headers))
try:
    requests.get("nonsense")
except requests.exceptions.MissingSchema as e:
    print(e)
try:
    requests.get("http://127.0.0.1:9/", timeout=0.5)
except requests.ConnectionError as e:
    print("refused", isinstance(e, IOError))
