import state


def write(v):
    state.history.append(state.value)
    state.value = v


def read():
    return state.value
