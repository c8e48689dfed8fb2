/* The same as examples/hello.py: the floor for the start of a process. */
#include <stdio.h>

int main(void) {
    puts("hello");
    return 0;
}
