"""Exceptions of compiled code: Python's own, with the frames of the compiled functions."""

import types

import _pyaot_bridge

# Nothing of that part may have been wanted yet.
_pyaot_bridge._load("errors")
frame_at, standing = _pyaot_bridge.frame_at, _pyaot_bridge._standing


def finish(error, frames, extras, linked):
    """Adds frames of compiled code, the innermost first; what the exception has besides its arguments; and what it comes from."""
    cause, context, suppress = linked
    traceback = without_helpers(error.__traceback__)
    # It may have come through compiled code from CPython, whose frames are the first of all, and there already.
    for file, function, line, start, end in frames[len(known_frames(traceback)) :]:
        frame, last = frame_at(file, function, line, start, end)
        traceback = types.TracebackType(traceback, frame, last, line)
    error.__traceback__ = traceback
    for attribute, value in extras:
        try:
            if getattr(error, attribute, None) is None:
                setattr(error, attribute, value)
        except (AttributeError, TypeError):
            pass
    if cause is not None:
        error.__cause__ = cause
    if context is not None and context is not error:
        error.__context__ = context
    error.__suppress_context__ = suppress


def without_helpers(traceback):
    """Frames through which compiled code has called CPython are nobody's, or stand for its own, which come with their columns."""
    # Not by recursion: the stack may be nearly used up, which is what the exception says.
    first = last = None
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_filename != "<pyaot>" and id(code) not in standing:
            if last is None:
                first = traceback
            elif last.tb_next is not traceback:
                last.tb_next = traceback
            last = traceback
        traceback = traceback.tb_next
    if last is not None and last.tb_next is not None:
        last.tb_next = None
    return first


def known_frames(traceback):
    """The frames that the bridge tells compiled code of (see its `frames`)."""
    found = []
    while traceback is not None:
        if not traceback.tb_frame.f_code.co_filename.startswith("<frozen importlib"):
            found.append(traceback)
        traceback = traceback.tb_next
    return found
