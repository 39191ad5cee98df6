import { createContext, createToken, Inject, Injectable, Module, provide } from '@tenon/core';

const CURRENCY = createToken<string>('currency');

@Module({ providers: [provide(CURRENCY, { useValue: 'EUR' })], exports: [CURRENCY] })
class EuropeModule {}

@Module({ providers: [provide(CURRENCY, { useValue: 'USD' })], exports: [CURRENCY] })
class AmericaModule {}

@Injectable()
class PriceList {
  constructor(@Inject(CURRENCY) readonly currency: string) {}
}

@Module({ imports: [EuropeModule, AmericaModule], providers: [PriceList] })
class AppModule {}

export const provoke = () => createContext(AppModule);
