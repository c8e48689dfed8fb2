"""Warnings: filters, `warn`, `catch_warnings`. The runtime's own warnings pass through the same filters once a program has set any."""
from _warnings import place, set_hook, show_line, source_line, warn_once

defaultaction = 'default'
onceregistry = {}
# (action, message, category, module, lineno), the latest first.
filters = []
_state = {'log': None, 'hooked': False, 'version': 0}


class WarningMessage:
    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return ("{message : %r, category : %r, filename : %r, lineno : %s, line : %r}"
                % (self.message, self._category_name, self.filename, self.lineno, self.line))


def _defaults():
    """CPython's filters at the start."""
    return [('default', None, DeprecationWarning, '__main__', 0), ('ignore', None, DeprecationWarning, None, 0),
            ('ignore', None, PendingDeprecationWarning, None, 0), ('ignore', None, ImportWarning, None, 0),
            ('ignore', None, ResourceWarning, None, 0)]


def _hook():
    if not _state['hooked']:
        _state['hooked'] = True
        filters.extend(_defaults())
        set_hook(_arrived)


def _arrived(category, text, filename, lineno):
    """A warning of the runtime."""
    _handle(category(text), text, category, filename, lineno)


def _action(text, category, lineno):
    for action, message, kind, module, line in filters:
        if message is not None and not _matches(message, text):
            continue
        if not issubclass(category, kind):
            continue
        if module is not None and module != '__main__':
            continue
        if line != 0 and line != lineno:
            continue
        return action
    return defaultaction


def _matches(pattern, text):
    """The text begins with the pattern, capital letters or not; `.*` and escapes are understood."""
    plain = pattern.replace('\\', '')
    if plain.endswith('.*'):
        plain = plain[:-2]
    text = text.lower()
    plain = plain.lower()
    if plain.startswith('.*'):
        return plain[2:] in text
    return text.startswith(plain)


def _handle(message, text, category, filename, lineno):
    action = _action(text, category, lineno)
    if action == 'ignore':
        return
    if action == 'error':
        raise message
    if action == 'always' or action == 'all':
        pass
    else:
        key = (text, category.__name__)
        if action == 'default':
            key = key + (filename, lineno)
        elif action == 'module':
            key = key + (filename,)
        key = key + (_state['version'],)
        if key in onceregistry:
            return
        onceregistry[key] = 1
    log = _state['log']
    if log is not None:
        log.append(WarningMessage(message, category, filename, lineno))
    else:
        showwarning(message, category, filename, lineno)


def showwarning(message, category, filename, lineno, file=None, line=None):
    text = formatwarning(message, category, filename, lineno, line)
    if file is not None:
        file.write(text)
    else:
        show_line(text)


def formatwarning(message, category, filename, lineno, line=None):
    text = str(filename) + ':' + str(lineno) + ': ' + category.__name__ + ': ' + str(message) + '\n'
    line = source_line(str(filename), lineno) if line is None else line.strip()
    return text + '  ' + line + '\n' if line else text


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    if isinstance(message, Warning):
        category = message.__class__
        text = str(message)
    else:
        if category is None:
            category = UserWarning
        if not (isinstance(category, type) and issubclass(category, Warning)):
            raise TypeError("category must be a Warning subclass, not '" + type(category).__name__ + "'")
        text = str(message)
        message = category(message)
    filename, lineno = place()
    if not _state['hooked']:
        if issubclass(category, (PendingDeprecationWarning, ImportWarning, ResourceWarning)):
            return
        warn_once(category.__name__, text)
        return
    _handle(message, text, category, filename, lineno)


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    _hook()
    text = str(message)
    if not isinstance(message, Warning):
        message = category(message)
    _handle(message, text, category, filename, lineno)


def _valid(action):
    if action not in ('error', 'ignore', 'always', 'default', 'module', 'once', 'all'):
        raise AssertionError('invalid action: ' + repr(action))


def simplefilter(action, category=Warning, lineno=0, append=False):
    _valid(action)
    _hook()
    _add((action, None, category, None, lineno), append)


def filterwarnings(action, message='', category=Warning, module='', lineno=0, append=False):
    _valid(action)
    _hook()
    _add((action, message or None, category, module or None, lineno), append)


def _add(item, append):
    _state['version'] += 1
    if append:
        if item not in filters:
            filters.append(item)
        return
    if item in filters:
        filters.remove(item)
    filters.insert(0, item)


def resetwarnings():
    _hook()
    _state['version'] += 1
    filters.clear()


class catch_warnings:
    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._filter = None if action is None else (action, category, lineno, append)
        self._saved = None

    def __enter__(self):
        _hook()
        self._saved = (list(filters), _state['log'])
        log = None
        if self._record:
            log = []
            _state['log'] = log
        _state['version'] += 1
        if self._filter is not None:
            action, category, lineno, append = self._filter
            simplefilter(action, category, lineno, append)
        return log

    def __exit__(self, kind, value, trace):
        saved, log = self._saved
        filters[:] = saved
        _state['log'] = log
        _state['version'] += 1
        return None
