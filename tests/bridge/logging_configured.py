# logging, configured by names and by classes of the program.
import logging, logging.config, logging.handlers, io, sys, queue, json, functools, time, collections
class Buffer(logging.Handler):
    records = []
    def emit(self, record):
        self.records.append((record.levelname, record.name, record.getMessage(), record.funcName, record.lineno))
class JsonFormatter(logging.Formatter):
    def format(self, record):
        d = {"m": record.getMessage(), "l": record.levelno}
        if record.exc_info:
            d["exc"] = self.formatException(record.exc_info).splitlines()[-1]
        return json.dumps(d)
stream = io.StringIO()
logging.config.dictConfig({
    "version": 1,
    "formatters": {"j": {"()": "__main__.JsonFormatter"}},
    "handlers": {"b": {"class": "__main__.Buffer"}, "s": {"class": "logging.StreamHandler", "formatter": "j", "stream": stream}},
    "loggers": {"app": {"handlers": ["b", "s"], "level": "DEBUG", "propagate": False}},
})
log = logging.getLogger("app.core")
def traced(f):
    @functools.wraps(f)
    def wrapper(*a, **k):
        log.debug("call %s %r %r", f.__name__, a, k)
        try:
            return f(*a, **k)
        except Exception:
            log.exception("in %s", f.__name__)
            raise
        finally:
            log.info("end %s", f.__name__)
    return wrapper
@traced
def divide(a, b=1):
    return a / b
print(divide(6, b=3))
try:
    divide(1, 0)
except ZeroDivisionError:
    print("zero")
print(Buffer.records)
print(stream.getvalue())
q = queue.Queue()
qh = logging.handlers.QueueHandler(q)
log2 = logging.getLogger("q")
log2.addHandler(qh)
log2.propagate = False
log2.warning("to %s", "queue")
listener = logging.handlers.QueueListener(q, Buffer())
listener.start(); listener.stop()
print(Buffer.records[-1])
logging.basicConfig(stream=sys.stdout, format="%(levelname)s:%(name)s:%(funcName)s:%(lineno)d:%(message)s", level=logging.INFO, force=True)
logging.info("root %d", 1)
def deep():
    logging.getLogger("deep").warning("here", stack_info=False)
    class Inner:
        def m(self):
            logging.error("method %s", self.__class__.__name__)
    Inner().m()
deep()
class Ctx(logging.Filter):
    def filter(self, record):
        record.req = "r1"
        return record.levelno > logging.INFO
lg = logging.getLogger("f")
lg.addFilter(Ctx())
h = logging.StreamHandler(sys.stdout)
h.setFormatter(logging.Formatter("{req}|{message}", style="{"))
lg.addHandler(h); lg.propagate = False
lg.info("no"); lg.warning("yes")
mem = logging.handlers.MemoryHandler(10, target=h)
lg.addHandler(mem)
lg.error("mem"); mem.flush()
print(logging.getLevelName(15), lg.isEnabledFor(10), logging.getLogger("app").handlers[0].__class__ is Buffer, [h.__class__.__name__ for h in lg.handlers])
