import { type ApplicationContext, type Class, createContext, Module, TenonError } from '@tenon/core';
import { ConfigModule, type ConfigOptions } from '@tenon/config';

/** Boots an application that has one configuration class, with the given variables. */
export async function bootWith(type: Class<object>, options: ConfigOptions): Promise<ApplicationContext> {
  @Module({ imports: [ConfigModule.with(options)], providers: [type] })
  class AppModule {}
  return createContext(AppModule);
}

/** Gives a class's instance as an application with these variables and no files has it. */
export async function loadWith<T extends object>(type: Class<T>, environment: Record<string, string> = {}): Promise<T> {
  await using context = await bootWith(type, { environment });
  return context.get(type);
}

/** Gives what the boot of an application with these variables says is wrong. */
export async function faultOf(type: Class<object>, environment: Record<string, string> = {}): Promise<TenonError> {
  return failureOf(loadWith(type, environment));
}

/** Gives what a boot says is wrong. */
export async function failureOf(boot: Promise<unknown>): Promise<TenonError> {
  const error: unknown = await boot.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof TenonError)) throw new Error('the boot did not fail as expected', { cause: error });
  return error;
}
