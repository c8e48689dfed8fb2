class Animal:
    sound = "..."
    count = 0

    def __init__(self, name):
        self.name = name
        Animal.count += 1

    def speak(self):
        return f"{self.name} says {self.sound}"

    def describe(self):
        return f"I am {self.name}, a {self.kind()}"

    def kind(self):
        return "generic animal"

    def __repr__(self):
        return f"{self.__class__.__name__}({self.name!r})"


class Dog(Animal):
    sound = "woof"

    def __init__(self, name, tricks=None):
        super().__init__(name)
        self.tricks = tricks or []

    def kind(self):
        return "dog"

    def learn(self, trick):
        self.tricks.append(trick)
        return self


class Puppy(Dog):
    def speak(self):
        return super().speak().replace("woof", "yip") + "!"

    def kind(self):
        return "young " + super().kind()


class Cat(Animal):
    sound = "meow"

    def describe(self):
        return Animal.describe(self).upper()


class Robot:
    def __init__(self, model):
        self.model = model

    def speak(self):
        return "beep " * self.model


zoo = [Animal("Gen"), Dog("Rex"), Puppy("Bit", ["roll"]), Cat("Tom"), Robot(2)]
for z in zoo:
    print(z.speak())
for z in zoo[:-1]:
    print(z.describe(), z, isinstance(z, Dog), isinstance(z, (Cat, Puppy)))
zoo[1].learn("sit").learn("stay")
print(zoo[1].tricks, zoo[2].tricks, Animal.count, Dog.count, Puppy("x").count)
print(issubclass(Puppy, Animal), issubclass(Cat, Dog), type(zoo[2]) is Puppy, type(zoo[2]) == Dog, Puppy.__name__, Puppy.__mro__[1].__name__)
print(Dog.speak(zoo[2]), Animal.kind(zoo[2]), hasattr(zoo[3], "tricks"), getattr(zoo[3], "tricks", "none"))
zoo[0].sound = "custom"
print(zoo[0].speak(), Animal.sound)
Animal.sound = "changed"
print(Animal("n").speak(), Dog("d").speak())
try:
    zoo[4].describe()
except AttributeError as e:
    print(e)
try:
    Dog()
except TypeError as e:
    print(e)
try:
    Puppy("a", [], 3)
except TypeError as e:
    print(e)
try:
    Animal.missing
except AttributeError as e:
    print(e)
zoo[0].extra = 5
print(zoo[0].extra, zoo[0].__dict__, vars(zoo[4]))
setattr(zoo[0], "dyn", [1])
print(zoo[0].dyn, sorted(k for k in zoo[0].__dict__))


class Base:
    def template(self):
        return self.step1() + self.step2()

    def step1(self):
        raise NotImplementedError("step1")

    def step2(self):
        return "base2"


class Impl(Base):
    def step1(self):
        return "impl1-"


print(Impl().template())
try:
    Base().template()
except NotImplementedError as e:
    print("not implemented:", e)
