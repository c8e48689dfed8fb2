import io
import logging
import sys


class ListHandler(logging.Handler):
    def __init__(self, level=logging.NOTSET):
        super().__init__(level)
        self.records = []

    def emit(self, record):
        self.records.append((record.levelname, record.getMessage()))


class Upper(logging.Formatter):
    def format(self, record):
        return super().format(record).upper()


stream = io.StringIO()
handler = logging.StreamHandler(stream)
handler.setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(message)s"))
log = logging.getLogger("app")
log.setLevel(logging.DEBUG)
log.propagate = False
log.addHandler(handler)
mine = ListHandler(logging.WARNING)
log.addHandler(mine)


class Filter(logging.Filter):
    def filter(self, record):
        return "secret" not in record.getMessage()


log.addFilter(Filter())
log.info("start %d %s", 3, [1, 2])
log.warning("careful %(a)s", {"a": 1})
log.debug("secret thing")
try:
    1 / 0
except ZeroDivisionError:
    log.error("failed", exc_info=False)
child = log.getChild("sub")
child.critical("deep")
print(stream.getvalue())
print(mine.records)
handler.setFormatter(Upper("%(message)s"))
log.info("loud")
print(stream.getvalue().splitlines()[-1])
print(logging.getLevelName(30), log.isEnabledFor(logging.DEBUG), log.handlers[1] is mine, isinstance(mine, logging.Handler))
