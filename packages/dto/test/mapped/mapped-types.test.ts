import { describe, expect, test } from '@jest/globals';
import 'reflect-metadata';
import {
  Exclude,
  Expose,
  IntersectionType,
  IsEmail,
  IsInt,
  IsString,
  Min,
  OmitType,
  PartialType,
  PickType,
  Transform,
  Type,
  instanceToPlain,
  jsonSchema,
  plainToInstance,
  validateSync,
} from '@tenon/dto';

class Address {
  @IsString() city!: string;
}

class Person {
  @Expose() @IsString() @Transform(({ value }) => `${value as string}1`) name!: string;
}

class User extends Person {
  @IsEmail() email!: string;
  @IsInt() @Min(18) age = 20;
  @Exclude({ toPlainOnly: true }) @IsString() password = 'initial';
  @Type(() => Address) address?: Address;
  @Transform(({ value }) => `${value as string}2`) declare name: string;
}

const failed = (value: object): string[] => validateSync(value).map(({ property }) => property);

describe('PartialType', () => {
  class UpdateUser extends PartialType(User) {}

  test('makes each checked property optional, and checks what is there', () => {
    expect(failed(new UpdateUser())).toEqual([]);
    expect(failed(Object.assign(new UpdateUser(), { age: 3, email: null }))).toEqual(['age']);
  });

  test('checks null when told so', () => {
    class Strict extends PartialType(User, { skipNullProperties: false }) {}
    expect(failed(Object.assign(new Strict(), { email: null }))).toEqual(['email']);
    expect(failed(new Strict())).toEqual([]);
  });

  test('is said whole by a schema, in which null is allowed or not', () => {
    class Name {
      @IsString() name!: string;
    }
    class Strict extends PartialType(Name, { skipNullProperties: false }) {}
    class Loose extends PartialType(Name) {}
    expect(jsonSchema(Strict).$defs?.['Strict']).toEqual({ type: 'object', properties: { name: { type: 'string' } } });
    const { properties } = jsonSchema(Loose).$defs?.['Loose'] ?? {};
    expect(properties).toEqual({ name: { type: ['string', 'null'] } });
  });

  test('takes no default values over', () => {
    expect(new UpdateUser()).toEqual({});
  });

  test('converts as the whole class does', () => {
    const user = plainToInstance(UpdateUser, { name: 'Ada', address: { city: 'London' }, password: 'x' });
    expect(user.address).toBeInstanceOf(Address);
    expect(user.name).toBe(plainToInstance(User, { name: 'Ada' }).name);
    expect(instanceToPlain(user)).not.toHaveProperty('password');
  });
});

describe('PickType and OmitType', () => {
  test('take the named properties with their checks and default values', () => {
    class Credentials extends PickType(User, ['email', 'password']) {}
    expect(new Credentials()).toEqual({ password: 'initial' });
    expect(failed(new Credentials())).toEqual(['email']);
    expect(instanceToPlain(Object.assign(new Credentials(), { email: 'a@b.cd' }))).toEqual({ email: 'a@b.cd' });
  });

  test('leave the named properties out', () => {
    class Profile extends OmitType(User, ['password', 'email']) {}
    expect(new Profile()).not.toHaveProperty('password');
    expect(failed(Object.assign(new Profile(), { name: 'Ada', email: 1 }))).toEqual([]);
    expect(failed(Object.assign(new Profile(), { name: 1 }))).toEqual(['name']);
  });

  test('let a subclass add properties of its own', () => {
    class Signup extends PickType(User, ['email']) {
      @IsInt() code!: number;
    }
    expect(failed(new Signup()).toSorted()).toEqual(['code', 'email']);
  });

  test('keep what is said of the class as a whole', () => {
    @Exclude()
    class Hidden {
      @Expose() shown = 1;
      secret = 2;
    }
    class Picked extends PickType(Hidden, ['shown', 'secret']) {}
    const base = Object.getPrototypeOf(Picked) as new () => object;
    expect(instanceToPlain(new base())).toEqual({ shown: 1 });
  });
});

describe('IntersectionType', () => {
  test('has the properties and checks of all', () => {
    class Both extends IntersectionType(Address, PickType(User, ['age'])) {}
    expect(failed(Object.assign(new Both(), { age: 1 })).toSorted()).toEqual(['age', 'city']);
    expect(new Both().age).toBe(20);
  });
});
