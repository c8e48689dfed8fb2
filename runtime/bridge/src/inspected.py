"""What `inspect`, and whoever else looks into functions, finds in those of the program."""

import types

# By file: the codes in it, by name and first line.
_codes = {}


def _codes_of(file):
    """What CPython would make of the file, if it is there."""
    found = _codes.get(file)
    if found is None:
        import linecache
        found = _codes[file] = {}
        try:
            waiting = [compile("".join(linecache.getlines(file)), file, "exec", dont_inherit=True)]
        except (SyntaxError, ValueError):
            return found
        while waiting:
            for const in waiting.pop().co_consts:
                if isinstance(const, types.CodeType):
                    waiting.append(const)
                    found.setdefault((const.co_name, const.co_firstlineno), []).append(const)
    return found


def code(file, name, line, names, args, positional_only, keyword_only, flags):
    """The code of a function; where its text is not there, one that only says what is known without."""
    for found in _codes_of(file).get((name, line), ()):
        if found.co_varnames[:len(names)] == names and (found.co_argcount, found.co_kwonlyargcount) == (args, keyword_only):
            return found

    def made():
        pass

    return made.__code__.replace(
        co_filename=file, co_name=name, co_firstlineno=line, co_varnames=names, co_nlocals=len(names),
        co_argcount=args, co_posonlyargcount=positional_only, co_kwonlyargcount=keyword_only, co_flags=flags)
