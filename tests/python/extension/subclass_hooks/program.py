import kern
class K(kern.A, tag="kk"): pass
class S(kern.B, tag="ss"): pass
class S2(S): pass
print(kern.tag(K()), K.tag)
try: print(kern.tag(S()))
except Exception as e: print(e)
print(S2.tag, S.tag)


class D(kern.C, k=1):
    pass


class E(D):
    pass


print(kern.C.names, D.count, E.count, D[1], E[int], kern.C["x"], D.got, E.got, kern.C.got)
