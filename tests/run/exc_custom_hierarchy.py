class AppError(Exception):
    """Base class of all errors of this app."""

    code = 1

    def describe(self):
        return f"[{self.code}] {self.__class__.__name__}: {self}"


class ConfigError(AppError):
    code = 10


class MissingKey(ConfigError, KeyError):
    code = 11

    def __init__(self, key, section="main"):
        super().__init__(key)
        self.key = key
        self.section = section

    def __str__(self):
        return f"{self.section}.{self.key}"


class NetworkError(AppError):
    code = 20

    def __init__(self, host, attempts=1):
        self.host = host
        self.attempts = attempts
        AppError.__init__(self, f"{host} unreachable after {attempts} attempts")


class Retry(NetworkError):
    pass


class Silent(AppError):
    pass


def risky(n):
    if n == 0:
        raise ConfigError("bad config", "file.ini")
    if n == 1:
        raise MissingKey("port", section="net")
    if n == 2:
        raise NetworkError("db1", attempts=3)
    if n == 3:
        raise Retry("db2")
    if n == 4:
        raise Silent
    if n == 5:
        raise AppError()
    if n == 6:
        raise RuntimeError("not ours")
    return "fine"


for n in range(8):
    try:
        print(n, risky(n))
    except MissingKey as e:
        print(n, "missing", e.key, e.section, e.describe(), e.args)
    except NetworkError as e:
        print(n, "network", e.host, e.attempts, e.describe(), e.args)
    except AppError as e:
        print(n, "app", e.describe(), e.args, repr(e))
    except Exception as e:
        print(n, "other", repr(e))

print(issubclass(MissingKey, KeyError), issubclass(Retry, AppError), MissingKey.__mro__[1].__name__, AppError.__doc__)


def retrying(times):
    for attempt in range(1, times + 1):
        try:
            if attempt < 3:
                raise Retry("host%d" % attempt, attempts=attempt)
            return "connected at attempt %d" % attempt
        except Retry as e:
            print("retry:", e)
            last = e
    raise last


print(retrying(5))
try:
    retrying(2)
except NetworkError as e:
    print("gave up", e.host)
e1, e2 = ConfigError("x"), ConfigError("x")
print(e1 == e2, e1.args == e2.args, str(e1), repr(e1), bool(e1), isinstance(e1, ConfigError))
errors = [ValueError("v"), TypeError("t"), MissingKey("q")]
for err in errors:
    try:
        raise err
    except (ValueError, MissingKey) as e:
        print("A", e)
    except TypeError as e:
        print("B", e, e is err)


class HttpError(Exception):
    MESSAGES = {404: "Not Found", 500: "Server Error"}

    def __init__(self, status):
        super().__init__(status, self.MESSAGES.get(status, "Unknown"))
        self.status = status


for s in (404, 500, 418):
    try:
        raise HttpError(s)
    except HttpError as e:
        print(e, e.args[1], e.status)
