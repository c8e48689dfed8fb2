# -*- coding: koi8-r -*- # error: E0002 unknown encoding: koi8-r
print("hello")
