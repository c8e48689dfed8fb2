f'a{b}c'
'x' f'{y!r:>{w}}' 'z'
f'{x = }' f'{ x=!s:5}' f'{1 == 2}'
f'{{literal}} {{{v}}}'
f"{d["k"]} {'a' 'b'} {f"{n}"}"
f'''{
    x  # comment
    + 1 =
}'''
f'{x:%H:%M}' rf'\d{n}' f'\N{BULLET}{n}'
f'{(lambda: 1)()} {a, b} {*a, b}' if 0 else 1
f'é{é}'
f''
