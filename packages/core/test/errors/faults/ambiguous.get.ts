import { createContext, createToken, Module, provide } from '@tenon/core';

const CURRENCY = createToken<string>('currency');

@Module({ providers: [provide(CURRENCY, { useValue: 'EUR' })] })
class EuropeModule {}

@Module({ providers: [provide(CURRENCY, { useValue: 'USD' })] })
class AmericaModule {}

@Module({ imports: [EuropeModule, AmericaModule] })
class AppModule {}

export async function provoke() {
  await using context = await createContext(AppModule);
  return context.get(CURRENCY);
}
