"""Exceptions of compiled code: Python's own, with the frames of the compiled functions."""

import builtins
import linecache
import sys
import types

ONLY_AST = 0x400


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
    """Frames through which compiled code has called CPython are nobody's."""
    while traceback is not None and traceback.tb_frame.f_code.co_filename == "<pyaot>":
        traceback = traceback.tb_next
    if traceback is not None:
        traceback.tb_next = without_helpers(traceback.tb_next)
    return traceback


def known_frames(traceback):
    """The frames that the bridge tells compiled code of (see its `frames`)."""
    found = []
    while traceback is not None:
        if not traceback.tb_frame.f_code.co_filename.startswith("<frozen importlib"):
            found.append(traceback)
        traceback = traceback.tb_next
    return found


def frame_at(file, function, line, start, end):
    """A frame that stands where the compiled function was: a call that has these lines and columns."""
    if start == 0:
        # No marks: that is how the whole line is shown.
        text = linecache.getline(file, line)
        start, end = len(text) - len(text.lstrip()) + 1, len(text.rstrip()) + 1
    tree = builtins.compile("_here()", file, "exec", ONLY_AST)
    statement = tree.body[0]
    for node in (statement, statement.value, statement.value.func):
        node.lineno = node.end_lineno = line
        node.col_offset, node.end_col_offset = column(file, line, start), column(file, line, end)
    code = builtins.compile(tree, file, "exec", dont_inherit=True)
    names = {"co_name": function.rsplit(".", 1)[-1]}
    if sys.version_info >= (3, 11):
        names["co_qualname"] = function
    code = code.replace(**names)
    found = []

    def here():
        frame = sys._getframe(1)
        found.append((frame, frame.f_lasti))

    exec(code, {"_here": here, "__name__": "", "__file__": file})
    return found[0]


def column(file, line, shown):
    """A column in characters, from 1, as Python counts them: in bytes."""
    text = linecache.getline(file, line).rstrip("\n")
    return len(text[: shown - 1].encode()) if shown != 0xFFFF else len(text.encode())
