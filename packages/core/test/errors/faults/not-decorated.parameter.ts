import { createContext, createToken, Inject, Injectable, Module, provide } from '@tenon/core';

const CURRENCY = createToken<string>('currency');

@Injectable()
class Rates {}

class PriceList {
  constructor(
    @Inject(CURRENCY) readonly currency: string,
    readonly rates: Rates,
  ) {}
}

@Module({ providers: [PriceList, provide(CURRENCY, { useValue: 'EUR' })] })
class AppModule {}

export const provoke = () => createContext(AppModule);
