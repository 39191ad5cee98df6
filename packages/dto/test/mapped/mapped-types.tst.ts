import { IntersectionType, OmitType, PartialType, PickType } from '@tenon/dto';

class User {
  name!: string;
  age!: number;
  note?: string;
}
class Address {
  city!: string;
}

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const isTrue = <T extends true>(): T | undefined => undefined;

isTrue<Same<InstanceType<ReturnType<typeof PartialType<User>>>, Partial<User>>>();

class Update extends PartialType(User) {}
const update: Update = {};
// @ts-expect-error a property keeps its type
update.age = 'x';

class Picked extends PickType(User, ['name', 'note']) {}
isTrue<Same<keyof Picked, 'name' | 'note'>>();
const picked: Picked = { name: 'x' };
// @ts-expect-error what was not picked is not there
void picked.age;
// @ts-expect-error only properties of the class can be picked
PickType(User, ['surname']);

class Omitted extends OmitType(User, ['name']) {}
isTrue<Same<keyof Omitted, 'age' | 'note'>>();
// @ts-expect-error only properties of the class can be left out
OmitType(User, ['surname']);

class Both extends IntersectionType(User, Address, PickType(User, ['age'])) {}
isTrue<Same<keyof Both, 'name' | 'age' | 'note' | 'city'>>();
// @ts-expect-error the properties of all classes are needed
const both: Both = { name: 'x', age: 1 };

export { both, Omitted };
