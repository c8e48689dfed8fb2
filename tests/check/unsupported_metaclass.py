class Meta(type):
    pass


class Shape(metaclass=Meta):  # error: E0206
    pass
