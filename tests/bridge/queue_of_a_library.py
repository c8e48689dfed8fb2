# A library that nobody knows may start threads: the queue between them and the program is CPython's.
import code
import queue

jobs = queue.Queue(2)
# The word for threads stands in no text of the program.
library = """
def feed(q, n):
    import thr{0}
    def run():
        for k in range(n):
            q.put(k * k)
        q.put(None)
    worker = thr{0}.Thread(target=run)
    worker.start()
    return worker
""".format("eading")
space = {}
code.InteractiveInterpreter(space).runsource(library, symbol="exec")
worker = space["feed"](jobs, 6)
found = []
while (job := jobs.get()) is not None:
    found.append(job)
worker.join()
print(found, jobs.empty())
try:
    jobs.get(timeout=0.01)
except queue.Empty as e:
    print(type(e).__name__)
