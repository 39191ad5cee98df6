/** One class for each fault, so that a change of another test moves no line of a golden file. */
import {
  IsEmail,
  IsInt,
  IsOptional,
  IsString,
  Min,
  MinLength,
  registerDecorator,
  ValidateNested,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { Configuration, Parse, Secret, Variable } from '@tenon/config';

function Passes(validate: ValidatorConstraintInterface['validate']) {
  return (prototype: object, propertyName: string): void =>
    registerDecorator({ name: 'passes', target: prototype.constructor, propertyName, validator: { validate } });
}

@Configuration({ prefix: 'DATABASE_' })
export class DatabaseConfig {
  @IsString() url!: string;
  @IsInt() @Min(1) poolSize = 10;
  @Secret() @IsString() @MinLength(12) password = 'development only';
  @IsInt({ each: true }) ports = [5432];
}

class TlsOptions {
  @IsString() cert!: string;
  @Secret() @IsString() key!: string;
}

@Configuration({ prefix: 'SERVER_' })
export class ServerConfig {
  @IsInt() port!: number;
  @IsOptional() @ValidateNested() tls?: TlsOptions;
}

function parseHeaders(text: string): object {
  const [name, value] = text.split(':');
  if (name === undefined || value === undefined) throw new SyntaxError('a header is written as name:value');
  return { [name]: value };
}

@Configuration()
export class MailConfig {
  @IsEmail() sender = 'nobody';
  @Parse(parseHeaders) headers = {};
  @Secret() @Parse(JSON.parse) @IsString() token = '';
}

@Configuration()
export class RangeConfig {
  @IsInt() first = 1;
  @IsInt() last = 9;
  @Min(1, { message: 'last must not come before first' })
  get count(): number {
    return this.last - this.first + 1;
  }
}

@Configuration()
export class WaitingConfig {
  @Passes(() => Promise.resolve(true)) host = 'localhost';
}

@Configuration()
export class ThrowingConfig {
  @Passes(() => {
    throw new RangeError('no verdict');
  })
  host = 'localhost';
}

@Configuration()
export class ThrowingSecretConfig {
  @Secret()
  @Passes((value) => {
    throw new RangeError(`no verdict on ${value}`);
  })
  host = 'localhost';
}

@Configuration()
export class UnclearConfig {
  @IsOptional() limit: number | null = null;
}

@Configuration()
export class BareConfig {
  limit = 5;
}

@Configuration()
export class BadlyNamedConfig {
  @Variable('POOL SIZE') @IsInt() poolSize = 1;
}

@Configuration()
export class UnnamedConfig {
  @IsInt() größe = 1;
}

/** Not faulty: it reads what looks like a mistyped variable of DatabaseConfig. */
@Configuration({ prefix: 'DATABASE_POOL_' })
export class PoolConfig {
  @IsOptional() @IsInt() siz?: number;
}
