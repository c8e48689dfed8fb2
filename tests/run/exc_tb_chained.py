class ConfigError(Exception):
    pass


def read_number(table, key):
    try:
        return int(table[key])
    except KeyError as e:
        raise ConfigError(f"missing {key}") from e


def load(table):
    try:
        return read_number(table, "width"), read_number(table, "height")
    except ConfigError:
        print("cleaning up")
        raise


def fallback(table):
    try:
        return load(table)
    except ConfigError as err:
        return table["default" + str(len(err.args))]


print(fallback({"width": "1", "height": "2"}))
print(fallback({"width": "1", "default1": "d"}))
print(fallback({"width": "1"}))
