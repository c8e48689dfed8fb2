# Requests are prepared without a network: dicts and lists go in, headers, bodies and URLs come out.
from urllib.parse import parse_qs, quote, urlparse

import requests
from requests.models import PreparedRequest, Response

r = requests.Request("GET", "https://example.org/search", params={"q": "a b", "page": [1, 2]}, headers={"X-Token": "t"})
p = r.prepare()
print(p.method, p.url)
print(dict(p.headers))
q = requests.Request("POST", "https://example.org/api", json={"n": 1, "items": ["x", None, True]}).prepare()
print(q.body, q.headers["Content-Type"], q.headers["Content-Length"])
form = requests.Request("POST", "http://h/x", data={"a": "1", "b": "ü"}).prepare()
print(form.body)
try:
    PreparedRequest().prepare_url("no scheme", None)
except requests.exceptions.MissingSchema as e:
    print("refused:", e)
except requests.RequestException as e:
    print("other:", type(e))
answer = Response()
answer.status_code = 404
answer.url = "https://example.org/missing"
answer.reason = "Not Found"
print(answer.ok, answer)
try:
    answer.raise_for_status()
except requests.HTTPError as e:
    print(e, e.response is answer, isinstance(e, OSError))
u = urlparse(p.url)
print(u.netloc, u.path, parse_qs(u.query), quote("ä/b"))
