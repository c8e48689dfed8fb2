"""Registry filled by import side effects, shared constants, class across modules."""
import sys
from core import registry
from core.registry import REGISTRY, run_all
import plugins

print(sorted(REGISTRY), registry.REGISTRY is REGISTRY, plugins.COUNT)
for name, result in run_all(6):
    print(f"{name:<8}{result}")
import plugins.extra

print(sorted(REGISTRY), len(list(run_all(3))))
print(REGISTRY["factor"](2**31 - 1 if False else 360), REGISTRY["extra"](5))


@registry.register("local")
def local(n):
    return -n


print(dict(run_all(2))["local"], "core.registry" in sys.modules, "plugins.extra" in sys.modules)
try:
    registry.register("local")(local)
except registry.DuplicateError as e:
    print(type(e).__name__, e, e.name)
